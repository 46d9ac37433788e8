"""Words on the way in: signing in, joining by a receipt, and the page before the app is there."""

from dataclasses import dataclass

from kopilka.ui.look.formats import Plural


@dataclass(frozen=True)
class SignInTexts:
    """Signing in and joining; `link` takes `{address}`."""

    title: str
    hint: str
    address: str
    address_hint: str
    address_wrong: str
    send: str
    code: str
    code_sent: str
    resend: str
    resend_in: str
    other_address: str
    enter: str
    consents: str
    consents_hint: str
    required: str
    agree: str
    rest: str
    rest_hint: str
    first_name: str
    session_ended: str
    again: str
    working: str
    link: str
    link_hint: str
    link_instead: str
    link_no: str
    not_kept: str


@dataclass(frozen=True)
class JoinTexts:
    """The join page of the browser app; `title` and `received` take `{count}`, `hint` `{store}`.

    Where cashback waits, `title_money` and `received_money` take `{money}`.
    """

    title: Plural
    title_money: str
    nothing: str
    hint: str
    anyway: str
    received: Plural
    received_money: str
    received_nothing: str


@dataclass(frozen=True)
class ShellTexts:
    """The page that stands in the browser before the app has started."""

    not_started: str
    not_started_hint: str
    lacking: str
    lacking_hint: str
    kept_nowhere: str
