"""`--goods` and `--brand`: what the cashier's page sells, and how it looks."""

import argparse
from dataclasses import asdict
from pathlib import Path

from kopilka.ui.look.brand import Brand, BrokenBrand, load_brand
from kopilka.ui.look.texts import spoken_in
from kopilka_cli.server_words import speak
from kopilka_cli.till_words import till_words
from loyalty_server.goods_file import NOTHING_KNOWN, Catalogue, goods_in
from loyalty_server.languages import Language, spoken
from loyalty_server.till_page.look import PageLook
from loyalty_server.toml_file import FileRefused


def add_page_options(parser: argparse.ArgumentParser) -> None:
    """Let this command tell the page of the shop."""
    parser.add_argument(
        "--goods",
        metavar="FILE",
        type=_goods,
        help="buttons of the cashier's page: what the shop sells, in TOML (docs/tills.md)",
    )
    add_brand_option(parser)


def add_brand_option(parser: argparse.ArgumentParser) -> None:
    """Let this command wear the retailer's look."""
    parser.add_argument(
        "--brand",
        metavar="FILE",
        type=_brand,
        help="the brand file: name and colours of the till's pages, languages of all the server says",
    )


def goods_of(chosen: argparse.Namespace) -> Catalogue:
    """The shop's goods; without a file amounts are typed."""
    return chosen.goods or NOTHING_KNOWN


def look_of(chosen: argparse.Namespace) -> PageLook:
    """The retailer's look, else Kopilka's own."""
    return brand_look(chosen.brand) if chosen.brand else PageLook()


def speak_as(chosen: argparse.Namespace) -> None:
    """Let the server speak the retailer's languages too."""
    if chosen.brand:
        speak(chosen.brand)


def brand_look(brand: Brand) -> PageLook:
    """So much of a brand file as the page wears."""
    names = {Language(one): name for one, name in brand.name.items() if one in spoken()}
    colours = asdict(brand.light), asdict(brand.dark), brand.card_gradient
    return PageLook(names, *colours, till_words(brand))


def _brand(file: str) -> Brand:
    try:
        brand = load_brand(Path(file))
        for tag in brand.languages:
            spoken_in(tag, brand.languages)
    except (BrokenBrand, OSError) as fault:
        raise argparse.ArgumentTypeError(f"{file}: {fault}") from None
    return brand


def _goods(file: str) -> Catalogue:
    try:
        return goods_in(Path(file))
    except FileRefused as fault:
        raise argparse.ArgumentTypeError(str(fault)) from None
