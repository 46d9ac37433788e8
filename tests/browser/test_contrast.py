"""Whoever wants high contrast, or forces colours, has it on the page and in the app; a change is followed at once."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from playwright.sync_api import Page

from tests.browser.wallet_page import WalletPage
from tests.running_demo import Demo

pytestmark = pytest.mark.browser

OpenPage = Callable[..., Page]
MOSTLY = 0.7
BLACK, WHITE = 0, 255


def share_of(page: Page, level: int) -> float:
    """How much of the place is of exactly this grey; the offers' pictures and words are the rest."""
    picture = cv2.imdecode(np.frombuffer(page.screenshot(), np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    return float((picture == level).all(axis=2).mean())


def comes_to(wallet: WalletPage, level: int) -> None:
    wallet.eventually(lambda: share_of(wallet.page, level) > MOSTLY or None, f"grey {level}")


def test_contrast_is_heard_of_at_the_start_and_whenever_it_changes(
    demo: Demo, open_page: OpenPage
) -> None:
    wallet = WalletPage(open_page(demo.wallet_signed_in, contrast="more", color_scheme="light"))
    wallet.in_app().goes_to("/offers")
    comes_to(wallet, WHITE)
    wallet.page.emulate_media(contrast="no-preference", color_scheme="light")
    wallet.eventually(lambda: share_of(wallet.page, WHITE) < MOSTLY or None, "the brand's colours")
    wallet.page.emulate_media(forced_colors="active", color_scheme="dark")
    comes_to(wallet, BLACK)
