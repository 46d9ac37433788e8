"""Who may accept an invitation, over HTTP: newcomers, once, and nobody who is a member already."""

import pytest

from loyalty_server.housekeeping import tidy
from loyalty_server.publishing import publish
from loyalty_server.tables import ReferralRow
from tests.server.house import BORIS, OWN_PAGE, PROGRAM, House, Phone, session_body
from tests.server.privacy.test_joining_again import erased
from tests.server.referrals.home import REFERRAL
from tests.server.visits import require_sound_ledger, wallet_of

pytestmark = pytest.mark.slow

VERA = "+79000000003"


@pytest.fixture
async def shop(house: House) -> House:
    """It rewards friends."""
    house.clock.forward(seconds=1)
    with house.settings.database.writing() as session:
        publish(
            session,
            PROGRAM + REFERRAL.replace("friends_a_year = 2", "friends_a_year = 9"),
            house.clock(),
        )
    return house


async def joins(house: House, code: str = "", browser: str = "", **address: str) -> Phone:
    """Somebody on a device of their own, or in a browser that was here before."""
    house.clock.forward(minutes=2)
    house.http.cookies.clear()
    cookies = {"Cookie": browser, **OWN_PAGE} if browser else {}
    asked = await house.http.post("/v1/auth/codes", json=address, headers=cookies)
    body = session_body(asked.json()["challenge_id"], house.postbox.last_code)
    body |= {"referral_code": code} if code else {}
    opened = await house.http.post("/v1/auth/sessions", json=body)
    assert opened.status_code == 201, opened.text
    house.http.cookies.clear()
    return Phone(opened.json())


async def code_of(house: House, phone: Phone) -> str:
    url: str = (await wallet_of(house, phone))["referral"]["url"]
    return url.rpartition("/friend/")[2]


async def accepts(house: House, phone: Phone, code: str) -> str:
    """Empty, or the code of the refusal."""
    path = f"/v1/referrals/{code}"
    looked = await house.http.get(path, headers=phone.bearer)
    answer = await house.http.put(f"{path}/acceptance", headers=phone.bearer)
    if answer.status_code == 204:
        assert looked.status_code == 200
        return ""
    refused: str = answer.json()["code"]
    assert looked.json()["code"] == refused
    return refused


async def test_newcomer_sees_the_terms_and_accepts_once(shop: House) -> None:
    anna = await joins(shop, phone="+79000000001")
    boris = await joins(shop, phone=BORIS)
    code = await code_of(shop, anna)
    offer = (await shop.http.get(f"/v1/referrals/{code}", headers=boris.bearer)).json()
    assert (offer["inviter_points"], offer["friend_points"]) == (200, 100)
    assert "Анна" not in str(offer)
    assert await accepts(shop, boris, code) == ""
    assert await accepts(shop, boris, code.lower()) == ""
    vera = await joins(shop, phone=VERA)
    assert await accepts(shop, vera, await code_of(shop, boris)) == ""
    assert await accepts(shop, vera, code) == "referral_already"
    (friend,) = (await wallet_of(shop, anna))["referral"]["friends"]
    assert friend["bought_at"] is None
    assert (await wallet_of(shop, boris))["referral"]["mine"]["points"] == 100


async def test_code_named_while_joining_counts_and_a_wrong_one_keeps_nobody_out(
    shop: House,
) -> None:
    anna = await joins(shop, phone="+79000000001")
    boris = await joins(shop, await code_of(shop, anna), phone=BORIS)
    assert (await wallet_of(shop, boris))["referral"]["mine"]
    vera = await joins(shop, "NOBODY77", phone=VERA)
    assert (await wallet_of(shop, vera))["referral"]["mine"] is None


