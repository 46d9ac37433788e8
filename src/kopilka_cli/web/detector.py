"""`python -m kopilka_cli.web.detector`: the reader of QR codes for browsers that have none, written into the till's page.

The server hands the page out as it is and knows no npm, so what npm's lock names is kept there bundled; a test
compares the two.
"""

import tempfile
from pathlib import Path
from typing import Final

from kopilka_cli.web.places import NODE, SOURCES
from kopilka_cli.web.programs import run
from kopilka_cli.web.scripts import OLDEST_BROWSERS, libraries

DETECTOR: Final = SOURCES / "loyalty_server/till_page/page/qr_detector.js"
TAKEN: Final = 'export { BarcodeDetector } from "qr/decode.js";\n'
SAID: Final = """// @ts-nocheck
// npm: qr, MIT or Apache-2.0, Paul Miller. Written by python -m kopilka_cli.web.detector."""


def bundled() -> str:
    """The reader as one module."""
    modules = libraries() / "node_modules"
    with tempfile.TemporaryDirectory() as folder:
        script, target = Path(folder, "script.js"), Path(folder, "bundle.js")
        script.write_text(TAKEN)
        run(
            NODE,
            modules / "esbuild/bin/esbuild",
            script,
            f"--outfile={target}",
            "--format=esm",
            f"--target={OLDEST_BROWSERS}",
            "--bundle",
            "--minify",
            "--legal-comments=none",
            f"--banner:js={SAID}",
            environment={"NODE_PATH": str(modules)},
        )
        return target.read_text()


if __name__ == "__main__":
    DETECTOR.write_text(bundled())
