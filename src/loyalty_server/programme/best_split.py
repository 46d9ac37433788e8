"""Which offer works on which goods when each good has the best: a pure function of the offers' bids."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain, combinations, permutations
from typing import TypeVar

ROUNDS = 3
ORDERED_AT_MOST = 3
"""So many offers that need several goods take their turn in every order, of all and of some of them."""
PAIRED_AT_MOST = 8
"""Of so many each two go before the others; of more each one does."""
CONTESTED_AT_MOST = 60
"""So many goods that several offers want are weighed one by one; more go to an offer together."""
APART_AT_MOST = 12
"""So many pieces of a good that several offers want are weighed one by one; the rest go to an offer together."""

RIVALS_AT_MOST = 3
"""So many rivals, which want goods in common, are tried without any of them too; of more all, and each alone."""
LEFT_OUT_AT_MOST = 8
"""Where rivals want no more goods than this they are tried without each one as well, however many they are."""

T = TypeVar("T")
Places = frozenset[int]
Split = Mapping[int, int]
"""By the place of a good the place of the offer that has it."""


@dataclass(frozen=True)
class Bid:
    """An offer's wish to have the goods in these places, and what it gives on some of them.

    `by_good` when what it gives on several is the sum of what it gives on each.
    """

    places: Places
    gain: Callable[[Places], Fraction | int]
    by_good: bool


def apart_of_each(goods: int) -> int:
    """So many pieces of each of these goods are weighed one by one, fewer where the goods are many."""
    return min(APART_AT_MOST, max(0, CONTESTED_AT_MOST // max(1, goods) - 1))


def best_of_some(
    wanted: Sequence[Places], made: Callable[[Sequence[int]], T], worth: Callable[[T], int]
) -> T:
    """The best that can be made of these offers, by the goods that each wants, or of some of them.

    Among rivals a few may stay out, so that one more of few costs nobody anything, whatever others there are.
    """
    chosen: Sequence[int] = range(len(wanted))
    best = made(chosen)
    for goods, rivals in _rivals(wanted):
        outs = _outs(len(goods), rivals)
        less = [[number for number in chosen if number not in out] for out in outs]
        ways = [(chosen, best), *((some, made(some)) for some in less)]
        chosen, best = max(ways, key=lambda way: worth(way[1]))
    return best


def _rivals(wanted: Sequence[Places]) -> Sequence[tuple[Places, Sequence[int]]]:
    """The offers that want goods in common, be it by way of others, and all goods that they want."""
    groups: list[tuple[Places, list[int]]] = []
    for number, places in enumerate(wanted):
        met = [group for group in groups if group[0] & places]
        groups = [group for group in groups if not group[0] & places]
        numbers = [one for _, several in met for one in several]
        groups.append((places.union(*(goods for goods, _ in met)), [*numbers, number]))
    return [group for group in groups if len(group[1]) > 1]


def _outs(goods: int, rivals: Sequence[int]) -> Iterable[tuple[int, ...]]:
    """Who stays out, try by try."""
    alone = len(rivals) - 1
    few = (1, alone) if goods <= LEFT_OUT_AT_MOST else (alone,)
    counts = range(1, len(rivals)) if alone < RIVALS_AT_MOST else few
    return chain.from_iterable(combinations(rivals, count) for count in counts)


def best_split(bids: Sequence[Bid]) -> list[Places]:
    """The goods that each offer has, so that all together give most; a good has one offer.

    Offers that want no good in common have all they want. Otherwise what is given by the good goes
    to the highest, what needs several goods (two and one free, an amount off) is tried with all it
    wants and without; then goods change hands one by one as long as that gives more. Goods that no
    offer needs together are split apart from each other.
    """
    split: dict[int, int] = {}
    for goods in _needed_together(bids):
        split |= _best_of([replace(bid, places=bid.places & goods) for bid in bids])
    return [_places_of(split, place) for place in range(len(bids))]


def _needed_together(bids: Sequence[Bid]) -> Sequence[Places]:
    """All that is wanted, in groups: what an offer gives on one says nothing of what any gives on another."""
    wanted = frozenset[int]().union(*(bid.places for bid in bids))
    groups = [frozenset({good}) for good in sorted(wanted)]
    for bid in bids:
        if not bid.by_good:
            met = [group for group in groups if group & bid.places]
            groups = [group for group in groups if not group & bid.places]
            groups.append(frozenset[int]().union(*met))
    return groups


def _best_of(bids: Sequence[Bid]) -> Split:
    if not _contested(bids):
        gain = (place for place, bid in enumerate(bids) if bid.gain(bid.places) > 0)
        return {good: place for place in gain for good in bids[place].places}
    starts = {frozenset(start.items()): start for start in _starts(bids)}
    ways = (_improved(bids, start) for start in starts.values())
    return max(ways, key=lambda split: _total(bids, split))


def _starts(bids: Sequence[Bid]) -> Iterator[dict[int, int]]:
    """Splits to begin with: some of those that need several goods have all they want, in each order of turn,
    and what is left goes to the highest."""
    wanted = frozenset[int]().union(*(bid.places for bid in bids))
    for order in _orders([place for place, bid in enumerate(bids) if not bid.by_good]):
        split: dict[int, int] = {}
        for offer in order:
            split |= dict.fromkeys(bids[offer].places - split.keys(), offer)
        for good in sorted(wanted - split.keys()):
            if (highest := _highest(bids, good)) is not None:
                split[good] = highest
        yield split


def _orders(together: Sequence[int]) -> Iterable[tuple[int, ...]]:
    if len(together) <= ORDERED_AT_MOST:
        return chain.from_iterable(
            permutations(together, some) for some in range(len(together) + 1)
        )
    most = 2 if len(together) <= PAIRED_AT_MOST else 1
    some = chain.from_iterable(permutations(together, few) for few in range(most + 1))
    turns = ((*together[turn:], *together[:turn]) for turn in range(len(together)))
    return chain(some, turns)


def _highest(bids: Sequence[Bid], good: int) -> int | None:
    here = frozenset({good})
    gains = [
        (bid.gain(here), -place)
        for place, bid in enumerate(bids)
        if bid.by_good and good in bid.places
    ]
    gain, place = max(gains, default=(0, 0))
    return -place if gain > 0 else None


def _improved(bids: Sequence[Bid], split: dict[int, int]) -> dict[int, int]:
    contested = sorted(_contested(bids))
    if len(contested) > CONTESTED_AT_MOST:
        return split
    for _ in range(ROUNDS):
        before = dict(split)
        for good in contested:
            split = _moved(bids, split, good)
        if split == before:
            break
    return split


def _moved(bids: Sequence[Bid], split: dict[int, int], good: int) -> dict[int, int]:
    """The split with this good where it gives most."""
    choices = [split]
    for place, bid in enumerate(bids):
        if good in bid.places and split.get(good) != place:
            choices.append({**split, good: place})
    return max(choices, key=lambda choice: _total(bids, choice))


def _total(bids: Sequence[Bid], split: Split) -> Fraction | int:
    return sum(bid.gain(_places_of(split, place)) for place, bid in enumerate(bids))


def _places_of(split: Split, offer: int) -> Places:
    return frozenset(good for good, has in split.items() if has == offer)


def _contested(bids: Sequence[Bid]) -> Places:
    """The goods that more than one offer wants."""
    return _several([bid.places for bid in bids])


def _several(wanted: Iterable[Places]) -> Places:
    times = Counter(good for places in wanted for good in places)
    return frozenset(good for good, count in times.items() if count > 1)
