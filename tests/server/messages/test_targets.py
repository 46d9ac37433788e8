"""Messages to some: whom they are meant for, when they go, who is held back, and what they did."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from kopilka_cli.main import main
from loyalty_api.messages import MessageKind
from loyalty_api.models import Preferences, Without
from loyalty_server.comparing import Share
from loyalty_server.housekeeping import tidy
from loyalty_server.members.consents import Decision, record_decision, standard_texts
from loyalty_server.members.details import set_preferences
from loyalty_server.messages.broadcasting import Sent, send_to_all
from loyalty_server.messages.broadcasts import Broadcast, parse_broadcasts
from loyalty_server.messages.results import Results, results_of
from loyalty_server.messages.schedule import put_off, send_scheduled, stop, try_on
from loyalty_server.messages.targets import is_held_out
from loyalty_server.problems import Refused
from loyalty_server.programme.eligibility import Eligibility
from loyalty_server.programme.file import parse_program
from loyalty_server.settings import ServerSettings
from loyalty_server.tables import MemberRow, MessageRow
from loyalty_server.toml_file import FileRefused
from tests.server.shop import BREAD, COFFEE, PROGRAM_FILE, Phone, Shop

pytestmark = pytest.mark.slow

NEWS = Broadcast("news", MessageKind.NEWS, "Новый сыр", "Пробуйте", topic="Сыр")
DEAR = [BREAD] * 11


def sent(shop: Shop, broadcast: Broadcast) -> Sent:
    return send_to_all(shop.database, broadcast, shop.clock.now)


def readers(shop: Shop, broadcast_id: str = "news") -> set[str]:
    """Who has got it."""
    rows = select(MessageRow.member_id).where(MessageRow.broadcast_id == broadcast_id)
    return set(shop.read(lambda session: session.scalars(rows).all()))


def meant_for(**conditions: Any) -> Broadcast:
    return replace(NEWS, eligible=Eligibility(**conditions))


def agree(shop: Shop, phone: Phone, *, granted: bool = True) -> None:
    """To profiling, or not any more."""
    text = standard_texts().about("profiling")
    assert text
    decision = Decision(granted, shop.clock.now, None)
    shop.write(lambda session: record_decision(session, phone.member_id, text, decision))


def prefer(shop: Shop, phone: Phone, **wishes: Any) -> None:
    shop.write(
        lambda session: set_preferences(
            session, phone.member_id, Preferences(**wishes), shop.clock.now
        )
    )


def ids(phones: Iterable[Phone]) -> set[str]:
    return {phone.member_id for phone in phones}


def results(shop: Shop, broadcast_id: str = "news") -> Results:
    return shop.read(lambda session: results_of(session, broadcast_id))


def test_tier_is_meant(shop: Shop, anna: Phone) -> None:
    shop.join_programme()
    shop.buy(anna, DEAR)
    assert sent(shop, meant_for(tiers=("silver", "gold"))) == Sent(1)
    assert readers(shop) == ids([anna])


def test_segment_is_meant_while_its_days_last(shop: Shop, anna: Phone) -> None:
    shop.join_programme()
    vip = [{"id": "vip", "since": None, "until": "2026-11-30"}]
    shop.write(
        lambda session: session.execute(
            update(MemberRow).where(MemberRow.id == anna.member_id).values(segments=vip)
        )
    )
    assert sent(shop, meant_for(segments=("vip",))) == Sent(1)
    shop.clock.forward(days=11)
    assert sent(shop, replace(meant_for(segments=("vip",)), id="later")) == Sent()


@pytest.mark.parametrize(
    "habit", [{"likes": "coffee"}, {"stores": ("lesnaya",)}, {"lapsed_days": 20}]
)
def test_habits_are_meant_of_those_alone_who_agreed(
    shop: Shop, anna: Phone, habit: dict[str, Any]
) -> None:
    boris = shop.join_programme()
    for phone in (anna, boris):
        shop.buy(phone, [COFFEE])
    shop.clock.forward(days=21)
    assert sent(shop, meant_for(**habit)) == Sent()
    agree(shop, anna)
    assert sent(shop, meant_for(**habit)) == Sent(1)
    assert readers(shop) == ids([anna])
    agree(shop, anna, granted=False)
    assert sent(shop, replace(meant_for(**habit), id="more")) == Sent()


@pytest.mark.parametrize(
    "habit", [{"likes": "bakery"}, {"stores": ("sadovaya",)}, {"lapsed_days": 30}]
)
def test_other_habits_are_not_meant(shop: Shop, anna: Phone, habit: dict[str, Any]) -> None:
    agree(shop, anna)
    shop.buy(anna, [COFFEE])
    shop.clock.forward(days=21)
    assert sent(shop, meant_for(**habit)) == Sent()


def test_who_is_held_back_is_known_with_why(shop: Shop, anna: Phone) -> None:
    boris, vera = shop.join_programme(), shop.join_programme()
    prefer(shop, anna, without=(Without("Сыр"),))
    prefer(shop, boris, messages_per_month=0)
    assert sent(shop, NEWS) == Sent(1, 2)
    known = results(shop)
    assert (known.sent, known.opened) == (1, 0)
    assert known.held == {"topic": 1, "budget": 1}
    assert readers(shop) == ids([vera])
    prefer(shop, boris, messages_per_month=1)
    assert sent(shop, NEWS) == Sent(1, 1)
    assert results(shop).held == {"topic": 1}


def test_holdout_gets_nothing_and_is_compared(shop: Shop) -> None:
    phones = shop.join_with_devices(80, 80)
    trial = replace(NEWS, holdout=50)
    out = [phone for phone in phones if is_held_out(trial, phone.member_id)]
    told = [phone for phone in phones if phone not in out]
    assert len(out) >= 30 <= len(told)
    assert sent(shop, trial) == Sent(len(told), len(out))
    assert readers(shop) == ids(told)
    for phone in told[:20]:
        shop.buy(phone)
    for phone in out[:5]:
        shop.buy(phone)
    shop.clock.forward(days=15)
    shop.buy(out[-1])
    known = results(shop)
    assert known.told == Share(len(told), 20)
    assert known.held_out == Share(len(out), 5)
    assert known.difference
    more = 20 / len(told) - 5 / len(out)
    assert known.difference.value == pytest.approx(more)
    assert more - 0.3 < known.difference.low < more - 0.1
    assert more + 0.1 < known.difference.high < more + 0.3


def test_few_say_nothing_yet(shop: Shop, anna: Phone) -> None:
    sent(shop, NEWS)
    shop.buy(anna)
    assert results(shop).told == Share(1, 1)
    assert results(shop).difference is None


def test_message_goes_at_its_hour_once(shop: Shop, anna: Phone) -> None:
    later = replace(NEWS, send_at=shop.clock.now + timedelta(hours=2))
    shop.write(lambda session: put_off(session, later))
    settings = ServerSettings(shop.database, shop.keys, clock=shop.clock)
    tidy(settings)
    assert readers(shop) == set()
    shop.clock.forward(hours=2)
    tidy(settings)
    assert readers(shop) == ids([anna])
    shop.join_programme()
    send_scheduled(shop.database, shop.clock.now)
    assert readers(shop) == ids([anna])


def test_word_before_the_hour_is_the_last(shop: Shop, anna: Phone) -> None:
    later = replace(NEWS, send_at=shop.clock.now + timedelta(hours=2))
    shop.write(lambda session: put_off(session, later))
    shop.write(lambda session: put_off(session, replace(later, title="Старый сыр")))
    shop.clock.forward(hours=2)
    send_scheduled(shop.database, shop.clock.now)
    (message,) = shop.rows(MessageRow)
    assert message.title == "Старый сыр"


def test_message_that_was_stopped_goes_to_nobody_more(shop: Shop, anna: Phone) -> None:
    sent(shop, NEWS)
    shop.join_programme()
    shop.write(lambda session: stop(session, "news", shop.clock.now))
    assert sent(shop, NEWS) == Sent()
    assert readers(shop) == ids([anna])
    assert results(shop).stopped
    later = replace(NEWS, id="later", send_at=shop.clock.now + timedelta(hours=2))
    shop.write(lambda session: put_off(session, later))
    shop.write(lambda session: stop(session, "later", shop.clock.now))
    shop.clock.forward(hours=2)
    send_scheduled(shop.database, shop.clock.now)
    assert readers(shop, "later") == set()
    with pytest.raises(Refused):
        shop.write(lambda session: stop(session, "never", shop.clock.now))


def test_trial_comes_to_one_whatever_they_prefer_and_counts_for_nothing(
    shop: Shop, anna: Phone
) -> None:
    boris = shop.join_programme()
    prefer(shop, anna, messages_per_month=1)
    for _ in range(2):
        shop.write(lambda session: try_on(session, NEWS, anna.member_id, shop.clock.now))
    mine = [row for row in shop.rows(MessageRow) if row.member_id == anna.member_id]
    assert [(row.title, row.reason) for row in mine] == [
        ("Новый сыр", "Проба: так это увидят другие")
    ] * 2
    assert results(shop).sent == 0
    assert sent(shop, NEWS) == Sent(2)
    assert readers(shop) == ids([anna, boris])
    with pytest.raises(Refused):
        shop.write(lambda session: try_on(session, NEWS, "nobody", shop.clock.now))


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ('eligible = { tiers = ["platinum"] }', "eligible.tiers[0]: no tier 'platinum'"),
        ('eligible = { stores = ["nowhere"] }', "eligible.stores[0]: no store 'nowhere'"),
        ("eligible = { from_hour = 9 }", "eligible: hours and weekdays are of offers"),
        ("holdout = 91", "holdout: 0 to 90 per cent"),
        ('topic = ""', "topic: 1 to 40 characters"),
    ],
)
def test_target_that_makes_no_sense_is_refused_with_its_place(more: str, told: str) -> None:
    text = f'[[messages]]\nid = "a"\nkind = "news"\ntitle = "А"\ntext = "Б"\n{more}\n'
    program = parse_program(PROGRAM_FILE.read_text("utf-8"), "p")
    with pytest.raises(FileRefused, match=r"messages\[0\]\.") as refused:
        parse_broadcasts(text, "messages.toml", program)
    assert told in str(refused.value)


def test_commands_try_send_stop_and_tell(
    shop: Shop, anna: Phone, database_url: str, tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "news.toml"
    file.write_text(
        '[[messages]]\nid = "a"\nkind = "news"\ntitle = "А"\ntext = "Б"\nholdout = 0\n'
        '[[messages]]\nid = "b"\nkind = "news"\ntitle = "В"\ntext = "Г"\n'
        "send_at = 2199-01-01T09:00:00+03:00\n"
    )
    on = ("--database-url", database_url)
    assert main(["messages", "send", str(file), "--to", anna.member_id, *on]) == 0
    assert f"a: tried on {anna.member_id}" in capsys.readouterr().out
    assert main(["messages", "send", str(file), "--to", "nobody", *on]) == 1
    assert main(["messages", "send", str(file), *on]) == 0
    said = capsys.readouterr().out
    assert "a: 1 sent, 0 held back" in said
    assert "b: goes at 2199-01-01 06:00 UTC" in said
    assert main(["messages", "stop", "b", *on]) == 0
    assert main(["messages", "stop", "c", *on]) == 1
    assert main(["messages", "results", "a", *on]) == 0
    said = capsys.readouterr().out
    assert "sent 1, opened 0; held back: nobody" in said
    assert "not enough members yet" in said
    assert main(["messages", "results", "b", *on]) == 0
    assert "it was stopped" in capsys.readouterr().out
