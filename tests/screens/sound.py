"""What axe finds wrong on a screen, with the app's semantics on as they are from the start."""

from dataclasses import dataclass
from typing import Final

from playwright.sync_api import Page

from tests.scripts.__main__ import checkers

VIOLATIONS: Final = """() => axe.run({ resultTypes: ["violations"] }).then(({ violations }) =>
    violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => [id, html])))"""
IS_THERE: Final = "() => 'axe' in window"


@dataclass(frozen=True)
class Fault:
    """A rule of axe's, and what breaks it on this screen."""

    screen: str
    rule: str
    element: str

    def __str__(self) -> str:
        return f"{self.screen}: {self.rule}: {self.element}"


def faults_on(page: Page, screen: str) -> list[Fault]:
    """Everything that axe's rules find here, `region` among them."""
    if not page.evaluate(IS_THERE):
        page.evaluate((checkers() / "axe-core/axe.min.js").read_text("utf-8"))
    return [Fault(screen, rule, element) for rule, element in page.evaluate(VIOLATIONS)]
