"""Column types and the base of every table: times in UTC, whole numbers, choices as text."""

from datetime import UTC, datetime
from enum import Enum as PythonEnum
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Enum, Integer, MetaData, String, Table
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

from loyalty_server.languages import Language, kept_language


class UtcTime(TypeDecorator[datetime]):
    """An aware time, always UTC on both sides of the database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: Any, _dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


class SpokenLanguage(TypeDecorator[Language]):
    """A language by its tag; English for one that this server no longer speaks."""

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: Language | None, _dialect: Dialect) -> str | None:
        return value.value if value else None

    def process_result_value(self, value: str | None, _dialect: Dialect) -> Language | None:
        return None if value is None else kept_language(value)


WHOLE_NUMBER = BigInteger().with_variant(Integer, "sqlite")
"""64 bits everywhere: cashback counts points in minor units."""

CONSTRAINT_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


def choice(kind: type[PythonEnum]) -> Enum:
    """A column that holds the values of this enumeration as text."""
    return Enum(
        kind, native_enum=False, length=32, values_callable=lambda of: [item.value for item in of]
    )


class Base(DeclarativeBase):
    """Every table of the server."""

    metadata = MetaData(naming_convention=CONSTRAINT_NAMES)
    type_annotation_map = {datetime: UtcTime(), int: WHOLE_NUMBER}  # noqa: RUF012

    @classmethod
    def table(cls) -> Table:
        """For statements that neither load objects nor look after those that are loaded."""
        return cls.metadata.tables[cls.__tablename__]
