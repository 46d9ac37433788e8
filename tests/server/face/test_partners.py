"""A partner's till over HTTP, and what the wallet and the report say of it."""

import argparse
from pathlib import Path

from kopilka_cli import partners
from loyalty_server.database.transactions import Database
from loyalty_server.till.tills import add_till
from tests.server.house import PROGRAM, MovableClock, build_house, open_house
from tests.server.purchases.test_partners import PARTNER

ROSES = {"sku": "r", "title": "Розы", "category": "flowers", "quantity": 1, "amount": 250_000}


def florist_till(file: Path) -> str:
    database = Database(f"sqlite:///{file}")
    with database.writing() as session:
        key = add_till(session, "florist", "1", MovableClock()()).key
    database.close()
    return key


def report(file: Path, month: str) -> int:
    parser = argparse.ArgumentParser()
    partners.register(parser.add_subparsers())
    url = f"sqlite:///{file}"
    chosen = parser.parse_args(["partners", "report", "--month", month, "--database-url", url])
    return int(chosen.run(chosen))


async def test_purchase_at_a_partner_is_seen_and_settled(tmp_path: Path, capsys) -> None:
    file = tmp_path / "loyalty.db"
    build_house(file, PROGRAM + PARTNER)
    key = florist_till(file)
    async with open_house(file, key) as house:
        phone = await house.sign_in()
        scan = await house.scan(phone)
        assert scan["offers"] == []
        body = {"scan_id": scan["scan_id"], "receipt_id": "1", "lines": [ROSES], "total": 250_000}
        quote = (await house.at_till("/purchases", body | {"burn": 0})).json()
        done = await house.at_till(f"/purchases/{quote['purchase_id']}/complete")
        assert done.json()["earned"] == 100
        wallet = (await house.http.get("/v1/wallet", headers=phone.bearer)).json()
    (partner,) = wallet["partners"]
    assert (partner["rate"], partner["share"]) == (4, 30)
    assert {store["id"]: store["partner"] for store in wallet["stores"]}["florist"] == "aster"
    (offer,) = (one for one in wallet["offers"] if one["id"] == "bouquet")
    assert (offer["partner"], offer["stores"]) == ("Цветы «Астра»", ["florist"])
    assert report(file, "2026-11") == 0
    row = capsys.readouterr().out.splitlines()[-1].split()
    assert row == ["aster", "1", "2500.00", "100", "0", "110.00", "0.00", "110.00"]
