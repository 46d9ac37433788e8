"""`/v1/pictures`: what a programme shows, to whoever asks, for ever the same."""

from http import HTTPStatus
from typing import Annotated, Final

from fastapi import APIRouter, Header, Path, Response

from loyalty_server.face.asking import Settings
from loyalty_server.pictures.kept import picture_body
from loyalty_server.pictures.made import MEDIA_TYPE

Address = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]
FOR_EVER: Final = {"Cache-Control": "public, max-age=31536000, immutable"}
routes = APIRouter(prefix="/v1/pictures", tags=["member"])


class Picture(Response):
    """A WebP, as the contract publishes it."""

    media_type = MEDIA_TYPE


@routes.get(
    "/{address}",
    response_class=Picture,
    responses={HTTPStatus.NOT_MODIFIED.value: {"description": "It never changes."}},
)
def picture(
    settings: Settings,
    address: Address,
    if_none_match: Annotated[str | None, Header()] = None,
) -> Response:
    """A picture that an `image` names; nothing of it is personal, and no key is needed."""
    tag = f'"{address}"'
    headers = FOR_EVER | {"ETag": tag}
    if if_none_match is not None and tag in if_none_match:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    with settings.database.reading() as session:
        return Picture(picture_body(session, address), headers=headers)
