"""The wallet's records: what is not understood counts as absent, and never stops the card."""

import asyncio
import stat
from datetime import timedelta
from pathlib import Path

import keyring
import pytest
from hypothesis import given
from hypothesis import strategies as st
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring
from keyring.errors import KeyringLocked, PasswordDeleteError

from kopilka.domain import NotKept, ServerClock, Settings
from kopilka.local.desktop_secrets import FileSecrets, KeyringSecrets, desktop_secrets
from kopilka.local.kept import LocalStore, Page, WalletRecord
from kopilka.local.memory import MemoryStore
from kopilka.local.phone_secrets import PhoneSecrets
from kopilka.local.secrets import KeptSession, Secrets
from kopilka.local.store import Add, Put, Table
from kopilka.repository.live_view import LiveView
from kopilka.repository.recall import recall_at_start
from loyalty_api.actions import ActivateOffer, SetConsent
from tests.wallet.wallets import NOW

KID = "04HMASW9NF6Y"
OFFER = ActivateOffer("bread", NOW)
CONSENT = SetConsent("adverts", "1", True, NOW + timedelta(seconds=1))

ANYTHING = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.just([[]])
NAMES = st.sampled_from(("kid", "json", "etag", "as_of", "margin", "theme", "member", "action"))
RECORDS = ANYTHING | st.dictionaries(NAMES, ANYTHING)


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
async def local(store: MemoryStore) -> LocalStore:
    kept = LocalStore(store)
    await kept.begin(KID)
    return kept


async def test_nothing_is_kept_at_first(store: MemoryStore) -> None:
    local = LocalStore(store)
    assert await local.wallet() == WalletRecord()
    assert await local.outbox() == ()
    assert await local.settings() == Settings()
    assert await local.page("history") is None


async def test_snapshot_and_clock_come_back(local: LocalStore) -> None:
    record = WalletRecord(KID, '{"a":1}', '"e"', NOW).with_clock(ServerClock(2.5, 0.1, 7.0))
    assert await local.settle(record, ())
    assert await local.wallet() == record
    assert record.clock == ServerClock(2.5, 0.1, 7.0)


async def test_settling_forgets_exactly_what_was_told(local: LocalStore) -> None:
    first = await local.add(KID, "anna", OFFER)
    await local.add(KID, "anna", CONSENT)
    assert first
    await local.settle(WalletRecord(KID), (first,))
    (left,) = await local.outbox()
    assert (left.member_id, left.action) == ("anna", CONSENT)


async def test_nothing_is_written_for_a_credential_that_is_gone(local: LocalStore) -> None:
    key = await local.add(KID, "anna", OFFER)
    assert key
    await local.begin("000000000000")
    assert not await local.settle(WalletRecord(KID, "{}"), (key,))
    assert await local.add(KID, "anna", OFFER) is None
    assert not await local.keep_page(KID, "history", Page("{}"))
    assert (await local.wallet()).json is None
    assert len(await local.outbox()) == 1


async def test_wiping_leaves_the_settings_alone(local: LocalStore) -> None:
    await local.add(KID, "anna", OFFER)
    await local.keep_page(KID, "history", Page("{}"))
    await local.keep_settings(Settings(theme="dark"))
    await local.wipe()
    assert await local.wallet() == WalletRecord()
    assert await local.outbox() == ()
    assert await local.page("history") is None
    assert await local.settings() == Settings(theme="dark")


async def test_half_written_words_stay_until_they_are_sent_or_the_member_leaves(
    local: LocalStore,
) -> None:
    await local.keep_draft(KID, "message", "Потеряла")
    await asyncio.gather(
        local.keep_draft(KID, "claim", {"number": "А-77"}),
        local.keep_draft(KID, "message", "Потеряла карту"),
    )
    await local.keep_draft("000000000000", "message", "Чужое")
    assert await local.drafts() == {"message": "Потеряла карту", "claim": {"number": "А-77"}}
    assert await local.add("000000000000", "anna", OFFER, "message") is None
    assert await local.add(KID, "anna", OFFER, "message")
    assert await local.drafts() == {"claim": {"number": "А-77"}}
    await local.wipe()
    assert await local.drafts() == {}


async def test_action_of_a_kind_not_known_here_is_passed_over_and_stays(
    store: MemoryStore, local: LocalStore
) -> None:
    await store.write(Add({"member": "anna", "action": {"kind": "dance", "at": "now"}}))
    await local.add(KID, "anna", OFFER)
    assert [item.action for item in await local.outbox()] == [OFFER]
    assert len(await store.read(Table.OUTBOX)) == 2


@given(RECORDS)
async def test_records_of_any_shape_never_stop_the_first_view(record: object) -> None:
    store = MemoryStore()
    await store.write(
        Put(Table.KEPT, "wallet", record),
        Put(Table.KEPT, "settings", record),
        Put(Table.PAGES, "history", record),
        Put(Table.PAGES, "drafts", record),
        Add(record),
    )
    session = KeptSession(FileSecrets(Path("nowhere")))
    live = LiveView()
    await recall_at_start(live, LocalStore(store), session)
    assert live.view.wallet is None


