"""What tests of every part may ask for."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.quick_databases import be_quick
from tests.running_demo import Demo, running_demo
from tests.scheduler import ByRoom
from tests.server.postgres import Cluster, NoPostgres, running_cluster

# How long an example takes says something about the machine, and nothing about Kopilka. Each run
# tries the same examples, so that a red one is about the change; the long ones look further.
settings.register_profile(
    "untimed", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("untimed")
be_quick()


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL of our own; without its programs the test is skipped and says why."""
    with ExitStack() as stack:
        try:
            running = stack.enter_context(running_cluster())
        except NoPostgres as missing:
            pytest.skip(str(missing))
        yield running


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """One for all rooms that a worker has of those with a browser."""
    with running_demo(tmp_path_factory.mktemp("demo")) as demo:
        yield demo


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByRoom:
    return ByRoom(config, log)
