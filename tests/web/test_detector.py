"""The till's own reader of QR codes is what npm's lock names, and nothing else."""

import pytest

from kopilka_cli.web.detector import DETECTOR, bundled


@pytest.mark.slow
def test_reader_of_the_till_is_the_locked_one() -> None:
    assert DETECTOR.read_text("utf-8") == bundled()
