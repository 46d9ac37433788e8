"""The demo's own pictures, shipped as a server keeps them: at its start nothing is made of them again."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from loyalty_api.codec import loads
from loyalty_server.pictures.made import Made

SHIPPED: Final = Path(__file__).parent
INDEX: Final = SHIPPED / "index.json"


@dataclass(frozen=True)
class Shipped:
    """What is told of a picture without looking at it."""

    width: int
    height: int
    color: str


def small_of(file: Path) -> Path:
    """The same picture for lists."""
    return file.with_suffix(f".small{file.suffix}")


@cache
def shipped_pictures() -> Mapping[str, Made]:
    """By the names that the demo's programmes have for them."""
    index = loads(dict[str, Shipped], INDEX.read_bytes())
    return {f"pictures/{name}": _made(SHIPPED / name, told) for name, told in index.items()}


def _made(file: Path, told: Shipped) -> Made:
    small = small_of(file).read_bytes()
    return Made(file.read_bytes(), small, told.width, told.height, told.color)
