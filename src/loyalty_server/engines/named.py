"""Which engine, by its name: one of ours, or a Python module of the retailer's.

A module has a function `engine(settings: EngineSettings) -> Engine`, which raises `ValueError` in words
for settings that make no sense.
"""

import importlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, cast

from loyalty_server.engines.port import Engine

OURS: Final[Mapping[str, str]] = {
    "csv": "loyalty_server.engines.csv_file",
    "odoo": "loyalty_server.engines.odoo.engine",
}


@dataclass(frozen=True)
class EngineSettings:
    """What an engine is told: a file of its own, where it is, and what it signs in with."""

    file: Path | None = None
    url: str | None = None
    secret: str | None = field(default=None, repr=False)

    def needed_file(self) -> Path:
        """Raises `ValueError` where none was named."""
        if self.file is None:
            raise ValueError("this engine needs --engine-file")
        return self.file


def engine_named(name: str, settings: EngineSettings) -> Engine:
    """Raises `ValueError` in words, and `OSError`."""
    module = OURS.get(name, name)
    try:
        found = importlib.import_module(module)
    except ImportError as fault:
        raise ValueError(f"{name}: {fault}; there are: {', '.join(OURS)}, or a module") from fault
    make = getattr(found, "engine", None)
    if make is None:
        raise ValueError(f"{name}: the module has no function engine(settings)")
    return cast(Engine, make(settings))
