"""The log: what every operator did, the newest first."""

from typing import Annotated

from fastapi import Depends, Query, Response

from loyalty_server.desk.asking import Desk, Needs, desk_routes
from loyalty_server.operators.deeds import SHOWN, deeds_before
from loyalty_server.operators.roles import Right

Here = Annotated[Desk, Depends(Needs(Right.LOG))]
routes = desk_routes("/log")


@routes.get("")
def log(
    desk: Here,
    before: Annotated[int | None, Query(ge=1, le=2**62)] = None,
    operator: Annotated[str, Query(max_length=64)] = "",
) -> Response:
    """One page of it."""
    found = desk.read(lambda session: deeds_before(session, before, operator or None))
    following = found[-1].id if len(found) == SHOWN else None
    return desk.page("log.html", Right.LOG, deeds=found, following=following, operator=operator)
