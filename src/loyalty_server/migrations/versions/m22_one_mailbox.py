"""Each stored e-mail written in the one way in which it is looked for now.

One that reaches a mailbox which is another member's already stays as it is: nobody can be sent a code
there any more, and which of the two keeps the points is for the operator to say.
"""

import logging

import sqlalchemy as sa
from alembic import op
from email_validator import EmailSyntaxError, validate_email

revision = "m22"
down_revision = "m21"

member = sa.table("member", sa.column("id", sa.String), sa.column("email", sa.String))
log = logging.getLogger(__name__)


def upgrade() -> None:
    """Make it."""
    connection = op.get_bind()
    there = sa.select(member.c.id, member.c.email).where(member.c.email.is_not(None))
    stored = {row.id: row.email for row in connection.execute(there)}
    taken = set(stored.values())
    for member_id, email in stored.items():
        plain = _plain(email)
        if plain == email:
            continue
        if plain is None or plain in taken:
            log.warning("member %s has an e-mail that no code is sent to any more", member_id)
            continue
        taken.add(plain)
        same = sa.update(member).where(member.c.id == member_id)
        connection.execute(same.values(email=plain))


def _plain(email: str) -> str | None:
    """None for what names no mailbox, or not exactly one."""
    bare = email.removeprefix("<").removesuffix(">")
    try:
        mailbox = validate_email(
            bare, check_deliverability=False, test_environment=True, allow_quoted_local=True
        )
    except EmailSyntaxError:
        return None
    if not mailbox.local_part.isascii() or mailbox.local_part.startswith('"'):
        return None
    return f"{mailbox.local_part.lower()}@{mailbox.domain}"
