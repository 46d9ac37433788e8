"""Partners of a programme: who they are, and on which terms a card earns and pays in their stores."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from loyalty_api.programme import Partner
from loyalty_server.programme.bounds import number_faults
from loyalty_server.programme.picture_rules import PictureRule


@dataclass(frozen=True)
class PartnerTerms:
    """What a card earns there, `rate` per cent whatever the tier, and how much of a receipt points pay,
    `share` per cent at most.

    Of what a point is worth the partner pays the programme `pays` per cent for each that was earned there,
    and is paid `gets` per cent for each that paid there (`kopilka partners report`). What is earned there
    counts towards tiers that are reached by points, if it `qualifies`.
    """

    rate: float
    share: float = 0.0
    pays: float = 100.0
    gets: float = 100.0
    qualifies: bool = True


@dataclass(frozen=True)
class PartnerRule:
    """Another business. With `terms` the card is read in the stores that name it."""

    id: str
    name: str
    text: str
    picture: PictureRule | None = None
    terms: PartnerTerms | None = None


def partner_seen(rule: PartnerRule) -> Partner:
    """The partner as members see it."""
    seen = Partner(rule.id, rule.name, rule.text)
    return replace(seen, rate=rule.terms.rate, share=rule.terms.share) if rule.terms else seen


def partner_faults(path: str, partner: PartnerRule, has_store: bool) -> Iterator[tuple[str, str]]:
    """What makes no sense in it, each with its place."""
    terms = partner.terms
    if terms is None:
        return
    bounds = {
        ".terms.rate": (terms.rate, 0, 100),
        ".terms.share": (terms.share, 0, 100),
        ".terms.pays": (terms.pays, 0, 1000),
        ".terms.gets": (terms.gets, 0, 100),
    }
    yield from number_faults(path, bounds)
    if not has_store:
        yield f"{path}.terms", f"no store has `partner = {partner.id!r}`"
