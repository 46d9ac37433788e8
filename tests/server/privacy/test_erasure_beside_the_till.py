"""A member who buys while being erased is erased after the purchase, with everything it left."""

from loyalty_server.checks.invariants import broken_invariants
from loyalty_server.privacy.erasure import erase, members_to_erase
from loyalty_server.tables import MemberRow, TasteRow
from tests.server.shop import Phone, Shop


def test_purchase_opened_after_the_list_was_made_is_waited_for(shop: Shop, anna: Phone) -> None:
    def ask(session) -> None:
        session.get_one(MemberRow, anna.member_id).erase_at = shop.clock.now

    def erase_anna() -> None:
        shop.write(lambda session: erase(session, shop.keys, anna.member_id, shop.clock.now))

    shop.write(ask)
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
