"""Less of it from an e-mail: the mail program's own button, and a page with one."""

import re

import pytest

from loyalty_api.messages import Topic
from loyalty_api.models import Channel
from loyalty_api.programme import ProgramKind
from loyalty_server.dispatches.less import Said, Wish, token_of
from loyalty_server.face.letter_words import WORDS
from loyalty_server.keys import keys_of
from loyalty_server.languages import Language
from tests.server.dispatches.conftest import Outside
from tests.server.dispatches.test_dispatches import agreed, member_by_mail, sent, turned_on
from tests.server.visits import wallet_of

pytestmark = pytest.mark.slow
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


async def test_mail_programs_button_ends_all_mail_at_once(outside: Outside) -> None:
    anna = await member_by_mail(outside)
    await turned_on(outside, anna, "email")
    await agreed(outside, anna, "advertising_email")
    sent(outside)
    link = outside.mail.letters[0].unsubscribe
    looked = await outside.house.http.get(link)
    assert looked.status_code == 200
    assert (await wallet_of(outside.house, anna))["preferences"]["channels"] == ["email"]
    for _ in range(2):
        pressed = await outside.house.http.post(link, data=ONE_CLICK)
        assert pressed.status_code == 200
        assert (await wallet_of(outside.house, anna))["preferences"]["channels"] == []


async def test_less_like_this_spares_the_topic_until_it_is_taken_back(outside: Outside) -> None:
    anna = await member_by_mail(outside)
    await turned_on(outside, anna, "email", "en")
    await agreed(outside, anna, "advertising_email")
    sent(outside)
    found = re.search(r"No more like this: (\S+)", outside.mail.letters[0].text)
    assert found
    asked = await outside.house.http.get(found[1])
    assert "“Сыр”?" in asked.text
    assert (await wallet_of(outside.house, anna))["preferences"]["without"] == []
    done = await outside.house.http.post(found[1])
    spared = (await wallet_of(outside.house, anna))["preferences"]["without"]
    assert spared == [{"topic": "Сыр", "channel": "app"}]
    back = re.search(r'action="([^"]+)"', done.text)
    assert back
    await outside.house.http.post(f"/v1/letters/{back[1]}")
    assert (await wallet_of(outside.house, anna))["preferences"]["without"] == []


async def test_nobody_elses_link_does_anything(outside: Outside) -> None:
    anna = await member_by_mail(outside)
    await turned_on(outside, anna, "email")
    await agreed(outside, anna, "advertising_email")
    sent(outside)
    forged = token_of(
        keys_of(b"another secret of thirty-two byt"), Said(1, Channel.EMAIL, Wish.NO_CHANNEL)
    )
    nobodys = token_of(outside.house.settings.keys, Said(99, Channel.EMAIL, Wish.NO_CHANNEL))
    for token in (forged, nobodys, "a.b"):
        for method in ("GET", "POST"):
            answer = await outside.house.http.request(method, f"/v1/letters/{token}")
            assert answer.status_code == 404, (token, method)
    token = anna.access_token if hasattr(anna, "access_token") else anna.bearer["Authorization"][7:]
    text, _, signature = token.rpartition(".")
    body = __import__("base64").urlsafe_b64encode(text.encode()).rstrip(b"=").decode()
    answer = await outside.house.http.post(f"/v1/letters/{body}.{signature}")
    assert answer.status_code == 404
    assert (await wallet_of(outside.house, anna))["preferences"]["channels"] == ["email"]


def test_page_of_a_cashback_programme_speaks_of_cashback() -> None:
    say = WORDS[Language.EN]
    about = [say.topic(Topic.EXPIRY, kind) for kind in (ProgramKind.POINTS, ProgramKind.CASHBACK)]
    assert about == ["Points that are about to expire", "Cashback that is about to expire"]
    assert say.topic("Сыр", ProgramKind.CASHBACK) == "Сыр"
