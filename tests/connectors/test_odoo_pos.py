"""Odoo's point of sale: the scan of a wallet is asked of Kopilka, and everything else stays Odoo's."""

import json
import re
import shutil
import subprocess
import sys
from asyncio import to_thread
from collections.abc import AsyncIterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree as ET

import pytest

from kopilka_cli.web.places import NODE
from loyalty_server.engines.calling import Behind
from loyalty_server.settings import utc_now
from tests.server.engines.jar import JarEngine
from tests.server.house import House, Phone, listening, open_house

ADD_ON = Path(__file__).parents[2] / "connectors/tills/odoo_pos/kopilka_pos"
CODE = "LW1P" + "A" * 34


def loaded(name: str) -> ModuleType:
    """A module of the add-on that needs no Odoo."""
    spec = spec_from_file_location(name, ADD_ON / f"{name}.py")
    assert spec
    assert spec.loader
    module = module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


SCANNING = loaded("scanning")


@pytest.fixture
async def house(furnished: tuple[Path, str], tmp_path: Path) -> AsyncIterator[House]:
    """Kopilka with another engine behind it, by the clock of this machine."""
    copy = Path(shutil.copy(furnished[0], tmp_path / "loyalty.db"))
    async with open_house(copy, furnished[1], Behind("jars", JarEngine())) as opened:
        opened.clock.now = utc_now()
        yield opened


@pytest.fixture
async def anna(house: House) -> Phone:
    phone = await house.sign_in()
    assert (await house.http.get("/v1/wallet", headers=phone.bearer)).status_code == 200
    return phone


async def test_code_and_number_name_the_member_of_the_engine(house: House, anna: Phone) -> None:
    wallet = (await house.http.get("/v1/wallet", headers=anna.bearer)).json()
    async with listening(house) as there:
        api = str(there.base_url)
        code = anna.card_code(house.clock.now)
        for raw in (code, wallet["card"]["number"]):
            assert await to_thread(SCANNING.reference, api, house.till_key, raw) == "jar-1"
        with pytest.raises(SCANNING.NotRecognised) as used:
            await to_thread(SCANNING.reference, api, house.till_key, code)
        with pytest.raises(SCANNING.NotRecognised) as unknown:
            await to_thread(SCANNING.reference, api, house.till_key, "2000000000008")
        with pytest.raises(SCANNING.NotRecognised) as keyless:
            await to_thread(SCANNING.reference, api, "no key", wallet["card"]["number"])
    told = [one.value.code for one in (used, unknown, keyless)]
    assert told == ["code_used", "code_invalid", "unauthenticated"]


@pytest.mark.parametrize(
    ("api", "code"),
    [("http://127.0.0.1:1", "away"), ("http://loyalty.shop.example", "https_needed")],
)
def test_key_goes_nowhere_else_and_nobody_waits_long(api: str, code: str) -> None:
    with pytest.raises(SCANNING.NotRecognised) as no:
        SCANNING.reference(api, "key", CODE)
    assert no.value.code == code


def test_page_asks_kopilka_for_the_wallet_and_leaves_the_rest_to_odoo(tmp_path: Path) -> None:
    for script in (ADD_ON / "static/src").glob("*.js"):
        shutil.copy(script, tmp_path)
    page = Path(__file__).with_name("odoo_page.mjs")
    scans = [CODE, "2912345678906", "2912345678913", "042123", "LW1", f"{CODE}X"]
    done = subprocess.run(
        [NODE, page, tmp_path, json.dumps(scans)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["answers"] == [
        {"id": 7, "name": "loaded"},
        {"id": 8, "name": "read from res.partner"},
        *({"id": 0, "barcode": code} for code in scans[2:]),
    ]
    assert told["calls"] == [["kopilka.till", "recognise", [3, code]] for code in scans[:3]]


def test_rules_hand_codes_and_numbers_to_the_customer_and_weighed_goods_first() -> None:
    rules = [
        {field.attrib["name"]: field.text for field in record.iter("field")}
        for record in ET.parse(ADD_ON / "data/barcode_rules.xml").iter("record")
    ]
    code, number = rules
    assert (code["type"], number["type"]) == ("client", "client")
    assert re.match(code["pattern"] or "", CODE)
    assert re.fullmatch(number["pattern"] or "", "2912345678906")
    assert "{" not in f"{code['pattern']}{number['pattern']}", "braces are numbers to Odoo"
    weighed, products = 36, 90  # Odoo's own, of which the second takes whatever comes to it
    assert int(code["sequence"] or 0) < weighed < int(number["sequence"] or 0) < products


def test_manifest_names_what_is_there() -> None:
    told = eval((ADD_ON / "__manifest__.py").read_text())  # as Odoo reads it
    assert all((ADD_ON / file).is_file() for file in told["data"])
    for patterns in told["assets"].values():
        assert all(list(ADD_ON.parent.glob(pattern)) for pattern in patterns)
