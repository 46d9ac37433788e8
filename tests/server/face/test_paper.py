"""The paper twin, read by the decoders of tills."""

from io import BytesIO

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from pyzbar.pyzbar import decode

from loyalty_api.card import Card, StaticCode, Symbology
from loyalty_api.card_number import card_number
from loyalty_server.languages import Language
from loyalty_server.members.paper_card import PaperCard
from tests.server.face.conftest import on_sqlite
from tests.server.house import House

pytestmark = pytest.mark.slow


NUMBER = card_number(91_234_567_890)


def read(png: bytes) -> list[set[str]]:
    """What each decoder reads from the picture."""
    picture = Image.open(BytesIO(png)).convert("L")
    return [
        {code.text for code in zxingcpp.read_barcodes(picture)},
        {code.data.decode() for code in decode(picture)},
    ]


async def test_stranger_gets_no_paper(house: House) -> None:
    for form in ("png", "pdf"):
        assert (await house.http.get(f"/v1/card/paper.{form}")).status_code == 401


@on_sqlite
async def test_paper_holds_the_members_own_number(house: House) -> None:
    phone = await house.sign_in()
    number = (await house.http.get("/v1/wallet", headers=phone.bearer)).json()["card"]["number"]
    paper = await house.http.get("/v1/card/paper.png", headers=phone.bearer)
    assert paper.headers["content-type"] == "image/png"
    assert paper.headers["cache-control"] == "private, no-cache"
    assert read(paper.content) == [{number}, {number}]


@on_sqlite
async def test_page_to_print_is_a4(house: House) -> None:
    phone = await house.sign_in()
    page = await house.http.get("/v1/card/paper.pdf", headers=phone.bearer)
    assert page.headers["content-type"] == "application/pdf"
    assert page.content.startswith(b"%PDF")
    assert b"595.2 841.9" in page.content


@on_sqlite
async def test_page_to_print_is_read_when_it_comes_out_of_the_printer(house: House) -> None:
    phone = await house.sign_in()
    number = (await house.http.get("/v1/wallet", headers=phone.bearer)).json()["card"]["number"]
    page = await house.http.get("/v1/card/paper.pdf", headers=phone.bearer)
    (sheet,) = pypdfium2.PdfDocument(page.content)
    for dots_per_inch in (150, 300, 600):
        printed = BytesIO()
        sheet.render(scale=dots_per_inch / 72).to_pil().save(printed, "PNG")
        assert read(printed.getvalue()) == [{number}, {number}]


@pytest.mark.parametrize("symbology", list(Symbology))
@pytest.mark.parametrize("language", list(Language))
def test_every_symbology_is_read_from_paper(symbology: Symbology, language: Language) -> None:
    card = Card(NUMBER, StaticCode(symbology, NUMBER))
    paper = PaperCard("Универсам «Колос» у дома, на Тверской и за углом", card, language)
    assert read(paper.png()) == [{NUMBER}, {NUMBER}]


def test_paper_is_black_and_white_and_nothing_between() -> None:
    card = Card(NUMBER, StaticCode(Symbology.EAN_13, NUMBER))
    picture = Image.open(BytesIO(PaperCard("Kolos", card, Language.EN).png()))
    assert picture.mode == "1"
    assert picture.info["dpi"][0] == pytest.approx(300, abs=0.1)
