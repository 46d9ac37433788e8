"""English: the pages behind the profile."""

from typing import Final

from kopilka.ui.texts.account import AccountTexts

ACCOUNT: Final = AccountTexts(
    details="Your details",
    details_hint="Name and birthday",
    address="You sign in with {address}",
    first_name="First name",
    birthday="Birthday",
    birthday_example="14.03.1990",
    birthday_why="There may be a gift on your birthday. You can leave this empty.",
    birthday_wrong="Write day, month and year, for example 14.03.1990",
    save="Save",
    saved="Saved",
    shops="Shops and partners",
    shops_hint="Where the card works",
    stores="Shops",
    partners="Partners",
    notifications="Notifications",
    notifications_hint="Where, how often and when not to disturb",
    notifications_remark="We send advertising only if you agreed to it.",
    channels="Where to write",
    push="In the app",
    push_hint="Notifications on this phone",
    sms="Text messages",
    email="E-mail",
    budget="Messages a month, at most",
    budget_hint="News and offers together",
    quiet="Do not disturb at night",
    quiet_hint="The message will come in the morning",
    quiet_from="From",
    quiet_until="Until",
    privacy="Consents and data",
    privacy_hint="What is allowed, a copy of your data, erasing the card",
    consents="Your consents",
    copy="A copy of your data",
    copy_hint="Everything the programme knows about you, in one file",
    take_copy="Download",
    leave="Erase the card",
    leave_ask="Erase the card and all data?",
    leave_lost="You will lose {points}, the history and everything we know about you. "
    "We will name the day, and until then you can change your mind.",
    going="The card will be erased on {day}. Until then you can change your mind.",
    stay="Keep the card",
)
