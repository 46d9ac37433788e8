"""The codec keeps everything, coerces nothing, and says where the fault is."""

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty_api.actions import (
    Action,
    ActivateOffer,
    AnswerSurvey,
    ChooseCategories,
    ReadMessages,
    ReviewPurchase,
    SetConsent,
    SetPreferences,
)
from loyalty_api.codec import decode, decode_action, dumps, encode, encode_action, loads
from loyalty_api.json_depth import is_too_deep
from loyalty_api.malformed import Malformed
from loyalty_api.models import Consent, Expiring, Points, Wallet
from loyalty_api.programme import Money
from loyalty_api.receipts import Line
from loyalty_api.scalars import LARGEST_INT
from loyalty_api.till import RefundLine

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
times = st.integers(0, 4_000_000_000_000).map(
    lambda milliseconds: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)
)
whole_numbers = st.integers(-LARGEST_INT, LARGEST_INT)
answers = st.recursive(
    st.none() | st.booleans() | whole_numbers | texts,
    lambda inner: (
        st.lists(inner, max_size=3).map(tuple) | st.dictionaries(texts, inner, max_size=3)
    ),
    max_leaves=6,
)
for kind, strategy in {
    str: texts,
    int: whole_numbers,
    float: st.floats(allow_nan=False, allow_infinity=False),
    datetime: times,
    object: answers,
}.items():
    st.register_type_strategy(kind, strategy)
actions: st.SearchStrategy[Action] = st.one_of(
    st.builds(ActivateOffer),
    st.builds(AnswerSurvey, answers=st.dictionaries(texts, answers, max_size=3)),
    st.builds(SetConsent),
    st.builds(SetPreferences),
    st.builds(ReadMessages),
    st.builds(ReviewPurchase),
    st.builds(ChooseCategories),
)
AT = datetime(2026, 11, 20, 9, 14, tzinfo=UTC)
REFUND_LINE = '{"sku": "cheese", "quantity": ?}'
POINTS = Points(1240, 0, 0, 9000, Money(124000, "RUB"), (Expiring(80, date(2026, 11, 30)),), AT)


@given(st.builds(Wallet))
def test_wallet_that_was_written_is_read_back_the_same(wallet: Wallet) -> None:
    assert loads(Wallet, dumps(wallet)) == wallet


@given(actions)
def test_action_that_was_queued_is_read_back_the_same(action: Action) -> None:
    assert decode_action(encode_action(action)) == action


def test_points_look_on_the_wire_as_the_contract_says() -> None:
    assert encode(POINTS) == {
        "balance": 1240,
        "pending": 0,
        "held": 0,
        "lifetime": 9000,
        "worth": {"amount": 124000, "currency": "RUB"},
        "expiring": [{"points": 80, "on": "2026-11-30"}],
        "as_of": "2026-11-20T09:14:00Z",
    }


def test_time_of_another_zone_is_kept_as_the_same_moment_in_utc() -> None:
    moscow = AT.astimezone(timezone(timedelta(hours=3)))
    assert encode(moscow) == "2026-11-20T09:14:00Z"
    assert decode(datetime, "2026-11-20T12:14:00+03:00") == AT


@pytest.mark.parametrize(
    ("field", "value", "what"),
    [
        ("balance", "1240", "a whole number"),
        ("balance", True, "a whole number"),
        ("balance", 12.5, "a whole number"),
        ("balance", None, "a whole number"),
        ("as_of", "2026-11-20T09:14:00", "offset"),
        ("as_of", "2026-11-20 09:14:00Z", "RFC 3339"),
        ("as_of", "20261120T091400Z", "RFC 3339"),
        ("as_of", "2026-W47-5T09:14:00Z", "RFC 3339"),
        ("as_of", "2026-11-20T09:14Z", "RFC 3339"),
        ("balance", 2**53 + 1, "2\\*\\*53"),
        ("as_of", "0001-01-01T00:00:00+14:00", "1970 to 2199"),
        ("as_of", "1969-12-31T23:59:59Z", "1970 to 2199"),
        ("as_of", "9999-12-31T23:59:59Z", "1970 to 2199"),
        ("as_of", "yesterday", "RFC 3339"),
        ("as_of", "2026-11-31T00:00:00Z", "RFC 3339"),
        ("as_of", 1795305600, "RFC 3339"),
        ("worth", [], "an object"),
        ("expiring", {}, "a list"),
    ],
)
def test_wrong_kind_of_value_is_refused_with_its_path(field: str, value: object, what: str) -> None:
    with pytest.raises(Malformed, match=what) as refusal:
        decode(Points, {**encode(POINTS), field: value})
    assert refusal.value.path == f"$.{field}"


def test_fault_deep_inside_is_named_by_its_whole_path() -> None:
    data = encode(POINTS)
    data["expiring"][0]["on"] = "31 November"
    with pytest.raises(Malformed) as refusal:
        decode(Points, data)
    assert refusal.value.path == "$.expiring[0].on"


def test_missing_field_is_named() -> None:
    with pytest.raises(Malformed, match=r"\$\.amount: missing"):
        decode(Money, {"currency": "RUB"})


def test_field_from_a_newer_server_is_ignored_in_an_answer_and_refused_in_a_request() -> None:
    data = {"amount": 1, "currency": "RUB", "balance": 5}
    assert decode(Money, data) == Money(1, "RUB")
    with pytest.raises(Malformed, match=r"\$\.balance: an unknown field"):
        decode(Money, data, refuse_unknown=True)


