"""What earning must make sense in: rates, categories to choose, points that count for no tier."""

from collections.abc import Iterator

from loyalty_api.models import Measure
from loyalty_server.programme.bounds import number_faults
from loyalty_server.programme.earn_rules import EarnRules
from loyalty_server.programme.goods import several
from loyalty_server.programme.program import Program


def rate_faults(earn: EarnRules) -> Iterator[tuple[str, str]]:
    """Each category has one rate."""
    told: set[str] = set()
    for place, rate in enumerate(earn.rates):
        here = f"earn.rates[{place}]"
        yield from number_faults(here, {".rate": (rate.rate, 0, 100)})
        categories = several(rate.category)
        if not categories or told & set(categories):
            yield f"{here}.category", "a category that has no rate above is needed"
        told |= set(categories)


def chosen_faults(program: Program) -> Iterator[tuple[str, str]]:
    """The categories that members choose have no rate already, and are worth choosing."""
    rules, here = program.earn.chosen, "earn.chosen"
    if rules is None:
        return
    yield from number_faults(here, {".rate": (rules.rate, 0, 100)})
    yield from number_faults(here, {".choose": (rules.choose, 1, len(rules.of))})
    has_own = {one for rate in program.earn.rates for one in several(rate.category)}
    has_own |= {*program.earn.excluded_categories, *program.money_only}
    for place, one in enumerate(rules.of):
        if one in has_own or one in rules.of[:place] or not one:
            yield f"{here}.of[{place}]", "a category without a rate of its own is needed, once"
    if any(level.rate > rules.rate for level in program.tiers.levels):
        yield f"{here}.rate", "a tier has a higher rate: choosing would cost its members"


def qualifying_faults(program: Program) -> Iterator[tuple[str, str]]:
    """Where points are said not to count, there is a tier that is reached by points."""
    by_points = any(way.measure is Measure.POINTS for way in program.tiers.ways)
    for place, offer in enumerate(program.offers):
        if not offer.qualifies and offer.discount:
            yield f"offers[{place}].qualifies", "it is of offers that give points"
    chosen = program.earn.chosen
    told = [
        ("earn", program.earn.qualifies),
        *([("earn.chosen", chosen.qualifies)] if chosen else []),
        *((f"earn.rates[{n}]", one.qualifies) for n, one in enumerate(program.earn.rates)),
        *((f"offers[{n}]", one.qualifies) for n, one in enumerate(program.offers)),
        *(
            (f"partners[{n}].terms", one.terms.qualifies)
            for n, one in enumerate(program.partners)
            if one.terms
        ),
    ]
    for path, qualifies in told:
        if not qualifies and not by_points:
            yield f"{path}.qualifies", "no tier is reached by points"
