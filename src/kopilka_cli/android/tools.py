"""The tools of Debian that make an Android app, and how they are called."""

import shutil
import subprocess
from collections.abc import Mapping
from os import environ
from pathlib import Path
from typing import Final

FRAMEWORK: Final = Path("/usr/share/android-framework-res/framework-res.apk")
"""What Android 10 names, which the app's resources are linked against."""

PACKAGES: Final = {
    "aapt2": "aapt",
    "smali": "libsmali-java",
    "zipalign": "zipalign",
    "apksigner": "apksigner",
    "keytool": "default-jdk-headless",
    "jarsigner": "default-jdk-headless",
}


class CannotMake(Exception):
    """The app cannot be made; the message says why, and what helps."""


def need_tools(framework: Path = FRAMEWORK) -> None:
    """Raises `CannotMake` with the line that installs what is missing."""
    missing = {package for tool, package in PACKAGES.items() if shutil.which(tool) is None}
    if not framework.is_file():
        missing.add("android-framework-res")
    if missing:
        line = " ".join(sorted(missing))
        raise CannotMake(f"Some tools are missing. As root: apt-get install {line}")


def run(*command: str | Path, secrets: Mapping[str, str] | None = None) -> bytes:
    """What the tool printed; `secrets` go into its environment. Raises `CannotMake` with its words."""
    words = [str(word) for word in command]
    ended = subprocess.run(  # noqa: S603 - the tools of the table above, with our own arguments
        words, env={**environ, **(secrets or {})}, capture_output=True, check=False
    )
    if ended.returncode:
        said = (ended.stderr + ended.stdout).decode(errors="replace").strip()
        raise CannotMake(f"{words[0]}: {said}")
    return ended.stdout
