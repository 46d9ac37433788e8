"""The places of the desk, put together."""

from typing import Annotated, Final

from fastapi import Depends, Response

from loyalty_api.problems import ProblemCode
from loyalty_server.desk import (
    broadcasts,
    claims,
    contests,
    figures,
    log,
    members,
    messages,
    programme,
    promo,
    reviews,
    sign_in,
    surveys,
    tills,
)
from loyalty_server.desk.asking import Desk, Needs, desk_routes
from loyalty_server.desk.drawing import elsewhere
from loyalty_server.operators.roles import Right
from loyalty_server.problems import Refused

FIRST: Final = (
    Right.FIGURES,
    Right.MEMBERS,
)
"""Where somebody comes in who may work there."""

start = desk_routes()


@start.get("")
def first_place(desk: Annotated[Desk, Depends(Needs())]) -> Response:
    """The first place that is theirs."""
    place = next((right for right in FIRST if right in desk.who.rights), None)
    if place is None:
        raise Refused(ProblemCode.FORBIDDEN)
    return elsewhere(f"/desk/{place}")


ROUTERS: Final = (
    start,
    *(
        place.routes
        for place in (
            sign_in,
            figures,
            members,
            messages,
            claims,
            reviews,
            surveys,
            broadcasts,
            contests,
            programme,
            promo,
            tills,
            log,
        )
    ),
)
