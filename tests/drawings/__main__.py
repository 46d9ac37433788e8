"""`python -m tests.drawings`: the drawings beside this file, as a server would keep them, into the demo.

A drawing is 3 by 2. What it is about stands in its middle square, since lists show that alone.
"""

import json
from pathlib import Path

from playwright.sync_api import Browser

from loyalty_api.codec import encode
from loyalty_server.demo.pictures import INDEX, SHIPPED, Shipped, small_of
from loyalty_server.pictures.made import Made, picture_made
from tests.chromium import running_chromium

DRAWINGS = Path(__file__).parent
WIDTH, HEIGHT = 960, 640
PAGE = "<style>*{{margin:0}}svg{{display:block;width:{}px}}</style>{}"


def main() -> None:
    """Write all of them anew, and their index."""
    SHIPPED.mkdir(exist_ok=True)
    with running_chromium() as browser:
        made = {drawing.stem: _made(browser, drawing) for drawing in sorted(DRAWINGS.glob("*.svg"))}
    for name, picture in made.items():
        file = SHIPPED / f"{name}.webp"
        file.write_bytes(picture.large)
        small_of(file).write_bytes(picture.small)
    told = {
        f"{name}.webp": encode(Shipped(one.width, one.height, one.color))
        for name, one in made.items()
    }
    INDEX.write_text(json.dumps(told, indent=1) + "\n")


def _made(browser: Browser, drawing: Path) -> Made:
    page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
    page.set_content(PAGE.format(WIDTH, drawing.read_text(encoding="utf-8")))
    taken = page.screenshot()
    page.close()
    return picture_made(taken)


if __name__ == "__main__":
    main()
