"""The draw: the list of entries is closed and kept, the seed decides, and each winner is told and paid.

Entries are written in handfuls before the draw, which writes what is not yet as it is then; prizes are given
one by one after it. A server that stops on the way goes on where it was.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Final

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session, undefer

from loyalty_api.codec import decode, encode
from loyalty_api.contests import Draw, Entry, Prize, Win, seed_hash, wins_of
from loyalty_api.messages import MessageKind
from loyalty_api.problems import ProblemCode
from loyalty_server.challenges.prizes import win_coupon
from loyalty_server.contests.entries import Deed, deeds_in, numbers_of
from loyalty_server.database.transactions import Database, add_new, take_turns
from loyalty_server.messages.thread import keep
from loyalty_server.points.account import lock_member, lock_present
from loyalty_server.points.gifts import Gift, give
from loyalty_server.problems import Refused
from loyalty_server.programme.contest_rules import ContestRule
from loyalty_server.programme.program import Program
from loyalty_server.programme.versions import rules_at, rules_of
from loyalty_server.programme.wording import words_in
from loyalty_server.tables import ContestEntryRow, ContestRow, MemberRow, MessageRow

AT_ONCE = 100
WAITS: Final = ContestEntryRow.prize.is_not(None) & ContestEntryRow.given_at.is_(None)


def draw_due(database: Database, clock: Callable[[], datetime]) -> int:
    """Draw what is due and give what is won; how many contests were drawn."""
    now = clock()
    with database.reading() as session:
        program = rules_at(session, now).program
        ids = [one.id for one in program.contests if one.draws(program.zone) <= now]
        waits = select(ContestRow.id).where(ContestRow.id.in_(ids), ContestRow.drawn_at.is_(None))
        due = list(session.scalars(waits)) if ids else []
    for contest_id in due:
        list_entries(database, contest_id, now)
        database.write(partial(draw, contest_id=contest_id, now=clock()))
    give_prizes(database, clock)
    return len(due)


def list_entries(database: Database, contest_id: str, now: datetime) -> None:
    """Before a draw: write down who is in, a handful in a transaction; of a tap everybody is already."""
    with database.reading() as session:
        program = rules_at(session, now).program
        rule, row = program.contest(contest_id), session.get(ContestRow, contest_id)
        is_due = row and rule and row.drawn_at is None and now >= rule.ends(program.zone)
        if not row or not rule or not is_due or rule.entry is Entry.TAP:
            return
        numbered = dict(numbers_of(row.seed, rule, deeds_in(session, program, rule)))
        missing = list(_not_listed(session, rule, numbered).items())
    for start in range(0, len(missing), AT_ONCE):
        handful = dict(missing[start : start + AT_ONCE])
        database.write(partial(_list_some, rule=rule, entries=handful))


def draw(session: Session, contest_id: str, now: datetime) -> Draw:
    """Close the list and draw; drawn once, it says the same for ever.

    Raises `not_found`, and `contest_open` while members may still enter.
    """
    take_turns(session, f"contest {contest_id}")
    rules = rules_at(session, now)
    rule = rules.program.contest(contest_id)
    row = session.get(ContestRow, contest_id, populate_existing=True)
    if row is None or (rule is None and row.drawn_at is None):
        raise Refused(ProblemCode.NOT_FOUND)
    if row.drawn_at is None and rule is not None:
        if now < rule.ends(rules.program.zone):
            raise Refused(ProblemCode.CONTEST_OPEN)
        row.program_version = rules.number
        _close(session, rules.program, rule, row, now)
    return drawn(session, contest_id)


def drawn(session: Session, contest_id: str) -> Draw:
    """What is published of it. Raises `not_found` before the draw."""
    row = session.get(ContestRow, contest_id, options=[undefer(ContestRow.numbers)])
    if row is None or row.drawn_at is None:
        raise Refused(ProblemCode.NOT_FOUND)
    return Draw(
        contest=row.id,
        prizes=tuple(decode(Prize, one) for one in row.prizes or ()),
        seed_hash=seed_hash(row.seed),
        seed=row.seed,
        numbers=tuple(row.numbers or ()),
        wins=tuple(decode(Win, one) for one in row.wins or ()),
    )


def give_prizes(database: Database, clock: Callable[[], datetime]) -> int:
    """What was won and is not given yet, each at its own time; how many prizes were."""
    with database.reading() as session:
        waiting = prizes_waiting(session)
    for contest_id, number in waiting:
        database.write(partial(give_prize, contest_id=contest_id, number=number, now=clock()))
    return len(waiting)


def prizes_waiting(session: Session) -> Sequence[tuple[str, str]]:
    """The contest and the number of each, but for who has left."""
    key = select(ContestEntryRow.contest_id, ContestEntryRow.number)
    stays = MemberRow.erased_at.is_(None)
    with_members = key.join(MemberRow, MemberRow.id == ContestEntryRow.member_id)
    in_order = with_members.order_by(*ContestEntryRow.table().primary_key)
    return [(one, number) for one, number in session.execute(in_order.where(WAITS, stays))]


def give_prize(session: Session, contest_id: str, number: str, now: datetime) -> None:
    """Once, by the rules that it was drawn by, and to nobody who has left meanwhile."""
    row = session.get(ContestEntryRow, (contest_id, number))
    if row is None:
        return
    lock_member(session, row.member_id)
    session.refresh(row)
    member = session.get_one(MemberRow, row.member_id, populate_existing=True)
    if row.given_at is not None or row.prize is None or member.erased_at:
        return
    drawn_by = session.get_one(ContestRow, contest_id).program_version
    if drawn_by is None:
        return
    program = rules_of(session, drawn_by).program
    rule = program.contest(contest_id)
    if rule is None:
        return
    row.given_at = now
    words = words_in(program.language)
    if prize := rule.prize(row.prize):
        win_coupon(session, program, row.member_id, prize.coupon, now)
        gift = Gift(prize.points, rule.title, words.contest, {"contest_id": rule.id})
        give(session, program, row.member_id, gift, now)
    told = words.contest_won_form.format(prize=row.prize, number=number, contest=rule.title)
    message = MessageRow(
        member_id=row.member_id,
        at=now,
        kind=MessageKind.NEWS,
        is_mine=False,
        title=words.contest_won,
        text=told,
        reason=words.contest_why,
    )
    keep(session, message, now)


def _close(
    session: Session, program: Program, rule: ContestRule, row: ContestRow, now: datetime
) -> None:
    numbered = list(numbers_of(row.seed, rule, deeds_in(session, program, rule)))
    prizes, numbers = rule.prizes_seen, sorted(number for number, _ in numbered)
    wins = wins_of(row.seed, numbers, prizes)
    row.drawn_at, row.entries, row.numbers = now, len(numbers), numbers
    row.wins, row.prizes = encode(wins), encode(prizes)
    session.flush()
    if rule.entry is not Entry.TAP:
        _write(session, rule, _not_listed(session, rule, dict(numbered)))
    for win in wins:
        own = update(ContestEntryRow).filter_by(contest_id=rule.id, number=win.number)
        session.execute(own.values(prize=win.prize))


def _not_listed(
    session: Session, rule: ContestRule, numbered: Mapping[str, Deed]
) -> Mapping[str, Deed | None]:
    """By their numbers the entries that are not written down as they are; None where one is out again."""
    columns = (ContestEntryRow.number, ContestEntryRow.member_id, ContestEntryRow.at)
    listed: dict[str, Deed] = {
        number: (member_id, at)
        for number, member_id, at in session.execute(select(*columns).filter_by(contest_id=rule.id))
    }
    numbers = (
        number for number in {**listed, **numbered} if listed.get(number) != numbered.get(number)
    )
    return {number: numbered.get(number) for number in numbers}


def _list_some(session: Session, rule: ContestRule, entries: Mapping[str, Deed | None]) -> None:
    """Not once it is drawn, which another may have done since the entries were looked up."""
    take_turns(session, f"contest {rule.id}")
    if session.get_one(ContestRow, rule.id, populate_existing=True).drawn_at is None:
        _write(session, rule, entries)


def _write(session: Session, rule: ContestRule, entries: Mapping[str, Deed | None]) -> None:
    """Of members who have left since the entries were looked up, none."""
    of, items = {"contest_id": rule.id}, list(entries.items())
    for start in range(0, len(items), AT_ONCE):
        some = dict(items[start : start + AT_ONCE])
        stay = lock_present(session, {deed[0] for deed in some.values() if deed})
        before = delete(ContestEntryRow).filter_by(**of).where(ContestEntryRow.prize.is_(None))
        session.execute(before.where(ContestEntryRow.number.in_(some)))
        deeds = ((number, *deed) for number, deed in some.items() if deed and deed[0] in stay)
        rows = [{**of, "number": number, "member_id": who, "at": at} for number, who, at in deeds]
        if rows:
            add_new(session, ContestEntryRow, rows)
