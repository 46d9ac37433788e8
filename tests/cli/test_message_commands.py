"""The commands of those who talk with members: messages and reviews."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from kopilka_cli.main import main
from loyalty_api.reviews import Review
from loyalty_server.messages.thread import messages_page, write_to_support
from loyalty_server.surveys.reviews import review_purchase
from loyalty_server.tables import CardRow
from tests.server.shop import Shop

pytestmark = pytest.mark.slow

NEWS = """
[[messages]]
id = "open"
kind = "news"
title = "Открылись"
text = "Новый магазин"
"""


def run(*arguments: str) -> int:
    return main(list(arguments))


def test_operator_sees_who_waits_answers_and_sees_nobody_wait(shop: Shop, url: str, capsys) -> None:
    anna = shop.join_programme().member_id
    shop.write(lambda session: write_to_support(session, anna, "Где баллы?", shop.clock()))
    assert run("messages", "list", "--database-url", url) == 0
    assert "Где баллы?" in capsys.readouterr().out
    assert run("messages", "reply", anna, "Начислили", "--database-url", url) == 0
    assert run("messages", "list", "--database-url", url) == 0
    assert "Где баллы?" not in capsys.readouterr().out
    assert run("messages", "list", anna, "--database-url", url) == 0
    thread = capsys.readouterr().out
    assert thread.index("Где баллы?") < thread.index("Начислили")


def test_member_is_named_by_the_card_and_a_stranger_is_told_of(
    shop: Shop, url: str, capsys
) -> None:
    anna = shop.join_programme().member_id
    number = shop.write(lambda session: session.scalars(select(CardRow.number)).one())
    assert run("messages", "reply", number, "Начислили", "--database-url", url) == 0
    for verb in ("list", "log"):
        assert run("messages", verb, number, "--database-url", url) == 0
        assert run("messages", verb, "+79000000001", "--database-url", url) == 1
    told = capsys.readouterr()
    assert told.out.count("Начислили") == 1
    assert anna in told.out
    assert told.err.count("there is no member '+79000000001'") == 2


def test_answer_to_nobody_or_with_nothing_is_refused(shop: Shop, url: str, capsys) -> None:
    anna = shop.join_programme().member_id
    assert run("messages", "reply", "nobody", "Да", "--database-url", url) == 1
    assert run("messages", "reply", anna, " ", "--database-url", url) == 1
    told = capsys.readouterr().err
    assert "no member 'nobody'" in told
    assert "$.text" in told


def test_news_are_sent_to_everyone_once_and_a_broken_file_to_nobody(
    shop: Shop, url: str, tmp_path: Path, capsys
) -> None:
    anna = shop.join_programme().member_id
    file = tmp_path / "news.toml"
    file.write_text(NEWS.replace("news", "gossip"), "utf-8")
    assert run("messages", "send", str(file), "--database-url", url) == 1
    assert "news.toml:4: messages[0].kind" in capsys.readouterr().err
    file.write_text(NEWS, "utf-8")
    for sent in (1, 0):
        assert run("messages", "send", str(file), "--database-url", url) == 0
        assert f"open: {sent} sent" in capsys.readouterr().out
    page = shop.write(lambda session: messages_page(session, anna, None, None))
    assert [message.title for message in page.messages] == ["Открылись"]


def test_secret_of_the_support_desk_stays_the_same(tmp_path: Path, capsys) -> None:
    where = ("--database-url", f"sqlite:///{tmp_path}/x.db", "--keys", str(tmp_path / "server.key"))
    for _ in range(2):
        assert run("messages", "secret", *where) == 0
    first, again = capsys.readouterr().out.split()
    assert first == again
    assert first.startswith("whsec_")


def test_report_of_reviews_tells_figures_and_words(shop: Shop, url: str, capsys) -> None:
    anna = shop.join_programme()
    bought = shop.buy(anna)
    now = datetime.now(UTC)
    review = Review(2, now, "Грубо")
    shop.write(
        lambda session: review_purchase(session, anna.member_id, bought.purchase_id, review, now)
    )
    assert run("reviews", "report", "--database-url", url) == 0
    told = capsys.readouterr().out
    assert "2.0" in told
    assert "Грубо" in told
