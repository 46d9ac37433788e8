"""What tests of every part may ask for."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.server.postgres import Cluster, NoPostgres, running_cluster


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL of our own; without its programs the test is skipped and says why."""
    with ExitStack() as stack:
        try:
            running = stack.enter_context(running_cluster())
        except NoPostgres as missing:
            pytest.skip(str(missing))
        yield running
