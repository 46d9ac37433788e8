"""`/docs` of the site: the published contract to read and to try, with nothing asked of another host."""

import json
from pathlib import Path
from typing import Final

from kopilka.ui.look.brand import Brand
from kopilka_cli.web.parts import copy_files
from kopilka_cli.web.places import CONTRACT, SHELL
from kopilka_cli.web.scripts import libraries

PATH: Final = "docs"
FOR_DEVELOPERS: Final = (PATH, "contract-*")
"""What no shopper opens, by its names on the site."""

_SHOWN_WITH: Final = ("swagger-ui-bundle.js", "swagger-ui.css")


def fill_contract(folder: Path, brand: Brand) -> None:
    """Put the contract, as the brand's server answers it, and what shows it into `folder`."""
    copy_files(libraries() / "node_modules/swagger-ui-dist", folder, *_SHOWN_WITH)
    contract = json.loads(CONTRACT.read_text("utf-8"))
    if brand.api:
        contract["servers"] = [{"url": brand.api}]
    (folder / CONTRACT.name).write_text(json.dumps(contract, ensure_ascii=False), "utf-8")


def write_contract_page(folder: Path, part: str, icons: str) -> None:
    """Write the page into `folder`; `part` and `icons` are the addresses of what it is made of."""
    page = (SHELL / "contract.html").read_text("utf-8")
    place = folder / PATH
    place.mkdir()
    filled = page.replace("{{part}}", part).replace("{{icons}}", icons)
    (place / "index.html").write_text(filled, "utf-8")
