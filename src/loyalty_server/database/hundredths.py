"""In which hundredth of the members one is (`comparing.hundredth_of`), asked of the database."""

from typing import Any

from sqlalchemy import Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import QueryableAttribute
from sqlalchemy.sql.functions import FunctionElement

from loyalty_server.comparing import hundredth_of


class Hundredth(FunctionElement[int]):
    """Of what is compared, and the column of the members' ids."""

    name = "hundredth"
    type = Integer()
    inherit_cache = True

    def __init__(self, what: str, member_id: QueryableAttribute[str]) -> None:
        super().__init__(what, member_id)


@compiles(Hundredth, "sqlite")
def _on_sqlite(element: Hundredth, compiler: Any, **how: Any) -> str:
    return f"hundredth({compiler.process(element.clauses, **how)})"


@compiles(Hundredth, "postgresql")
def _on_postgresql(element: Hundredth, compiler: Any, **how: Any) -> str:
    what, member_id = (compiler.process(one, **how) for one in element.clauses)
    hashed = f"encode(sha256(convert_to({what} || ' ' || {member_id}, 'UTF8')), 'hex')"
    return f"mod(('x' || left({hashed}, 8))::bit(32)::bigint, 100)"


def teach_sqlite(connection: Any) -> None:
    """Let this connection of SQLite know it."""
    connection.create_function("hundredth", 2, hundredth_of, deterministic=True)
