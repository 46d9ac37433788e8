"""What the papers point at is there: links, anchors, files, names of the code."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from urllib.parse import unquote, urlsplit

import pytest

from tests.papers.commands import command_names, option_names
from tests.papers.index_of_decisions import DECISIONS, INDEX, index_text
from tests.papers.pages import ROOT, Page, all_pages, project_files

PAGES = pytest.mark.parametrize("paper", all_pages(), ids=lambda one: one.name)
FOLDERS = ("src", "tests", "docs", "assets", "locks", "build")
BUILT = ("dist/", "build/flutter", "node_modules/")
A_PATH = re.compile(r"(?:\./)?[\w.\-]+(?:/[\w.\-]+)*/?")
A_NAME = re.compile(r"[A-Za-z][\w]*(?:\.[A-Za-z_]\w*)*(?:\(\))?")


@PAGES
def test_every_link_leads_somewhere(paper: Page) -> None:
    for link in paper.links:
        parts = urlsplit(link)
        if parts.scheme:
            continue
        target = paper.file.parent / unquote(parts.path) if parts.path else paper.file
        assert target.exists(), f"{paper.name}: there is no {link}"
        if parts.fragment:
            anchors = Page(target.resolve()).anchors
            assert parts.fragment in anchors, f"{paper.name}: {link} is none of {sorted(anchors)}"


@PAGES
def test_every_file_that_is_named_is_there(paper: Page) -> None:
    for said in paper.said_as_code:
        name = said.split()[0] if said.split() else ""
        if not A_PATH.fullmatch(name) or name.startswith(BUILT):
            continue
        name = name.removeprefix("./")
        if name.split("/")[0] in FOLDERS and "/" in name:
            assert (ROOT / name).exists(), f"{paper.name}: there is no {name}"


@PAGES
def test_every_command_that_is_named_is_there_with_its_options(paper: Page) -> None:
    for line in _lines_of_shell(paper):
        for said in re.findall(r"kopilka [a-z]+[^`|>;]*", line):
            meant = _commands_meant(said)
            assert meant, f"{paper.name}: there is no {said}"
            known = {name for command in meant for name in option_names(command)}
            unknown = {word for word in said.split() if word.startswith("--")} - known
            assert not unknown, f"{paper.name}: {said} has no {unknown}"


@PAGES
def test_every_module_that_is_to_be_run_is_there(paper: Page) -> None:
    for line in _lines_of_shell(paper):
        for module in re.findall(r"python3? -m ([\w.]+)", line):
            assert find_spec(module), f"{paper.name}: there is no module {module}"


@pytest.mark.parametrize(
    "paper",
    [one for one in all_pages() if one.file.parent == DECISIONS],
    ids=lambda one: one.name,
)
def test_every_name_that_a_decision_tells_to_search_for_is_found(paper: Page) -> None:
    for said in paper.said_as_code:
        if A_NAME.fullmatch(said) and re.search(r"[_.]", said):
            assert _is_found(said.removesuffix("()")), f"{paper.name}: nothing is called {said}"


def test_every_decision_is_in_the_index_under_its_title() -> None:
    assert INDEX.read_text("utf-8") == index_text(), (
        "write it anew: python -m tests.papers.index_of_decisions"
    )


def test_no_two_decisions_have_one_number() -> None:
    numbers = [file.name[:4] for file in DECISIONS.glob("[0-9]*.md")]
    assert len(numbers) == len(set(numbers)), sorted(numbers)


def _commands_meant(said: str) -> list[str]:
    """A verb, its noun where it needs one; a verb alone stands for all of its nouns."""
    _, verb, *rest = said.split()
    of_verb = [name for name in command_names() if name.split()[1] == verb]
    has_noun = rest and of_verb != [f"kopilka {verb}"]
    return [name for name in of_verb if name.split()[2] == rest[0]] if has_noun else of_verb


def _lines_of_shell(paper: Page) -> Iterator[str]:
    """What somebody would type, with its continuation lines."""
    yield from (said for said in paper.said_as_code if said.split()[:1] not in (["usage:"], []))
    for code in paper.code:
        if code.language.startswith("sh"):
            for line in code.text.replace("\\\n", " ").splitlines():
                yield line.partition(" #")[0]


def _is_found(name: str) -> bool:
    """As a text, as a module's path, or as a name in a module or a class that has the name before it."""
    if name in _sources():
        return True
    *holders, last = name.split(".")
    if not holders:
        return False
    inside = "/".join(holders)
    if any(
        file.endswith((f"/{inside}/{last}.py", f"/{inside}/{last}/__init__.py"))
        for file in project_files()
    ):
        return True
    return any(
        last in text and (file.endswith(f"/{inside}.py") or f"class {holders[-1]}" in text)
        for file, text in _modules()
    )


@cache
def _modules() -> tuple[tuple[str, str], ...]:
    """Our Python, by file."""
    ours = (name for name in project_files() if name.startswith("src/") and name.endswith(".py"))
    return tuple((name, (ROOT / name).read_text("utf-8")) for name in ours)


@cache
def _sources() -> str:
    """All that is not a paper: code, settings, and the names of the files."""
    code = (".py", ".js", ".mjs", ".toml", ".json", ".html", ".css")
    texts = [
        (ROOT / name).read_text("utf-8")
        for name in project_files()
        if name.endswith(code) and not name.startswith("tests/papers")
    ]
    return "\n".join([*texts, *project_files()])
