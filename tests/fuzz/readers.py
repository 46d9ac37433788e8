"""What reads bytes and texts that others wrote, and what is true of every answer it gives."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from hypothesis import strategies as st

from loyalty_api.actions import Action
from loyalty_api.card_code import MalformedCode, canonical, parse_code, unsigned_code
from loyalty_api.codec import decode_action, dumps, loads
from loyalty_api.malformed import Malformed
from loyalty_api.models import Wallet
from loyalty_api.surveys.conditions import NotACondition, holds, parse_condition
from loyalty_api.till import PurchaseRequest
from loyalty_server.programme.file import parse_program
from loyalty_server.toml_file import FileRefused

SERVER = Path(__file__).parents[1] / "server"
PROGRAMMES = tuple(file.read_text("utf-8") for file in sorted(SERVER.glob("*.toml")))
CODES = ("LW1P04HMASW9NF6Y1S28Y054DFHAGX2B1SYVVN", "]Q1LW1E04HMASW9NF6Y000000MHSKXVRSWGWEHXYM")
CONDITIONS = ("{a} = 1 or not ({b} contains 'x' and {c} <> 5.5)", "! {a} notempty && {b} >= -2")
ANSWERS: Mapping[str, object] = {"a": 1, "b": ["x", True], "c": 5.5}
PURCHASES = (
    (
        '{"scan_id": "s", "receipt_id": "r", "lines": [{"sku": "c", "title": "T", "category": "k", '
        '"quantity": 1.5, "unit": "kg", "amount": 27000}], "total": 27000, "burn": 0}'
    ),
)
ACTIONS = (
    '{"kind": "answer_survey", "survey_id": "s", "answers": {"a": [1]}, "at": "2026-11-20T09:14:00Z"}',
)


def _torn(examples: tuple[str, ...]) -> st.SearchStrategy[str]:
    """An example with pieces cut out, doubled, or written over by anything."""
    piece = st.one_of(st.text(max_size=8), st.sampled_from(['"', "{", "[", "\\", "\x00", "0", "-"]))

    @st.composite
    def torn(draw: st.DrawFn) -> str:
        text = draw(st.sampled_from(examples))
        for _ in range(draw(st.integers(0, 4))):
            start = draw(st.integers(0, len(text)))
            end = min(len(text), start + draw(st.integers(0, 12)))
            text = text[:start] + draw(piece) * draw(st.integers(0, 3)) + text[end:]
        return text

    return torn()


def read_purchase(text: str) -> None:
    """What is read is written so that it reads the same."""
    try:
        read = loads(PurchaseRequest, text, refuse_unknown=True)
    except Malformed:
        return
    assert loads(PurchaseRequest, dumps(read), refuse_unknown=True) == read


def read_action(text: str) -> None:
    try:
        action: Action = decode_action(json.loads(text))
    except (Malformed, ValueError, RecursionError):
        return
    assert action is not None


def read_wallet(content: bytes) -> None:
    try:
        loads(Wallet, content)
    except Malformed:
        return


def read_code(raw: str) -> None:
    """A code that is read is one: written again it is the beginning of what was scanned."""
    try:
        code = parse_code(raw)
    except MalformedCode:
        return
    assert canonical(raw).startswith(unsigned_code(code.type, code.kid, code.step))


def read_condition(text: str) -> None:
    try:
        condition = parse_condition(text)
    except NotACondition:
        return
    assert holds(condition, ANSWERS) in {True, False}


def read_programme(text: str) -> None:
    """Refused with its line, or read; nothing else."""
    told = ""
    try:
        parse_program(text, "fuzz.toml")
    except FileRefused as refused:
        told = str(refused)
    assert not told or told.startswith("fuzz.toml:")


READERS: Mapping[str, tuple[Callable[..., None], st.SearchStrategy[object]]] = {
    "codec, purchase": (read_purchase, _torn(PURCHASES)),
    "codec, action": (read_action, _torn(ACTIONS)),
    "codec, bytes": (read_wallet, st.binary(max_size=400)),
    "LW1": (read_code, st.one_of(_torn(CODES), st.text(max_size=60))),
    "survey condition": (read_condition, st.one_of(_torn(CONDITIONS), st.text(max_size=60))),
    "programme in TOML": (read_programme, _torn(PROGRAMMES)),
}
