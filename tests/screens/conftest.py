"""The demo that is looked at."""

from collections.abc import Iterator

import pytest

from tests.running_demo import Demo, running_demo


@pytest.fixture(scope="package")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """One of its own: the browsers' room has as many newcomers as one network may bring in an hour."""
    with running_demo(tmp_path_factory.mktemp("screens")) as demo:
        yield demo
