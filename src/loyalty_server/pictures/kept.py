"""Pictures in the database: their bodies by content, and which version of the programme has which."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from loyalty_api.codec import decode, encode
from loyalty_api.pictures import Image
from loyalty_api.problems import ProblemCode
from loyalty_server.pictures.made import Made, address_of
from loyalty_server.problems import Refused
from loyalty_server.programme.picture_rules import PictureRule
from loyalty_server.tables import PictureRow

PATH = "/v1/pictures/"


@dataclass(frozen=True)
class KeptPicture:
    """Where a picture is, in both sizes, and what is told of it without looking."""

    large: str
    small: str
    width: int
    height: int
    color: str


Pictures = Mapping[str, KeptPicture]
"""By what the programme calls their source."""


def keep_pictures(session: Session, pictures: Mapping[str, Made]) -> Pictures:
    """Keep the bodies; what is kept already stays as it is."""
    return {source: _kept(session, made) for source, made in pictures.items()}


def as_json(pictures: Pictures) -> dict[str, Any]:
    """As a version of the programme keeps them."""
    return {source: encode(pictures[source]) for source in sorted(pictures)}


def pictures_in(json: Mapping[str, Any]) -> Pictures:
    """Those of a version."""
    return {source: decode(KeptPicture, told) for source, told in json.items()}


def image_of(rule: PictureRule | None, pictures: Pictures) -> Image | None:
    """The picture as a wallet shows it; None where there is none."""
    kept = pictures.get(rule.source) if rule else None
    if rule is None or kept is None:
        return None
    large, small = PATH + kept.large, PATH + kept.small
    return Image(large, small, kept.width, kept.height, rule.alt, kept.color)


def picture_body(session: Session, address: str) -> bytes:
    """Raises `not_found`."""
    row = session.get(PictureRow, address)
    if row is None:
        raise Refused(ProblemCode.NOT_FOUND)
    return row.body


def _kept(session: Session, made: Made) -> KeptPicture:
    large, small = (_keep(session, body) for body in (made.large, made.small))
    return KeptPicture(large, small, made.width, made.height, made.color)


def _keep(session: Session, body: bytes) -> str:
    address = address_of(body)
    if session.get(PictureRow, address) is None:
        session.add(PictureRow(address=address, body=body))
        session.flush()
    return address
