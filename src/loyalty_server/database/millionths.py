"""Decimals kept exactly: a whole number of millionths, the same in SQLite and in PostgreSQL."""

from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, Dialect, Integer
from sqlalchemy.types import TypeDecorator

MILLION = 10**6


class Millionths(TypeDecorator[Decimal]):
    """A decimal of at most six places. Raises `ValueError` for one that has more."""

    impl = BigInteger().with_variant(Integer, "sqlite")
    cache_ok = True

    def process_bind_param(self, value: Decimal | int | None, _dialect: Dialect) -> int | None:
        if value is None:
            return None
        millionths = value * MILLION
        if millionths != int(millionths):
            raise ValueError(f"{value} has more than six decimals")
        return int(millionths)

    def process_result_value(self, value: Any, _dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value) / MILLION
