"""A retailer's folder: the brand file, its logo, a typeface with Kazakh letters and Kazakh itself."""

import shutil
from pathlib import Path
from typing import Final

from kopilka_cli.web.places import BRAND, FLUTTER_CLIENT

KAZAKH: Final = Path(__file__).with_name("kk.toml")
_ROBOTO: Final = FLUTTER_CLIENT / "assets/fonts/roboto.woff2"


def kazakh_brand(folder: Path, language: str | None = None) -> Path:
    """The brand file in `folder`; `language` is what its language file says instead."""
    (folder / "languages").mkdir()
    shutil.copy(BRAND.with_name("logo.png"), folder)
    shutil.copy(_ROBOTO, folder / "roboto.woff2")
    text = BRAND.read_text("utf-8").replace('en = "Kopilka"', 'en = "Kopilka"\nkk = "Жинақ"')
    (folder / "brand.toml").write_text(f'font = "roboto.woff2"\n{text}', "utf-8")
    said = KAZAKH.read_text("utf-8") if language is None else language
    (folder / "languages/kk.toml").write_text(said, "utf-8")
    return folder / "brand.toml"
