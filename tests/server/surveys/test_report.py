"""`kopilka surveys report`: what was answered, in figures and as a picture."""

import argparse
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

from kopilka_cli.surveys import register
from loyalty_api.surveys import Question, QuestionType
from loyalty_server.surveys.report import Rated, csat, figures, nps, nps_margin
from tests.server.house import BORIS, House
from tests.server.surveys.test_surveys import answer, asked

pytestmark = pytest.mark.slow


def report(*arguments: str) -> int:
    """Run the command as `kopilka` would."""
    parser = argparse.ArgumentParser()
    register(parser.add_subparsers())
    chosen = parser.parse_args(["surveys", "report", *arguments])
    status: int = chosen.run(chosen)
    return status


def test_nps_is_promoters_less_detractors() -> None:
    assert nps([10, 9, 8, 7, 6, 0]) == 0
    assert nps([10, 9, 9, 0]) == 50
    assert csat([5, 4, 3, 1]) == 50


def test_nps_tells_by_how_much_it_may_be_off_once_there_are_answers_enough() -> None:
    half = [10, 0] * 50
    assert nps_margin(half) == pytest.approx(19.6)
    assert nps_margin(half * 4) == pytest.approx(9.8)
    assert nps_margin([8] * 40) == 0
    assert nps_margin([10, 0] * 14) is None


@pytest.mark.parametrize(("answers", "told"), [(2, 1), (3, 3)])
def test_few_unlinkable_answers_are_told_only_with_all_others(answers: int, told: int) -> None:
    question = Question("honest", QuestionType.RATING, "Честно?")
    one = Rated("ballot", question, "Тверская, 1", date(2026, 11, 1), 4, is_unlinkable=True)
    assert len(figures([one] * answers)) == told


async def test_retailer_reads_nps_and_ratings_by_store_and_month(
    house: House, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for phone, answers in (
        (await house.sign_in(), {"recommend": 10, "service": 5}),
        (await house.sign_in(BORIS), {"recommend": 2, "service": 3, "why": "Очередь"}),
    ):
        await house.buy(phone)
        await answer(house, phone, await asked(house, phone, "Как прошёл визит?"), answers)
    picture = tmp_path / "months.svg"
    url = str(house.settings.database.engine.url)
    assert report("--database-url", url, "--svg", str(picture)) == 0
    lines = capsys.readouterr().out.splitlines()
    service = [line.split() for line in lines if "кассе?" in line]
    assert service[0][-5:] == ["all", "all", "2", "4.0", "50.0"]
    recommend = [line.split() for line in lines if "друзьям?" in line]
    assert recommend[1][-6:] == ["Тверская,", "1", "all", "2", "6.0", "0.0"]
    assert recommend[2][-5:] == ["all", "2026-11", "2", "6.0", "0.0"]
    assert ElementTree.fromstring(picture.read_text("utf-8")).tag.endswith("svg")
