"""A browser takes the page's graphics away, as iPhones do from a wallet in the background: the card comes back."""

from collections.abc import Iterator

import pytest

from loyalty_api.card_code import parse_code
from tests.engines import Engine, View
from tests.engines.altered import altered
from tests.engines.person import Person
from tests.engines.wallet_view import SHELL_IS_THERE, signed_in, with_app
from tests.running_demo import Demo

KNOWS_ITS_GRAPHICS = """
const made = [];
for (const { prototype } of [HTMLCanvasElement, OffscreenCanvas]) {
  const { getContext } = prototype;
  prototype.getContext = function (kind, ...more) {
    const context = getContext.call(this, kind, ...more);
    if (kind.startsWith("webgl") && context) made.push(context);
    return context;
  };
}
globalThis.loseGraphics = () => made.map((context) => context.getExtension("WEBGL_lose_context")?.loseContext()).length;
"""
BEGAN = "() => performance.timeOrigin"
LOSE = "(began) => performance.timeOrigin !== began || loseGraphics()"
"""Asked again when the answer was lost with its page, it takes nothing from the page after it."""

HAVE_GRAPHICS = ("chromium", "webkit")
"""Firefox has none here, where it draws without a graphics card."""

pytestmark = [
    pytest.mark.browser,
    pytest.mark.engines,
    pytest.mark.parametrize("engine", HAVE_GRAPHICS, indirect=True, scope="package"),
]


@pytest.fixture(scope="module")
def wallet(demo: Demo) -> Iterator[str]:
    with altered(demo.wallet, page=KNOWS_ITS_GRAPHICS) as wallet:
        yield wallet


def lose_graphics(view: View) -> None:
    """The browser takes them as soon as there are any, and the page answers by beginning anew."""
    person = Person(view)
    began = view.evaluate(BEGAN)
    person.eventually(lambda: view.evaluate(LOSE, began) or None, "graphics")
    person.eventually(lambda: view.evaluate(BEGAN) != began or None, "another page")


def test_card_and_app_come_back(engine: Engine, wallet: str, demo: Demo) -> None:
    with engine.visit() as view:
        view.open(signed_in(wallet, demo))
        before = parse_code(with_app(view).code())
        lose_graphics(view)
        assert parse_code(with_app(view).code()).kid == before.kid


def test_card_stays_without_the_app_when_the_loss_comes_again_at_once(
    engine: Engine, wallet: str, demo: Demo
) -> None:
    with engine.visit() as view:
        view.open(signed_in(wallet, demo))
        person = with_app(view)
        view.open(f"{wallet}offers")
        lose_graphics(view)
        assert view.address == f"{wallet}offers"
        lose_graphics(view)
        person.sees("The app did not open")
        assert view.address == wallet
        assert view.evaluate(SHELL_IS_THERE)
        card = parse_code(person.code())
        person.press("Try again")
        assert parse_code(with_app(view).code()).kid == card.kid
