"""`kopilka export`: everything there is, as files in open formats, for whoever leaves or looks it over."""

import argparse
import shutil
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.exc import NoResultFound

from kopilka_cli.options.database import add_database_option, database_as_it_is
from kopilka_cli.terminal import complain, say
from loyalty_server.members.consents import standard_texts
from loyalty_server.moving.export import export

WARNING = (
    "these files are personal data: names, addresses and what people bought.",
    "They are readable by you alone; keep them so, and remove them once they are used.",
)


def register(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `kopilka export`."""
    leaving = verbs.add_parser("export", help="write everything into files in open formats")
    leaving.add_argument("folder", type=Path, metavar="DIR", help="a folder that is not there yet")
    leaving.set_defaults(run=_export)
    add_database_option(leaving)


def _export(chosen: argparse.Namespace) -> int:
    """Changes nothing in the database. The folder appears whole or not at all."""
    folder: Path = chosen.folder
    draft = folder.with_name(f"{folder.name}.part")
    if folder.exists() or draft.exists():
        complain(f"{folder if folder.exists() else draft} is there already")
        return 1
    try:
        with database_as_it_is(chosen) as database, database.reading() as session:
            say(*export(session, standard_texts(), draft, datetime.now(UTC)))
        draft.rename(folder)
    except NoResultFound:
        complain("there is no programme yet, and so nothing to take along")
        return 1
    except OSError as fault:
        complain(fault)
        return 1
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    complain(*WARNING)
    return 0
