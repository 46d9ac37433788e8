"""What is read at the till: in the wallet and on the display beside the till."""

from dataclasses import dataclass

from kopilka.ui.look.formats import Plural


@dataclass(frozen=True)
class TillTexts:
    """The till mode and what the till answers."""

    bright: str
    brighter: str
    changes_in: str
    works_offline: str
    save: str
    spend: str
    on_card: str
    can_spend: str
    up_to: str
    share_of_receipt: str
    nothing_to_spend: str
    not_read: str
    larger: str
    as_barcode: str
    as_qr: str
    as_manual: str
    print_card: str
    for_apple: str
    for_google: str
    barcode: str
    earn_only: str
    manual_code: str
    manual_hint: str
    scanned: str
    scanned_hint: str
    earned: str
    spent: str
    saved: str
    now_balance: str
    new_tier: str
    lower_tier: str
    cancelled: str
    cancelled_hint: str
    receipt: str


@dataclass(frozen=True)
class DisplayTexts:
    """The in-store display; `join_title`, `earned` and `burned` take `{count}`."""

    title: str
    hint: str
    till: str
    join_title: Plural
    join_money: str
    join_nothing: str
    join_hint: str
    join_left: str
    join_qr: str
    scanned: str
    scanned_hint: str
    thanks: str
    earned: Plural
    burned: Plural
    earned_money: str
    burned_money: str
    saved: str
    pair: str
    till_key: str
