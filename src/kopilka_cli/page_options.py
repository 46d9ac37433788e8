"""`--goods` and `--brand`: what the cashier's page sells, and how it looks."""

import argparse
from dataclasses import asdict
from pathlib import Path

from kopilka.ui.look.brand import BrokenBrand, load_brand
from kopilka_cli.till_words import till_words
from loyalty_server.goods_file import NOTHING_KNOWN, Catalogue, goods_in
from loyalty_server.languages import Language
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
    parser.add_argument(
        "--brand",
        metavar="FILE",
        type=brand_look,
        help="the brand file, for the cashier's page: its name, colours and languages",
    )


def goods_of(chosen: argparse.Namespace) -> Catalogue:
    """The shop's goods; without a file amounts are typed."""
    return chosen.goods or NOTHING_KNOWN


def look_of(chosen: argparse.Namespace) -> PageLook:
    """The retailer's look, else Kopilka's own."""
    return chosen.brand or PageLook()


def brand_look(file: str) -> PageLook:
    """So much of a brand file as the page wears. Raises `ArgumentTypeError`."""
    try:
        brand = load_brand(Path(file))
        words = till_words(brand)
    except (BrokenBrand, OSError) as fault:
        raise argparse.ArgumentTypeError(f"{file}: {fault}") from None
    names = {Language(one): name for one, name in brand.name.items() if one in set(Language)}
    return PageLook(names, asdict(brand.light), asdict(brand.dark), brand.card_gradient, words)


def _goods(file: str) -> Catalogue:
    try:
        return goods_in(Path(file))
    except (FileRefused, OSError) as fault:
        raise argparse.ArgumentTypeError(str(fault)) from None