@pytest.mark.parametrize("text", ["a\x00b", "\ud83d"])
def test_text_that_no_database_could_keep_is_refused(text: str) -> None:
    with pytest.raises(Malformed, match=r"\$\.currency: a text"):
        decode(Money, {"amount": 1, "currency": text})


def test_number_too_large_for_json_readers_is_refused_inside_free_answers_too() -> None:
    data = {"kind": "answer_survey", "survey_id": "s", "at": "2026-11-20T09:14:00Z"}
    with pytest.raises(Malformed) as refusal:
        decode_action({**data, "answers": {"visit": [1, 2**60]}})
    assert refusal.value.path == "$.answers.visit[1]"


@pytest.mark.parametrize(
    ("said", "exact"),
    [
        ("1", "1"),
        ("1.0", "1"),
        ("0.35", "0.35"),
        ('"0.350"', "0.35"),
        ('"999999.999999"', "999999.999999"),
        ("0.30000000000000004", "0.3"),
        ("1e-3", "0.001"),
    ],
)
def test_quantity_is_the_decimal_that_was_written_as_a_number_or_a_text(
    said: str, exact: str
) -> None:
    read = loads(RefundLine, REFUND_LINE.replace("?", said))
    assert read.quantity == Decimal(exact)
    assert loads(RefundLine, dumps(read)) == read


@pytest.mark.parametrize(
    "said", ['"0.1234567"', '"1e3"', '" 1"', '"NaN"', '"one"', '"1,5"', "true", "null", "1e308"]
)
def test_quantity_that_is_no_plain_decimal_is_refused_with_its_path(said: str) -> None:
    with pytest.raises(Malformed, match="six decimals") as refusal:
        loads(RefundLine, REFUND_LINE.replace("?", said))
    assert refusal.value.path == "$.quantity"


def test_line_of_an_older_till_counts_in_pieces() -> None:
    line = {"sku": "1", "title": "Сыр", "category": "dairy", "quantity": 3, "amount": 100}
    assert decode(Line, line).pieces == 3
    assert decode(Line, line | {"unit": "kg"}).pieces is None
    assert decode(Line, line | {"quantity": 2.5}).pieces is None


@pytest.mark.parametrize(
    ("written", "unit", "pieces"),
    [
        ("3", "piece", 3),
        ('"3"', "piece", 3),
        ("3.0", "measure", None),
        ("3.000", "measure", None),
        ('"3.000"', "measure", None),
        ("2.998", "measure", None),
        ('"0.350"', "measure", None),
    ],
)
def test_what_is_written_with_decimals_is_measured(
    written: str, unit: str, pieces: int | None
) -> None:
    text = f'{{"sku": "1", "title": "t", "category": "c", "quantity": {written}, "amount": 100}}'
    line = loads(Line, text)
    assert (line.unit, line.pieces) == (unit, pieces)
    in_pieces = loads(Line, text.replace("}", ', "unit": "piece"}'))
    assert in_pieces.pieces == (None if line.quantity % 1 else int(line.quantity))


@pytest.mark.parametrize("text", ["", "{", "NaN", '{"amount": Infinity}', "[" * 100_000])
def test_text_that_is_not_json_is_refused(text: str) -> None:
    with pytest.raises(Malformed):
        loads(Money, text)


@pytest.mark.parametrize("depth", [400, 700, 900, 20_000])
def test_values_deep_within_each_other_are_read_or_refused(depth: int) -> None:
    content = (
        f'{{"survey_id": "s", "at": "{AT}", "answers": {{"why": {"[" * depth + "]" * depth}}}}}'
    )
    with suppress(Malformed):
        assert loads(AnswerSurvey, content).survey_id == "s"


def test_many_values_beside_each_other_are_not_deep() -> None:
    brackets_in_words = "[" * 2000
    content = f'[{"[{}]," * 5000} "{brackets_in_words}\\"["]'
    assert not is_too_deep(content)
    assert is_too_deep(content.replace("[{}]", "[{" * 501 + "}]" * 501, 1))


@pytest.mark.parametrize("name", ["a\x00b", "\ud83d"])
def test_name_that_no_answer_could_repeat_is_refused_without_it(name: str) -> None:
    for answers in ({name: 1}, {"why": {name: 1}}):
        data = {"survey_id": "s", "at": "2026-11-20T09:14:00Z", "answers": answers}
        with pytest.raises(Malformed) as refusal:
            decode(AnswerSurvey, data)
        assert name not in refusal.value.path
    with pytest.raises(Malformed) as refusal:
        decode(Money, {"amount": 1, "currency": "RUB", name: 1}, refuse_unknown=True)
    assert refusal.value.path == "$"


@given(st.text() | st.binary())
def test_any_text_is_read_or_refused_and_nothing_else(text: str | bytes) -> None:
    with pytest.raises(Malformed):
        loads(Wallet, text)


@pytest.mark.parametrize(
    "data", [None, [], {}, {"kind": "steal"}, {"kind": []}, {"kind": "activate_offer"}]
)
def test_action_that_is_not_one_is_refused(data: object) -> None:
    with pytest.raises(Malformed):
        decode_action(data)


def test_what_was_read_cannot_be_changed_by_hand() -> None:
    consent = Consent("rules", "1", True, "Правила", "…")
    with pytest.raises(AttributeError):
        consent.version = "2"  # type: ignore[misc]
    assert replace(consent, version="2").version == "2"
