"""What the wallets of a programme in one language have alike."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from loyalty_api.offers import Category
from loyalty_api.programme import Partner, Store
from loyalty_api.programme import Program as ProgramFace
from loyalty_server.pictures.kept import Pictures, image_of, pictures_in
from loyalty_server.programme.pictured import pictures_by_id
from loyalty_server.programme.program import Program
from loyalty_server.wallet.once import Once


@dataclass(frozen=True)
class Alike:
    """The same objects for all of them, and the programme's pictures that are kept."""

    pictures: Pictures
    program: ProgramFace
    stores: tuple[Store, ...]
    partners: tuple[Partner, ...]
    categories: tuple[Category, ...]


def alike_of(program: Program, pictures: Mapping[str, Any]) -> Alike:
    """What all see of this programme with these of its pictures that are kept."""
    return _ALIKE.of(program, pictures)


def _alike(program: Program, told: Mapping[str, Any]) -> Alike:
    pictures = pictures_in(told)
    stores, partners = pictures_by_id(program.stores), pictures_by_id(program.partners)
    return Alike(
        pictures=pictures,
        program=_face_of(program),
        stores=tuple(
            replace(one, image=image_of(stores.get(one.id), pictures))
            for one in program.stores_seen
        ),
        partners=tuple(
            replace(one, image=image_of(partners.get(one.id), pictures))
            for one in program.partners_seen
        ),
        categories=tuple(Category(*named) for named in program.categories.items()),
    )


_ALIKE: Final = Once(_alike)


def _face_of(program: Program) -> ProgramFace:
    return ProgramFace(
        name=program.name,
        points_name=program.points_name,
        currency=program.currency,
        brand=program.brand,
        kind=program.kind,
        time_zone=program.time_zone,
        support=program.support.seen if program.support else None,
    )
