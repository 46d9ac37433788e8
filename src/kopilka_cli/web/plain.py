"""What Python starts from where its memory does not wake: the library and every module, one archive each."""

from pathlib import Path
from zipfile import ZipFile

from kopilka_cli.web.packages import ARCHIVE
from kopilka_cli.web.parts import copy_files
from kopilka_cli.web.runtime import STANDARD_LIBRARY


def fill_plain(folder: Path, library: Path, packages: Path, app: Path) -> None:
    """Put these parts into `folder`, packages and app as one archive."""
    copy_files(library, folder, STANDARD_LIBRARY)
    with ZipFile(folder / ARCHIVE, "w") as modules:
        for part in (packages, app):
            with ZipFile(part / ARCHIVE) as opened:
                for entry in opened.infolist():
                    modules.writestr(entry, opened.read(entry))
