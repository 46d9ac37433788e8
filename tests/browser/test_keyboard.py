"""The wallet by keys alone: the order of Tab, the ring, where the focus goes, and that nothing typed is lost."""

import re
from collections.abc import Callable, Iterator

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.keys import Keys, Stop
from tests.browser.test_sign_in import a_phone
from tests.browser.till_calls import TillCalls
from tests.running_demo import Demo, running_demo

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
ALL_AROUND = 0.9
"""Of the ring: round corners are shorter than square ones."""

QUESTION = "Скажите, пожалуйста, когда откроется магазин на Садовой?"
DRAFTS = """() => new Promise((done) => {
  indexedDB.open("kopilka").onsuccess = ({ target: { result } }) => {
    const asked = result.transaction("pages").objectStore("pages").get("drafts");
    asked.onsuccess = () => { result.close(); done(JSON.stringify(asked.result ?? "")); };
  };
})"""
"""What this browser keeps of what was begun to be written."""

FOCUS_TOLD_LATE = """() => new Promise((done) => {
  const left = document.activeElement;
  left.dispatchEvent(new KeyboardEvent("keydown", { key: "Tab", bubbles: true, cancelable: true }));
  requestAnimationFrame(() => { left.focus(); done(true); });
})"""
"""Tab goes on, and only then Flutter focuses what Tab had come to before."""

FRAMES = """(count) => new Promise((done) => {
  const next = (left) => left ? requestAnimationFrame(() => next(left - 1)) : done();
  next(count);
})"""
"""So many of them are drawn."""

ON_TITLE = "(path) => location.pathname === path && document.activeElement.matches('h1')"
GOES_ON = """(name) => [...document.querySelectorAll('flt-semantics-host [tabindex="0"]')]
  .find((one) => (one.ariaLabel || one.textContent).includes(name)).focus()"""
"""To what has this name, without a key or a pointer: as by a screen reader."""

PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 800}


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """One of its own: here come more newcomers than one network may bring in an hour with all others."""
    with running_demo(tmp_path_factory.mktemp("keys")) as demo:
        yield demo


def signed_in(demo: Demo, open_page: OpenPage, **options: object) -> Keys:
    """On the card."""
    keys = Keys(open_page(demo.wallet_signed_in, **options))
    keys.wallet.in_app().with_names().sees("Ваша карта")
    return keys


def newcomer(demo: Demo, open_page: OpenPage, **options: object) -> Keys:
    """Somebody who has a card since a moment ago, and did it all by keys."""
    keys = Keys(open_page(demo.wallet, **options))
    phone, _ = a_phone()
    keys.walk_outside("Телефон или e-mail")
    keys.type(phone)
    keys.press("Enter")
    expect(keys.page.get_by_label("Код из сообщения")).to_be_focused()
    keys.type(keys.wallet.eventually(lambda: demo.first_code_sent_to(phone), "a code"))
    expect(keys.page.get_by_role("heading", level=2)).to_be_focused()
    for box in keys.page.get_by_role("checkbox", name="обязательно").all():
        keys.walk_outside(str(box.evaluate("box => box.labels[0].textContent")))
        is_ringed(keys)
        keys.press("Space")
    keys.walk_outside("Согласиться")
    is_ringed(keys)
    keys.press("Enter")
    expect(keys.page.get_by_role("heading", name="По желанию")).to_be_focused()
    keys.walk_outside("Открыть карту")
    keys.press("Enter")
    keys.wallet.code()
    keys.wallet.in_app().with_names()
    return keys


def is_ringed(keys: Keys) -> None:
    """Once what has the focus stands where it was brought to."""
    keys.wallet.eventually(
        lambda: keys.ring() >= ALL_AROUND or None, f"a ring around {keys.focused()}"
    )


def all_around(keys: Keys) -> list[Stop]:
    """Every stop from the place's heading until the focus leaves the page; each has a ring."""
    stops: list[Stop] = []
    while (stop := keys.next()).in_app:
        assert stop not in stops
        stops.append(stop)
        is_ringed(keys)
    return stops


def test_newcomer_signs_in_and_opens_the_till_mode(demo: Demo, open_page: OpenPage) -> None:
    keys = newcomer(demo, open_page)
    keys.open("На кассу", "На кассу")
    keys.press("Escape")
    assert keys.comes_to("На кассу").place == "content"


def there_and_back(keys: Keys) -> list[Stop]:
    """All around by day, and the same way back by night."""
    keys.page.emulate_media(color_scheme="light")
    stops = all_around(keys)
    keys.page.emulate_media(color_scheme="dark")
    for stop in reversed(stops):
        assert keys.next("Shift+Tab").name == stop.name
        is_ringed(keys)
    return stops


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_tab_goes_through_the_content_then_the_navigation_and_out(
    demo: Demo, open_page: OpenPage, viewport: dict[str, int]
) -> None:
    keys = signed_in(demo, open_page, viewport=viewport)
    keys.comes_to("Копилка", "heading")
    card = there_and_back(keys)
    places = [stop.place for stop in card]
    assert places == sorted(places)
    assert [stop.name for stop in card if stop.place == "navigation"] == [
        "Карта",
        "Для вас",
        "Награды",
        "История",
        "Профиль",
    ]
    keys.walk_to("Награды")
    keys.press("Enter")
    keys.comes_to("Награды", "heading")
    rewards = there_and_back(keys)
    assert [stop.place for stop in rewards] == sorted(stop.place for stop in rewards)


