"""`python -m loyalty_server.migrations.draft NAME "What it makes."` writes the next step.

It compares the schema that the steps make with the models. Read what it wrote: a new column without
a value for the rows that are there needs a `server_default`, and renamings look like a loss.
A step only adds: servers of the version before go on beside it (decision 0351).
"""

import sys
from contextlib import closing
from pathlib import Path
from typing import Any, Literal

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.autogenerate.api import AutogenContext
from alembic.migration import MigrationContext
from sqlalchemy import BigInteger, Connection, Enum

from loyalty_server import tables
from loyalty_server.database.columns import UtcTime
from loyalty_server.database.transactions import Database
from loyalty_server.migrations import migrate

VERSIONS = Path(__file__).parent / "versions"
METADATA = tables.MemberRow.metadata
STEP = '''"""{docstring}"""

import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = "{previous}"


def upgrade() -> None:
    """Make them."""
    {body}
'''


def draft(name: str, docstring: str) -> Path:
    """Write the step that leads from the newest one to the models; returns its file."""
    newest = max(path.stem[1:3] for path in VERSIONS.glob("m*.py"))
    revision = f"m{int(newest) + 1:02d}"
    file = VERSIONS / f"{revision}_{name}.py"
    step = STEP.format(
        docstring=docstring, revision=revision, previous=f"m{newest}", body=_difference()
    )
    file.write_text(step, "utf-8")
    return file


def _difference() -> str:
    with closing(Database("sqlite://")) as database:
        migrate(database)
        with database.engine.connect() as connection:
            steps = produce_migrations(_context(connection), METADATA).upgrade_ops
    if steps is None or steps.is_empty():
        raise SystemExit("the models are what the steps make")
    lines = render_python_code(steps, render_item=_portable_type).splitlines()
    return "\n".join(line for line in lines if "###" not in line).strip()


def _context(connection: Connection) -> MigrationContext:
    return MigrationContext.configure(
        connection, opts={"target_metadata": METADATA, "compare_type": True}
    )


def _portable_type(kind: str, item: Any, _: AutogenContext) -> str | Literal[False]:
    """Steps name no types of ours: those may change, a step never does."""
    match item:
        case UtcTime():
            return "sa.DateTime(timezone=True)"
        case Enum() if kind == "type":
            return "sa.String(32)"
        case BigInteger():
            return 'sa.BigInteger().with_variant(sa.Integer(), "sqlite")'
        case _:
            return False


if __name__ == "__main__":
    print(draft(*sys.argv[1:]))
