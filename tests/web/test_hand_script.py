"""A picture that the device's sheet does not take is kept as a file; whoever closes the sheet wants neither,
nor does who presses again while it is open."""

import json
import subprocess

import pytest

from kopilka_cli.web.places import NODE, SHELL

_ASK = """
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
    script = (SHELL / "scripts/hand.js").as_uri()
    command = [NODE, "--input-type=module", "--eval", _ASK, script, outcome]
    ended = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert json.loads(ended.stdout) == {"sent": [["чек.png", "image/png", 3]], "kept": kept}
