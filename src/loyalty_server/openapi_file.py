"""The published contract as a file: `python -m loyalty_server.openapi_file` writes it anew."""

import json
from importlib.resources import files
from pathlib import Path

from loyalty_server.app import contract

PUBLISHED = Path(str(files("loyalty_api").joinpath("openapi.json")))


def contract_text() -> str:
    """The contract as the file holds it."""
    return json.dumps(contract(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    PUBLISHED.write_text(contract_text(), "utf-8")
