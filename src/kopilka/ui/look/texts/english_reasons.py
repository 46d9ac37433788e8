"""English: offers, challenges, rewards, surveys."""

from typing import Final

from kopilka.ui.look.texts.catalogue_shape import (
    ChallengeTexts,
    ChoiceTexts,
    OfferTexts,
    PromoTexts,
    RewardTexts,
    SurveyTexts,
)
from kopilka.ui.look.texts.english_forms import either, same

OFFERS: Final = OfferTexts(
    empty="Nothing special yet",
    empty_hint="Offers appear here after your first purchases.",
    activate="Activate",
    active="Active",
    automatic="Automatic",
    for_good="no end date",
    days_left=either("{count} day left", "{count} days left"),
    hours_left=either("{count} hour left", "{count} hours left"),
    partners="Partners",
    partner="Partner",
    terms="Terms",
    why="Why you see this",
    gone="This offer has ended",
    activated="The offer is active",
)

REWARDS: Final = RewardTexts(
    empty="The catalogue is empty",
    empty_hint="What points can buy will appear here.",
    missing="{points} to go",
    stock=same("{count} left"),
    sold_out="sold out",
    coupons="My coupons",
    until="until {day}",
    take="Get for {points}",
    take_ask="Get “{title}”?",
    donate="Donate {points}",
    donate_ask="Donate {points}?",
    costs="You will spend {points} and have {left} left.",
    pay_more="You will pay {price} more at the till.",
    with_money="{points} and {price}",
    gets_coupon="You get the coupon at once. Changed your mind? Return it before you show it at a till.",
    for_good="“{charity}” will receive them. This cannot be undone.",
    yes_take="Get it",
    yes_donate="Donate",
    taken="The coupon is yours",
    thanks="Thank you! “{charity}” will receive {points}",
    together="{points} donated together so far",
    partner="At a partner: {partner}",
    online_only="You can get it when the connection is back",
    show_code="Show this code at the till",
    code="Code of the coupon “{title}”",
    used_on="Used on {day}",
    coupon_gone="This coupon is no longer here",
    give_back="Return the reward",
    give_back_until="You can return it until {time}",
    give_back_ask="Return “{title}”?",
    give_back_hint="The coupon stops working and all its points return to your card.",
    yes_give_back="Return",
    came_back="Reward returned: +{points}. Now on the card: {balance}",
)

SURVEY: Final = SurveyTexts(
    prompt="{points} for an answer",
    question="Question {number} of {total}",
    next="Next",
    send="Send",
    back="Previous question",
    optional="optional",
    yes="Yes",
    no="No",
    offline="No connection? Your answers will be sent when it is back.",
    thanks="Thank you!",
    thanks_hint="{points} will arrive as soon as your answer does.",
    gone="This survey is closed",
    required="An answer is needed to go on",
    unfit="This answer does not fit",
    at_most="No more than {count}",
    at_least="At least {count}",
    rank="Tap them in your order, the best first",
    find="Find in the list",
    own_words="In your own words",
    nothing="No answer",
    reply="Let the shop write to me about this",
    reply_hint="Support gets these answers and writes to you in Messages.",
    stars=same("{count} of {total}"),
)

PROMO: Final = PromoTexts(
    title="Have a promo code?",
    hint="Enter it and it works right away",
    field="Promo code",
    apply="Apply",
    missing="Enter the promo code: letters and digits",
    applied="Promo code applied",
    to_coupon="Show the coupon",
    another="Another promo code",
)

CHOICE: Final = ChoiceTexts(
    title="Categories of the month",
    hint="{rate} in the categories that you choose, up to {count} a month",
    chosen="{month}: {categories}",
    choose="Choose for {month}",
    change="Change for {month}",
    once="For this month you choose once, for purchases from then on",
    too_many="At most {count}",
    cancel="Not now",
)

CHALLENGES: Final = ChallengeTexts(
    title="Challenges",
    steps="{done} of {steps}",
    daily="every day in a row",
    weekly="every week in a row",
    completed="Completed",
    just_completed="Challenge completed!",
    losing=either("{count} expires on {day}", "{count} expire on {day}"),
)
