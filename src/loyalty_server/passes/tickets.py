"""Links to a pass that a browser can open, which sends no token: signed, and good for a short time."""

from datetime import datetime, timedelta
from typing import Final

from loyalty_api.problems import ProblemCode
from loyalty_server.keys import ServerKeys
from loyalty_server.problems import Refused

GOOD_FOR: Final = timedelta(minutes=5)


def ticket_for(keys: ServerKeys, pass_id: str, now: datetime) -> str:
    """What opens this pass until five minutes from now."""
    until = str(int((now + GOOD_FOR).timestamp()))
    return f"{pass_id}.{until}.{keys.sign(_signed(pass_id, until))}"


def pass_of(keys: ServerKeys, ticket: str, now: datetime) -> str:
    """The pass that this ticket opens. Raises `not_found` for one that is over or none of ours."""
    pass_id, _, rest = ticket.partition(".")
    until, _, signature = rest.partition(".")
    if not keys.has_signed(_signed(pass_id, until), signature) or now.timestamp() >= int(until):
        raise Refused(ProblemCode.NOT_FOUND)
    return pass_id


def _signed(pass_id: str, until: str) -> str:
    return f"pass {pass_id} until {until}"
