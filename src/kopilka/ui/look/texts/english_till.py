"""English: the till and its display."""

from typing import Final

from kopilka.ui.look.texts.english_forms import either
from kopilka.ui.look.texts.till_shape import DisplayTexts, TillTexts

TILL: Final = TillTexts(
    bright="Brightness is at maximum",
    brighter="Turn up the brightness",
    changes_in="code changes in {seconds}\u00a0s",
    works_offline="works offline",
    save="Collect",
    spend="Spend points",
    on_card="On the card",
    can_spend="You can spend",
    up_to="up to {amount}",
    share_of_receipt="up to {share} of a receipt",
    nothing_to_spend="nothing yet",
    not_read="Didn’t scan?",
    larger="Larger",
    as_barcode="Barcode",
    as_qr="QR code",
    as_manual="Digits",
    print_card="Print the card",
    for_apple="Add to Apple Wallet",
    for_google="Save to Google Wallet",
    barcode="Barcode of your card",
    earn_only="The barcode only collects points: to spend them, show the QR code or the digits",
    manual_code="Code for the cashier",
    manual_hint="Tell the cashier the card number and this code",
    scanned="Scanned",
    scanned_hint="The till knows your card",
    earned="Earned",
    spent="Spent",
    saved="You saved",
    now_balance="Now on the card: {points}",
    new_tier="New tier: {tier}",
    lower_tier="Your tier now: {tier}",
    cancelled="The sale was cancelled",
    cancelled_hint="Your points have not changed.",
    receipt="Open the receipt",
)

DISPLAY: Final = DisplayTexts(
    title="Every purchase pays off with the card",
    hint="Show your card to the cashier before you pay",
    till="till {till}",
    join_title=either(
        "Collect {count} point for this\u00a0receipt",
        "Collect {count} points for this\u00a0receipt",
    ),
    join_money="Collect {money} for this\u00a0receipt",
    join_nothing="Get your card in a minute",
    join_hint="Point your camera here: the card opens in the browser, nothing to\u00a0install",
    join_left="the code is valid for {time} more",
    join_qr="QR code that opens a card",
    scanned="Card read",
    scanned_hint="All that is left is to pay",
    thanks="Thank you",
    earned=either("+{count} point", "+{count} points"),
    burned=either("{count} point spent", "{count} points spent"),
    earned_money="+{money}",
    burned_money="{money} of cashback spent",
    saved="{money} saved",
    pair="Connect to the till",
    till_key="Till key",
)
