"""What the desk asks of the database, of SQLite and of PostgreSQL."""

from loyalty_server.languages import Language
from loyalty_server.offers.promo_codes import batches, make_promo_codes
from loyalty_server.operators.deeds import deeds_before
from loyalty_server.operators.people import add_operator, operator_by_id
from loyalty_server.operators.sessions import at_desk, note_seen, open_desk, places_taken
from loyalty_server.overview.figures import Overviews, overview
from loyalty_server.points.adjustments import approve, propose, waiting_adjustments
from loyalty_server.programme.versions import ProgramVersion
from tests.server.shop import Phone, Shop


def test_first_figures_are_whole_numbers_and_shares(shop: Shop, anna: Phone) -> None:
    shop.buy(anna)
    shop.buy(anna)
    shop.join_programme()
    seen = shop.read(lambda session: overview(session, shop.program(), shop.clock.now))
    assert (seen.members, seen.bought, seen.again) == (2, 1, 1)
    assert {type(one) for one in (seen.turnover, seen.given, seen.points, seen.liability)} == {int}
    assert seen.turnover > 0
    assert seen.basket == seen.turnover / 2
    assert seen.personal.offered.mean + seen.personal.held_out.mean == seen.turnover / 2


def test_operator_is_at_a_place_until_they_go_elsewhere(shop: Shop) -> None:
    now = shop.clock.now
    keys = [
        shop.write(lambda s, one=one: add_operator(s, one, now).key) for one in ("Ольга", "Пётр")
    ]
    olga, pyotr = (
        shop.write(lambda s, key=key: open_desk(s, key, Language.RU, now)) for key in keys
    )
    assert shop.read(lambda s: at_desk(s, olga.token, "/desk/messages", now)) == (olga, True)
    shop.write(lambda s: note_seen(s, olga.session_id, "/desk/messages", now))
    assert shop.read(lambda s: at_desk(s, olga.token, "/desk/messages", now)) == (olga, False)
    assert shop.read(lambda s: places_taken(s, pyotr, now))["/desk/messages"] == ["Ольга"]
    assert "/desk/messages" not in shop.read(lambda s: places_taken(s, olga, now))
    assert [one.operator for one in shop.read(deeds_before)] == ["Пётр", "Ольга"]


def test_correction_waits_with_who_asked_and_who_approved(shop: Shop, anna: Phone) -> None:
    now = shop.clock.now
    added = shop.write(lambda s: add_operator(s, "Ольга", now))

    def asked(session) -> str:
        olga = operator_by_id(session, added.id)
        adjustment = propose(session, anna.member_id, 5, "Жалоба", olga, now)
        approve(session, adjustment, olga, now)
        return adjustment

    adjustment = shop.write(asked)
    (waits,) = shop.read(lambda s: waiting_adjustments(s, anna.member_id))
    assert (waits.id, waits.proposed_by, waits.approved_by) == (adjustment, "Ольга", ("Ольга",))
    assert shop.read(lambda s: waiting_adjustments(s, "somebody else")) == []


def test_batch_of_promo_codes_is_counted(shop: Shop) -> None:
    now = shop.clock.now
    shop.write(lambda s: tuple(make_promo_codes(s, shop.keys, "spring", 3, now)))
    made = shop.read(batches)
    assert (made["spring"].made, made["spring"].used) == (3, 0)
    assert made["spring"].last_made_at == now


def test_overview_rests_a_hundred_times_as_long_as_it_took(shop: Shop, anna: Phone) -> None:
    ticks = iter([0, 2, 201, 202, 204, 205, 206])
    kept = Overviews(lambda: next(ticks))

    def seen(number: int = 1) -> int:
        rules = ProgramVersion(number, shop.program())
        return shop.read(lambda session: kept.of(session, rules, shop.clock.now).purchases)

    assert seen() == 0
    shop.buy(anna)
    assert seen() == 0
    assert seen() == 1
    shop.buy(anna)
    assert seen(number=2) == 2
