"""Which tests wait for the full run, so that `./build/test --fast` stays under a minute."""

from pathlib import Path

import pytest

HERE = Path(__file__).parent
FOR_THE_FULL_RUN = (
    "demo/test_beside_till.py",
    "reasons",
    "server/test_any_code.py",
    "server/test_bank.py",
    "server/test_checks.py",
    "server/test_ledger_model.py",
    "server_face/test_account.py",
    "server_face/test_events.py",
    "server_face/test_history.py",
    "server_face/test_joins.py",
    "server_face/test_lossy_network.py",
    "server_face/test_privacy.py",
    "ui/test_reasons_to_come_back.py",
    "wallet/test_network_under_fire.py",
    "wallet/test_store.py",
    "web/test_build.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    waiting = [HERE / name for name in FOR_THE_FULL_RUN]
    for item in items:
        if any(item.path.is_relative_to(place) for place in waiting):
            item.add_marker(pytest.mark.slow)
