"""What a change costs at the start: several builds of the site in turn, in Chromium; KOPILKA_BUILDS names their folders.

Each folder is what `build/web --smallest` of some commit left. Every round opens each build once in a browser that has
nothing and once more warm; the medians are told, and what the first build's are times.
"""

import os
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from tests.bench.line import Line, opened
from tests.bench.starts import LINES, PHONE, Start, kopilka, kopilka_start, wait_until_kept
from tests.engines import Engine, running
from tests.serving import serving

ROUNDS = 9


def main() -> None:
    """Print a table for each line."""
    builds = [Path(folder) for folder in os.environ["KOPILKA_BUILDS"].split(os.pathsep)]
    with ExitStack() as stack:
        served = {build: _served(stack, build) for build in builds}
        engine = stack.enter_context(running("chromium", stack.enter_context(sync_playwright())))
        for title, terms in LINES.items():
            rounds = [
                {build: _visited(engine, *served[build], terms) for build in builds}
                for _ in range(ROUNDS)
            ]
            print(f"{title}: seconds to the QR and to the app, cold and warm; times the first")
            first = _medians([one[builds[0]] for one in rounds])
            for build in builds:
                times = _medians([one[build] for one in rounds])
                shares = " ".join(f"{a / b:5.2f}" for a, b in zip(times, first, strict=True))
                print(f"{' '.join(f'{one:6.2f}' for one in times)}   {shares}   {build}")


def _served(stack: ExitStack, build: Path) -> tuple[str, str]:
    app, way_in = kopilka(Path(stack.enter_context(TemporaryDirectory())), build)
    return stack.enter_context(serving(app)), way_in


def _visited(
    engine: Engine, site: str, way_in: str, terms: dict[str, float]
) -> tuple[Start, Start]:
    with engine.visit(PHONE) as view, opened(Line(site, **terms)) as line:
        cold = kopilka_start(view, line, way_in)
        wait_until_kept(view)
        return cold, kopilka_start(view, line, "/")


def _medians(visits: list[tuple[Start, Start]]) -> list[float]:
    return [
        median(taken(visit[which]) for visit in visits)
        for which in (0, 1)
        for taken in (_code, _answers)
    ]


def _code(start: Start) -> float:
    return start.code or 0.0


def _answers(start: Start) -> float:
    return start.answers or 0.0