def test_wide_window_leads_beside_the_list_and_back_to_what_was_pressed(
    demo: Demo, open_page: OpenPage
) -> None:
    keys = signed_in(demo, open_page, viewport=DESKTOP)
    keys.open("История", "История")
    keys.walk_to("чек")
    receipt = keys.walk_to("чек")[-1].name
    keys.press("Enter")
    keys.comes_to(receipt.split("\n")[0], "heading")
    keys.page.go_back()
    assert keys.comes_to(receipt).place == "content"
    keys.press("Enter")
    keys.comes_to(receipt.split("\n")[0], "heading")
    opens(keys, "История")
    assert keys.comes_to(receipt).place == "content"
    opens(keys, "Карта")
    keys.comes_to("Ваша карта", "heading")
    opens(keys, "История")
    keys.comes_to("История", "heading")
    far_down_the_list(keys)
    row = keys.page.get_by_role("button", name=re.compile("чек")).nth(2)
    name = row.get_attribute("aria-label") or row.inner_text()
    store = re.split(r"\s\d\d:\d\d", name)[0]
    row.click()
    assert keys.comes_to(store, "heading").box[0] > DESKTOP["width"] / 2
    opens(keys, "Профиль")
    keys.open("Сообщения", "Сообщения")
    assert keys.comes_to("Сообщения", "heading").box[0] < DESKTOP["width"] / 2


def test_focus_stays_on_the_title_that_a_slow_device_draws_late(
    demo: Demo, open_page: OpenPage
) -> None:
    keys = signed_in(demo, open_page, viewport=DESKTOP)
    processor = keys.page.context.new_cdp_session(keys.page)
    processor.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    for _ in range(3):
        opens(keys, "История")
        keys.comes_to("История", "heading")
        opens(keys, "Профиль")
        keys.open("Сообщения", "Сообщения")
        keys.page.evaluate(FRAMES, 90)
        assert (keys.focused().name, keys.focused().place) == ("Сообщения", "heading")


def test_screen_reader_goes_on_from_the_title_and_is_not_led_back(
    demo: Demo, open_page: OpenPage
) -> None:
    keys = signed_in(demo, open_page, viewport=DESKTOP)
    opens(keys, "Профиль")
    keys.page.wait_for_function(ON_TITLE, arg="/profile")
    keys.page.evaluate(FRAMES, 5)
    keys.page.evaluate(GOES_ON, "Ваши данные")
    keys.page.evaluate(FRAMES, 90)
    assert "Ваши данные" in keys.focused().name


def far_down_the_list(keys: Keys) -> None:
    """Where its title is drawn no more."""
    keys.page.mouse.move(500, 600)
    title = keys.page.get_by_role("heading", name="История", level=1)

    def scrolled() -> bool | None:
        keys.page.mouse.wheel(0, 1500)
        return title.count() == 0 or None

    keys.wallet.eventually(scrolled, "the list without its title")


def opens(keys: Keys, place: str) -> None:
    """By a click in the navigation: keys would pass every row on the way there."""
    keys.page.get_by_role("button", name=place, exact=True).click()


def test_pane_without_anything_to_press_is_moved_by_arrows(demo: Demo, open_page: OpenPage) -> None:
    keys = newcomer(demo, open_page, viewport=DESKTOP)
    keys.open("Награды", "Награды")
    keys.walk_to("Карта")
    pane = keys.walk_to("Награды", "Shift+Tab")[-1]
    assert pane.place == "content"
    keys.press("Home")
    keys.wallet.eventually(lambda: top_of(keys) == 0 or None, "the top of the pane")
    keys.press("ArrowDown")
    keys.wallet.eventually(lambda: top_of(keys) > 0 or None, "the pane moved on")


def top_of(keys: Keys) -> float:
    """How far what has the focus is moved on."""
    return float(keys.page.evaluate("() => document.activeElement.scrollTop"))


def test_row_that_is_drawn_only_when_it_comes_near_is_reached(
    demo: Demo, open_page: OpenPage
) -> None:
    keys = signed_in(demo, open_page)
    keys.walk_to("Для вас")
    keys.press("Enter")
    keys.comes_to("Для вас", "heading")
    keys.walk_to("Есть промокод?")
    keys.press("Enter")
    keys.comes_to("Промокод")
    keys.type("НЕТ-ТАКОГО")
    keys.press("Enter")
    faulty = keys.page.locator("input[aria-description]")
    faulty.wait_for(state="attached")
    expect(faulty).to_be_focused()
    expect(faulty).to_have_attribute("aria-invalid", "true")
    expect(faulty).to_have_value("НЕТ-ТАКОГО")


