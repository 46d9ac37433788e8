"""The catalogue as members see it: stock left, what was donated; the affordable in front."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from loyalty_api.problems import ProblemCode
from loyalty_api.programme import Money
from loyalty_api.rewards import Reward, Rewards
from loyalty_server.cursors import cursor_at, number_at
from loyalty_server.database.prepared import Prepared
from loyalty_server.problems import Refused
from loyalty_server.programme.program import Program
from loyalty_server.programme.reward_rules import RewardRule
from loyalty_server.rewards.coupons import with_stores
from loyalty_server.tables import RewardStockRow

PAGE: Final = 100
LISTED: Final = "r"


def rewards_of(session: Session, program: Program, balance: int) -> tuple[Reward, ...]:
    """What can be taken, the dearest first, then what is still out of reach by how far, then what is gone; one
    statement."""
    rewards = _all_seen(session, program, program.rewards)
    rewards.sort(key=lambda one: (one.stock == 0, one.points > balance, abs(balance - one.points)))
    return tuple(rewards)


def rewards_page(session: Session, program: Program, cursor: str | None) -> Rewards:
    """Some of the catalogue in the programme's order; one statement. Raises `NotACursor`."""
    start = number_at(LISTED, cursor) if cursor else 0
    end = start + PAGE
    seen = _all_seen(session, program, program.rewards[start:end])
    return Rewards(tuple(seen), cursor_at(LISTED, end) if program.rewards[end:] else None)


def _all_seen(session: Session, program: Program, rules: Sequence[RewardRule]) -> list[Reward]:
    stocks: dict[str, RewardStockRow] = {row.reward_id: row for row in _STOCKS.rows(session, {})}
    return [_seen(program, rule, stocks.get(rule.id)) for rule in rules]


_STOCKS: Final = Prepared(select(RewardStockRow))


def stock_rewards(session: Session, program: Program) -> None:
    """Count every reward of the programme from now on."""
    for rule in program.rewards:
        if session.get(RewardStockRow, rule.id) is None:
            session.add(RewardStockRow(reward_id=rule.id, taken=0, points=0))


def take_from_stock(session: Session, rule: RewardRule) -> None:
    """One of this reward less, in one statement. Raises `out_of_stock`."""
    one_left = [] if rule.stock is None else [RewardStockRow.taken < rule.stock]
    taken = session.execute(
        update(RewardStockRow)
        .where(RewardStockRow.reward_id == rule.id, *one_left)
        .values(taken=RewardStockRow.taken + 1, points=RewardStockRow.points + rule.points)
        .returning(RewardStockRow.taken)
        .execution_options(synchronize_session=False)
    ).scalar_one_or_none()
    if taken is None:
        raise Refused(ProblemCode.OUT_OF_STOCK)


def put_back(session: Session, reward_id: str, points: int) -> None:
    """One of this reward, which had cost so many points, is there again."""
    session.execute(
        update(RewardStockRow)
        .where(RewardStockRow.reward_id == reward_id)
        .values(taken=RewardStockRow.taken - 1, points=RewardStockRow.points - points)
        .execution_options(synchronize_session=False)
    )


def _seen(program: Program, rule: RewardRule, stock: RewardStockRow | None) -> Reward:
    taken = stock.taken if stock else 0
    return Reward(
        id=rule.id,
        title=rule.title,
        text=with_stores(program, rule.text, rule.stores),
        points=rule.points,
        stock=None if rule.stock is None else max(0, rule.stock - taken),
        price=None if rule.price is None else Money(rule.price, program.currency),
        partner=rule.partner,
        charity=rule.charity,
        icon=rule.icon,
        donated=(stock.points if stock else 0) if rule.charity else None,
    )
