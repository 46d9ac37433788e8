"""The container's recipe makes a server that starts, and what is composed of it are commands that there are.

No builder is asked: the recipe's own steps run in a plain folder.
"""

import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from kopilka_cli.main import main

ROOT = Path(__file__).parents[2]
CONTAINER = ROOT / "assets/operations/container"
RECIPE = (CONTAINER / "Containerfile").read_text("utf-8")


def composed() -> dict[str, Any]:
    """The services."""
    services: dict[str, Any] = yaml.safe_load((CONTAINER / "compose.yaml").read_text("utf-8"))
    return services["services"]


def checkout(folder: Path) -> Path:
    """What the recipe copies: the files that are kept, and no more."""
    kept = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    for name in filter(None, kept.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, folder / name)
    return folder


@pytest.mark.long
def test_recipe_makes_a_server_that_says_its_options(tmp_path: Path) -> None:
    source, made = checkout(tmp_path / "src"), tmp_path / "kopilka"
    for step in re.findall(r"^RUN (.+)$", RECIPE, re.MULTILINE):
        if not step.startswith("useradd"):
            here = step.replace("/src", str(source)).replace("/opt/kopilka", str(made))
            subprocess.run(shlex.split(here), check=True, capture_output=True)
    shutil.rmtree(source)
    told = subprocess.run(
        [made / "bin/kopilka", "serve", "--help"], capture_output=True, text=True, check=True
    )
    assert "--workers" in told.stdout


def test_composed_commands_are_ours(capsys: pytest.CaptureFixture[str]) -> None:
    for service in composed().values():
        if service["image"] == "kopilka":
            with pytest.raises(SystemExit) as ended:
                main([*service["command"], "--help"])
            assert ended.value.code == 0, capsys.readouterr().err


def test_server_believes_the_proxy_beside_it_and_nobody_else() -> None:
    services = composed()
    proxy = services["proxy"]["networks"]["default"]["ipv4_address"]
    assert services["server"]["environment"]["FORWARDED_ALLOW_IPS"] == proxy
    assert "ports" not in services["server"]
