"""Unlinkable answers are handed on in crowds only: what few said tells who said it.

An invitation remembers who answered in which month and shop, so an answer that is alone there would be
found. Answers are told by whole months that are over, and a month with too few waits for the next ones.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import Final

from loyalty_server.surveys.answered import Answered

FEWEST: Final = 5
"""Fewer unlinkable answers are never told together, nor of one shop."""


def told(answers: Iterable[Answered], this_month: date) -> Iterator[Answered]:
    """Those that may be told by now; of each the last month of its crowd, and the shop if it has a crowd."""
    by_survey = sorted(answers, key=lambda one: (one.survey, one.digest, one.on))
    for _, of_one in groupby(by_survey, lambda one: (one.survey, one.digest)):
        for crowd in _crowds([one for one in of_one if one.on < this_month]):
            yield from _among_themselves(crowd)


def _crowds(answers: Sequence[Answered]) -> Iterator[list[Answered]]:
    """Whole months, as many together as make a crowd; the last ones wait where they make none."""
    crowd: list[Answered] = []
    for _, of_month in groupby(answers, lambda one: one.on):
        crowd += of_month
        if len(crowd) >= FEWEST:
            yield crowd
            crowd = []


def _among_themselves(crowd: Sequence[Answered]) -> Iterator[Answered]:
    month, stores = max(one.on for one in crowd), _stores_told(crowd)
    for one in crowd:
        yield replace(one, on=month, store=one.store if one.store in stores else "")


def _stores_told(crowd: Sequence[Answered]) -> frozenset[str]:
    """Shops with a crowd each; those left out are none or a crowd too, or a difference would tell them."""
    by_size = sorted(Counter(one.store for one in crowd).items(), key=lambda store: store[1])
    left_out, told = 0, {store for store, _ in by_size}
    for store, size in by_size:
        if size >= FEWEST and (left_out == 0 or left_out >= FEWEST):
            break
        left_out += size
        told.discard(store)
    return frozenset(told)
