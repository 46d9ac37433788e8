"""Parts of the site, each made once from what it is made of and kept for the next build."""

import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kopilka_cli.terminal import complain
from kopilka_cli.web.compression import compress_files

UNUSED_SECONDS: Final = 14 * 86_400
"""Longer than any build takes, so what one uses that runs now is never too old."""

_RECIPES = Path(__file__).parent


@dataclass(frozen=True)
class Part:
    """One folder of the site. Its name changes when anything it is made from does.

    So a browser may keep its files for ever, and a new version downloads only the parts that changed.
    """

    name: str
    folder: Path

    @property
    def files(self) -> tuple[str, ...]:
        """Paths inside the part, without the compressed twins."""
        every = (path for path in _files_below(self.folder) if path.suffix not in (".br", ".gz"))
        return tuple(path.relative_to(self.folder).as_posix() for path in every)


@dataclass(frozen=True)
class Workshop:
    """Where parts are made; a finished one is found again by what it was made from."""

    kept: Path
    brotli_quality: int

    def part(
        self,
        kind: str,
        sources: Iterable[Path],
        fill: Callable[[Path], object],
        detail: str = "",
    ) -> Part:
        """The part that `fill` makes in an empty folder from `sources` (files or folders) and `detail`."""

        def fill_and_compress(draft: Path) -> None:
            fill(draft)
            compress_files(draft.rglob("*"), self.brotli_quality)

        detail = f"{self.brotli_quality} {detail}"
        folder = kept_folder(self.kept, kind, [*sources, _RECIPES], fill_and_compress, detail)
        return Part(folder.name, folder)

    def material(
        self,
        kind: str,
        sources: Iterable[Path],
        fill: Callable[[Path], object],
        detail: str = "",
    ) -> Path:
        """A folder made like a part, for parts to be made of; it is not on the site itself."""
        return kept_folder(self.kept, kind, [*sources, _RECIPES], fill, detail)


def kept_folder(
    kept: Path,
    kind: str,
    sources: Iterable[Path],
    fill: Callable[[Path], object],
    detail: str = "",
) -> Path:
    """The folder below `kept` that `fill` made from `sources` and `detail`, filled now if there is none.

    Filling may take minutes, so stderr hears of it; a folder's time says when it was used last.
    """
    folder = kept / f"{kind}-{fingerprint(sources, f'{kind} {detail}')}"
    if folder.exists():
        os.utime(folder)
        return folder
    complain(f"making {folder.name}")
    kept.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=kept) as temporary:
        draft = Path(temporary, "draft")
        draft.mkdir()
        fill(draft)
        _move(draft, folder)
    return folder


def forget_unused(kept: Path) -> None:
    """Remove what no build has used for two weeks, and what one that was killed has left behind."""
    for folder in kept.iterdir():
        with suppress(FileNotFoundError):  # another build may tidy up, too
            if time.time() - folder.stat().st_mtime > UNUSED_SECONDS:
                shutil.rmtree(folder)


def _move(draft: Path, folder: Path) -> None:
    """Another build may have made the same meanwhile."""
    try:
        draft.rename(folder)
    except OSError:
        if not folder.is_dir():
            raise


def fingerprint(sources: Iterable[Path], salt: str = "") -> str:
    """16 hexadecimal digits that stand for these files and folders, names and contents."""
    digest = hashlib.sha256(salt.encode())
    for source in sources:
        for path in _files_below(source):
            digest.update(path.relative_to(source.parent).as_posix().encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def copy_files(source: Path, target: Path, *names: str) -> None:
    """Copy these files, folders made as needed."""
    for name in names:
        copy = target / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / name, copy)


def _files_below(source: Path) -> Iterator[Path]:
    if source.is_file():
        yield source
        return
    for path in sorted(source.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            yield path
