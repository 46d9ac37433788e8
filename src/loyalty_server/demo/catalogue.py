"""What the demo shop and its partner sell, read from files of the language."""

from functools import cache
from pathlib import Path

from loyalty_server.goods_file import Catalogue, goods_in
from loyalty_server.languages import Language

HERE = Path(__file__).parent


@cache
def catalogue(language: Language) -> Catalogue:
    """The goods in one of the languages."""
    return goods_in(HERE / f"catalogue.{language}.toml")


@cache
def florist(language: Language) -> Catalogue:
    """What the partner of the demo sells."""
    return goods_in(HERE / f"florist.{language}.toml")
