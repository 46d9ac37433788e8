"""What the wheel holds is enough: the commands run from it alone, and a build finds all it is made of."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
PLACES = """
from kopilka_cli.android.app import TEMPLATES
from kopilka_cli.targets.staging import LOCK as PHONES
from kopilka_cli.web import memory, places
from kopilka_cli.web.places import *
for place in (SHELL, ELEMENTS, LOCK, PHONES, BRAND, TEXTS, *APP_PACKAGES, TEMPLATES, memory._IMAGER):
    print(place, place.exists())
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel's files, in a folder of their own."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob("*.whl")
    ZipFile(wheel).extractall(folder / "site")
    return folder / "site"


def printed_by(installed: Path, *command: str | Path) -> list[str]:
    """The lines of a Python that has the wheel's files before all others."""
    ended = subprocess.run(
        [sys.executable, *command],
        cwd=installed.parent,
        env=os.environ | {"PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.splitlines()


def test_a_programme_of_the_wheel_is_checked_by_the_command_of_the_wheel(installed: Path) -> None:
    example = installed / "loyalty_server/demo/examples/coffee.toml"
    told = printed_by(installed, "-m", "kopilka_cli.main", "program", "check", example)
    assert "Six Cups" in " ".join(told)


def test_a_build_finds_everything_it_is_made_of_in_the_wheel(installed: Path) -> None:
    places = printed_by(installed, "-c", PLACES)
    assert len(places) > 8
    for line in places:
        assert line.startswith(str(installed)), line
        assert line.endswith("True"), line


def test_types_of_the_tills_scripts_stay_with_their_check(installed: Path) -> None:
    till = installed / "loyalty_server/till_page"
    assert (till / "page/till.js").exists()
    assert not list(till.rglob("*.ts"))


def test_what_pip_installs_is_what_the_locks_are_made_of() -> None:
    told: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    project, groups = told["project"], told["dependency-groups"]
    assert project["dependencies"] == groups["server"]
    wallet = {one for one in groups["wallet"] if "sys_platform" not in one}
    assert set(project["optional-dependencies"]["web"]) == wallet | set(groups["web"])
    assert project["optional-dependencies"]["traces"] == groups["traces"]
