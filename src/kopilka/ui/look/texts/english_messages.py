"""English: messages, reviews of a visit, missed points."""

from typing import Final

from kopilka.ui.look.formats import Plural
from kopilka.ui.look.texts.catalogue_shape import ClaimTexts, EventTexts, MessageTexts, VisitTexts
from kopilka.ui.look.texts.english_forms import same

MESSAGES: Final = MessageTexts(
    title="Messages",
    unread=same("{count} new"),
    new="new",
    support="Support",
    support_hint="Questions, complaints and ideas",
    your_words="Your message",
    send="Send",
    nothing_written="Write at least one word",
    is_going="Sending the message",
    not_sent="not sent",
    you="You",
    shop="Support",
    news="News",
    event="Event",
    note="You said, we did",
    reminder="Reminder",
    about="About the survey “{survey}”",
    your_review="Your review of the visit",
    to_calendar="Add to calendar",
    calendar_kept="The event is saved: open the file to add it to your calendar",
    older="Show earlier ones",
    empty="No news yet",
    empty_hint="News, events and answers to your feedback will appear here.",
    support_empty="No messages yet. Write to us and we will answer here.",
)

EVENTS: Final = EventTexts(
    left=Plural("{count} place is left", "{count} places are left", "{count} places are left"),
    full="No places are left",
    book="Book a place",
    give_back="Cancel the booking",
    booked="Your place is booked",
    given_back="The booking was cancelled",
    came="You were checked in",
    show_code="Show the code of your card at the entrance.",
    online_only="You can book or cancel when you are online.",
)

VISIT: Final = VisitTexts(
    ask="How was your visit?",
    ask_of_order="How was your order?",
    yours="Your rating",
    words="What did you like? What should we improve?",
    send="Send the review",
    thanks="Thank you for your review",
    public="Others may read it",
    public_hint="The shop may show your words without your name. Change the review if you change your mind.",
    is_public="The shop may show these words to others, without your name",
    missed="You missed {points}",
    missed_why="The offer “{offer}” was not active",
    claim="Claim {points}",
    claim_until="You can claim until {moment}",
    claimed="Received: {points}",
)

CLAIM: Final = ClaimTexts(
    ask="Points missing?",
    title="A receipt without the card",
    hint="Forgot to show your card? Copy three lines of the receipt and we will check it and add the points.",
    number="Receipt number",
    day="Day of the purchase",
    day_hint="20.11",
    total="Total of the receipt",
    send="Check the receipt",
    is_going="Checking the receipt",
    number_wrong="The number is at the bottom of the receipt: copy all of it",
    day_wrong="Write day and month: 20.11",
    total_wrong="Write the total in digits: 1184.50",
    granted="Receipt found: +{points}",
    waiting="Received. We will check it and add the points, or tell you why not.",
    refused="The shop did not confirm this receipt. Support has written to you why.",
    earlier="Your claims",
    receipt="Receipt {number} · {total}",
    is_waiting="being checked",
    is_refused="not confirmed",
)
