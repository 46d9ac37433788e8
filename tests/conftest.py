"""What tests of every part may ask for, and which of them wait for the full run."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.scheduler import ByRoom
from tests.server.postgres import Cluster, NoPostgres, running_cluster

# How long an example takes says something about the machine, and nothing about Kopilka. Each run
# tries the same examples, so that a red one is about the change; the long ones look further.
settings.register_profile(
    "untimed", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("untimed")

HERE = Path(__file__).parent
FOR_THE_FULL_RUN = (  # so that `./build/test --fast` stays under a minute
    "demo/test_beside_till.py",
    "demo/test_history.py",
    "demo/test_sign_in_link.py",
    "demo/test_reasons.py",
    "reasons",
    "server/test_any_code.py",
    "server/test_bank.py",
    "server/test_checks.py",
    "server/test_ledger_model.py",
    "server/test_migrations.py",
    "server/test_races.py",
    "server_face",
    "ui/test_account.py",
    "ui/test_in_the_shop.py",
    "ui/test_missing_receipt.py",
    "ui/test_points_that_move.py",
    "ui/test_reasons_to_come_back.py",
    "ui/test_talking_with_the_shop.py",
    "wallet/test_following.py",
    "wallet/test_foreign_certificate.py",
    "wallet/test_network_under_fire.py",
    "wallet/test_storage_under_fire.py",
    "wallet/test_store.py",
    "web/test_build.py",
)


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL of our own; without its programs the test is skipped and says why."""
    with ExitStack() as stack:
        try:
            running = stack.enter_context(running_cluster())
        except NoPostgres as missing:
            pytest.skip(str(missing))
        yield running


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByRoom:
    return ByRoom(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    waiting = [HERE / name for name in FOR_THE_FULL_RUN]
    for item in items:
        if any(item.path.is_relative_to(place) for place in waiting):
            item.add_marker(pytest.mark.slow)
