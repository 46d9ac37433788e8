"""Categories that a member chooses for a month: what was chosen before a purchase of it, its rate is for.

The months are those of the programme's time zone. One that is to come can be chosen for, and changed, until
it begins; the running one once, where nothing was chosen before.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from loyalty_api.malformed import Malformed
from loyalty_api.offers import Category, CategoryChoice, MonthChoice
from loyalty_api.problems import ProblemCode
from loyalty_server.calendar_days import plus_months, start_of_day
from loyalty_server.database.prepared import Prepared, told
from loyalty_server.points.account import lock_member
from loyalty_server.problems import Refused
from loyalty_server.programme.earn_rules import ChosenRules
from loyalty_server.programme.program import Program
from loyalty_server.tables import ChosenCategoriesRow


def choose_categories(
    session: Session,
    program: Program,
    member_id: str,
    month: date,
    categories: tuple[str, ...],
    now: datetime,
) -> None:
    """Choose for the month that begins on this day; repeating changes nothing.

    Raises `Malformed`, `not_found` where there is nothing to choose, `choice_closed`.
    """
    rules = program.earn.chosen
    if rules is None:
        raise Refused(ProblemCode.NOT_FOUND)
    _require_choice(rules, categories)
    this, following = months_at(program, now)
    lock_member(session, member_id)
    row = session.get(ChosenCategoriesRow, (member_id, month))
    if row and set(row.categories) == set(categories):
        return
    if month not in (this, following) or (month == this and row):
        raise Refused(ProblemCode.CHOICE_CLOSED)
    session.merge(
        ChosenCategoriesRow(member_id=member_id, month=month, categories=[*categories], at=now)
    )
    session.flush()


def chosen_at(
    session: Session, program: Program, member_id: str, moment: datetime
) -> tuple[str, ...]:
    """What the member had chosen by this moment for its month."""
    if program.earn.chosen is None:
        return ()
    row = session.get(ChosenCategoriesRow, (member_id, months_at(program, moment)[0]))
    return tuple(row.categories) if row and row.at <= moment else ()


def choice_of(
    session: Session, program: Program, member_id: str, now: datetime
) -> CategoryChoice | None:
    """What the member can choose and has chosen, for this month and the next; one statement."""
    rules = program.earn.chosen
    if rules is None:
        return None
    months = months_at(program, now)
    asked = {"member": member_id, "this": months[0], "following": months[1]}
    rows: Sequence[ChosenCategoriesRow] = _CHOSEN.rows(session, asked)
    chosen = {row.month: tuple(row.categories) for row in rows}
    return CategoryChoice(
        choose=rules.choose,
        of=tuple(Category(one, program.categories.get(one, one)) for one in rules.of),
        rate=rules.rate,
        months=tuple(
            MonthChoice(
                month,
                start_of_day(month, program.zone),
                start_of_day(plus_months(month, 1), program.zone),
                tuple(one for one in rules.of if one in chosen.get(month, ())),
            )
            for month in months
        ),
    )


_MONTH: Final = ChosenCategoriesRow.month
_CHOSEN: Final = Prepared(
    select(ChosenCategoriesRow).where(
        ChosenCategoriesRow.member_id == told("member"),
        _MONTH.in_((told("this", _MONTH.type), told("following", _MONTH.type))),
    )
)


def months_at(program: Program, moment: datetime) -> tuple[date, date]:
    """The first days of the month that holds this moment and of the one after it."""
    first = program.day(moment).replace(day=1)
    return first, plus_months(first, 1)


def _require_choice(rules: ChosenRules, categories: tuple[str, ...]) -> None:
    for path, what in _faults(rules, categories):
        raise Malformed(path, what)


def _faults(rules: ChosenRules, categories: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if not 1 <= len(categories) <= rules.choose:
        yield "$.categories", f"1 to {rules.choose} are chosen"
    for place, one in enumerate(categories):
        if one not in rules.of or one in categories[:place]:
            yield f"$.categories[{place}]", "not one of those to choose from, or chosen twice"
