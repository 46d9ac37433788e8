"""`python -m tests.words OUT.html`: both languages side by side, to be read by an editor."""

import argparse
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Final

from kopilka.ui.look.formats import Language
from tests.words.catalogues import said_in

STYLE: Final = """
body { font: 16px/1.4 sans-serif; margin: 24px } table { border-collapse: collapse; width: 100% }
td { border-top: 1px solid #ccc; padding: 6px 12px 6px 0; vertical-align: top; width: 40% }
td:first-child { width: 20%; color: #666; font-size: 13px } h2 { margin: 32px 0 8px }
"""


def main(arguments: list[str] | None = None) -> None:
    """Write the sheet, and tell how many phrases are on it."""
    parser = argparse.ArgumentParser(prog="python -m tests.words", description=__doc__)
    parser.add_argument("out", type=Path, metavar="OUT.html")
    out = parser.parse_args(arguments).out
    said = {language: said_in(language) for language in Language}
    out.write_text(sheet(said), "utf-8")
    print(f"{out}: {len(said[Language.RU])} phrases")


def sheet(said: dict[Language, dict[str, str]]) -> str:
    """A page with a table for each group of words."""
    keys = list(dict.fromkeys(key for phrases in said.values() for key in phrases))
    groups = groupby(keys, key=lambda key: key.split(".")[0])
    tables = "".join(
        f"<h2>{escape(group)}</h2><table>{''.join(_row(key, said) for key in own)}</table>"
        for group, own in groups
    )
    return (
        f'<!doctype html><meta charset="utf-8"><title>Words</title><style>{STYLE}</style>{tables}'
    )


def _row(key: str, said: dict[Language, dict[str, str]]) -> str:
    cells = (
        f'<td lang="{language}">{escape(phrases.get(key, "(nothing)"))}'
        for language, phrases in said.items()
    )
    return f"<tr><td>{escape(key)}{''.join(cells)}"


if __name__ == "__main__":
    main()
