"""The project's papers as a test reads them: headings, links, tables, code (CommonMark)."""

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).parents[2]
_NOT_IN_ANCHORS = re.compile(r"[^\w\- ]")


@dataclass(frozen=True)
class Code:
    """A block of code, under which heading it stands."""

    language: str
    text: str
    heading: str


@dataclass(frozen=True)
class Row:
    """A row of a table as it is written, and under which heading it stands."""

    cells: tuple[str, ...]
    heading: str


@dataclass(frozen=True)
class Page:
    """One Markdown file."""

    file: Path

    @property
    def name(self) -> str:
        return self.file.relative_to(ROOT).as_posix()

    @property
    def tokens(self) -> list[Token]:
        return _tokens(self.file)

    @property
    def headings(self) -> list[str]:
        return [
            heading for token, heading in self._under_headings() if token.type == "heading_open"
        ]

    @property
    def anchors(self) -> set[str]:
        """What a link to this page may name after `#`, as GitHub makes it of the headings."""
        found: set[str] = set()
        for heading in self.headings:
            plain = _NOT_IN_ANCHORS.sub("", heading.lower()).replace(" ", "-")
            again = sum(1 for one in found if re.fullmatch(rf"{re.escape(plain)}(-\d+)?", one))
            found.add(f"{plain}-{again}" if again else plain)
        return found

    @property
    def links(self) -> Iterator[str]:
        """Where its links and pictures lead."""
        for token in self._inner():
            if token.type == "link_open":
                yield str(token.attrs["href"])
            elif token.type == "image":
                yield str(token.attrs["src"])

    @property
    def said_as_code(self) -> Iterator[str]:
        """Everything between backticks within a sentence."""
        return (token.content for token in self._inner() if token.type == "code_inline")

    @property
    def code(self) -> list[Code]:
        return [
            Code(token.info.strip(), token.content, heading)
            for token, heading in self._under_headings()
            if token.type == "fence"
        ]

    @property
    def rows(self) -> list[Row]:
        """The rows of all tables, without their heads."""
        found: list[Row] = []
        cells: list[str] | None = None
        is_head = False
        for token, heading in self._under_headings():
            match token.type:
                case "thead_open" | "thead_close":
                    is_head = token.type == "thead_open"
                case "tr_open":
                    cells = []
                case "inline" if cells is not None:
                    cells.append(token.content)
                case "tr_close" if cells is not None:
                    if not is_head:
                        found.append(Row(tuple(cells), heading))
                    cells = None
        return found

    def _inner(self) -> Iterator[Token]:
        return (inner for token in self.tokens for inner in token.children or ())

    def _under_headings(self) -> Iterator[tuple[Token, str]]:
        heading = ""
        for place, token in enumerate(self.tokens):
            if token.type == "heading_open":
                heading = self.tokens[place + 1].content.replace("`", "")
            yield token, heading


def page(name: str) -> Page:
    """The page of this name, like `docs/api.md`."""
    return Page(ROOT / name)


@cache
def all_pages() -> tuple[Page, ...]:
    """Every Markdown file that belongs to the project."""
    return tuple(Page(ROOT / name) for name in project_files() if name.endswith(".md"))


@cache
def project_files() -> tuple[str, ...]:
    """The files of the project; not what was built or installed beside them."""
    known = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(known, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return tuple(name for name in listed.splitlines() if (ROOT / name).is_file())


@cache
def _tokens(file: Path) -> list[Token]:
    return MarkdownIt("commonmark").enable("table").parse(file.read_text("utf-8"))
