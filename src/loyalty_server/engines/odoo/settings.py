"""The file of `--engine-file` for Odoo: which database, account and programme."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from loyalty_api.malformed import Malformed
from loyalty_server.toml_file import parse_toml, read_text


@dataclass(frozen=True)
class OdooSettings:
    """`program` is the id of the loyalty programme. `rewards` names the rewards that a member can take
    in the wallet: the id of each, and of the programme of coupons that gives it."""

    database: str
    login: str
    program: int
    rewards: Mapping[str, int] = field(default_factory=dict)


def settings_in(file: Path) -> OdooSettings:
    """Raises `FileRefused`."""
    return parse_toml(OdooSettings, read_text(file), file.name, _require_ids)


def _require_ids(told: OdooSettings) -> None:
    for reward in told.rewards:
        if not (reward.isascii() and reward.isdigit()):
            raise Malformed("$.rewards", f"{reward!r} is no id of a reward")
