"""The Python that goes to the browser: woken from memory, and still all that the wallet can ask for."""

import json
import os
import subprocess
from ast import literal_eval
from zipfile import ZipFile

import pytest

from kopilka_cli.web.places import NODE, PYODIDE, REPOSITORY

SITE = REPOSITORY / "dist/web"
WAKE = REPOSITORY / "tests/web/wake.mjs"

IPHONE = {"userAgent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X)"}
IPAD_LIKE_A_MAC = {
    "userAgent": "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)",
    "platform": "MacIntel",
    "maxTouchPoints": 5,
}

pytestmark = pytest.mark.browser


def run_in_the_browsers_python(code: str, **environment: str) -> str:
    (python,) = SITE.glob("python-*")
    (memory,) = SITE.glob("memory-*")
    (plain,) = SITE.glob("plain-*")
    lock = json.loads((PYODIDE / "pyodide-lock.json").read_text())["info"]
    command = [NODE, WAKE, PYODIDE, python, memory, plain, json.dumps(lock), code]
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


@pytest.mark.parametrize("device", [IPHONE, IPAD_LIKE_A_MAC], ids=["iPhone", "iPad like a Mac"])
def test_memory_packed_elsewhere_wakes_on_ios_with_every_function_in_its_place(
    device: dict[str, object],
) -> None:
    code = """
import pyodide_js
module = pyodide_js._module
place = module.__PyRuntime + module.HEAPU32[module.__PyEM_EMSCRIPTEN_TRAMPOLINE_OFFSET // 4]
str((module.wasmTable.length, bool(module.HEAPU32[place // 4])))
"""
    length, has_trampoline = literal_eval(run_in_the_browsers_python(code))
    assert has_trampoline
    on_ios = run_in_the_browsers_python(code, NAVIGATOR=json.dumps(device))
    assert literal_eval(on_ios) == (length, False)


def test_python_starts_without_the_memory_too_and_has_every_module() -> None:
    code = """
import importlib, pkgutil, sys
from pathlib import Path
before = "kopilka.main" in sys.modules
import flet_js, kopilka.main, msgpack, csv, xml.sax.expatreader
for package in ("kopilka.ui", "kopilka.repository", "loyalty_api"):
    for module in pkgutil.walk_packages(importlib.import_module(package).__path__, f"{package}."):
        importlib.import_module(module.name)
assets = kopilka.main._assets() / "brand.toml"
str((before, assets.is_file(), msgpack.unpackb(msgpack.packb({"points": 5}))))
"""
    said = run_in_the_browsers_python(code, PLAINLY="1")
    assert said == "(False, True, {'points': 5})"


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
