"""Ten and more numbers of one member are told from the first to the last."""

from kopilka.domain.own_numbers import span_of


def test_numbers_are_told_from_the_first_to_the_last_as_they_were_counted() -> None:
    assert span_of(["K7-1"]) == "K7-1"
    assert span_of(["K7-1", "K7-2"]) == "K7-1…2"
    as_texts = sorted(f"K7-{count}" for count in range(1, 13))
    assert as_texts[-1] == "K7-9"
    assert span_of(as_texts) == "K7-1…12"
