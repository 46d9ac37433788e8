"""The commands of a shop whose till is a phone: cashiers, their PINs, devices, what was done."""

import argparse
from pathlib import Path

import pytest

from kopilka_cli import cashier, till
from loyalty_server.cashiers.devices import pair
from loyalty_server.cashiers.shifts import sign_in, sign_out
from loyalty_server.keys import keys_in
from loyalty_server.problems import Refused
from tests.server.shop import Shop

pytestmark = pytest.mark.slow


def test_shop_pairs_a_device_hires_a_cashier_and_sees_what_they_did(
    shop: Shop, url: str, tmp_path: Path, capsys
) -> None:
    secret = tmp_path / "server.key"
    keyed = ("--keys", str(secret), "--database-url", url)

    def said(*arguments: str) -> str:
        parser = argparse.ArgumentParser()
        verbs = parser.add_subparsers()
        for module in (cashier, till):
            module.register(verbs)
        chosen = parser.parse_args(arguments)
        assert chosen.run(chosen) == 0
        return str(capsys.readouterr().out)

    code = said("till", "pair", shop.till_id, *keyed).strip()
    who, pin = said("cashier", "add", "lesnaya", "Оля", *keyed).split()
    keys, now = keys_in(secret), shop.clock.now
    device = shop.write(lambda session: pair(session, keys, code, "iPad", now))
    with pytest.raises(Refused):
        shop.write(lambda session: pair(session, keys, code, "iPad", now))
    sign_in(shop.database, keys, device.key, who, pin, now)
    shop.write(lambda session: sign_out(session, device.key, now))
    on = ("--database-url", url)
    assert said("till", "devices", *on) == (
        f"{device.id} {shop.till_id} iPad since 2026-11-20 09:00\n"
    )
    assert said("cashier", "did", "--day", "2026-11-20", *on) == (
        "2026-11-20 09:00:00 Оля sign_in\n2026-11-20 09:00:00 Оля sign_out\n"
    )
    assert said("cashier", "did", "--day", "2026-11-19", *on) == ""
    other = said("cashier", "pin", who, *keyed).strip()
    assert len(other) == 6
    said("cashier", "revoke", who, *on)
    assert said("cashier", "list", *on).startswith(f"{who} lesnaya Оля revoked ")
    said("till", "unpair", device.id, *on)
    with pytest.raises(Refused):
        sign_in(shop.database, keys, device.key, who, other, now)


@pytest.mark.parametrize(
    "arguments",
    [
        ("cashier", "add", "nowhere", "Оля"),
        ("cashier", "pin", "nobody"),
        ("cashier", "revoke", "nobody"),
        ("till", "pair", "nothing"),
        ("till", "unpair", "nothing"),
    ],
)
def test_what_is_not_there_is_told_in_a_line(
    shop: Shop, url: str, tmp_path: Path, capsys, arguments: tuple[str, ...]
) -> None:
    parser = argparse.ArgumentParser()
    verbs = parser.add_subparsers()
    for module in (cashier, till):
        module.register(verbs)
    keys = () if arguments[1] in {"revoke", "unpair"} else ("--keys", str(tmp_path / "key"))
    chosen = parser.parse_args([*arguments, *keys, "--database-url", url])
    assert chosen.run(chosen) == 1
    assert repr(arguments[2]) in capsys.readouterr().err