@pytest.mark.parametrize("number", [float("inf"), float("nan"), 1e300, -1e300])
async def test_clock_that_makes_no_sense_counts_as_not_learned(
    store: MemoryStore, number: float
) -> None:
    await store.write(
        Put(Table.KEPT, "wallet", {"offset": number, "margin": 0.1, "learned_at": 1.0})
    )
    assert (await LocalStore(store).wallet()).clock is None


class OneDesktop(KeyringBackend):
    """A keyring in memory, as a desktop has one."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()
        self.texts: dict[tuple[str, str], str] = {}
        self.is_locked = False

    def get_password(self, service: str, username: str) -> str | None:
        self._check()
        return self.texts.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._check()
        self.texts[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._check()
        if self.texts.pop((service, username), None) is None:
            raise PasswordDeleteError(username)

    def _check(self) -> None:
        if self.is_locked:
            raise KeyringLocked


class OnePhone:
    """Flet's secure storage, as far as it is used."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self.fails = False

    async def get(self, key: str) -> str | None:
        self._check()
        return self.texts.get(key)

    async def set(self, key: str, value: str) -> None:
        self._check()
        self.texts[key] = value

    async def remove(self, key: str) -> None:
        self._check()
        self.texts.pop(key, None)

    def _check(self) -> None:
        if self.fails:
            raise RuntimeError("the platform said no")


@pytest.fixture
def desktop() -> OneDesktop:
    backend = OneDesktop()
    before = keyring.get_keyring()
    keyring.set_keyring(backend)
    yield backend
    keyring.set_keyring(before)


@pytest.fixture(params=["file", "keyring", "phone"])
def secrets(request: pytest.FixtureRequest, tmp_path: Path, desktop: OneDesktop) -> Secrets:
    places = {
        "file": FileSecrets(tmp_path / "deep" / "secrets.json"),
        "keyring": KeyringSecrets("kopilka"),
        "phone": PhoneSecrets(OnePhone()),
    }
    place: Secrets = places[request.param]
    return place


async def test_secrets_come_back_and_are_forgotten(secrets: Secrets) -> None:
    assert await secrets.get("session") is None
    await secrets.put("session", "one")
    await secrets.put("session", "two")
    await secrets.put("device_key", "three")
    assert await secrets.get("session") == "two"
    await secrets.drop("session")
    await secrets.drop("session")
    assert await secrets.get("session") is None
    assert await secrets.get("device_key") == "three"


async def test_session_that_was_rotated_after_a_sign_out_stays_closed(secrets: Secrets) -> None:
    session = KeptSession(secrets)
    await session.open("old")
    await session.leave()
    await session.rotate("old", "new")
    assert await session.token() is None
    assert await session.leaving() == "new"
    await session.left()
    await session.rotate("new", "newer")
    assert await session.token() is None
    assert await session.leaving() is None


def test_desktop_without_a_keyring_keeps_a_file_for_its_owner_alone(tmp_path: Path) -> None:
    before = keyring.get_keyring()
    keyring.set_keyring(NoKeyring())
    try:
        secrets = desktop_secrets("kopilka", tmp_path)
    finally:
        keyring.set_keyring(before)
    asyncio.run(secrets.put("session", "one"))
    (file,) = tmp_path.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_desktop_with_a_keyring_writes_no_file(tmp_path: Path, desktop: OneDesktop) -> None:
    secrets = desktop_secrets("kopilka", tmp_path)
    asyncio.run(secrets.put("session", "one"))
    assert desktop.texts == {("kopilka", "session"): "one"}
    assert list(tmp_path.iterdir()) == []


async def test_locked_keyring_says_so(desktop: OneDesktop) -> None:
    desktop.is_locked = True
    secrets = KeyringSecrets("kopilka")
    with pytest.raises(NotKept):
        await secrets.get("session")
    with pytest.raises(NotKept):
        await secrets.put("session", "one")
    with pytest.raises(NotKept):
        await secrets.drop("session")


async def test_failing_phone_says_so() -> None:
    phone = OnePhone()
    phone.fails = True
    secrets = PhoneSecrets(phone)
    with pytest.raises(NotKept):
        await secrets.get("session")
    with pytest.raises(NotKept):
        await secrets.put("session", "one")
    with pytest.raises(NotKept):
        await secrets.drop("session")


async def test_damaged_file_of_secrets_counts_as_empty(tmp_path: Path) -> None:
    file = tmp_path / "secrets.json"
    for content in (b"", b"[1]", b'{"session": 5}', b"\xff\xfe"):
        file.write_bytes(content)
        secrets = FileSecrets(file)
        assert await secrets.get("session") is None
        await secrets.put("session", "one")
        assert await secrets.get("session") == "one"
