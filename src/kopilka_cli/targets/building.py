"""Flet's command and Flutter's SDK: whether they are here, and one build by them."""

import platform
import shutil
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from flet.version import flet_version, flutter_version

from kopilka_cli.android.tools import CannotMake


def need_builder(targets: Sequence[str]) -> None:
    """Flet itself would fetch a missing SDK of Flutter, unasked. Raises `CannotMake`."""
    if "ipa" in targets and platform.system() != "Darwin":
        raise CannotMake("ipa: Apple's tools, which Flet calls for it, are on a Mac alone")
    if find_spec("flet_cli") is None:
        missing = f"{sys.executable} -m pip install flet-cli=={flet_version}"
        raise CannotMake(f"Flet's command is missing: {missing}")
    own = Path.home() / "flutter" / flutter_version
    if shutil.which("flutter") is None and not own.is_dir():
        raise CannotMake(
            f"Flutter's SDK {flutter_version} is missing: unpack it as {own}, or have `flutter` on the PATH"
        )


def own_template() -> Path:
    """Flet's template of its version, as Flet keeps it or from GitHub. Raises `CannotMake`."""
    from flet_cli.commands.build_base import DEFAULT_TEMPLATE_URL
    from flet_cli.utils.template_cache import get_cached_template_zip

    address = DEFAULT_TEMPLATE_URL.format(version=flet_version)
    try:
        return Path(get_cached_template_zip(address, flet_version))
    except OSError as error:
        raise CannotMake(f"{address}: {error}") from error


def build(target: str, folder: Path) -> list[str]:
    """The files that came of it. Raises `CannotMake`."""
    ended = subprocess.run(  # noqa: S603 - Flet's command with a target of our own list
        [sys.executable, "-m", "flet.cli", "build", target, "--yes"], cwd=folder, check=False
    )
    if ended.returncode:
        raise CannotMake(f"flet build {target} ended with {ended.returncode}; it ran in {folder}")
    return [str(file) for file in sorted((folder / "build" / target).iterdir())]
