"""The Python that goes to the browser: woken from memory, and still all that the wallet can ask for."""

import json
import os
import subprocess
from zipfile import ZipFile

import pytest

from kopilka_cli.web.places import NODE, PYODIDE, REPOSITORY

SITE = REPOSITORY / "dist/web"
WAKE = REPOSITORY / "tests/web/wake.mjs"

pytestmark = pytest.mark.browser


def run_in_the_browsers_python(code: str, **environment: str) -> str:
    (python,) = SITE.glob("python-*")
    (memory,) = SITE.glob("memory-*")
    lock = json.loads((PYODIDE / "pyodide-lock.json").read_text())["info"]
    command = [NODE, WAKE, PYODIDE, python, memory, json.dumps(lock), code]
    ended = subprocess.run(
        command, capture_output=True, text=True, check=True, env=os.environ | environment
    )
    return ended.stdout.strip()


def late_modules() -> list[str]:
    (archive,) = SITE.glob("memory-*/late.zip")
    with ZipFile(archive) as late:
        paths = [entry.removeprefix("modules/") for entry in late.namelist()]
    names = (path.removesuffix(".pyc").replace("/", ".") for path in paths if path[:4] != "lib/")
    return sorted(name.removesuffix(".__init__") for name in names)


def test_every_module_that_the_browser_gets_can_be_imported_there() -> None:
    failures = run_in_the_browsers_python(f"""
import importlib
failures = []
for name in {late_modules()}:
    try:
        importlib.import_module(name)
    except BaseException as error:
        failures.append(f"{{name}}: {{error!r}}")
"\\n".join(failures)
""")
    assert failures == ""


def test_wallet_is_awake_with_all_its_modules_and_can_pack_messages() -> None:
    code = """
import sys
before = "kopilka.main" in sys.modules, "kopilka.ui.card.screen" in sys.modules, "httpx" in sys.modules
import msgpack
str((before, msgpack.unpackb(msgpack.packb({"points": 5}))))
"""
    assert run_in_the_browsers_python(code) == "((True, True, True), {'points': 5})"


def test_standard_library_that_was_left_out_comes_when_it_is_asked_for() -> None:
    code = "import csv, xml.sax.expatreader; csv.__name__"
    assert run_in_the_browsers_python(code) == "csv"


def test_no_two_starts_draw_the_same_numbers() -> None:
    code = """
import random, secrets, uuid
from kopilka.repository.repository import Repository
str([random.random(), random.getrandbits(64), secrets.token_hex(), uuid.uuid4().hex])
"""
    first, second = (run_in_the_browsers_python(code) for _ in range(2))
    assert not set(first.strip("[]").split(", ")) & set(second.strip("[]").split(", "))


def test_time_of_day_is_that_of_the_device_and_not_of_the_build() -> None:
    code = """
from datetime import datetime, timezone
str(datetime(2026, 7, 1, 12, tzinfo=timezone.utc).astimezone().isoformat())
"""
    assert run_in_the_browsers_python(code, TZ="Asia/Vladivostok") == "2026-07-01T22:00:00+10:00"
    assert run_in_the_browsers_python(code, TZ="America/New_York") == "2026-07-01T08:00:00-04:00"
