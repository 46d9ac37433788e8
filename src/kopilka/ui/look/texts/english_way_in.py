"""English: the way in."""

from typing import Final

from kopilka.ui.look.texts.english_forms import either
from kopilka.ui.look.texts.way_in_shape import JoinTexts, ShellTexts, SignInTexts

SIGN_IN: Final = SignInTexts(
    title="Your card in a minute",
    hint="Enter your phone or e-mail and we will send you a code. No password needed.",
    address="Phone or e-mail",
    address_hint="+7 900 000-00-01",
    address_wrong="Check the phone or e-mail: for example, +7 900 000-00-01",
    send="Get a code",
    code="Code from the message",
    code_sent="We sent a code to {address}",
    resend="Send again",
    resend_in="Again in {time}",
    other_address="Another phone or e-mail",
    enter="Open my card",
    consents="Before you get the card",
    consents_hint="Read and tick: there is no card without it.",
    required="required",
    agree="Agree and go on",
    rest="The rest is up to you",
    rest_hint="None of this is required. You can change it in your profile at any time.",
    first_name="First name",
    session_ended="Your session has ended. Sign in again: your points are safe.",
    again="Sign in",
    working="Opening your card",
    link="Sign in as {address} on this device?",
    link_hint="The link was not opened where the code was asked for. Go on only if you asked "
    "for it yourself: what you buy will go to that card.",
    link_instead="Another card is open here now. It will be replaced, and what was not sent yet will be lost.",
    link_no="Do not sign in",
    not_kept="This device could not save the card. Free some space and allow storage.",
)

JOIN: Final = JoinTexts(
    title=either(
        "{count} point for your receipt is waiting",
        "{count} points for your receipt are waiting",
    ),
    title_money="{money} for your receipt is waiting",
    nothing="Your card in a minute",
    hint="{store}. The card opens right here, there is nothing to install.",
    anyway="You can still get a card for your next purchase.",
    received=either("{count} point for your receipt", "{count} points for your receipt"),
    received_money="{money} for your receipt",
    received_nothing="Your card is ready. Show it before you pay.",
)

SHELL: Final = ShellTexts(
    not_started="The app did not open",
    not_started_hint="Try again with a good connection. Your card is safe.",
    lacking="This browser lacks {lacking}",
    lacking_hint="Update it, or open this page in another one. Your card is safe.",
    kept_nowhere="Nothing is kept for next time: this browser lacks {lacking}",
)
