"""The instant card: drawn by the page itself, before and without the app."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
from numpy.typing import NDArray
from playwright.sync_api import Locator, Page, expect

from kopilka.ui.codes.barcode import static_picture
from kopilka.ui.codes.qr import qr_picture
from kopilka.ui.look.formats import Formats, Language
from kopilka.ui.look.texts.russian import RUSSIAN
from loyalty_api.card import StaticCode, Symbology
from loyalty_api.card_code import CodeType, make_code, manual_code, step_at
from loyalty_api.programme import ProgramKind
from tests.browser.decoders import READERS, picture_of
from tests.browser.ideal import sighting
from tests.ui.member import WALLET
from tests.web.kept_card import KID, QR_KEY, KeptCard
from tests.web.small_site import SmallSite

pytestmark = pytest.mark.browser

NewPage = Callable[..., Page]
NOON = 1795305600
_DARK = """(canvas, rows) => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, rows ?? canvas.height);
  return Array.from({ length: data.length / 4 }, (_, at) => +(data[4 * at] === 0)).join("");
}"""


@pytest.fixture(scope="module", autouse=True)
def published(site: SmallSite) -> None:
    site.publish(1)


def opened(page: Page, site: SmallSite, kept: KeptCard, path: str = "/", at: float = NOON) -> Page:
    """The page as it opens at this moment for a browser that keeps this."""
    page.clock.set_fixed_time(datetime.fromtimestamp(at, UTC))
    kept.put(page, site.address)
    page.goto(site.address + path)
    page.locator("#shell").wait_for()
    return page


def decided(page: Page, site: SmallSite, kept: KeptCard, path: str = "/") -> Page:
    """The page when it has read what is kept: only then does it start Python."""
    with page.expect_worker():
        return opened(page, site, kept, path)


def code_on(page: Page) -> str | None:
    page.locator("#shell canvas").wait_for()
    return READERS["zxing-cpp"](picture_of(page.screenshot()))


def dark_pixels(canvas: Locator, rows: int | None = None) -> NDArray[np.bool_]:
    """Where the canvas is black; `rows` are those from the top, None for all of it."""
    width = canvas.evaluate("canvas => canvas.width")
    digits = np.frombuffer(canvas.evaluate(_DARK, rows).encode(), np.uint8)
    return (digits == ord("1")).reshape(-1, width)


@pytest.mark.parametrize(
    ("moment", "code"),
    [
        (0, "LW1P04HMASW9NF6Y000000Z6WYD3VMJQJ94T6D"),
        (1111111109, "LW1P04HMASW9NF6Y13A8ZCJCJWQD8X05HBRPEJ"),
        (1795305600, "LW1P04HMASW9NF6Y1S28Y054DFHAGX2B1SYVVN"),
        (1795305629, "LW1P04HMASW9NF6Y1S28Y054DFHAGX2B1SYVVN"),
        (1795305630, "LW1P04HMASW9NF6Y1S28Y1JNTCB91BFC39WCWN"),
    ],
)
def test_card_shows_the_code_of_this_moment(
    site: SmallSite, new_page: NewPage, moment: int, code: str
) -> None:
    assert code_on(opened(new_page(), site, KeptCard(), at=moment)) == code


def test_card_whose_key_was_exchanged_names_its_new_credential(
    site: SmallSite, new_page: NewPage
) -> None:
    code = code_on(opened(new_page(), site, KeptCard(kid="ZZZZZZZZZZZZ")))
    assert code == make_code(QR_KEY, "ZZZZZZZZZZZZ", step_at(NOON), CodeType.PAY)


def test_wrong_clock_of_the_phone_is_put_right(site: SmallSite, new_page: NewPage) -> None:
    slow_by_an_hour = KeptCard(offset=3600.0)
    code = code_on(opened(new_page(), site, slow_by_an_hour, at=NOON - 3600))
    assert code == make_code(QR_KEY, KID, step_at(NOON), CodeType.PAY)


def test_code_changes_by_itself_when_its_time_is_over(site: SmallSite, new_page: NewPage) -> None:
    page = opened(new_page(), site, KeptCard(), at=NOON + 29)
    before = code_on(page)
    page.clock.set_fixed_time(datetime.fromtimestamp(NOON + 30, UTC))
    expect(page.locator("#shell .countdown")).to_have_text("новый код через 30 с")
    after = code_on(page)
    assert before == make_code(QR_KEY, KID, step_at(NOON), CodeType.PAY)
    assert after == make_code(QR_KEY, KID, step_at(NOON + 30), CodeType.PAY)


def test_picture_is_the_very_one_that_the_app_draws(site: SmallSite, new_page: NewPage) -> None:
    page = new_page()
    for moment in range(NOON, NOON + 300, 30):
        opened(page, site, KeptCard(), at=moment)
        canvas = page.locator("#shell canvas")
        canvas.wait_for()
        pixels = dark_pixels(canvas)
        picture = qr_picture(make_code(QR_KEY, KID, step_at(moment), CodeType.PAY))
        module = len(pixels) // picture.width
        drawn = np.zeros_like(pixels)
        for bar in picture.bars:
            rows = slice(bar.y * module, (bar.y + 1) * module)
            drawn[rows, bar.x * module : (bar.x + bar.width) * module] = True
        assert (pixels == drawn).all()


@pytest.mark.parametrize(
    ("width", "ratio", "scheme"),
    [
        (320, 2, "light"),
        (361, 1.5, "dark"),
        (361, 3, "light"),
        (390, 2.75, "dark"),
        (390, 1, "light"),
        (430, 2.75, "light"),
        (430, 3, "dark"),
        (1280, 1.5, "light"),
    ],
)
def test_every_module_is_black_or_white_to_its_edge(
    site: SmallSite, new_page: NewPage, width: int, ratio: float, scheme: str
) -> None:
    screen = {"viewport": {"width": width, "height": 800}, "device_scale_factor": ratio}
    page = opened(new_page(color_scheme=scheme, **screen), site, KeptCard())
    page.locator("#shell canvas").wait_for()
    picture = picture_of(page.screenshot())
    code = sighting(picture)
    assert code
    assert code.wrong == 0
    for read in READERS.values():
        assert read(picture) == make_code(QR_KEY, KID, step_at(NOON), CodeType.PAY)


def test_till_mode_opens_straight_with_the_code_that_earns(
    site: SmallSite, new_page: NewPage
) -> None:
    page = opened(new_page(color_scheme="dark"), site, KeptCard(), "/card/till")
    assert code_on(page) == make_code(QR_KEY, KID, step_at(NOON), CodeType.EARN)
    assert picture_of(page.screenshot())[-1, -1] == 255


@pytest.mark.parametrize(
    ("symbology", "payload"),
    [
        (Symbology.EAN_13, "2912345678906"),
        (Symbology.CODE_128, "2912345678906"),
        (Symbology.CODE_128, "KOPILKA-42"),
        (Symbology.CODE_128, "29123456"),
    ],
)
def test_till_that_reads_only_lines_gets_them_at_once(
    site: SmallSite, new_page: NewPage, symbology: Symbology, payload: str
) -> None:
    issued = StaticCode(symbology, payload)
    wallet = replace(WALLET, card=replace(WALLET.card, static_code=issued))
    kept = KeptCard(wallet=wallet, settings={"code_form": "barcode"})
    page = opened(new_page(device_scale_factor=2.75), site, kept, "/card/till")
    expect(page.locator("#shell")).to_contain_text("Штрихкод только накапливает")
    assert code_on(page) == payload
    canvas = page.locator("#shell canvas")
    (row,) = dark_pixels(canvas, rows=1)
    picture = static_picture(issued)
    modules = np.zeros(picture.width, bool)
    for bar in picture.bars:
        modules[bar.x : bar.x + bar.width] = True
    assert (row == np.repeat(modules, len(row) // picture.width)).all()


def test_till_that_reads_nothing_gets_the_digits_at_once(
    site: SmallSite, new_page: NewPage
) -> None:
    kept = KeptCard(settings={"code_form": "manual"})
    page = opened(new_page(), site, kept, "/card/till", at=NOON + 29)
    for step in (step_at(NOON), step_at(NOON) + 1):
        digits = manual_code(QR_KEY, step)
        expect(page.locator("#shell")).to_contain_text(f"{digits[:4]} {digits[4:]}")
        page.clock.set_fixed_time(datetime.fromtimestamp(NOON + 30, UTC))


@pytest.mark.parametrize("path", ["/display", "/sign-in", "/history"])
def test_only_the_brand_shows_where_the_card_is_not(
    site: SmallSite, new_page: NewPage, path: str
) -> None:
    page = decided(new_page(viewport={"width": 1280, "height": 800}), site, KeptCard(), path)
    expect(page.get_by_role("heading")).to_have_text("Kopilka 1")
    edge = picture_of(page.screenshot())[:, :400]
    assert len(np.unique(edge)) == 1


def test_member_reads_number_balance_and_when_it_was_true(
    site: SmallSite, new_page: NewPage
) -> None:
    page = opened(new_page(timezone_id="Europe/Moscow"), site, KeptCard())
    shell = page.locator("#shell")
    expect(shell).to_contain_text("2912 3456 7890 6")
    expect(shell).to_contain_text("1\u00a0240\u00a0баллов")
    expect(shell).to_contain_text("Баланс · данные на 12:14")
    expect(page.get_by_role("img", name="QR-код вашей карты")).to_be_visible()


def test_discount_card_has_its_per_cent_and_no_points(site: SmallSite, new_page: NewPage) -> None:
    program = replace(WALLET.program, kind=ProgramKind.DISCOUNT)
    kept = KeptCard(wallet=replace(WALLET, program=program))
    shell = opened(new_page(), site, kept).locator("#shell")
    expect(shell).to_contain_text("Ваша скидка")
    expect(shell.locator(".balance")).to_have_text(Formats(Language.RU).percent(WALLET.tier.rate))
    expect(shell).not_to_contain_text("балл")


def test_member_reads_in_the_language_they_chose(site: SmallSite, new_page: NewPage) -> None:
    chosen = KeptCard(settings={"language": "en", "theme": "dark", "text_scale": 1.6})
    page = opened(new_page(), site, chosen)
    expect(page.locator("#shell")).to_contain_text("Your card")
    expect(page.locator("#shell")).to_contain_text("new code in 30 s")
    assert page.locator("html").get_attribute("lang") == "en"
    assert picture_of(page.screenshot())[400, 4] < 40


@pytest.mark.parametrize(
    "kept",
    [
        KeptCard(wallet=None),
        KeptCard(text='{"card": '),
        KeptCard(text="{}"),
    ],
    ids=["no snapshot yet", "torn", "of another kind"],
)
def test_card_that_must_not_or_cannot_be_shown_leaves_the_brand(
    site: SmallSite, new_page: NewPage, kept: KeptCard
) -> None:
    page = decided(new_page(), site, kept)
    expect(page.get_by_role("heading")).to_have_text("Kopilka 1")
    assert page.locator("#shell canvas").count() == 0


@pytest.mark.parametrize("path", ["/", "/sign-in", "/offers/42"])
def test_new_visitor_is_asked_for_an_address_before_the_engine_and_leaves_no_database_behind(
    site: SmallSite, new_page: NewPage, path: str
) -> None:
    page = new_page()
    page.goto(site.address + path)
    page.get_by_label("Телефон или e-mail").wait_for()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kopilka 1")
    expect(page).to_have_title("Карта за минуту · Kopilka 1")
    assert page.evaluate("indexedDB.databases()") == []
    assert page.workers == []


def test_new_visitor_of_the_display_sees_the_brand_until_the_app_is_there(
    site: SmallSite, new_page: NewPage
) -> None:
    page = new_page()
    with page.expect_worker():
        page.goto(f"{site.address}/display")
    expect(page.locator("main")).to_have_class("brand")
    assert page.evaluate("indexedDB.databases()") == []


def test_card_of_whoever_signed_out_is_not_shown_but_the_way_to_another(
    site: SmallSite, new_page: NewPage
) -> None:
    page = opened(new_page(), site, KeptCard(leaving=True))
    page.get_by_label("Телефон или e-mail").wait_for()
    expect(page.locator("#shell canvas")).to_have_count(0)


def test_shell_leaves_when_its_own_app_is_on_screen(site: SmallSite, new_page: NewPage) -> None:
    page = new_page()
    with page.expect_worker() as python:
        opened(page, site, KeptCard())
    second = page.context.new_page()
    with second.expect_worker() as python_of_second:
        second.goto(site.address)
    python_of_second.value.evaluate("postMessage('shown')")
    second.locator("#shell").wait_for(state="detached")
    expect(page.locator("#shell canvas")).to_have_count(1)
    page.bring_to_front()
    python.value.evaluate("postMessage('shown')")
    page.locator("#shell").wait_for(state="detached")


@pytest.mark.parametrize(
    ("locale", "words", "retry"),
    [
        ("ru-RU", "Приложение не открылось", "Повторить"),
        ("en-GB", "The app did not open", "Try again"),
    ],
)
@pytest.mark.parametrize("broken", ["**/worker.js", "**/flutter.js"])
def test_app_that_cannot_start_says_so_and_can_be_tried_again(
    site: SmallSite, new_page: NewPage, broken: str, locale: str, words: str, retry: str
) -> None:
    page = new_page(locale=locale)
    page.route(broken, lambda route: route.abort())
    opened(page, site, KeptCard(wallet=None))
    expect(page.get_by_role("alert")).to_contain_text(words)
    with page.expect_navigation():
        page.get_by_role("button", name=retry).click()
    page.get_by_role("alert").wait_for()


def test_card_stays_when_the_app_cannot_start(site: SmallSite, new_page: NewPage) -> None:
    page = new_page()
    page.route("**/worker.js", lambda route: route.abort())
    opened(page, site, KeptCard())
    page.get_by_role("alert").wait_for()
    assert code_on(page) == make_code(QR_KEY, KID, step_at(NOON), CodeType.PAY)


def test_page_stays_small(site: SmallSite) -> None:
    assert (site.folder / "index.html").stat().st_size <= 30_500


def test_page_says_what_it_is_to_whoever_lists_it(site: SmallSite) -> None:
    description = f'<meta name="description" content="{RUSSIAN.display.title}">'
    assert description in (site.folder / "index.html").read_text()


@pytest.mark.parametrize("wish", [{"contrast": "more"}, {"forced_colors": "active"}])
def test_card_is_black_and_white_for_whoever_wants_contrast(
    site: SmallSite, new_page: NewPage, wish: dict[str, str]
) -> None:
    page = opened(new_page(color_scheme="light", **wish), site, KeptCard())
    colours = "one => [getComputedStyle(one).color, getComputedStyle(one).backgroundColor]"
    card, balance = page.locator("#shell .card"), page.locator("#shell .balance")
    assert card.evaluate(colours) == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
    assert balance.evaluate(colours)[0] == "rgb(0, 0, 0)"
    assert page.locator("#shell").evaluate(colours)[1] == "rgb(255, 255, 255)"
