"""Members: found by their card, with what each point came from, corrected by two operators."""

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Depends, Query, Response
from sqlalchemy.orm import Session

from loyalty_api.problems import ProblemCode
from loyalty_server.cursors import LONGEST, NotACursor
from loyalty_server.desk.asking import Desk, Needs, desk_routes
from loyalty_server.desk.drawing import elsewhere
from loyalty_server.desk.formats import decimals_of
from loyalty_server.desk.forms import FormSent
from loyalty_server.face.asking import Id
from loyalty_server.face.said import history_in, receipt_in
from loyalty_server.members.found import member_of_card, shown_member
from loyalty_server.operators.people import operator_by_id
from loyalty_server.operators.roles import Right
from loyalty_server.points.adjustments import approve, propose, waiting_adjustments
from loyalty_server.points.history import history_page
from loyalty_server.points.summary import points_of
from loyalty_server.problems import Refused
from loyalty_server.purchases.receipts import receipt_of
from loyalty_server.tables.operator import DeedKind

Here = Annotated[Desk, Depends(Needs(Right.MEMBERS))]
LONGEST_REASON = 200
routes = desk_routes("/members")


@routes.get("")
def search(desk: Here) -> Response:
    """Where a card's number is typed, and what waits for a second approval."""
    return _search(desk)


@routes.post("")
def find(desk: Here, form: FormSent) -> Response:
    """The member whose card this is. The number travels in no address, and into no log."""
    found = desk.read(lambda session: member_of_card(session, form.text("card")))
    if found is None:
        return _search(desk, status=HTTPStatus.NOT_FOUND, is_nobody=True)
    return elsewhere(f"/desk/members/{found}")


@routes.get("/{member_id}")
def member(
    desk: Here, member_id: Id, cursor: Annotated[str | None, Query(max_length=LONGEST)] = None
) -> Response:
    """One member; that somebody looked is in the log."""
    return _member(desk, member_id, cursor=cursor)


@routes.post("/{member_id}/corrections")
def correct(desk: Here, member_id: Id, form: FormSent) -> Response:
    """Ask for a correction; whoever asks has approved."""
    program = desk.read(desk.rules).program
    points, reason = form.minor("points", decimals_of(program)), form.text("reason")
    if not points or not 0 < len(reason) <= LONGEST_REASON:
        status = HTTPStatus.BAD_REQUEST
        typed = {"points": form.text("points"), "reason": reason}
        return _member(desk, member_id, status=status, typed=typed)

    def asked(session: Session) -> str:
        operator = operator_by_id(session, desk.who.operator_id)
        adjustment = propose(session, member_id, points, reason, operator, desk.now)
        approve(session, adjustment, operator, desk.now)
        return adjustment

    desk.act(DeedKind.ASK_CORRECTION, asked, str, lambda _: {"member": member_id, "points": points})
    return elsewhere(f"/desk/members/{member_id}", "asked")


@routes.post("/{member_id}/corrections/{adjustment_id}")
def approve_correction(desk: Here, member_id: Id, adjustment_id: Id) -> Response:
    """Approve what somebody else asked for."""

    def approved(session: Session) -> bool:
        operator = operator_by_id(session, desk.who.operator_id)
        return approve(session, adjustment_id, operator, desk.now)

    is_applied = desk.act(
        DeedKind.APPROVE_CORRECTION, approved, adjustment_id, lambda done: {"applied": done}
    )
    return elsewhere(f"/desk/members/{member_id}", "applied" if is_applied else "approved")


@routes.get("/{member_id}/purchases/{purchase_id}")
def purchase(desk: Here, member_id: Id, purchase_id: Id) -> Response:
    """One receipt, rule by rule."""

    def look(session: Session) -> dict[str, Any]:
        rules = desk.rules(session)
        receipt = receipt_of(session, member_id, purchase_id, rules.program)
        return {"receipt": receipt_in(receipt, rules.translator)}

    return desk.page("purchase.html", Right.MEMBERS, member_id=member_id, **desk.read(look))


def _search(desk: Desk, status: int = HTTPStatus.OK, *, is_nobody: bool = False) -> Response:
    waits = desk.read(waiting_adjustments)
    return desk.page("members.html", Right.MEMBERS, status, is_nobody=is_nobody, waits=waits)


def _member(
    desk: Desk,
    member_id: str,
    status: int = HTTPStatus.OK,
    cursor: str | None = None,
    typed: dict[str, str] | None = None,
) -> Response:
    def look(session: Session) -> dict[str, Any]:
        rules = desk.rules(session)
        try:
            page = history_page(session, member_id, rules.program, desk.now, cursor=cursor)
        except NotACursor as fault:
            raise Refused(ProblemCode.INVALID, detail=str(fault)) from fault
        return {
            "member": shown_member(session, rules.program, member_id, desk.now),
            "points": points_of(session, member_id, rules.program, desk.now),
            "history": history_in(page, rules.translator),
            "waits": waiting_adjustments(session, member_id),
        }

    seen = desk.act(DeedKind.SEE_MEMBER, look, member_id)
    return desk.page("member.html", Right.MEMBERS, status, typed=typed, **seen)
