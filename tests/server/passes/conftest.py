"""The house with Apple's certificates."""

from collections.abc import AsyncIterator

import pytest

from loyalty_server.passes.issuers import AppleIssuer, Issuers
from tests.server.house import House
from tests.server.passes.apple import Apns
from tests.server.passes.certificates import AppleFiles, apple_files
from tests.server.passes.kiosk import apple_issuer, giving


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> AppleFiles:
    return apple_files(tmp_path_factory.mktemp("apple"))


@pytest.fixture
def apns() -> Apns:
    return Apns()


@pytest.fixture
def apple(files: AppleFiles, apns: Apns) -> AppleIssuer:
    return apple_issuer(files, apns)


@pytest.fixture
async def kiosk(house: House, apple: AppleIssuer) -> AsyncIterator[House]:
    async with giving(house, Issuers(apple=apple)) as opened:
        yield opened
