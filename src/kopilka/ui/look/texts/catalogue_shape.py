"""Words of the reasons to come back: offers, challenges, rewards, surveys, messages."""

from dataclasses import dataclass

from kopilka.ui.look.formats import Plural


@dataclass(frozen=True)
class OfferTexts:
    """Personal offers."""

    empty: str
    empty_hint: str
    activate: str
    active: str
    automatic: str
    for_good: str
    days_left: Plural
    hours_left: Plural
    last_hour: str
    ended: str
    partners: str
    partner: str
    terms: str
    why: str
    gone: str
    activated: str
    undo: str
    undone: str
    when: str
    dates: str
    begins: str
    where: str
    everywhere: str
    how: str
    how_activate: str
    how_automatic: str
    how_show: str
    how_points: str
    how_money: str
    show_code: str
    share: str
    copy: str
    copied: str


@dataclass(frozen=True)
class PromoTexts:
    """Entering a promo code."""

    title: str
    hint: str
    field: str
    apply: str
    missing: str
    applied: str
    to_coupon: str
    another: str


@dataclass(frozen=True)
class ChoiceTexts:
    """Categories that the member chooses for a month."""

    title: str
    hint: str
    chosen: str
    choose: str
    change: str
    once: str
    too_many: str
    cancel: str


@dataclass(frozen=True)
class ChallengeTexts:
    """Goals with steps and a reward."""

    title: str
    steps: str
    daily: str
    weekly: str
    days: str
    usual: Plural
    completed: str
    just_completed: str
    losing: Plural


@dataclass(frozen=True)
class RewardTexts:
    """The catalogue of rewards and the member's coupons."""

    empty: str
    empty_hint: str
    missing: str
    stock: Plural
    sold_out: str
    coupons: str
    until: str
    no_end: str
    take: str
    take_ask: str
    donate: str
    donate_ask: str
    costs: str
    pay_more: str
    with_money: str
    gets_coupon: str
    for_good: str
    yes_take: str
    yes_donate: str
    taken: str
    thanks: str
    together: str
    partner: str
    online_only: str
    show_code: str
    code: str
    used_on: str
    coupon_gone: str
    give_back: str
    give_back_until: str
    give_back_ask: str
    give_back_hint: str
    yes_give_back: str
    came_back: str


@dataclass(frozen=True)
class MessageTexts:
    """News, events, "you said, we did", and the thread with support."""

    title: str
    unread: Plural
    new: str
    support: str
    support_hint: str
    your_words: str
    send: str
    nothing_written: str
    is_going: str
    not_sent: str
    you: str
    shop: str
    news: str
    event: str
    note: str
    reminder: str
    about: str
    your_review: str
    to_calendar: str
    calendar_kept: str
    older: str
    empty: str
    empty_hint: str
    support_empty: str


@dataclass(frozen=True)
class EventTexts:
    """A place at an event; `left` takes `{count}`."""

    left: Plural
    full: str
    book: str
    give_back: str
    booked: str
    given_back: str
    came: str
    show_code: str
    online_only: str


@dataclass(frozen=True)
class VisitTexts:
    """What a member says about a visit, and the points that were missed on it."""

    ask: str
    ask_of_order: str
    yours: str
    words: str
    send: str
    thanks: str
    public: str
    public_hint: str
    is_public: str
    missed: str
    missed_why: str
    claim: str
    claim_until: str
    claimed: str


@dataclass(frozen=True)
class ClaimTexts:
    """A receipt that was paid without the card."""

    ask: str
    title: str
    hint: str
    number: str
    day: str
    day_hint: str
    total: str
    send: str
    is_going: str
    number_wrong: str
    day_wrong: str
    total_wrong: str
    granted: str
    waiting: str
    refused: str
    earlier: str
    receipt: str
    is_waiting: str
    is_refused: str


@dataclass(frozen=True)
class SurveyTexts:
    """Surveys, one question a page."""

    prompt: str
    question: str
    next: str
    send: str
    back: str
    optional: str
    yes: str
    no: str
    offline: str
    thanks: str
    thanks_hint: str
    gone: str
    required: str
    unfit: str
    at_most: str
    at_least: str
    rank: str
    find: str
    own_words: str
    nothing: str
    reply: str
    reply_hint: str
    stars: Plural
