"""Writes the list of decisions: `python -m tests.papers.index_of_decisions`, after a page was added."""

from tests.papers.pages import ROOT, Page

DECISIONS = ROOT / "docs/decisions"
INDEX = DECISIONS / "README.md"


def index_text() -> str:
    """The index as it should be: its own words, then a line for each page, by number."""
    words, _, _ = INDEX.read_text("utf-8").partition("\n- [")
    lines = [
        f"- [{file.name[:4]}]({file.name}) {_title(Page(file))}"
        for file in sorted(DECISIONS.glob("[0-9]*.md"))
    ]
    return "\n".join([words, *lines, ""])


def _title(page: Page) -> str:
    """Some pages repeat their number in it."""
    return page.headings[0].removeprefix(page.file.name[:4]).strip(". ")


if __name__ == "__main__":
    INDEX.write_text(index_text(), "utf-8")
