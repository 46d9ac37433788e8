"""The page knows where a list ends and what is beside it begins, as the app draws them."""

import json
import subprocess
from itertools import product
from pathlib import Path

import pytest

from kopilka.ui.look.frame import WIDE_FROM, frame_for
from kopilka_cli.web.places import NODE, SHELL

WINDOWS = list(product(range(int(WIDE_FROM), 2600, 20), (1.0, 1.25, 2.0)))
MIDDLES = """
const { WIDE_FROM, middleOf } = await import(process.argv[1]);
const middles = JSON.parse(process.argv[2]).map(([width, rail]) => middleOf(width, rail));
console.log(JSON.stringify([WIDE_FROM, middles]));
"""


def test_list_ends_before_the_middle_and_what_is_beside_begins_after_it() -> None:
    frames = [(width, frame_for(width, scale)) for width, scale in WINDOWS]
    script = Path(SHELL, "scripts/frame.js").as_uri()
    asked = json.dumps([(width, frame.rail) for width, frame in frames])
    command: list[str | Path] = [NODE, "--input-type=module", "--eval", MIDDLES, script, asked]
    ended = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    wide_from, middles = json.loads(ended.stdout)
    assert wide_from == WIDE_FROM
    for (_, frame), middle in zip(frames, middles, strict=True):
        ends = frame.rail + frame.margin + frame.listed
        assert middle == pytest.approx(ends + frame.gap / 2)
