"""Everything of a programme that has a picture, with its place."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from loyalty_server.programme.picture_rules import PictureRule
from loyalty_server.programme.program import Program


class Pictured(Protocol):
    """An offer, a store, and whatever else can have a picture."""

    @property
    def id(self) -> str: ...

    @property
    def picture(self) -> PictureRule | None: ...


def pictures_of(program: Program) -> Iterator[tuple[str, PictureRule]]:
    """`offers[2].picture` and what is said there, in the order of the sections."""
    sections: Mapping[str, Sequence[Pictured]] = {
        "tiers.levels": program.tiers.levels,
        "offers": program.offers,
        "stores": program.stores,
        "partners": program.partners,
        "rewards": program.rewards,
    }
    for name, things in sections.items():
        for place, thing in enumerate(things):
            if thing.picture is not None:
                yield f"{name}[{place}].picture", thing.picture


def pictures_by_id(things: Sequence[Pictured]) -> Mapping[str, PictureRule | None]:
    """What each of them is shown with."""
    return {one.id: one.picture for one in things}
