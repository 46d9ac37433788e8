"""Whatever a client sends, within the published contract and beyond it, is answered as documented."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from loyalty_api.sign_in import Platform, ThisDevice
from loyalty_server.app import contract, create_app
from loyalty_server.database.transactions import Database
from loyalty_server.members.enrolment import enrol
from loyalty_server.settings import ServerSettings
from loyalty_server.sign_in.access import Asker, access_token
from loyalty_server.sign_in.devices import add_device
from tests.server.house import MovableClock, Postbox, bearer, build_house, settings_on

pytestmark = pytest.mark.slow


CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
REQUESTS = [
    (path, method, mode)
    for path, methods in contract()["paths"].items()
    if not path.endswith("/events")
    for method, operation in methods.items()
    for mode in GenerationMode
    if mode is GenerationMode.POSITIVE or {"parameters", "requestBody"} & operation.keys()
]


@dataclass(frozen=True)
class Running:
    """One server for all requests, so that they meet what earlier ones left behind."""

    settings: ServerSettings
    schema: schemathesis.BaseSchema
    till_key: str

    def door(self, path: str) -> dict[str, str]:
        """What opens this path: the till's key, or the token of a member new to everything."""
        if path.startswith("/v1/till"):
            return bearer(self.till_key)
        return bearer(_new_member(self.settings))


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    file = tmp_path_factory.mktemp("asked") / "asked.db"
    till_key = build_house(file)
    settings = settings_on(Database(f"sqlite:///{file}"), MovableClock(), Postbox())
    schema = schemathesis.openapi.from_asgi("/v1/openapi.json", create_app(settings))
    yield Running(settings, schema, till_key)
    settings.database.close()


@pytest.mark.parametrize("requests", [12, pytest.param(100, marks=pytest.mark.long)])
@pytest.mark.parametrize(("path", "method", "mode"), REQUESTS)
def test_no_request_breaks_the_server(
    running: Running, path: str, method: str, mode: GenerationMode, requests: int
) -> None:
    door = running.door(path)

    @settings(max_examples=requests, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=running.schema[path][method].as_strategy(mode))
    def ask(case: Case) -> None:
        headers = door | {"Idempotency-Key": str(uuid4())}
        case.call_and_validate(headers=headers, checks=CHECKS)

    ask()


def _new_member(settings: ServerSettings) -> str:
    now = settings.clock()
    with settings.database.writing() as session:
        member = enrol(session, now, "base", first_name="Анна")
        device = add_device(session, member.id, ThisDevice("fuzz", Platform.ANDROID), now)
    return access_token(settings.keys, Asker(member.id, device.id, now + timedelta(hours=1)))
