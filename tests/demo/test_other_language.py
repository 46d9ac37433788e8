"""The demo read in another language than its programme's own: whole where both are spoken, never half where one is."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import httpx
import pytest

from loyalty_api.codec import encode
from loyalty_api.messages import MessageKind
from loyalty_api.programme import ProgramKind
from loyalty_server.demo.pictures import shipped_pictures
from loyalty_server.demo.programme import program_text
from loyalty_server.demo.shop import open_shop
from loyalty_server.languages import Language
from loyalty_server.programme.file import kept_program
from loyalty_server.publishing import CurrencyKept, publish
from tests.demo.house import DEVICE, TODAY, DemoHouse, challenge_of

pytestmark = pytest.mark.slow

CYRILLIC: Final = re.compile("[а-яё]", re.IGNORECASE)
LATIN: Final = re.compile("[a-z]{2}", re.IGNORECASE)
FOREIGN: Final = {Language.EN: CYRILLIC, Language.RU: LATIN}
CODES: Final = re.compile(r"\b[0-9A-Z][0-9A-Z-]{4,}\b")
"""What is typed or compared as it is written."""
TABLE: Final = re.compile(r'\{ ru = ("[^"]*"), en = ("[^"]*") \}')
SAID: Final = frozenset(
    [
        "about",
        "address",
        "alt",
        "charity",
        "detail",
        "few",
        "many",
        "name",
        "one",
        "place",
        "reason",
        "store",
        "terms",
        "text",
        "tier",
        "title",
    ]
)
"""Under these names answers carry words to read; the rest are ids, codes and numbers."""
NOT_OURS: Final = frozenset({"lines", "till", "member", "definition", "questions"})
"""What tills, members and support write is theirs."""
TWO = [(Language.RU, Language.EN), (Language.EN, Language.RU)]


def words(value: Any, name: str = "") -> Iterator[str]:
    """Every text that is there to be read."""
    match value:
        case dict():
            for key, one in value.items():
                if key not in NOT_OURS and not is_letter(value):
                    yield from words(one, key)
        case list():
            for one in value:
                yield from words(one, "text" if name == "benefits" else name)
        case str() if name in SAID:
            yield value


def is_letter(value: Mapping[str, Any]) -> bool:
    """What the member and support write to each other."""
    return value.get("kind") == MessageKind.SUPPORT


async def read(house: DemoHouse, reader: Language) -> list[str]:
    """What the demo's member reads in this language: wallet, history, receipts and messages."""
    transport = httpx.ASGITransport(house.app)
    async with httpx.AsyncClient(transport=transport, base_url=house.links.wallet) as http:
        challenge = challenge_of(await http.get(house.links.wallet_signed_in))
        opened = await http.post("/v1/auth/sessions", json={**challenge, "device": DEVICE})
        http.headers["Authorization"] = f"Bearer {opened.json()['access_token']}"
        http.headers["Accept-Language"] = reader
        history = (await http.get("/v1/history")).json()
        bought = [one["purchase_id"] for one in history["entries"] if one.get("purchase_id")]
        paths = ["/v1/wallet", "/v1/messages", *(f"/v1/purchases/{one}" for one in bought[:12])]
        answers = [history, *[(await http.get(path)).json() for path in paths]]
    return [CODES.sub("", text) for answer in answers for text in words(answer)]


@pytest.mark.parametrize("kind", ProgramKind)
@pytest.mark.parametrize(("own", "reader"), TWO)
def test_every_text_of_the_programme_is_there_in_both(
    own: Language, reader: Language, kind: ProgramKind
) -> None:
    seen = encode(kept_program(program_text(own, TODAY.date(), kind), reader))
    said = [CODES.sub("", text) for text in words(seen)]
    assert len(said) > 30
    assert [one for one in said if FOREIGN[reader].search(one)] == []


async def test_member_reads_all_in_their_own_language(demo: DemoHouse) -> None:
    said = await read(demo, Language.EN)
    assert len(said) > 60
    assert [one for one in said if CYRILLIC.search(one)] == []


async def test_who_lacks_a_language_never_reads_half_a_sentence(demo: DemoHouse) -> None:
    alone = TABLE.sub(r"\1", program_text(Language.RU, TODAY.date()))
    with demo.settings.database.writing() as session:
        publish(session, alone, TODAY, pictures=shipped_pictures())
    said = await read(demo, Language.EN)
    assert {"point", "points", "Серебро"} <= {*said}
    assert [one for one in said if CYRILLIC.search(one) and LATIN.search(one)] == []


def test_demo_opened_again_in_another_currency_is_refused_and_stays(demo: DemoHouse) -> None:
    with pytest.raises(CurrencyKept) as refusal:
        open_shop(demo.settings, program_text(Language.EN, TODAY.date()))
    assert (refusal.value.kept, refusal.value.asked) == ("RUB", "GBP")
    again = open_shop(demo.settings, program_text(Language.RU, TODAY.date()))
    assert again.program == demo.shop.program
