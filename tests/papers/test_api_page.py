"""`docs/api.md` tells of every call, error and event there is, and its example works."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kopilka_cli.main import main
from loyalty_api.problems import ProblemCode
from loyalty_server.events.journal import DisplayEvent, WalletEvent
from loyalty_server.events.reading import RESET
from loyalty_server.openapi_file import PUBLISHED
from loyalty_server.problems import Refused
from tests.papers.pages import ROOT, page
from tests.server.server_process import serving

PAGE = page("docs/api.md")
PHONE = "+79000000001"
PATIENCE_SECONDS = 120


def test_page_tells_every_call_who_makes_it_and_what_it_answers() -> None:
    told = {row.cells[0]: row.cells[1:4] for row in PAGE.rows if len(row.cells) == 5}
    there = dict(_calls())
    for call, cells in there.items():
        row = f"| {call} | {' | '.join(cells)} | WHAT IT DOES |"
        assert told.get(call) == cells, f"{PAGE.name} needs under its noun the row\n{row}"
    assert not told.keys() - there.keys(), "the published contract has no such calls"


def test_page_tells_every_error_with_its_status() -> None:
    told = {row.cells[0]: row.cells[1] for row in PAGE.rows if row.heading == "Errors by code"}
    for code in ProblemCode:
        status = str(Refused(code).status.value)
        assert told.pop(f"`{code}`", None) == status, (
            f"{PAGE.name} needs | `{code}` | {status} | … |"
        )
    assert not told, "there are no such codes"


def test_page_tells_every_event_of_wallet_and_display() -> None:
    told = [row.cells[:2] for row in PAGE.rows if row.heading == "What events say"]
    wallet = [(f"`{kind}`", "wallet") for kind in WalletEvent]
    display = [(f"`{kind}`", "display") for kind in DisplayEvent]
    assert sorted(told) == sorted([*wallet, *display, (f"`{RESET}`", "wallet, display")])


@pytest.mark.slow
def test_example_leads_from_a_scan_to_a_refund(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database, keys = f"sqlite:///{tmp_path / 'kopilka.db'}", tmp_path / "kopilka.key"
    with serving(database, keys) as server:
        assert main(["till", "add", "lesnaya", "1", "--database-url", database]) == 0
        till_key = capsys.readouterr().out.split()[1]
        script = "\n".join(code.text for code in PAGE.code if code.language == "sh")
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        typing = subprocess.Popen(
            ["bash", "-euo", "pipefail", "-c", script],
            cwd=tmp_path,
            env=os.environ
            | {
                "API": f"{server.address}/v1",
                "TILL_KEY": till_key,
                "PATH": path,
                "PYTHONPATH": str(ROOT / "src"),
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        code = server.sign_in_code(PHONE)
        said, failed = typing.communicate(f"{code}\n", PATIENCE_SECONDS)
    assert typing.returncode == 0, f"{said}\n{failed}"
    lines = said.splitlines()
    earned = next(line.removeprefix("earned ") for line in lines if line.startswith("earned "))
    assert int(earned) > 0
    assert {"event: scanned", "event: points", f"balance {earned}", "unchanged 304"} <= set(lines)
    assert lines[-1] == "left 0"


def _calls() -> Iterator[tuple[str, tuple[str, str, str]]]:
    """Of the published contract: the call, who makes it, what it answers, whether it needs a key."""
    contract: dict[str, Any] = json.loads(PUBLISHED.read_text("utf-8"))
    for path, methods in contract["paths"].items():
        for method, call in methods.items():
            who = "".join(name for security in call.get("security", ()) for name in security)
            answers = ", ".join(sorted(status for status in call["responses"] if status.isdigit()))
            names = {one["name"] for one in call.get("parameters", ())}
            key = "yes" if "Idempotency-Key" in names else ""
            yield f"`{method.upper()} {path}`", (who or "anyone", answers, key)