async def test_strangers_to_the_programme_are_invited_and_nobody_else(shop: House) -> None:
    old = await joins(shop, phone=VERA)
    anna = await joins(shop, phone="+79000000001")
    code = await code_of(shop, anna)
    assert await accepts(shop, anna, code) == "referral_newcomers"
    assert await accepts(shop, old, code) == "referral_newcomers"
    assert await accepts(shop, old, "NOBODY77") == "referral_unknown"
    boris = await joins(shop, phone=BORIS)
    await shop.buy(boris)
    assert await accepts(shop, boris, code) == "referral_newcomers"
    late = await joins(shop, phone="+79000000004")
    shop.clock.forward(minutes=3)
    assert await accepts(shop, late, code) == ""


async def test_who_was_erased_and_comes_again_is_no_newcomer(shop: House) -> None:
    code = await code_of(shop, await joins(shop, phone="+79000000001"))
    boris = await joins(shop, email="boris@gmail.com")
    await erased(shop, boris)
    again = await joins(shop, email="boris@gmail.com")
    assert await accepts(shop, again, code) == "referral_newcomers"
    await erased(shop, again)
    alias = await joins(shop, email="b.oris+2@googlemail.com")
    assert await accepts(shop, alias, code) == "referral_same_person"


async def test_mailbox_under_another_name_is_the_same_person(shop: House) -> None:
    anna = await joins(shop, email="anna@gmail.com")
    code = await code_of(shop, anna)
    own = await joins(shop, email="a.n.n.a+friend@googlemail.com")
    assert await accepts(shop, own, code) == "referral_same_person"
    await joins(shop, email="vera@example.test")
    of_vera = await joins(shop, email="vera+new@example.test")
    assert await accepts(shop, of_vera, code) == "referral_same_person"


async def test_browser_that_has_a_member_brings_no_other(shop: House) -> None:
    asked = await shop.http.post("/v1/auth/codes", json={"phone": "+79000000009"}, headers=OWN_PAGE)
    browser = asked.headers["set-cookie"].partition(";")[0]
    anna = await joins(shop, browser=browser, phone="+79000000001")
    code = await code_of(shop, anna)
    boris = await joins(shop, browser=browser, phone=BORIS)
    assert await accepts(shop, boris, code) == "referral_same_person"
    assert await accepts(shop, await joins(shop, phone=VERA), code) == ""


async def test_one_member_brings_three_from_one_network(shop: House) -> None:
    code = await code_of(shop, await joins(shop, phone="+79000000001"))
    said = [
        await accepts(shop, await joins(shop, phone=f"+7900000001{number}"), code)
        for number in range(4)
    ]
    assert said == ["", "", "", "referral_full"]
    shop.clock.forward(days=31)
    tidy(shop.settings)
    with shop.settings.database.reading() as session:
        assert {row.network for row in session.query(ReferralRow)} <= {None}


async def test_rewards_of_an_earlier_membership_count(shop: House) -> None:
    with shop.settings.database.writing() as session:
        shop.clock.forward(seconds=1)
        publish(
            session,
            PROGRAM + REFERRAL.replace("friends_a_year = 2", "friends_a_year = 1"),
            shop.clock(),
        )
    anna = await joins(shop, phone="+79000000001")
    boris = await joins(shop, await code_of(shop, anna), phone=BORIS)
    await shop.buy(boris)
    assert (await wallet_of(shop, anna))["referral"]["friends"][0]["points"] == 200
    await erased(shop, anna)
    anna = await joins(shop, phone="+79000000001")
    vera = await joins(shop, phone=VERA)
    assert await accepts(shop, vera, await code_of(shop, anna)) == "referral_full"
    require_sound_ledger(shop)


async def test_programme_without_invitations_knows_none(house: House) -> None:
    house.clock.forward(seconds=1)
    with house.settings.database.writing() as session:
        publish(session, PROGRAM, house.clock())
    anna = await joins(house, phone="+79000000001")
    assert (await wallet_of(house, anna))["referral"] is None
    assert await accepts(house, anna, "ABCDEFGH") == "not_found"
    assert (await house.http.get("/v1/referrals/ABCDEFGH")).json()["code"] == "unauthenticated"
