"""`docs/scale.md` and `bench week` go by the same costs."""

from dataclasses import fields

from tests.bench.bench_week import BYTES_OF_A_PURCHASE, MEASURED
from tests.bench.week import Chain
from tests.papers.pages import page

PAGE = page("docs/scale.md")
WORDS = {
    "unchanged": "wallet, not changed (304)",
    "changed": "wallet, changed (200)",
    "history": "history",
    "purchase": "purchase (scan, open, complete)",
    "stream": "a stream that is opened",
    "listening": "a stream that is open, a second",
}


def test_costs_of_the_page_are_those_that_the_week_is_replayed_at() -> None:
    told = {row.cells[0]: row.cells[1:3] for row in PAGE.rows if row.heading == "What it costs"}
    there = {
        WORDS[one.name]: (f"{cost.server}", f"{cost.database}")
        for one in fields(MEASURED)
        if (cost := getattr(MEASURED, one.name))
    }
    assert {name: tuple(cells) for name, cells in told.items()} == there


def test_page_names_every_assumption_with_its_number() -> None:
    told = {row.cells[0]: row.cells[1] for row in PAGE.rows if row.heading == "What is assumed"}
    there = {f"`{one.name}`": f"{getattr(Chain(), one.name):,}" for one in fields(Chain)}
    assert told == there


def test_page_tells_what_a_purchase_takes_on_the_disk() -> None:
    assert f"{BYTES_OF_A_PURCHASE:,} bytes" in PAGE.file.read_text("utf-8")
