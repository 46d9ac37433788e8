"""Marks of wallets: the database itself gives a member's wallet a new one with every write to it.

A mark is random, so that a database restored from yesterday never repeats one of today. On PostgreSQL it
begins with the transaction's number: what a transaction writes after the first row costs one look, and locks and
writes nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.schema import MetaData

from loyalty_server.database.triggers import lacking, put_on_when_created

WATCHED: Final[Mapping[str, str | tuple[str, ...]]] = {
    "member": "id",
    "balance": "member_id",
    "card": "member_id",
    "challenge_progress": "member_id",
    "chosen_categories": "member_id",
    "consent": "member_id",
    "contest_entry": "member_id",
    "coupon": "member_id",
    "credential": "member_id",
    "family_member": "head_id",
    "lot": "member_id",
    "message": "member_id",
    "offer_activation": "member_id",
    "offer_use": "member_id",
    "preferences": "member_id",
    "purchase": "member_id",
    "push_device": "member_id",
    "redemption": "member_id",
    "referral": ("member_id", "inviter_id"),
    "survey_invitation": "member_id",
    "taste": "member_id",
}
"""The tables that a wallet is read from, and the columns that say whose the row is."""

_VERBS: Final = {"insert": "NEW", "update": "NEW", "delete": "OLD"}
_SQLITE = """
CREATE TRIGGER {table}_marks_{verb} AFTER {verb} ON "{table}"
BEGIN
{marks}
END
"""
_SQLITE_MARK = """  INSERT INTO wallet_mark (member_id, mark) VALUES ({row}.{column}, hex(randomblob(8)))
  ON CONFLICT (member_id) DO UPDATE SET mark = excluded.mark;"""
_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION mark_wallet() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  place text;
  whose text;
  written record;
  this text := pg_current_xact_id()::text || '.';
BEGIN
  IF TG_OP = 'DELETE' THEN
    written := OLD;
  ELSE
    written := NEW;
  END IF;
  FOREACH place IN ARRAY TG_ARGV LOOP
    IF place = 'member_id' THEN
      whose := written.member_id;
    ELSIF place = 'id' THEN
      whose := written.id;
    ELSE
      whose := to_jsonb(written) ->> place;
    END IF;
    PERFORM FROM wallet_mark WHERE member_id = whose AND starts_with(mark, this);
    IF NOT FOUND THEN
      INSERT INTO wallet_mark (member_id, mark) VALUES (whose, this || md5(random()::text))
      ON CONFLICT (member_id) DO UPDATE SET mark = excluded.mark;
    END IF;
  END LOOP;
  RETURN NULL;
END $$
"""
_POSTGRES = """
CREATE TRIGGER {table}_marks_{verb} AFTER {verb} ON "{table}"
FOR EACH ROW EXECUTE FUNCTION mark_wallet({arguments})
"""


def markers(dialect: str, tables: Iterable[str] = WATCHED) -> Iterator[str]:
    """The statements that watch these tables, for SQLite or PostgreSQL."""
    is_sqlite = dialect == "sqlite"
    if not is_sqlite:
        yield _POSTGRES_FUNCTION
    for table in tables:
        said = WATCHED[table]
        columns = (said,) if isinstance(said, str) else said
        for verb, row in _VERBS.items():
            yield (_SQLITE if is_sqlite else _POSTGRES).format(
                table=table,
                verb=verb,
                marks="\n".join(_SQLITE_MARK.format(row=row, column=one) for one in columns),
                arguments=", ".join(f"'{one}'" for one in columns),
            )


def unmarked(connection: Connection) -> tuple[str, ...]:
    """The tables that nobody watches."""
    return lacking(
        connection, {table: [f"{table}_marks_{verb}" for verb in _VERBS] for table in WATCHED}
    )


def mark_when_created(metadata: MetaData) -> None:
    """Watch the tables whenever they are made from their models."""
    put_on_when_created(metadata, unmarked, markers)
