"""`kopilka surveys report`: what was answered, in figures and as a picture."""

import argparse
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest

from kopilka_cli.surveys import register
from loyalty_server.publishing import publish
from loyalty_server.surveys.crowds import FEWEST
from loyalty_server.surveys.results import results
from tests.server.house import BORIS, House
from tests.server.surveys.test_surveys import answer, asked
from tests.server.visits import PROGRAM

pytestmark = pytest.mark.slow

MOSCOW = ZoneInfo("Europe/Moscow")


def surveys(*arguments: str) -> int:
    """Run the command as `kopilka` would."""
    parser = argparse.ArgumentParser()
    register(parser.add_subparsers())
    chosen = parser.parse_args(["surveys", *arguments])
    status: int = chosen.run(chosen)
    return status


async def test_retailer_reads_nps_and_ratings_by_store_and_month(
    house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    title = "Как вас встретили на кассе?"
    in_both = f'{{ en = "How were you met at the till?", ru = "{title}" }}'
    with house.settings.database.writing() as session:
        publish(session, PROGRAM.replace(f'"{title}"', in_both), house.clock())
    for phone, answers in (
        (await house.sign_in(), {"recommend": 10, "service": 5}),
        (await house.sign_in(BORIS), {"recommend": 2, "service": 3, "why": "Очередь"}),
    ):
        await house.buy(phone)
        await answer(house, phone, await asked(house, phone, "Как прошёл визит?"), answers)
    picture = tmp_path / "months.svg"
    url = str(house.settings.database.engine.url)
    assert surveys("report", "--database-url", url, "--svg", str(picture)) == 0
    lines = capsys.readouterr().out.splitlines()
    service = [line.split() for line in lines if "кассе?" in line]
    assert service[0][-6:] == ["all", "all", "all", "2", "4.0", "50.0"]
    recommend = [line.split() for line in lines if "друзьям?" in line]
    assert recommend[1][-8:] == ["Тверская,", "1", "all", "all", "2", "6.0", "0.0", "-73…73"]
    assert recommend[2][-7:-3] == ["all", "base", "all", "2"]
    assert recommend[3][-7:-3] == ["all", "all", "2026-11", "2"]
    assert lines[-1].split()[-1] == "Очередь"
    assert ElementTree.fromstring(picture.read_text("utf-8")).tag.endswith("svg")


async def test_answers_are_handed_on_and_unlinkable_ones_only_by_the_crowd(
    house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    house.clock.now = datetime.now(UTC)
    today = house.clock.now.astimezone(MOSCOW).date()
    url = str(house.settings.database.engine.url)
    for number in range(FEWEST):
        anna = await house.sign_in(f"+7900000010{number}")
        at = house.clock.now.isoformat()
        bought = await house.buy(anna)
        await house.at_till("/deliveries", {"purchase_id": bought["purchase_id"]})
        visit = await asked(house, anna, "Как прошёл визит?")
        await answer(house, anna, visit, {"recommend": 10, "service": 5}, at)
        delivery = await asked(house, anna, "Как доставили заказ?")
        await answer(house, anna, delivery, {"in_time": number > 0}, at)
    database = ("--database-url", url)
    assert surveys("export", "visit", "--json", *database) == 0
    assert json.loads(capsys.readouterr().out) == [{"recommend": 10, "service": 5}] * FEWEST
    assert surveys("export", "visit", "--csv", "--to", str(tmp_path / "visit.csv"), *database) == 0
    text = (tmp_path / "visit.csv").read_text("utf-8-sig")
    assert text.splitlines()[-1] == f'{today},"Тверская, 1",base,10,5,'
    assert surveys("export", "courier", "--json", *database) == 0
    waiting = capsys.readouterr()
    assert json.loads(waiting.out) == []
    assert waiting.err.startswith("5 unlinkable answers wait until their month is over")
    with house.settings.database.reading() as session:
        next_month = house.clock.now + timedelta(days=32)
        told = results(session, MOSCOW, next_month, survey_id="courier")
    assert (len(told.answers), told.held_back) == (FEWEST, 0)
    assert {(one.on, one.tier) for one in told.answers} == {(today.replace(day=1), "")}
    assert surveys("export", "nothing", "--csv", *database) == 1
