"""Finding what changed and telling it, on either database."""

from typing import Self

from loyalty_server.checks.invariants import broken_invariants
from loyalty_server.database.forgetting import forget
from loyalty_server.passes.apple_push import Pushed
from loyalty_server.passes.devices import register
from loyalty_server.passes.ending import end_passes, passes_over
from loyalty_server.passes.issuing import issue
from loyalty_server.passes.rounds import look_at_passes, push_due
from loyalty_server.tables import PassDeviceRow, PassRow
from loyalty_server.tables.wallet_pass import PassKind
from tests.server.shop import Phone, Shop

TOKEN = "ab" * 32


class Pusher:
    """Remembers whom it told."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def push(self, push_token: str) -> Pushed:
        self.told.append(push_token)
        return Pushed.TAKEN


def told(shop: Shop) -> list[str]:
    """Whom one round tells."""
    pusher = Pusher()
    look_at_passes(shop.database, shop.keys, shop.clock.now)
    push_due(shop.database, shop.keys, pusher, shop.clock)
    return pusher.told


def keep_on_a_phone(shop: Shop, phone: Phone) -> None:
    def work(session) -> None:
        one = issue(session, shop.keys, phone.member_id, PassKind.APPLE, shop.clock.now)
        row = session.get_one(PassRow, one.id)
        register(session, shop.keys, row, "library", TOKEN)

    shop.write(work)


def test_each_change_is_told_once_and_nothing_else(shop: Shop, anna: Phone) -> None:
    keep_on_a_phone(shop, anna)
    assert told(shop) == []
    shop.buy(anna)
    assert told(shop) == [TOKEN]
    assert told(shop) == []
    shop.scan_phone(anna)
    assert told(shop) == []
    shop.buy(shop.join_programme())
    assert told(shop) == []


def test_what_passes_by_itself_is_told_within_a_day(shop: Shop, anna: Phone) -> None:
    shop.buy(anna)
    keep_on_a_phone(shop, anna)
    shop.clock.forward(days=300)
    assert told(shop) == []
    shop.clock.forward(days=10)  # points of a year are soon lost when sixty days are left
    assert told(shop) == [TOKEN]


def test_end_of_a_pass_is_told_and_then_forgotten(shop: Shop, anna: Phone) -> None:
    keep_on_a_phone(shop, anna)
    shop.write(lambda session: end_passes(session, anna.member_id, shop.clock.now))
    assert told(shop) == [TOKEN]
    shop.clock.forward(days=31)
    forget(shop.database, passes_over(shop.clock.now))
    assert [*shop.rows(PassRow), *shop.rows(PassDeviceRow)] == []
    assert shop.read(broken_invariants) == ()
