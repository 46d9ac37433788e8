"""What the member sees is the last snapshot plus what they did since."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kopilka.domain import is_done_already, receipt_with_pending, with_pending
from loyalty_api import codec
from loyalty_api.actions import (
    Action,
    ActivateOffer,
    AnswerSurvey,
    ChooseCategories,
    ClaimMissed,
    ClaimReceipt,
    DeactivateOffer,
    ReadMessages,
    ReviewPurchase,
    SetConsent,
    SetPreferences,
    WriteToSupport,
)
from loyalty_api.claims import ClaimRequest
from loyalty_api.models import Preferences, Wallet
from loyalty_api.offers import Category, CategoryChoice, MonthChoice
from loyalty_api.receipts import MissedOffer
from loyalty_api.reviews import Review
from tests.ui.member import PURCHASE
from tests.wallet.wallets import NOW, wallet_with

LATER = NOW + timedelta(minutes=5)
FIRST, GONE = date(2026, 12, 1), date(2025, 1, 1)
CHOICE = CategoryChoice(
    1, (Category("tea", "Чай"),), 5, (MonthChoice(FIRST, NOW, NOW + timedelta(31)),)
)
WALLET = replace(
    wallet_with(offers=("tea", "bread"), surveys=("visit",), consents=("adverts", "profiling")),
    choice=CHOICE,
)

RECEIPT = replace(
    PURCHASE,
    missed=(
        MissedOffer("tea", "Чай", 20, LATER),
        MissedOffer("bread", "Хлеб", 30, LATER, claimed_at=NOW),
    ),
)
TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
PURCHASES = st.sampled_from((RECEIPT.id, "another"))

ACTIONS: st.SearchStrategy[Action] = st.one_of(
    st.builds(ActivateOffer, st.sampled_from(("tea", "bread", "gone")), st.just(LATER)),
    st.builds(DeactivateOffer, st.sampled_from(("tea", "bread", "gone")), st.just(LATER)),
    st.builds(AnswerSurvey, st.sampled_from(("visit", "gone")), st.just(LATER), st.just({})),
    st.builds(
        SetConsent,
        st.sampled_from(("adverts", "profiling", "gone")),
        st.sampled_from(("1", "2")),
        st.booleans(),
        st.just(LATER),
    ),
    st.builds(
        SetPreferences,
        st.builds(Preferences, messages_per_month=st.integers(0, 9)),
        st.just(LATER),
    ),
    st.builds(ChooseCategories, st.sampled_from((FIRST, GONE)), st.just(("tea",))),
    st.builds(ReadMessages, st.just(("m1",)), st.just(LATER), st.integers(0, 5)),
    st.builds(ReviewPurchase, PURCHASES, st.builds(Review, st.integers(1, 5), st.just(LATER))),
    st.builds(WriteToSupport, st.uuids().map(str), TEXTS, st.just(LATER)),
    st.builds(
        ClaimReceipt,
        st.uuids().map(str),
        st.builds(ClaimRequest, TEXTS, st.just(NOW), st.integers(1, 10**6)),
        st.just(LATER),
    ),
    st.builds(ClaimMissed, PURCHASES, st.sampled_from(("tea", "bread", "gone")), st.just(LATER)),
)


def test_activated_offer_is_active_at_once() -> None:
    seen = with_pending(WALLET, [ActivateOffer("bread", LATER)])
    assert [offer.activated_at for offer in seen.offers] == [None, LATER]


def test_offer_that_was_taken_back_is_asleep_again() -> None:
    active, back = ActivateOffer("bread", NOW), DeactivateOffer("bread", LATER)
    assert with_pending(WALLET, [active, back]) == WALLET
    assert with_pending(WALLET, [active, back, active]) == with_pending(WALLET, [active])


def test_offer_that_was_taken_back_may_be_activated_again() -> None:
    active, back = ActivateOffer("bread", NOW), DeactivateOffer("bread", LATER)
    assert not is_done_already(back, [active])
    assert is_done_already(back, [active, back])
    assert not is_done_already(active, [active, back])
    assert is_done_already(active, [active, back, active])


def test_offer_that_was_active_before_keeps_its_time() -> None:
    active = with_pending(WALLET, [ActivateOffer("bread", NOW)])
    assert with_pending(active, [ActivateOffer("bread", LATER)]) == active


def test_answered_survey_is_not_asked_again() -> None:
    seen = with_pending(WALLET, [AnswerSurvey("visit", LATER, {"score": 9})])
    assert seen.surveys == ()
    assert seen.points == WALLET.points


def test_consent_is_granted_and_withdrawn_in_the_order_it_was_done() -> None:
    granted = SetConsent("adverts", "1", True, LATER)
    withdrawn = replace(granted, granted=False)
    assert with_pending(WALLET, [granted]).consents[0].granted_at == LATER
    assert with_pending(WALLET, [granted, withdrawn]).consents[0].granted_at is None


def test_consent_to_another_version_of_the_text_is_not_shown_as_this_one() -> None:
    assert with_pending(WALLET, [SetConsent("adverts", "2", True, LATER)]) == WALLET


def test_preferences_are_those_set_last() -> None:
    first, last = Preferences(messages_per_month=1), Preferences(channels=("email",))
    seen = with_pending(WALLET, [SetPreferences(first, LATER), SetPreferences(last, LATER)])
    assert seen.preferences == last


def test_categories_are_those_chosen_last_for_the_month() -> None:
    chosen = [ChooseCategories(FIRST, ("bread",)), ChooseCategories(FIRST, ("tea",))]
    choice = with_pending(WALLET, chosen).choice
    assert choice
    assert choice.months == (replace(CHOICE.months[0], categories=("tea",)),)


def test_messages_that_were_seen_are_unread_no_more() -> None:
    wallet = replace(WALLET, unread=3)
    read = [ReadMessages(("m1", "m2"), LATER, 1), ReadMessages(("m3",), LATER, 0)]
    assert [with_pending(wallet, read[:count]).unread for count in range(3)] == [3, 1, 0]


def test_action_on_something_that_is_gone_changes_nothing() -> None:
    gone = [
        ActivateOffer("gone", LATER),
        AnswerSurvey("gone", LATER, {}),
        ChooseCategories(GONE, ()),
    ]
    assert with_pending(WALLET, gone) == WALLET


@pytest.mark.parametrize(
    ("deed", "again"),
    [
        (ActivateOffer("tea", NOW), ActivateOffer("tea", LATER)),
        (AnswerSurvey("visit", NOW, {"q": 4}), AnswerSurvey("visit", LATER, {"q": 5})),
        (ClaimMissed("p1", "tea", NOW), ClaimMissed("p1", "tea", LATER)),
        (
            ClaimReceipt("k1", ClaimRequest("77", NOW, 500), NOW),
            ClaimReceipt("k2", ClaimRequest("77", NOW, 500), LATER),
        ),
        (WriteToSupport("k1", "Алло", NOW), WriteToSupport("k1", "Алло", LATER)),
    ],
)
def test_deed_of_an_impatient_finger_is_done_once(deed: Action, again: Action) -> None:
    assert is_done_already(again, [deed])
    assert not is_done_already(again, [WriteToSupport("k3", "Алло", NOW)])


def test_what_may_be_said_again_is_said_again() -> None:
    written = WriteToSupport("k1", "Алло", NOW)
    assert not is_done_already(replace(written, key="k2"), [written])
    withdrawn = SetConsent("adverts", "1", False, NOW)
    assert not is_done_already(withdrawn, [withdrawn])


def test_missed_points_are_claimed_at_once_and_only_on_their_receipt() -> None:
    elsewhere = ClaimMissed("another", "tea", LATER)
    assert receipt_with_pending(RECEIPT, [elsewhere]) == RECEIPT
    both = [ClaimMissed(RECEIPT.id, offer_id, LATER) for offer_id in ("tea", "bread")]
    seen = receipt_with_pending(RECEIPT, both)
    assert [one.claimed_at for one in seen.missed] == [LATER, NOW]
    assert seen.earned == RECEIPT.earned


@given(st.lists(ACTIONS))
def test_receipt_shows_the_same_when_all_is_done_twice(actions: list[Action]) -> None:
    once = receipt_with_pending(RECEIPT, actions)
    assert receipt_with_pending(once, actions) == once


@given(st.lists(ACTIONS))
def test_every_action_waits_in_the_outbox_as_it_was_done(actions: list[Action]) -> None:
    kept = [json.loads(json.dumps(codec.encode_action(action))) for action in actions]
    assert [codec.decode_action(one) for one in kept] == actions


@given(st.lists(ACTIONS))
def test_doing_it_all_twice_shows_the_same(actions: list[Action]) -> None:
    once = with_pending(WALLET, actions)
    assert with_pending(once, actions) == once


@given(st.lists(ACTIONS), st.lists(ACTIONS))
def test_snapshot_that_holds_what_was_told_needs_only_the_rest(
    told: list[Action], rest: list[Action]
) -> None:
    assert with_pending(with_pending(WALLET, told), rest) == with_pending(WALLET, told + rest)


@given(st.lists(ACTIONS))
def test_points_are_never_foreseen(actions: list[Action]) -> None:
    seen: Wallet = with_pending(WALLET, actions)
    assert (seen.points, seen.tier, seen.card) == (WALLET.points, WALLET.tier, WALLET.card)
