"""Statements made once: they are heard and refused like any other, and what they read is the session's."""

from contextlib import closing

import pytest
from sqlalchemy import Integer, event, func, select
from sqlalchemy.exc import (
    IntegrityError,
    MultipleResultsFound,
    NoResultFound,
    OperationalError,
)

from loyalty_server.database.bulk import add_few
from loyalty_server.database.prepared import Prepared, in_one_go, told
from loyalty_server.database.transactions import Database
from loyalty_server.tables import BalanceRow, CardRow, MemberRow, TillEventRow
from tests.server.database.test_query_plans import statements_of
from tests.server.postgres import Cluster
from tests.server.shop import Phone, Shop

OF_ONE = BalanceRow.member_id == told("who")
BALANCE = Prepared(select(BalanceRow).where(OF_ONE))
FRESH = Prepared(select(BalanceRow).where(OF_ONE).execution_options(populate_existing=True))


def test_object_that_was_read_is_the_sessions_own(shop: Shop, anna: Phone) -> None:
    with shop.database.writing() as session:
        balance = BALANCE.one(session, {"who": anna.member_id})
        assert session.get(BalanceRow, anna.member_id) is balance
        balance.debt += 3
        assert BALANCE.one(session, {"who": anna.member_id}) is balance
    assert [row.debt for row in shop.rows(BalanceRow)] == [3]


def test_what_waits_in_the_session_is_written_before_it_is_read_anew(
    shop: Shop, anna: Phone
) -> None:
    with shop.database.writing() as session:
        session.get_one(BalanceRow, anna.member_id).debt = 3
        assert FRESH.one(session, {"who": anna.member_id}).debt == 3


def test_only_who_asks_for_it_is_told_what_changed_meanwhile(shop: Shop, anna: Phone) -> None:
    table, who = BalanceRow.table(), {"who": anna.member_id}
    with shop.database.writing() as session:
        balance = BALANCE.one(session, who)
        session.connection().execute(table.update().values(debt=7))
        assert BALANCE.one(session, who).debt == 0
        assert FRESH.one(session, who) is balance
        assert balance.debt == 7


def test_whom_an_outer_join_did_not_find_is_none(shop: Shop, anna: Phone) -> None:
    joined = select(MemberRow, CardRow).outerjoin(CardRow, CardRow.number == told("number"))
    with shop.database.reading() as session:
        member, card = Prepared(joined).one(session, {"number": "none"})
    assert (member.id, card) == (anna.member_id, None)


def test_one_row_is_neither_none_nor_two(shop: Shop, anna: Phone) -> None:
    shop.join_programme()
    with shop.database.reading() as session:
        with pytest.raises(NoResultFound):
            BALANCE.one(session, {"who": "nobody"})
        with pytest.raises(MultipleResultsFound):
            Prepared(select(MemberRow.id)).row(session, {})


def test_what_the_driver_refuses_is_raised_as_by_any_statement(shop: Shop) -> None:
    row = {"till_id": shop.till_id, "sequence": 1, "kind": "idle", "body": {}}
    with pytest.raises(IntegrityError), shop.database.writing() as session:
        add_few(session, TillEventRow, [row | {"at": shop.clock.now}] * 2)
    assert shop.rows(TillEventRow) == []


def test_what_goes_together_is_refused_at_the_end(shop: Shop) -> None:
    def add(*sequences: int) -> None:
        row = {"till_id": shop.till_id, "kind": "idle", "body": {}, "at": shop.clock.now}
        with shop.database.writing() as session, in_one_go(session):
            for sequence in sequences:
                add_few(session, TillEventRow, [row | {"sequence": sequence}])

    with pytest.raises(IntegrityError):
        add(1, 2, 2)
    assert shop.rows(TillEventRow) == []
    add(1, 2)
    assert [one.sequence for one in shop.rows(TillEventRow)] == [1, 2]


def test_who_listens_for_errors_hears_of_a_refusal(shop: Shop) -> None:
    heard: list[str | None] = []
    event.listen(shop.database.engine, "handle_error", lambda told: heard.append(told.statement))
    row = {"till_id": shop.till_id, "sequence": 1, "kind": "idle", "body": {}}
    with pytest.raises(IntegrityError), shop.database.writing() as session:
        add_few(session, TillEventRow, [row | {"at": shop.clock.now}] * 2)
    ((statement,),) = [heard]
    assert statement
    assert statement.startswith("INSERT INTO till_event")


def test_after_a_lost_connection_the_next_one_is_new(cluster: Cluster) -> None:
    database = Database(cluster.wiped_database())
    own = Prepared(select(func.pg_backend_pid()))
    with closing(database), database.reading() as one, database.reading() as two:
        pids = [own.one(session, {})[0] for session in (one, two)]
        end = Prepared(select(func.pg_terminate_backend(told("pid", Integer()))))
        two.close()
        with database.reading() as killer:
            waiting = own.one(killer, {})[0]
            end.one(killer, {"pid": pids[0]})
        with pytest.raises(OperationalError):
            own.one(one, {})
        with database.reading() as after:
            assert own.one(after, {})[0] not in {*pids, waiting}


def test_who_listens_hears_of_each(shop: Shop, anna: Phone) -> None:
    with statements_of(shop.database) as asked, shop.database.reading() as session:
        BALANCE.one(session, {"who": anna.member_id})
    ((statement, said),) = [one for one in asked if "balance" in one[0]]
    assert statement.startswith("SELECT")
    assert anna.member_id in (said.values() if isinstance(said, dict) else said)
