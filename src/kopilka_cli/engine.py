"""`kopilka engine check`: whether a loyalty engine does what the wallet relies on."""

import argparse
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final

from kopilka_cli.options.engine import SECRET, add_settings_of_engine, made_engine
from kopilka_cli.options.secrets_given import secret_given
from kopilka_cli.terminal import complain, say
from loyalty_server.engines.conformance import Finding, tried
from loyalty_server.engines.named import EngineSettings, engine_named
from loyalty_server.engines.port import Engine, EngineAway, Person
from loyalty_server.engines.trial import Trial

CLOSED: Final = "http://127.0.0.1:1"
"""Where nobody listens."""
MARKS: Final = {True: "kept", False: "BROKEN", None: "not tried"}


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `kopilka engine`."""
    parser = verbs.add_parser("engine", help="the loyalty engine behind the wallet")
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    check = actions.add_parser("check", help="try whether an engine keeps every rule of the port")
    check.add_argument("engine", metavar="NAME", help="as `kopilka serve --engine` names it")
    add_settings_of_engine(check)
    check.add_argument("--phone", help="of a member there who may be changed")
    check.add_argument("--email", help="the same by e-mail")
    check.add_argument("--promo", metavar="CODE", help="a promo code that may be used")
    check.set_defaults(run=_check)


def _check(chosen: argparse.Namespace) -> int:
    if not (chosen.phone or chosen.email):
        complain("name a member who may be changed: --phone or --email")
        return 2
    member = Person("trial", chosen.phone, chosen.email, "", "")
    trial = Trial(
        made_engine(chosen),
        member,
        partial(datetime.now, UTC),
        promo=chosen.promo,
        away=_cut_off(chosen),
    )
    return told(list(tried(trial)))


def told(findings: list[Finding]) -> int:
    """Say every finding; the exit status is 1 when a rule is broken."""
    for one in findings:
        say(f"{MARKS[one.kept]:>9}  {one.check}{f': {one.told}' if one.told else ''}")
    broken = sum(one.kept is False for one in findings)
    kept = sum(one.kept is True for one in findings)
    say(f"{kept} kept, {broken} broken, {len(findings) - kept - broken} not tried")
    return 1 if broken else 0


def _cut_off(chosen: argparse.Namespace) -> "partial[Engine] | None":
    """The same engine where it cannot be reached."""
    settings = EngineSettings(chosen.engine_file, chosen.engine_url, secret_given(SECRET))
    if settings.url:
        settings = replace(settings, url=CLOSED)
    elif settings.file:
        settings = replace(settings, file=Path(f"{settings.file}.gone"))
    else:
        return None
    return partial(_made_away, chosen.engine, settings)


def _made_away(name: str, settings: EngineSettings) -> Engine:
    """One that does not even start there is as good as away."""
    try:
        return engine_named(name, settings)
    except (ValueError, OSError) as fault:
        raise EngineAway(str(fault)) from fault
