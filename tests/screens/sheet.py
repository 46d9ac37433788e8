"""The pictures side by side: a page to look through, and one picture for each window."""

from html import escape
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser

from tests.screens.views import Window

STYLE: Final = """
body { font: 14px sans-serif; background: #ddd; margin: 16px }
main { display: flex; flex-wrap: wrap; gap: 16px; align-items: flex-start }
figure { margin: 0 } img { width: 300px; display: block; box-shadow: 0 1px 6px #0006 }
.desktop img, .tablet img, .wide img { width: 480px } figcaption { padding: 4px 0 }
"""


def write_sheet(browser: Browser, folder: Path, window: Window, pictures: list[Path]) -> Path:
    """`<window>.html` with every picture, and the same as `<window>.sheet.png`."""
    figures = "".join(
        f'<figure><img src="{escape(one.name)}" alt=""><figcaption>'
        f"{escape(one.name.split('.')[0])}</figcaption></figure>"
        for one in pictures
    )
    html = (
        f'<!doctype html><meta charset="utf-8"><title>{window}</title><style>{STYLE}</style>'
        f'<h1>{window}</h1><main class="{window.size}">{figures}</main>'
    )
    page_file = folder / f"{window}.html"
    page_file.write_text(html, "utf-8")
    page = browser.new_page(viewport={"width": 1640, "height": 900})
    page.goto(page_file.absolute().as_uri(), wait_until="load")
    sheet = folder / f"{window}.sheet.png"
    page.screenshot(path=sheet, full_page=True)
    page.close()
    return sheet


def write_index(folder: Path) -> Path:
    """A page that leads to the sheet of every window that was looked through."""
    sheets = sorted(one for one in folder.glob("*.html") if one.name != "index.html")
    links = "".join(f'<li><a href="{one.name}">{escape(one.stem)}</a></li>' for one in sheets)
    index = folder / "index.html"
    index.write_text(f'<!doctype html><meta charset="utf-8"><ul>{links}</ul>', "utf-8")
    return index