def test_escape_closes_what_lies_on_top_first(demo: Demo, open_page: OpenPage) -> None:
    keys = newcomer(demo, open_page)
    keys.open("На кассу", "На кассу")
    with httpx.Client(base_url=demo.api, timeout=30) as http:
        till = TillCalls(http, demo.till_key)
        scan = till.scan(keys.wallet.code())
        till.complete(till.ring_up(scan["scan_id"])["purchase_id"])
    sheet = keys.page.locator('[flt-semantics-identifier="points-arrived"]')
    sheet.wait_for(state="attached")
    keys.press("Escape")
    sheet.wait_for(state="detached")
    assert keys.page.url.endswith("/card/till")
    keys.press("Escape")
    keys.comes_to("На кассу", "content")
    assert not keys.page.url.endswith("/card/till")


def test_offer_is_activated_and_the_focus_stays_where_it_was(
    demo: Demo, open_page: OpenPage
) -> None:
    keys = newcomer(demo, open_page)
    keys.open("Все ", "Для вас")
    (tile,) = keys.walk_to("на выпечку")[-1:]
    title = tile.name.split("\n")[0]
    keys.press("Enter")
    keys.comes_to(title, "heading")
    keys.walk_to("Активировать")
    keys.press("Enter")
    keys.comes_to("Активно")
    keys.press("Escape")
    assert keys.comes_to(title).place == "content"


def test_reward_is_asked_for_in_a_dialog_that_holds_the_focus_and_gives_it_back(
    demo: Demo, open_page: OpenPage
) -> None:
    keys = signed_in(demo, open_page)
    keys.walk_to("Награды")
    keys.press("Enter")
    keys.comes_to("Награды", "heading")
    reward = keys.walk_to("Взять за")[-1].name
    keys.press("Enter")
    keys.comes_to("Отмена")
    is_ringed(keys)
    expect(keys.page.get_by_label("Взять «")).to_have_count(1)
    assert [keys.next().name for _ in range(3)] == ["Взять", "Отмена", "Взять"]
    keys.press("Escape")
    assert keys.comes_to(reward).place == "content"
    keys.press("Enter")
    keys.comes_to("Отмена")
    assert keys.next().name == "Взять"


def test_survey_goes_from_question_to_question(demo: Demo, open_page: OpenPage) -> None:
    keys = newcomer(demo, open_page)
    keys.open("Давайте знакомиться", "Что вы чаще берёте?")
    keys.walk_to("Кофе")
    keys.press("Space")
    keys.walk_to("Дальше")
    keys.press("Enter")
    second = keys.wallet.eventually(
        lambda: stop if (stop := keys.focused()).place == "heading" else None, "the next question"
    )
    assert second.name == "Когда вам удобно заходить?"
    keys.press("Escape")
    assert keys.comes_to("Давайте знакомиться").place == "content"


def test_field_that_tab_came_to_keeps_the_focus(demo: Demo, open_page: OpenPage) -> None:
    keys = signed_in(demo, open_page)
    keys.wallet.goes_to("/profile/messages/support").sees("Поддержка")
    keys.walk_to("Позвонить")
    keys.page.evaluate(FOCUS_TOLD_LATE)
    keys.comes_to("Ваше сообщение")


def test_message_typed_at_once_has_every_letter(demo: Demo, open_page: OpenPage) -> None:
    keys = newcomer(demo, open_page)
    keys.walk_to("Профиль")
    keys.press("Enter")
    keys.wallet.eventually(lambda: keys.focused().place == "heading" or None, "the profile")
    keys.open("Сообщения", "Сообщения")
    keys.open("Поддержка", "Поддержка")
    for times in (1, 2):
        keys.walk_to("Ваше сообщение")
        keys.type(QUESTION)
        expect(keys.page.locator("textarea")).to_have_value(QUESTION * times)
        keys.wallet.eventually(
            lambda words=QUESTION * times: words in keys.page.evaluate(DRAFTS) or None, "a draft"
        )
        keys.page.reload()
        keys.wallet.in_app().with_names()
        keys.wallet.sees("Поддержка")
    keys.walk_to("Отправить")
    keys.press("Enter")
    keys.wallet.sees(QUESTION * 2)


def test_fault_leads_to_its_field_and_is_told_with_it(demo: Demo, open_page: OpenPage) -> None:
    keys = newcomer(demo, open_page)
    keys.walk_to("Профиль")
    keys.press("Enter")
    keys.wallet.eventually(lambda: keys.focused().place == "heading" or None, "the profile")
    keys.open("Ваши данные", "Ваши данные")
    keys.walk_to("Имя")
    keys.type("Анна Павловна")
    keys.walk_to("День рождения")
    keys.type("31.02.1990")
    keys.walk_to("Сохранить")
    keys.press("Enter")
    day = keys.page.get_by_role("textbox", name="День рождения")
    expect(day).to_be_focused()
    expect(day).to_have_attribute("aria-invalid", "true")
    expect(day).to_have_accessible_description("Напишите день, месяц и год: например, 14.03.1990")
    expect(day).to_have_value("31.02.1990")
    expect(keys.page.get_by_role("textbox", name="Имя")).to_have_value("Анна Павловна")
