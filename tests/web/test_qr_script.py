"""The page's QR is the app's and the paper's, module by module, and what another encoder draws."""

import json
import random
import subprocess
from pathlib import Path

import segno

from kopilka.ui.codes.picture import Picture
from kopilka.ui.codes.qr import qr_picture
from kopilka_cli.web.places import NODE
from kopilka_cli.web.scripts import bundle
from loyalty_api.card_code import ALPHABET, QR_MASK

DRAW = """
const { qrRows } = await import(process.argv[1]);
console.log(JSON.stringify(JSON.parse(process.argv[2]).map(qrRows)));
"""
QUIET = 4


def some_codes(count: int) -> list[str]:
    chance = random.Random(18004)
    return [f"LW1P{''.join(chance.choices(ALPHABET, k=34))}" for _ in range(count)]


def rows_of(picture: Picture) -> list[str]:
    rows = [["0"] * picture.width for _ in range(picture.height)]
    for bar in picture.bars:
        rows[bar.y][bar.x : bar.x + bar.width] = "1" * bar.width
    return ["".join(row) for row in rows]


def reference(text: str) -> list[str]:
    symbol = segno.make_qr(text, error="q", boost_error=False, mask=QR_MASK)
    return ["".join(map(str, row)) for row in symbol.matrix_iter(border=QUIET)]


def drawn_by_page(texts: list[str], folder: Path) -> list[list[str]]:
    script = folder / "qr.mjs"
    bundle("qr.js", script, {}, module=True)
    command = [NODE, "--input-type=module", "--eval", DRAW, script.as_uri(), json.dumps(texts)]
    ended = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    drawn: list[list[str]] = json.loads(ended.stdout)
    return drawn


def test_page_and_app_draw_the_picture_that_an_independent_encoder_draws(tmp_path: Path) -> None:
    texts = [*some_codes(200), "2900000000001"]
    expected = [reference(text) for text in texts]
    assert [rows_of(qr_picture(text)) for text in texts] == expected
    assert drawn_by_page(texts, tmp_path) == expected


def test_page_and_app_draw_one_picture_of_whatever_a_retailer_puts_into_a_code(
    tmp_path: Path,
) -> None:
    """Other encoders pad text otherwise: segno adds a byte where none is due (ISO/IEC 18004, 7.4.9)."""
    texts = ["https://example.org/a?b=c", "member 42", "a" * 11]
    assert drawn_by_page(texts, tmp_path) == [rows_of(qr_picture(text)) for text in texts]
