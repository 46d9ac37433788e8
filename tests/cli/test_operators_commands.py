"""The commands of those who run the programme: ledger, offers, program, till."""

import json
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from kopilka_cli.main import main as kopilka
from loyalty_server.database.transactions import Database
from loyalty_server.keys import keys_in
from loyalty_server.migrations import migrate
from loyalty_server.tables import AdjustmentRow, OperatorRow
from loyalty_server.till.tills import till_beside, till_of
from tests.server.shop import PROGRAM_FILE, Phone, Shop

pytestmark = pytest.mark.slow


def run(*arguments: str) -> int:
    return kopilka(list(arguments))


@pytest.fixture
def anna(shop: Shop) -> Phone:
    return shop.join_programme()


def test_sound_ledger_passes_the_check(shop: Shop, anna: Phone, url: str, capsys) -> None:
    shop.buy(anna)
    assert run("ledger", "check", "--database-url", url) == 0
    assert "invariants hold" in capsys.readouterr().out


def test_check_names_the_broken_invariant_and_the_row(
    shop: Shop, anna: Phone, url: str, capsys
) -> None:
    shop.write(lambda session: session.execute(text("UPDATE balance SET posted = 7")))
    assert run("ledger", "check", "--database-url", url) == 1
    told = capsys.readouterr().err
    assert "broken: 2 stored balance is the sum of entries" in told
    assert f"balance of member {anna.member_id} says 7" in told


def test_what_only_looks_leaves_an_older_schema_as_it_is(url: str, capsys) -> None:
    with closing(Database(url)) as database:
        migrate(database, "m05")
        for verb in ("ledger check", "offers report", "reviews report", "surveys report"):
            assert kopilka([*verb.split(), "--database-url", url]) == 1
            assert "the schema is m05" in capsys.readouterr().err
        assert not inspect(database.engine).has_table("adjustment")


def test_correction_of_nobody_or_for_nothing_is_refused_in_words(
    shop: Shop, anna: Phone, url: str, tmp_path: Path, capsys
) -> None:
    by = _signed("Ольга", url, tmp_path, capsys)
    assert run("ledger", "propose", "nobody", "100", "--reason", "Жалоба", *by) == 1
    assert capsys.readouterr().err == "there is no member 'nobody'\n"
    assert run("ledger", "propose", anna.member_id, "0", "--reason", "Жалоба", *by) == 1
    assert capsys.readouterr().err == "an adjustment needs points and a reason\n"
    assert run("ledger", "approve", "nothing", *by) == 1
    assert capsys.readouterr().err == "there is no adjustment 'nothing'\n"


def test_correction_goes_from_proposal_to_effect(
    shop: Shop, anna: Phone, url: str, tmp_path: Path, capsys
) -> None:
    olga, pjotr = (_signed(name, url, tmp_path, capsys) for name in ("Ольга", "Пётр"))
    assert run("ledger", "propose", anna.member_id, "100", "--reason", "Жалоба", *olga) == 0
    adjustment = capsys.readouterr().out.strip()
    for _ in range(2):
        assert run("ledger", "approve", adjustment, *olga) == 0
        assert "another operator's approval is needed" in capsys.readouterr().out
    assert run("ledger", "approve", adjustment, *pjotr) == 0
    assert capsys.readouterr().out == "applied\n"
    assert shop.points(anna).balance == 100


