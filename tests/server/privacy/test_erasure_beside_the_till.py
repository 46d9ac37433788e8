"""A member who buys while being erased is erased after the purchase, with everything it left."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from loyalty_api.sign_in import Platform, ThisDevice
from loyalty_server.checks.erasure import left_behind
from loyalty_server.checks.invariants import broken_invariants
from loyalty_server.housekeeping import tidy
from loyalty_server.points.gifts import Gift, give
from loyalty_server.privacy.erasure import erase, members_to_erase
from loyalty_server.problems import Refused
from loyalty_server.settings import ServerSettings
from loyalty_server.sign_in.access import Asker
from loyalty_server.sign_in.devices import add_device, write_as
from loyalty_server.tables import LotRow, MemberRow, PurchaseRow, TasteRow
from tests.server.database.overtaken import before_writing
from tests.server.shop import Phone, Shop


def test_purchase_opened_after_the_list_was_made_is_waited_for(shop: Shop, anna: Phone) -> None:
    def erase_anna() -> None:
        shop.write(lambda session: erase(session, shop.keys, anna.member_id, shop.clock))

    shop.write(lambda session: _ask(session, anna, shop.clock.now))
    assert shop.read(lambda session: members_to_erase(session, shop.clock.now)) == [anna.member_id]
    quote = shop.open(shop.scan_phone(anna).scan_id)
    erase_anna()
    assert [member.erased_at for member in shop.rows(MemberRow)] == [None]
    shop.complete(quote.purchase_id)
    erase_anna()
    assert [member.erased_at for member in shop.rows(MemberRow)] == [shop.clock.now]
    assert shop.rows(TasteRow) == []
    assert shop.points(anna).balance == 0
    assert shop.read(broken_invariants) == ()


def test_who_buys_during_a_long_round_is_erased_after_it(
    shop: Shop, anna: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = ServerSettings(shop.database, shop.keys, clock=shop.clock)

    def buy() -> None:
        shop.clock.forward(minutes=2)
        shop.buy(anna)

    shop.write(lambda session: _ask(session, anna, shop.clock.now))
    before_writing(shop.database, monkeypatch, buy)
    tidy(settings)
    (member,), (bought,) = shop.rows(MemberRow), shop.rows(PurchaseRow)
    assert member.erased_at == bought.resolved_at
    assert shop.read(broken_invariants) == ()


@pytest.mark.parametrize(("seconds", "faults"), [(40, 0), (80, 1)])
def test_purchase_after_the_erasure_is_told_unless_clocks_may_differ_so(
    shop: Shop, anna: Phone, seconds: int, faults: int
) -> None:
    shop.buy(anna)
    erased_at = shop.clock.now - timedelta(seconds=seconds)
    shop.write(lambda session: _ask(session, anna, erased_at))
    shop.write(lambda session: erase(session, shop.keys, anna.member_id, lambda: erased_at))
    told = shop.read(lambda session: [*left_behind(session)])
    assert [one.partition(" ended ")[2] for one in told] == ["after its member was erased"] * faults


def _ask(session: Session, who: Phone, now: datetime) -> None:
    session.get_one(MemberRow, who.member_id).erase_at = now


def test_what_a_member_did_while_being_erased_leaves_nothing(shop: Shop, anna: Phone) -> None:
    """The device was signed in when the request came; its work waited for the lock of the erasure."""
    now, program = shop.clock.now, shop.program()
    this = ThisDevice("Pixel", Platform.ANDROID)
    device_id = shop.write(lambda session: add_device(session, anna.member_id, this, now).id)
    asker = Asker(anna.member_id, device_id, now + timedelta(minutes=10), now)

    def is_erased(session: Session) -> None:
        session.get_one(MemberRow, anna.member_id).erase_at = now
        session.flush()
        erase(session, shop.keys, anna.member_id, lambda: now)

    def work(session: Session) -> None:
        if shop.database.engine.dialect.name == "postgresql":
            shop.write(is_erased)
        else:
            is_erased(session)
        give(session, program, anna.member_id, Gift(30, "A code", "", {}), now)

    with pytest.raises(Refused):
        write_as(shop.database, asker, work)
    assert shop.rows(LotRow) == []
    assert shop.read(broken_invariants) == ()
