"""A wallet as it is kept reads as it was, whatever it shares with others."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty_api.codec import dumps
from loyalty_api.models import Wallet
from loyalty_api.pictures import Image
from loyalty_server.languages import Language
from loyalty_server.programme.picture_rules import PictureRule
from loyalty_server.programme.versions import ProgramVersion, rules_at
from loyalty_server.publishing import publish
from loyalty_server.wallet.alike import alike_of
from loyalty_server.wallet.kept import KeptWallet
from loyalty_server.wallet.once import Once
from loyalty_server.wallet.snapshot import Reading, wallet_of
from loyalty_server.wallet.tag import Tag
from tests.server.conftest import in_memory
from tests.server.face.tagged import PROGRAM, TEXTS
from tests.server.shop import Phone, Shop

TAG = Tag(0, 1, "")
STORES = 2_000
PICTURE = {"large": "l", "small": "s", "width": 4, "height": 3, "color": "#aabbcc"}
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)


@pytest.fixture(scope="module")
def shop() -> Iterator[Shop]:
    shop = Shop(in_memory(), program_text=PROGRAM)
    yield shop
    shop.database.close()


@pytest.fixture(scope="module")
def wallets(shop: Shop) -> tuple[Wallet, ...]:
    """Of two members, each in two languages."""
    phones = [shop.join_programme() for _ in range(2)]
    shop.buy(phones[0])
    return tuple(_read(shop, phone, language) for phone in phones for language in Language)


def _rules(shop: Shop, language: Language) -> ProgramVersion:
    return shop.read(lambda session: rules_at(session, shop.clock.now, language))


def _read(shop: Shop, phone: Phone, language: Language) -> Wallet:
    rules = _rules(shop, language)
    reading = Reading(
        rules.program, TEXTS, language, shop.clock.now, phone.kid, pictures=rules.pictures
    )
    return shop.read(lambda session: wallet_of(session, phone.member_id, reading).wallet)


def _sent(wallet: Wallet, now: datetime) -> bytes:
    return KeptWallet.of(TAG, wallet).body(now)


@given(data=st.data())
def test_body_is_the_plain_encoding(wallets: tuple[Wallet, ...], data: st.DataObject) -> None:
    wallet = data.draw(st.sampled_from(wallets))
    changed = replace(
        wallet,
        program=replace(wallet.program, name=data.draw(TEXT)),
        stores=data.draw(st.permutations(wallet.stores).map(tuple)),
        member=replace(wallet.member, first_name=data.draw(TEXT)),
        unread=data.draw(st.integers(0, 9)),
    )
    later = wallet.server_time + timedelta(seconds=data.draw(st.integers(0, 10**6)))
    read_later = replace(changed, server_time=later, points=replace(changed.points, as_of=later))
    for one in (wallet, changed, wallet):
        now = one.server_time
        assert json.loads(_sent(one, now)) == json.loads(dumps(one))
    assert json.loads(_sent(changed, later)) == json.loads(dumps(read_later))


def test_time_of_points_that_were_kept_elsewhere_stays(wallets: tuple[Wallet, ...]) -> None:
    wallet = wallets[0]
    known = wallet.server_time - timedelta(hours=1)
    old = replace(wallet, points=replace(wallet.points, as_of=known))
    assert json.loads(_sent(old, old.server_time)) == json.loads(dumps(old))


def test_what_is_alike_is_encoded_once_a_language(wallets: tuple[Wallet, ...]) -> None:
    kept = [KeptWallet.of(TAG, wallet) for wallet in wallets]
    languages = len(Language)
    for first, second in zip(kept[:languages], kept[languages:], strict=True):
        assert first.alike is second.alike
        assert first.parts != second.parts
    assert len({id(one.alike) for one in kept}) == languages


def test_stores_have_their_pictures(shop: Shop) -> None:
    program = _rules(shop, Language.RU).program
    first, *others = program.stores
    pictured = replace(first, picture=PictureRule("Door", file="door.png"))
    alike = alike_of(replace(program, stores=(pictured, *others)), {"door.png": PICTURE})
    images = [store.image for store in alike.stores]
    shown = Image("/v1/pictures/l", "/v1/pictures/s", 4, 3, "Door", "#aabbcc")
    assert images == [shown, *(None for _ in others)]


def test_wallet_of_its_own_does_not_grow_with_stores() -> None:
    stores = (
        f'[[stores]]\nid = "more-{number}"\nname = "Store {number}"\naddress = "Street"\n'
        for number in range(STORES)
    )
    shop = Shop(in_memory(), program_text=PROGRAM)
    phone = shop.join_programme()
    few = KeptWallet.of(TAG, _read(shop, phone, Language.RU))
    long = "\n".join((PROGRAM, *stores))
    shop.write(lambda session: publish(session, long, shop.clock.now))
    shop.clock.forward(seconds=1)
    many = KeptWallet.of(TAG, _read(shop, phone, Language.RU))
    shop.database.close()
    assert len(many.alike) > STORES * 50
    assert many.size < few.size + 100


def test_only_the_latest_few_are_held() -> None:
    lists = [[number] for number in range(9)]
    copies: Once[list[int]] = Once(list, at_most=3)
    first = [copies.of(one) for one in lists]
    assert first == lists
    assert copies.of(lists[-1]) is first[-1]
    assert copies.of(lists[0]) is not first[0]


def test_things_that_are_only_alike_are_not_taken_for_the_same() -> None:
    counted: Once[int] = Once(len)
    assert [counted.of([0] * length) for length in range(200)] == list(range(200))
