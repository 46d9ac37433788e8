"""English: the pages behind the profile."""

from typing import Final

from kopilka.ui.look.texts.account import (
    AccountTexts,
    HomeScreenTexts,
    LockTexts,
    NotifyTexts,
    SupportTexts,
    WindowTexts,
)

ACCOUNT: Final = AccountTexts(
    details="Your details",
    details_hint="Name and birthday",
    address="You sign in with {address}",
    first_name="First name",
    birthday="Birthday",
    birthday_example="14.03.1990",
    birthday_why="There may be a gift on your birthday. You can leave this empty; a change counts from next year.",
    birthday_wrong="Write day, month and year, for example 14.03.1990",
    save="Save",
    saved="Saved",
    settings="On this device",
    settings_hint="Language, theme, text and code",
    shops="Shops and partners",
    shops_hint="Addresses, and where else to earn",
    stores="Shops",
    partners="Partners",
    partner_earn="{rate} back in points",
    partner_burn="Points pay up to {share} of a receipt",
    budget="Messages a month, at most",
    budget_hint="News, events and reminders. Replies from support always arrive.",
    privacy="Consents and data",
    privacy_hint="What is allowed, a copy of your data",
    consents="Your consents",
    copy="A copy of your data",
    copy_hint="Everything the programme knows about you, in one file",
    take_copy="Download",
    kept="When you sign in, an irreversible fingerprint of the browser and the network is kept "
    "for a year, so that strangers cannot lock you out. It is erased with the card.",
    leave="Erase the card",
    leave_ask="Erase the card and all data?",
    leave_lost="You will lose {points}, the history and everything we know about you. "
    "We will name the day, and until then you can change your mind. "
    "The shop’s backups still hold your data after that day, until they run out.",
    going="The card will be erased on {day}. Until then you can change your mind.",
    stay="Keep the card",
    prove="Only you can erase the card. We will send a code to {address}: enter it and we will name the day.",
    lock="Spending lock",
    lock_hint="Unlock this device to spend more",
    about="About the app",
    about_hint="Version and licences",
    version="Version {version}",
    made_of="This app is built from the open-source work of many people. The list names each part and its terms.",
    licences="Show licences",
)

LOCK: Final = LockTexts(
    switch="Ask to unlock this device",
    about="To spend more in 24 hours than the limit, confirm with the finger, face or PIN that unlocks "
    "this device. It works without a network. Other devices have locks of their own.",
    above="To spend without unlocking, at most",
    nothing="Nothing",
    missing="This browser or device cannot ask you to unlock it, so there is no lock here.",
    not_unlocked="The device was not unlocked. Try again",
    lost="Does the device no longer know you? Sign in again, and there is no lock here any more.",
    anew="Sign in again",
    prove="We will send a code to {address}. Once you have entered it, this device has no lock.",
    open="Unlock to spend more",
    opened="Unlocked for this purchase",
)

WINDOW: Final = WindowTexts(
    hidden="Forbid screenshots",
    hidden_hint="Screenshots, screen recordings and the list of recent apps leave the wallet out",
    over_lock="The till code over the lock screen",
    over_lock_hint="If the screen goes dark in till mode, the code shows without unlocking, "
    "to whoever holds the phone",
    quiet="No paying by phone while the code shows",
    quiet_hint="In till mode a terminal nearby finds no bank card in the phone",
)

SUPPORT: Final = SupportTexts(
    open_until="Answering now, until {time}",
    always="Answering day and night",
    opens_at="Nobody is here now. We answer from {time}",
    opens_tomorrow="Nobody is here now. We answer tomorrow from {time}",
    opens_on="Nobody is here now. We answer on {day} from {time}",
    closed="Nobody is here now",
    call="Call {phone}",
    call_back="Call me back",
    call_back_hint="At {phone}, while support is there",
    asked_for_call="asked to be called",
)

HOME_SCREEN: Final = HomeScreenTexts(
    title="On the Home Screen",
    hint="Open it in one tap",
    why="The card opens in one tap, with no address bar and no network. There is nothing to download.",
    add="Add to Home Screen",
    added="Done: the wallet is on your Home Screen",
    by_menu="Open the browser’s menu and choose “Install app” or “Add to Home screen”.",
    press_share="Tap Share at the bottom of the screen",
    choose="Choose “Add to Home Screen”",
    on_screen="Open your card from here",
)

NOTIFY: Final = NotifyTexts(
    title="What you are sent",
    hint="Notifications and news",
    switch="Notifications on this device",
    about="When a message comes, this browser shows its title, even while the wallet is closed. "
    "For a reply from support it shows only that there is one.",
    missing="This browser cannot show notifications. On an iPhone, add the wallet to the Home Screen and open it there.",
    refused="The browser did not allow notifications. Allow them in its settings for this site, then try again",
    quiet="Quiet hours",
    quiet_hint="Notifications, e-mails and text messages wait until the hours are over where you are.",
    never="None",
    hours="{since}–{until}",
    topics="What to send",
    expiry="Points that are about to expire",
    coupon="Coupons that are about to end",
    offer="Offers of yours that are about to end",
    tier="A tier that may be lost",
    event="Events that you booked",
    wanted="Send",
    inbox_only="Silently",
    wallet_only="In the wallet only",
    not_by_email="Not by e-mail",
    not_by_sms="Not by text message",
    unwanted="Never",
    less="No more like this",
    again="Send these again",
    by_email="E-mail",
    by_email_about="What comes to the wallet also goes to {address}. For a reply from support, only that there is one. "
    "Every e-mail has a link to unsubscribe.",
    by_sms="Text messages",
    by_sms_about="The title of what comes to the wallet also goes to {address}.",
)
