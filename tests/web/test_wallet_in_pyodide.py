"""What the wallet reckons by itself, tested by the Python that runs it in browsers: Pyodide, in node."""

import re
import subprocess
from pathlib import Path

import pytest

from kopilka_cli.web.packages import install
from kopilka_cli.web.places import NODE, PYODIDE, REPOSITORY

RUNNER = REPOSITORY / "tests/web/run_tests.mjs"
LOCK = REPOSITORY / "locks/dev.txt"
NEEDED = (
    "hypothesis",
    "iniconfig",
    "iso4217",
    "markdown-it-py",
    "mdurl",
    "packaging",
    "pluggy",
    "pygments",
    "pyotp",
    "pytest",
    "sortedcontainers",
)
TESTS = (
    "tests/contract",
    "tests/wallet/test_clock.py",
    "tests/wallet/test_pending.py",
    "tests/wallet/test_progress.py",
)
CODE = f"""
import importlib, os
importlib.invalidate_caches()
os.chdir("/repository")
import pytest
from hypothesis import HealthCheck, settings
settings.register_profile(
    "few", deadline=None, derandomize=True, database=None, max_examples=20,
    suppress_health_check=list(HealthCheck),
)
settings.load_profile("few")
# The project's options name plug-ins that need threads or processes.
pytest.main([
    "-c", os.devnull, "--rootdir=.", "--noconftest", "--import-mode=importlib", "-q",
    "-p", "no:cacheprovider", "-p", "no:faulthandler", *{TESTS!r},
])
"""


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What these tests need, of the versions and hashes that all tests run with."""
    folder = tmp_path_factory.mktemp("pyodide")
    lock = folder / "lock.txt"
    names = "|".join(NEEDED)
    blocks = re.findall(rf"^(?:{names})==(?:.*\\\n)*.*\n", LOCK.read_text("utf-8"), re.MULTILINE)
    assert len(blocks) == len(NEEDED)
    lock.write_text("".join(blocks), "utf-8")
    install(lock, folder / "packages")
    return folder / "packages"


@pytest.mark.slow
def test_contract_and_what_the_wallet_reckons_hold_in_the_browsers_python(packages: Path) -> None:
    ended = subprocess.run(
        [NODE, RUNNER, PYODIDE, packages, REPOSITORY, CODE],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert re.search(r"^\d+ passed", ended.stdout, re.MULTILINE), ended.stdout
