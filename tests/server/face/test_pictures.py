"""A picture's way from the programme to a shopper's screen."""

from datetime import timedelta

import pytest

from loyalty_api.codec import loads
from loyalty_api.models import Wallet
from loyalty_server.pictures.made import picture_made
from loyalty_server.publishing import publish
from tests.server.house import PROGRAM, House, Phone
from tests.server.pictures.drawn import png

pytestmark = pytest.mark.slow

STORE = '[[stores]]\nid = "tverskaya"\n'
SHOWN = PROGRAM.replace(
    STORE, STORE + 'picture = { file = "shop.png", alt = { ru = "Магазин", en = "A shop" } }\n'
)


async def wallet_in(house: House, phone: Phone, language: str = "ru") -> Wallet:
    headers = phone.bearer | {"Accept-Language": language}
    answer = await house.http.get("/v1/wallet", headers=headers)
    return loads(Wallet, answer.content)


def show(house: House, color: str) -> int:
    """Publish the programme with a picture of this colour; the number of the version."""
    made = {"shop.png": picture_made(png(color=color))}
    with house.settings.database.writing() as session:
        now = house.clock() - timedelta(seconds=1)
        return publish(session, SHOWN, now, pictures=made).number


async def test_wallet_says_where_a_picture_is_and_what_is_to_be_seen(house: House) -> None:
    phone = await house.sign_in()
    assert (await wallet_in(house, phone)).stores[0].image is None
    show(house, "#146B55")
    image = (await wallet_in(house, phone)).stores[0].image
    assert image
    assert (image.width, image.height, image.color) == (1080, 810, "#146B55")
    assert image.alt == "Магазин"
    english = (await wallet_in(house, phone, "en")).stores[0].image
    assert english
    assert english.alt == "A shop"
    assert english.url == image.url


async def test_picture_is_public_and_the_same_for_ever(house: House) -> None:
    phone = await house.sign_in()
    show(house, "#146B55")
    image = (await wallet_in(house, phone)).stores[0].image
    assert image
    for url in (image.url, image.small_url):
        answer = await house.http.get(url)
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "image/webp"
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        again = await house.http.get(url, headers={"If-None-Match": answer.headers["etag"]})
        assert again.status_code == 304
        assert not again.content


async def test_another_picture_has_another_address_and_both_are_there(house: House) -> None:
    phone = await house.sign_in()
    first = show(house, "#146B55")
    before = (await wallet_in(house, phone)).stores[0].image
    assert show(house, "#146B55") == first
    assert show(house, "#FFB547") == first + 1
    after = (await wallet_in(house, phone)).stores[0].image
    assert before
    assert after
    assert before.url != after.url
    for image in (before, after):
        assert (await house.http.get(image.url)).status_code == 200


@pytest.mark.parametrize("address", ["0" * 32, "x" * 32, "..%2f..%2fetc", "0"])
async def test_no_other_address_answers(house: House, address: str) -> None:
    answer = await house.http.get(f"/v1/pictures/{address}")
    assert answer.status_code in (404, 422)
