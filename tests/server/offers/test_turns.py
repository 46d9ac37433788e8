"""In which turn a purchase's offers are counted, and counted back."""

from dataclasses import replace
from datetime import UTC, datetime

from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from loyalty_server.offers.reserving import kept_uses
from loyalty_server.programme.file import parse_program
from loyalty_server.tables import OfferUseRow
from tests.server.visits import PROGRAM


def test_limited_offers_have_the_first_turn_also_when_everything_goes_back() -> None:
    program = parse_program(PROGRAM, "programme")
    free = replace(program.offers[0], uses_in_all=None, budget=None)
    offers = (
        replace(free, id="a"),
        replace(free, id="y", budget=1),
        replace(free, id="x", uses_in_all=1),
    )
    engine = create_engine("sqlite://", poolclass=StaticPool)
    OfferUseRow.table().create(engine)
    with Session(engine) as session:
        own = {"purchase_id": "p", "member_id": "m", "at": datetime.now(UTC), "is_claim": False}
        session.add_all(
            OfferUseRow(offer_id=one, points=1, money=0, **own) for one in ("gone", "a", "y", "x")
        )
        session.flush()
        turns = kept_uses(session, replace(program, offers=offers), "p")
        assert [use.offer_id for use in turns] == ["x", "y", "a", "gone"]
