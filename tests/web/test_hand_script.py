"""A picture that the device's sheet does not take is kept as a file, and of a text Python is told; whoever closes
the sheet wants neither, nor does who presses again while it is open."""

import json
import subprocess

import pytest

from kopilka_cli.web.places import NODE, SHELL

_PICTURE = """
const [script, outcome] = process.argv.slice(1);
const told = { sent: [], kept: [] };
const share = async ({ files: [file] }) => {
  told.sent.push([file.name, file.type, file.size]);
  if (outcome) throw new DOMException("", outcome);
};
Object.defineProperty(globalThis, "navigator", { value: { share, canShare: () => true } });
globalThis.document = { createElement: () => ({ click() { told.kept.push(this.download); } }) };
const { askHand, canSharePictures } = await import(script);
if (canSharePictures) askHand(["sendPicture", "чек.png", new Uint8Array(3)]);
await new Promise(setImmediate);
console.log(JSON.stringify(told));
process.exit();
"""


_TEXT = """
const [script, outcome] = process.argv.slice(1);
const told = [];
const share = async ({ text }) => {
  told.push(text);
  if (outcome) throw new DOMException("", outcome);
};
Object.defineProperty(globalThis, "navigator", { value: { share } });
const { askSheet } = await import(script);
await askSheet(["send", "Пекарня: −20 %"], { postMessage: (answer) => told.push(answer) });
console.log(JSON.stringify(told));
process.exit();
"""


@pytest.mark.parametrize(
    ("outcome", "kept"),
    [
        ("", []),
        ("AbortError", []),
        ("InvalidStateError", []),
        ("NotAllowedError", ["чек.png"]),
        ("DataError", ["чек.png"]),
    ],
)
def test_picture_is_kept_where_the_sheet_refuses_it(outcome: str, kept: list[str]) -> None:
    assert _done(_PICTURE, outcome) == {"sent": [["чек.png", "image/png", 3]], "kept": kept}


@pytest.mark.parametrize(
    ("outcome", "is_left"),
    [
        ("", True),
        ("AbortError", True),
        ("InvalidStateError", True),
        ("NotAllowedError", False),
        ("DataError", False),
    ],
)
def test_text_that_the_sheet_refuses_is_known_to_be_here_still(outcome: str, is_left: bool) -> None:
    assert _done(_TEXT, outcome) == ["Пекарня: −20 %", is_left]


def _done(asks: str, outcome: str) -> object:
    script = (SHELL / "scripts/hand.js").as_uri()
    command = [NODE, "--input-type=module", "--eval", asks, script, outcome]
    ended = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    told: object = json.loads(ended.stdout)
    return told
