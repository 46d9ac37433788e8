"""The desk's door: an operator's key, forms of its own pages, places by role, an end by itself."""

import re
from pathlib import Path

import pytest

from loyalty_api.programme import ProgramKind
from loyalty_server.desk.words import words_of
from loyalty_server.languages import Language
from loyalty_server.operators.people import give_key, revoke_operator
from loyalty_server.operators.roles import Right
from tests.server.desk.operators import at_desk
from tests.server.house import OWN_PAGE, House

PAGES = Path("src/loyalty_server/desk/pages")


async def test_nobody_is_let_in_without_a_key(house: House) -> None:
    came = await house.http.get("/desk/members")
    assert (came.status_code, came.headers["location"]) == (303, "/desk/sign-in")
    wrong = await house.http.post("/desk/sign-in", data={"key": "guess"}, headers=OWN_PAGE)
    assert wrong.status_code == 403
    assert "Set-Cookie" not in wrong.headers
    assert "guess" not in wrong.text


async def test_door_says_what_it_is_to_whoever_lists_it(house: House) -> None:
    door = (await house.http.get("/desk/sign-in", headers={"Accept-Language": "ru"})).text
    told = re.findall(r'name="description" content="(.+)"', door)
    assert told == re.findall(r"<title>(Кабинет магазина · .+)</title>", door)


async def test_session_is_in_a_cookie_no_script_and_no_other_page_has(house: House) -> None:
    async with at_desk(house, "Olga") as olga:
        again = await olga.send("sign-in", key=olga.key)
        kept = again.headers["set-cookie"]
        for term in ("__Host-loyalty_desk=", "HttpOnly", "Secure", "SameSite=strict", "Path=/"):
            assert term in kept
        assert "Max-Age" not in kept
        assert "expires" not in kept
        page = await olga.http.get("/desk/members")
        policy = page.headers["content-security-policy"]
        assert "script-src" not in policy
        assert "default-src 'none'" in policy
        assert "<script" not in page.text
        assert "style=" not in page.text
        assert page.headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "sender", [{}, {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}]
)
async def test_form_of_another_page_does_nothing(house: House, sender: dict[str, str]) -> None:
    async with at_desk(house, "Olga") as olga:
        sent = await olga.http.post("/desk/sign-out", headers=sender)
        assert sent.status_code == 403
        assert await olga.is_in()


async def test_who_does_nothing_for_half_an_hour_is_signed_out(house: House) -> None:
    async with at_desk(house, "Olga") as olga:
        for _ in range(3):
            house.clock.forward(minutes=20)
            assert await olga.is_in()
        house.clock.forward(minutes=31)
        assert not await olga.is_in()


async def test_revoked_operator_and_one_with_another_key_are_out_at_once(house: House) -> None:
    async with at_desk(house, "Olga") as olga, at_desk(house, "Pyotr") as pyotr:
        with house.settings.database.writing() as session:
            revoke_operator(session, "Olga", house.clock.now)
            key = give_key(session, "Pyotr")
        assert not await olga.is_in()
        assert not await pyotr.is_in()
        await pyotr.send("sign-in", status=403, key=pyotr.key)
        assert not await pyotr.is_in()
        await pyotr.send("sign-in", key=key)
        assert await pyotr.is_in()


async def test_way_out_closes_the_session(house: House) -> None:
    async with at_desk(house, "Olga") as olga:
        token = olga.http.cookies["__Host-loyalty_desk"]
        await olga.send("sign-out")
        olga.http.cookies.set("__Host-loyalty_desk", token)
        assert not await olga.is_in()


@pytest.mark.parametrize("role", ["support", "marketing", "programme", "owner"])
async def test_who_may_not_is_told_so_plainly(house: House, role: str) -> None:
    async with at_desk(house, "Olga", role) as olga:
        first = await olga.http.get("/desk", follow_redirects=True)
        assert first.status_code == 200
        offered = set(re.findall(r'href="/desk/(\w+)" ', first.text)) & set(Right)
        assert offered
        for place in PLACES:
            seen = await olga.http.get(f"/desk/{place}")
            assert seen.status_code == (200 if place in offered else 403)
            if seen.status_code == 403:
                assert "another role" in seen.text
                assert "<nav" not in seen.text


PLACES = (
    "members",
    "messages",
    "claims",
    "reviews",
    "figures",
    "surveys",
    "broadcasts",
    "contests",
    "programme",
    "promo",
    "tills",
    "log",
)


async def test_operator_reads_in_the_language_of_their_choice(house: House) -> None:
    async with at_desk(house, "Olga") as olga:
        assert '<html lang="en">' in await olga.see("members")
        await olga.send("language", language="ru")
        assert "<h1>Участники</h1>" in await olga.see("members")
        await olga.send("language", status=400, language="xx")


def keys_in(words: object, path: str = "") -> set[str]:
    if not isinstance(words, dict):
        return {path}
    return {found for name, one in words.items() for found in keys_in(one, f"{path}.{name}")}


@pytest.mark.parametrize("kind", list(ProgramKind))
def test_both_languages_say_the_same_things_in_their_own_signs(kind: ProgramKind) -> None:
    russian, english = words_of(Language.RU, kind), words_of(Language.EN, kind)
    assert keys_in(russian) == keys_in(words_of(Language.RU))
    assert keys_in(russian) == keys_in(english)
    for words, wrong in ((russian, "[“”\"']| —"), (english, "[«»\"']| —")):
        assert not re.search(wrong, str([*_texts(words)]).translate({39: None}))


@pytest.mark.parametrize("language", list(Language))
def test_cashback_is_never_called_points(language: Language) -> None:
    of_points = re.compile(r"\bбалл|(?<!percentage )\bpoints?\b", re.IGNORECASE)
    told = _texts(words_of(language, ProgramKind.CASHBACK))
    assert not [text for text in told if of_points.search(text)]


def _texts(words: object) -> list[str]:
    if isinstance(words, dict):
        return [text for one in words.values() for text in _texts(one)]
    return [words] if isinstance(words, str) else []


def test_templates_let_nothing_be_markup_and_hold_no_words() -> None:
    for page in PAGES.glob("*.html"):
        text = page.read_text("utf-8")
        assert "|safe" not in text.replace(" ", ""), page.name
        assert "autoescape false" not in text, page.name
        bare = re.sub(
            r"\{% block kind %\}\w+|\{[{%].*?[%}]\}|<[^>]*>|&\w+;", " ", text, flags=re.DOTALL
        )
        assert not re.search(r"\w{2,}", bare), page.name
