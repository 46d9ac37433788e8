"""`kopilka surveys check`: a builder's file is judged with the place of what cannot be asked."""

import json
from pathlib import Path

import pytest

from kopilka_cli.main import main

VISIT = {
    "completedHtml": "<h3>Thanks</h3>",
    "headerView": "advanced",
    "pages": [{"elements": [{"type": "text", "name": "a", "startWithNewLine": False}]}],
}


def test_decoration_is_passed_over_with_a_note(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "visit.json"
    file.write_text(json.dumps(VISIT), "utf-8")
    assert main(["surveys", "check", str(file)]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said == [
        "visit.json.completedHtml: passed over, changes nothing",
        "visit.json.headerView: passed over, changes nothing",
        "visit.json.pages[0].elements[0].startWithNewLine: passed over, changes nothing",
        "visit.json: 1 pages, 1 questions",
    ]


def test_what_cannot_be_asked_is_refused_with_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "visit.json"
    file.write_text(json.dumps({"elements": [{"type": "signaturepad", "name": "a"}]}), "utf-8")
    assert main(["surveys", "check", str(file)]) == 1
    assert "visit.json.elements[0].type" in capsys.readouterr().err
