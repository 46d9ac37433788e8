"""What an operator may do: roles are given to people, rights belong to roles."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final

from loyalty_api.problems import ProblemCode
from loyalty_server.problems import Refused
from loyalty_server.tables import OperatorRow


class Role(StrEnum):
    """What somebody is there for."""

    OWNER = "owner"
    SUPPORT = "support"
    MARKETING = "marketing"
    PROGRAMME = "programme"


class Right(StrEnum):
    """One kind of work."""

    FIGURES = "figures"
    MEMBERS = "members"
    MESSAGES = "messages"
    CLAIMS = "claims"
    REVIEWS = "reviews"
    SURVEYS = "surveys"
    BROADCASTS = "broadcasts"
    CONTESTS = "contests"
    PROGRAMME = "programme"
    TILLS = "tills"
    PROMO = "promo"
    LOG = "log"


RIGHTS: Final[Mapping[Role, frozenset[Right]]] = {
    Role.OWNER: frozenset(Right),
    Role.SUPPORT: frozenset({Right.MEMBERS, Right.MESSAGES, Right.CLAIMS, Right.REVIEWS}),
    Role.MARKETING: frozenset(
        {
            Right.FIGURES,
            Right.REVIEWS,
            Right.SURVEYS,
            Right.BROADCASTS,
            Right.CONTESTS,
            Right.PROMO,
        }
    ),
    Role.PROGRAMME: frozenset({Right.FIGURES, Right.PROGRAMME, Right.TILLS, Right.PROMO}),
}


def rights_of(operator: OperatorRow) -> frozenset[Right]:
    """Everything this person may do; a role of a later release gives nothing here."""
    known = [Role(one) for one in operator.roles if one in tuple(Role)]
    return frozenset[Right]().union(*(RIGHTS[role] for role in known))


def require_right(rights: frozenset[Right], right: Right) -> None:
    """Raises `forbidden`."""
    if right not in rights:
        raise Refused(ProblemCode.FORBIDDEN, detail=f"this needs the right {right}")


def roles_named(names: Iterable[str]) -> list[str]:
    """As they are kept. Raises `ValueError` for none and for one that is not known."""
    named = list(dict.fromkeys(names))
    for name in named:
        if name not in tuple(Role):
            raise ValueError(f"{name!r} is no role: {', '.join(Role)}")
    if not named:
        raise ValueError(f"an operator has a role: {', '.join(Role)}")
    return named