def test_who_has_no_key_or_a_revoked_one_corrects_nothing(
    shop: Shop, anna: Phone, url: str, tmp_path: Path, capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    olga = _signed("Ольга", url, tmp_path, capsys)
    propose = ("ledger", "propose", anna.member_id, "100", "--reason", "Жалоба")
    assert run(*propose, "--database-url", url) == 1
    assert "KOPILKA_OPERATOR_KEY" in capsys.readouterr().err
    monkeypatch.setenv("KOPILKA_OPERATOR_KEY", "Ольга")
    assert run(*propose, "--database-url", url) == 1
    assert "no operator's" in capsys.readouterr().err
    assert run("operator", "revoke", "Ольга", "--database-url", url) == 0
    assert run(*propose, *olga) == 1
    assert "no operator's" in capsys.readouterr().err
    assert run("operator", "list", "--database-url", url) == 0
    assert "Ольга since" in (told := capsys.readouterr().out)
    assert "revoked" in told
    assert not shop.rows(AdjustmentRow)


def test_operators_have_names_of_their_own(url: str, shop: Shop, capsys) -> None:
    assert run("operator", "add", "Ольга", "--database-url", url) == 0
    key = capsys.readouterr().out.strip()
    assert key not in str([vars(row) for row in shop.rows(OperatorRow)])
    for name in ("Ольга", " Ольга ", "ОЛЬГА", "Оль\u200bга", "Ольга\x1b", "", "О" * 65):
        assert run("operator", "add", name, "--database-url", url) == 1
        assert capsys.readouterr().err
    assert run("operator", "revoke", "Пётр", "--database-url", url) == 1
    assert "no operator 'Пётр'" in capsys.readouterr().err


def _signed(name: str, url: str, folder: Path, capsys) -> tuple[str, ...]:
    """What a new operator gives to each command."""
    assert run("operator", "add", name, "--database-url", url) == 0
    key = folder / f"{name}.key"
    key.write_text(capsys.readouterr().out)
    return ("--operator-key", str(key), "--database-url", url)


def test_sweep_says_what_it_did(shop: Shop, anna: Phone, url: str, capsys) -> None:
    shop.clock.forward(days=-1000)
    shop.buy(anna)
    assert run("ledger", "sweep", "--database-url", url) == 0
    assert capsys.readouterr().out.startswith("0 purchases expired, 1 members")


def test_programme_with_a_fault_is_refused_with_its_line(tmp_path: Path, capsys) -> None:
    broken = tmp_path / "broken.toml"
    broken.write_text(PROGRAM_FILE.read_text("utf-8").replace("rate = 5", "rate = 500"))
    assert run("program", "check", str(PROGRAM_FILE)) == 0
    assert run("program", "check", str(broken)) == 1
    assert "broken.toml:35: tiers.levels[1].rate" in capsys.readouterr().err


def test_basket_is_explained_rule_by_rule(tmp_path: Path, capsys) -> None:
    basket = tmp_path / "basket.json"
    line = {"sku": "1", "title": "Кофе", "category": "coffee", "quantity": 1, "amount": 27_000}
    basket.write_text(json.dumps([line]))
    arguments = ("program", "try", str(PROGRAM_FILE), str(basket), "--on", "2026-11-20")
    assert run(*arguments, "--tier", "silver") == 0
    told = capsys.readouterr().out
    assert "+13  base: 5" in told
    assert "+27  coffee-x3: Кофе навынос ×3" in told
    assert run(*arguments, "--tier", "platinum") == 1
    assert run(*arguments, "--burn", "1000") == 1


def test_published_programme_gives_its_stores_tills(tmp_path: Path, capsys) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"
    assert run("program", "publish", str(PROGRAM_FILE), "--database-url", url) == 0
    assert run("till", "add", "lesnaya", "Касса 1", "--database-url", url) == 0
    till_id, key = capsys.readouterr().out.splitlines()[-1].split()
    with closing(Database(url)) as database, database.reading() as session:
        assert till_of(session, key).id == till_id
    keys = tmp_path / "keys"
    assert run("till", "display", till_id, "--keys", str(keys), "--database-url", url) == 0
    display = capsys.readouterr().out.strip()
    with closing(Database(url)) as database, database.reading() as session:
        assert till_beside(session, keys_in(keys), display).id == till_id
    assert run("till", "revoke", till_id, "--database-url", url) == 0
    assert run("till", "list", "--database-url", url) == 0
    assert "revoked" in capsys.readouterr().out
    with closing(Database(url)) as database, database.reading() as session:
        assert till_of(session, key) is None
    assert run("till", "add", "nowhere", "Касса 1", "--database-url", url) == 1


def test_report_of_offers_tells_each_offer_and_both_groups(
    shop: Shop, anna: Phone, url: str, capsys
) -> None:
    shop.buy(anna)
    assert run("offers", "report", "--database-url", url) == 0
    told = capsys.readouterr().out
    assert all(f"\n{offer.id} " in told for offer in shop.program().offers)
    groups = {
        line.split()[0]: line.split()[1:3]
        for line in told.splitlines()
        if "holdout" in line or line.startswith("offered")
    }
    assert groups == {"offered": ["1", "1.0"], "holdout": ["0", "0.0"]}
