"""English: offers, challenges, rewards, surveys."""

from typing import Final

from kopilka.ui.look.texts.catalogue_shape import (
    ChallengeTexts,
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
    automatic="Works by itself",
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
    missing="{points} short",
    stock=same("{count} left"),
    sold_out="sold out",
    coupons="My coupons",
    until="until {day}",
    take="Take for {points}",
    take_ask="Take “{title}”?",
    donate="Give {points}",
    donate_ask="Give {points}?",
    costs="{points} will be spent. {left} will be left.",
    pay_more="You pay {price} more at the till.",
    with_money="{points} and {price}",
    gets_coupon="You get the coupon at once. Changed your mind? Give it back before a till reads it.",
    for_good="“{charity}” receives them. This cannot be taken back.",
    yes_take="Take it",
    yes_donate="Give",
    taken="The coupon is yours",
    thanks="Thank you! “{charity}” receives {points}",
    together="{points} given together so far",
    partner="At a partner: {partner}",
    online_only="You can take it when the network returns",
    show_code="Show this code at the till",
    code="Code of the coupon “{title}”",
    used_on="Used on {day}",
    coupon_gone="This coupon is no longer here",
    give_back="Give the reward back",
    give_back_until="You can give it back until {time}",
    give_back_ask="Give “{title}” back?",
    give_back_hint="The coupon stops working and all its points return to your card.",
    yes_give_back="Give back",
    came_back="Given back: +{points}. {balance} on your card now",
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
    offline="No network? Your answers go out by themselves when it returns.",
    thanks="Thank you!",
    thanks_hint="{points} will arrive as soon as your answer does.",
    gone="This survey is closed",
    required="An answer is needed to go on",
    stars=same("{count} of {total}"),
)

PROMO: Final = PromoTexts(
    title="Have a promo code?",
    hint="Enter it: it works at once",
    field="Promo code",
    apply="Apply",
    missing="Enter the promo code: letters and digits",
    applied="Promo code applied",
    to_coupon="Show the coupon",
    another="Another promo code",
)

CHALLENGES: Final = ChallengeTexts(
    title="Challenges",
    steps="{done} of {steps}",
    daily="every day without a gap",
    weekly="every week without a gap",
    completed="Completed",
    just_completed="Challenge completed!",
)
