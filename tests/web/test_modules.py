"""The Python that goes to the browser: trimmed, and still all that the wallet can ask for."""

import json
import subprocess
from pathlib import Path

import pytest

from kopilka_cli.web.places import NODE, PYODIDE, REPOSITORY

SITE = REPOSITORY / "dist/web"
IMPORT_ALL = Path(__file__).with_name("import_all.mjs")


@pytest.mark.browser
def test_every_module_that_the_browser_gets_can_be_imported_there() -> None:
    lock = json.loads((PYODIDE / "pyodide-lock.json").read_text())["info"]
    (python,) = SITE.glob("python-*")
    archives = [*SITE.glob("packages-*/modules.zip"), *SITE.glob("app-*/modules.zip")]
    command = [NODE, IMPORT_ALL, PYODIDE, python, json.dumps(lock), *archives]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == ""
