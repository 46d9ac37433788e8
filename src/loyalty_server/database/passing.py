"""Which errors of the database pass by themselves: tell the caller to come again, or try again."""

from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from loyalty_server.database.crowds import Crowded

SERIALIZATION_FAILURE = "40001"
DEADLOCK_DETECTED = "40P01"
PASSING_IN_SQLITE = (
    "SQLITE_BUSY",
    "SQLITE_LOCKED",
    "SQLITE_FULL",
    "SQLITE_IOERR",
    "SQLITE_CANTOPEN",
)
PASSING_IN_POSTGRESQL = ("08", "40", "53", "55", "57", "58")
"""Classes of SQLSTATE: connection, rollback, resources, lock, operator, system (PostgreSQL, A)."""


def is_passing(error: SQLAlchemyError) -> bool:
    """Whether the database could not be asked now, and the same request may succeed later."""
    if isinstance(error, PoolTimeoutError | Crowded):
        return True
    if not isinstance(error, DBAPIError):
        return False
    if name := getattr(error.orig, "sqlite_errorname", ""):
        return str(name).startswith(PASSING_IN_SQLITE)
    state = getattr(error.orig, "sqlstate", None)
    return isinstance(error, OperationalError) and (state or "08")[:2] in PASSING_IN_POSTGRESQL


def lost_a_conflict(error: DBAPIError) -> bool:
    """Whether PostgreSQL undid this transaction for another's sake: the same may succeed at once."""
    return getattr(error.orig, "sqlstate", None) in (SERIALIZATION_FAILURE, DEADLOCK_DETECTED)
