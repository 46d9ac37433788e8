"""A snapshot holds a part of many offers and rewards; the others are fetched when they are looked for."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopilka.domain import Rest, Unreachable, with_rest
from loyalty_api.actions import Action, ActivateOffer, DeactivateOffer
from loyalty_api.models import Wallet
from loyalty_api.offers import Activation, Offer
from loyalty_api.rewards import Reward
from loyalty_server.publishing import publish
from tests.server.house import PROGRAM
from tests.wallet.device import Device
from tests.wallet.wallets import NOW, wallet_with

MANY = 120
LEFT_OUT = f"o{MANY - 1}"
IDS = st.lists(st.integers(0, 20).map(str), unique=True, max_size=12)


def offer(number: int) -> str:
    return (
        f'[[offers]]\nid = "o{number}"\ntitle = "Offer {number}"\ntext = "x"\nterms = "x"\n'
        f'reason = "x"\nkind = "bonus"\nvalue = 1\nstarts_on = 2026-11-01\nends_on = "never"\n'
        f'activation = "opt_in"\n'
    )


def reward(number: int) -> str:
    return f'[[rewards]]\nid = "r{number}"\ntitle = "R"\ntext = "x"\npoints = {number + 1}\n'


def publish_many(phone: Device, without: str = "") -> None:
    house = phone.house
    parts = (*map(offer, range(MANY)), *map(reward, range(MANY)))
    text = "\n".join((PROGRAM, *(part for part in parts if not without or without not in part)))
    house.settings.database.write(lambda session: publish(session, text, house.clock.now))
    house.clock.forward(seconds=1)


def shown(phone: Device) -> Wallet:
    assert phone.wallet.view.wallet
    return phone.wallet.view.wallet


def is_active(phone: Device) -> bool:
    """Whether the one that the part left out at first is."""
    (found,) = [one for one in shown(phone).offers if one.id == LEFT_OUT]
    return found.activated_at is not None


async def tell(phone: Device, action: Action) -> None:
    """The member does it, and the server hears of it."""
    await phone.wallet.act(action)
    await phone.wallet.sync()
    assert phone.wallet.view.pending == 0


async def renewed(phone: Device) -> None:
    """As when the screens are drawn for a snapshot."""
    await phone.wallet.more.renew_offers()
    await phone.wallet.more.renew_rewards()


def fetches(phone: Device) -> tuple[int, int]:
    """How many pages of offers and of the catalogue were asked for."""
    asked = phone.network.asked_for
    return asked("GET /v1/offers"), asked("GET /v1/rewards")


@pytest.fixture
async def phone(phone: Device) -> Device:
    publish_many(phone)
    await phone.wallet.sync()
    return phone


async def test_snapshot_is_bounded_and_all_are_had_on_demand(phone: Device) -> None:
    part = shown(phone)
    assert (len(part.offers), len(part.rewards)) == (30, 30)
    await phone.wallet.more.offers()
    await phone.wallet.more.rewards()
    whole = shown(phone)
    assert (whole.more_offers, whole.more_rewards) == (0, 0)
    assert len(whole.offers) == 30 + part.more_offers
    assert len(whole.rewards) == 30 + part.more_rewards
    assert whole.offers[:30] == part.offers
    assert {f"o{number}" for number in range(MANY)} < {one.id for one in whole.offers}


async def test_what_was_seen_is_had_without_a_network_too(phone: Device) -> None:
    await phone.wallet.more.offers()
    whole = shown(phone)
    phone.network.cut()
    await phone.restart()
    assert len(shown(phone).offers) == 30
    with pytest.raises(Unreachable):
        await phone.wallet.more.rewards()
    assert len(shown(phone).rewards) == 30
    await phone.wallet.more.offers()
    assert shown(phone).offers == whole.offers


async def test_offer_of_a_link_is_fetched_alone_and_goes_when_it_is_over(phone: Device) -> None:
    part = shown(phone)
    assert LEFT_OUT not in {one.id for one in part.offers}
    asked = len(phone.network.asked)
    await phone.wallet.more.offer(part.offers[0].id)
    assert phone.network.asked[asked:] == []
    await phone.wallet.more.offer(LEFT_OUT)
    found = shown(phone)
    assert [one.id for one in found.offers[30:]] == [LEFT_OUT]
    assert found.more_offers == part.more_offers - 1
    publish_many(phone, without=f'"{LEFT_OUT}"')
    await phone.wallet.sync()
    await phone.wallet.more.offer(LEFT_OUT)
    assert LEFT_OUT not in {one.id for one in shown(phone).offers}


async def test_offer_that_was_left_out_is_activated_offline_and_stays_active(
    phone: Device,
) -> None:
    await phone.wallet.more.offers()
    phone.network.cut()
    await phone.wallet.act(ActivateOffer(LEFT_OUT, phone.house.clock.now))
    assert is_active(phone)
    phone.network.restore()
    await phone.wallet.sync()
    assert phone.wallet.view.pending == 0
    assert is_active(phone)
    await phone.restart()
    assert is_active(phone)


async def test_newer_snapshot_is_followed_by_a_newer_rest(phone: Device) -> None:
    await renewed(phone)
    assert fetches(phone) == (0, 0)
    await phone.wallet.more.offers()
    await phone.wallet.more.rewards()
    publish_many(phone, without=f'"{LEFT_OUT}"')
    await phone.wallet.sync()
    await renewed(phone)
    assert LEFT_OUT not in {one.id for one in shown(phone).offers}
    assert (shown(phone).more_offers, shown(phone).more_rewards) == (0, 0)
    publish_many(phone)
    await phone.wallet.sync()
    phone.network.cut()
    await renewed(phone)
    assert (shown(phone).more_offers, shown(phone).more_rewards) == (0, 0)


async def test_all_are_fetched_once_for_a_snapshot(phone: Device) -> None:
    await phone.wallet.more.offers()
    await phone.wallet.more.rewards()
    once = fetches(phone)
    for _ in range(2):
        phone.house.clock.forward(seconds=5)
        await phone.wallet.sync()
        await renewed(phone)
        await phone.wallet.more.offer(LEFT_OUT)
    assert fetches(phone) == once
    assert phone.network.asked_for(f"GET /v1/offers/{LEFT_OUT}") == 0
    publish_many(phone, without='"o7"')
    await phone.wallet.sync()
    for _ in range(2):
        await renewed(phone)
    assert fetches(phone) == (2 * once[0], 2 * once[1])


async def test_one_that_was_taken_back_is_not_active_when_it_leaves_the_part(
    phone: Device,
) -> None:
    await phone.wallet.more.offers()
    await tell(phone, ActivateOffer(LEFT_OUT, phone.house.clock.now))
    await phone.wallet.more.renew_offers()
    assert is_active(phone)
    await tell(phone, DeactivateOffer(LEFT_OUT, phone.house.clock.now))
    assert not is_active(phone)
    phone.network.cut()
    await phone.restart()
    await phone.wallet.more.offers()
    assert not is_active(phone)


async def test_older_look_at_one_offer_is_not_taken_for_a_newer_list(
    phone: Device, tmp_path: Path
) -> None:
    await phone.wallet.more.offer(LEFT_OUT)
    phone.house.clock.forward(minutes=2)
    other = Device(phone.house, tmp_path / "other")
    await other.wallet.open()
    await other.sign_in()
    await tell(other, ActivateOffer(LEFT_OUT, phone.house.clock.now))
    other.close()
    await phone.wallet.more.offers()
    assert is_active(phone)
    phone.network.cut()
    await phone.wallet.more.offer(LEFT_OUT)
    assert is_active(phone)
    await phone.restart()
    await phone.wallet.more.offer(LEFT_OUT)
    assert is_active(phone)


async def test_offer_that_is_over_is_not_recalled(phone: Device) -> None:
    await phone.wallet.more.offer(LEFT_OUT)
    publish_many(phone, without=f'"{LEFT_OUT}"')
    await phone.wallet.sync()
    await phone.wallet.more.offer(LEFT_OUT)
    phone.network.cut()
    await phone.restart()
    with pytest.raises(Unreachable):
        await phone.wallet.more.offer(LEFT_OUT)
    assert LEFT_OUT not in {one.id for one in shown(phone).offers}


async def test_one_offer_fetched_anew_keeps_its_place(phone: Device) -> None:
    await phone.wallet.more.offers()
    publish_many(phone, without='"o7"')
    await phone.wallet.sync()
    before = [one.id for one in shown(phone).offers]
    await phone.wallet.more.offer(before[60])
    assert phone.network.asked_for(f"GET /v1/offers/{before[60]}") == 1
    assert [one.id for one in shown(phone).offers] == before


async def test_who_signs_out_leaves_nothing_of_it(phone: Device) -> None:
    await phone.wallet.more.offers()
    await phone.wallet.sign_out()
    phone.house.clock.forward(minutes=2)
    await phone.sign_in()
    assert len(shown(phone).offers) == 30


def an_offer(offer_id: str) -> Offer:
    end = NOW + timedelta(days=3)
    return Offer(offer_id, "", "", "", "bonus", 1, "", NOW, end, Activation.AUTOMATIC)


@given(own=IDS, others=IDS, more=st.integers(0, 9), is_all=st.booleans())
def test_snapshot_comes_first_and_nothing_comes_twice(
    own: list[str], others: list[str], more: int, is_all: bool
) -> None:
    rest = Rest(
        tuple(map(an_offer, others)),
        tuple(Reward(one, "", "", 1) for one in others),
        is_all,
        is_all,
    )
    snapshot = replace(
        wallet_with(),
        offers=tuple(map(an_offer, own)),
        rewards=tuple(Reward(one, "", "", 1) for one in own),
        more_offers=more,
        more_rewards=more,
    )
    whole = with_rest(snapshot, rest)
    for found, missing in (
        (whole.offers, whole.more_offers),
        (whole.rewards, whole.more_rewards),
    ):
        ids = [one.id for one in found]
        added = [one for one in others if one not in own] if more else []
        assert ids == [*own, *added]
        assert missing == (0 if is_all and others else max(0, more - len(added)))


async def test_offer_of_a_link_follows_a_newer_snapshot(phone: Device) -> None:
    await phone.wallet.more.offer(LEFT_OUT)
    publish_many(phone, without=f'"{LEFT_OUT}"')
    await phone.wallet.sync()
    phone.network.cut()
    await renewed(phone)
    assert LEFT_OUT in {one.id for one in shown(phone).offers}
    phone.network.restore()
    await renewed(phone)
    assert LEFT_OUT not in {one.id for one in shown(phone).offers}
    assert fetches(phone) == (0, 0)
