"""Words of the pages behind the profile."""

from dataclasses import dataclass


@dataclass(frozen=True)
class AccountTexts:
    """Details, stores, privacy; `leave_lost` takes `{points}`, `going` `{day}`, `prove` `{address}`,
    `version` `{version}`, `partner_earn` `{rate}`, `partner_burn` `{share}`."""

    details: str
    details_hint: str
    address: str
    first_name: str
    birthday: str
    birthday_example: str
    birthday_why: str
    birthday_wrong: str
    save: str
    saved: str
    settings: str
    settings_hint: str
    shops: str
    shops_hint: str
    stores: str
    partners: str
    partner_earn: str
    partner_burn: str
    budget: str
    budget_hint: str
    privacy: str
    privacy_hint: str
    consents: str
    copy: str
    copy_hint: str
    take_copy: str
    kept: str
    leave: str
    leave_ask: str
    leave_lost: str
    going: str
    stay: str
    prove: str
    lock: str
    lock_hint: str
    about: str
    about_hint: str
    version: str
    made_of: str
    licences: str


@dataclass(frozen=True)
class SupportTexts:
    """When support answers; `open_until` and its like take `{time}`, `opens_on` also `{day}`, `call` takes
    `{phone}`."""

    open_until: str
    always: str
    opens_at: str
    opens_tomorrow: str
    opens_on: str
    closed: str
    call: str
    call_back: str
    call_back_hint: str
    asked_for_call: str


@dataclass(frozen=True)
class HomeScreenTexts:
    """The wallet on the home screen, and the three steps by which the member puts it there."""

    title: str
    hint: str
    why: str
    add: str
    added: str
    by_menu: str
    press_share: str
    choose: str
    on_screen: str


@dataclass(frozen=True)
class NotifyTexts:
    """What the member is sent, where and when; `hours` takes `{since}` and `{until}`, `by_email_about` and
    `by_sms_about` take `{address}`."""

    title: str
    hint: str
    switch: str
    about: str
    missing: str
    refused: str
    quiet: str
    quiet_hint: str
    never: str
    hours: str
    topics: str
    expiry: str
    coupon: str
    offer: str
    tier: str
    event: str
    wanted: str
    inbox_only: str
    wallet_only: str
    not_by_email: str
    not_by_sms: str
    unwanted: str
    less: str
    again: str
    by_email: str
    by_email_about: str
    by_sms: str
    by_sms_about: str


@dataclass(frozen=True)
class LockTexts:
    """The lock on spending; `prove` takes `{address}`."""

    switch: str
    about: str
    above: str
    nothing: str
    missing: str
    not_unlocked: str
    lost: str
    anew: str
    prove: str
    open: str
    opened: str


@dataclass(frozen=True)
class WindowTexts:
    """What can be set of the app's window on a phone."""

    hidden: str
    hidden_hint: str
    over_lock: str
    over_lock_hint: str
    quiet: str
    quiet_hint: str
