"""The server's secret and the database belong together; it is replaced without a lost card."""

import stat
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete
from sqlalchemy.orm import Session

from kopilka_cli.main import main
from loyalty_api.card_code import QR_INFO, CodeType, derive_key, make_code, step_at
from loyalty_api.sign_in import (
    Credential,
    GrantedConsent,
    Platform,
    SessionOpened,
    SessionRequest,
    ThisDevice,
    Tokens,
)
from loyalty_api.till import ScanRequest
from loyalty_server.cashiers import shifts
from loyalty_server.cashiers.devices import offer_pairing, pair
from loyalty_server.cashiers.staff import NewCashier, add_cashier
from loyalty_server.database.columns import Base
from loyalty_server.keys import ServerKeys, bytes_of, keys_in
from loyalty_server.languages import Language
from loyalty_server.members.consents import standard_texts
from loyalty_server.privacy.erasure import erase
from loyalty_server.problems import Refused
from loyalty_server.sign_in.access import asker_of
from loyalty_server.sign_in.addresses import Address, Channel
from loyalty_server.sign_in.codes import open_challenge_for
from loyalty_server.sign_in.earlier_membership import who_left
from loyalty_server.sign_in.server_secret import SEALED, NotOurSecret, keys_for
from loyalty_server.sign_in.sessions import Terms, open_session, refresh_session
from loyalty_server.tables import MemberRow, ServerSecretRow, SignInCodeRow, TillRow
from loyalty_server.till.scans import scan
from loyalty_server.till.tills import display_key, till_beside
from tests.server.shop import Shop

pytestmark = pytest.mark.slow

ANNA = Address(Channel.PHONE, "+79000000001")


@dataclass(frozen=True)
class Server:
    """A shop's database, run with the secret in this file."""

    shop: Shop
    url: str
    file: Path

    @property
    def keys(self) -> ServerKeys:
        return keys_for(self.shop.database, self.file, datetime.now(UTC))

    def run(self, *verb: str, file: Path | None = None) -> int:
        return main([*verb, "--keys", str(file or self.file), "--database-url", self.url])

    def sign_in(self) -> SessionOpened:
        now, keys = datetime.now(UTC), self.keys
        texts = standard_texts()
        consents = tuple(GrantedConsent(text.purpose, text.version) for text in texts.consent)

        def work(session: Session) -> SessionOpened:
            challenge = open_challenge_for(session, keys, ANNA, now)
            device = ThisDevice("Pixel", Platform.ANDROID)
            request = SessionRequest(challenge.sent.challenge_id, challenge.code, device, consents)
            return open_session(session, keys, Terms(texts, Language.RU), request, now)

        return self.shop.write(work)

    def refresh(self, token: str) -> Tokens:
        keys, now = self.keys, datetime.now(UTC)
        return self.shop.write(lambda session: refresh_session(session, keys, token, now)[1])

    def shows(self, credential: Credential, minutes: int) -> str:
        """Whose card a till reads so many minutes from now."""
        keys, at = self.keys, datetime.now(UTC) + timedelta(minutes=minutes)
        key = derive_key(bytes_of(credential.key), QR_INFO)
        code = make_code(key, credential.kid, step_at(at.timestamp()), CodeType.PAY)

        def work(session: Session) -> str:
            till = session.get_one(TillRow, self.shop.till_id)
            return scan(session, keys, till, ScanRequest(code, at), at).scan_id

        return self.shop.write(work)


@pytest.fixture
def server(shop: Shop, url: str, tmp_path: Path) -> Server:
    return Server(shop, url, tmp_path / "server.key")


NEEDING_KEYS = ("promo make friends", "till display T", "messages secret", "keys rotate", "serve")


@pytest.mark.parametrize("verb", NEEDING_KEYS)
def test_wrong_path_is_refused_with_the_remedy_and_makes_nothing(
    server: Server, verb: str, capsys
) -> None:
    fingerprint = server.keys.fingerprint
    elsewhere = server.file.with_name("elsewhere.key")
    assert server.run(*verb.split(), file=elsewhere) == 1
    told = capsys.readouterr().err
    assert "there is no" in told
    assert fingerprint in told
    assert "--keys" in told
    assert "kopilka keys new" in told
    assert not elsewhere.exists()


def test_file_that_holds_no_secret_is_refused_in_words(server: Server, capsys) -> None:
    server.file.write_text("not a secret")
    assert server.run("messages", "secret") == 1
    assert "does not hold the server's secret" in capsys.readouterr().err


def test_secret_of_another_database_is_refused(server: Server, tmp_path: Path, capsys) -> None:
    secret = server.file.read_text() if server.keys else ""
    other = tmp_path / "other.key"
    assert main(["keys", "new", "--keys", str(other), "--database-url", f"{server.url}2"]) == 0
    assert server.run("messages", "secret", file=other) == 1
    assert "holds another secret" in capsys.readouterr().err
    assert server.file.read_text() == secret


def test_database_from_before_fingerprints_knows_its_secret_by_what_it_sealed(
    server: Server, tmp_path: Path
) -> None:
    server.sign_in()
    server.shop.write(lambda session: session.execute(delete(ServerSecretRow)))
    other = tmp_path / "other.key"
    with pytest.raises(NotOurSecret, match="there is no"):
        keys_for(server.shop.database, other, datetime.now(UTC))
    assert main(["keys", "new", "--keys", str(other), "--database-url", f"{server.url}2"]) == 0
    with pytest.raises(NotOurSecret, match="another secret"):
        keys_for(server.shop.database, other, datetime.now(UTC))
    assert server.keys.fingerprint == keys_in(server.file).fingerprint


def test_new_secret_is_never_written_over_another(server: Server, capsys) -> None:
    assert server.run("keys", "new") == 0
    made = server.file.read_text()
    assert stat.S_IMODE(server.file.stat().st_mode) == 0o600
    for more in ((), ("--lost",)):
        assert server.run("keys", "new", *more) == 1
        assert "is there already" in capsys.readouterr().err
    assert server.file.read_text() == made


def test_replaced_secret_costs_nobody_a_card_a_session_or_a_promo_code(server: Server) -> None:
    anna = server.sign_in()
    display = display_key(server.keys, server.shop.till_id)
    before = server.keys
    assert server.run("keys", "rotate") == 0
    assert server.keys.fingerprint != before.fingerprint
    assert stat.S_IMODE(server.file.stat().st_mode) == 0o600
    server.shows(anna.credential, 0)
    assert asker_of(server.keys, anna.access_token, datetime.now(UTC))
    with server.shop.database.reading() as session:
        assert till_beside(session, server.keys, display).id == server.shop.till_id
    tokens = server.refresh(anna.refresh_token)
    assert server.run("keys", "retire") == 0
    assert server.keys.before == ()
    server.shows(anna.credential, 2)
    assert server.refresh(tokens.refresh_token)


def test_replaced_secret_stays_while_somebody_needs_it(server: Server, capsys) -> None:
    anna = server.sign_in()
    server.run("keys", "rotate")
    assert server.run("keys", "retire") == 1
    told = capsys.readouterr().err
    assert "1 sessions, the last until" in told
    assert "cards stay" in told
    assert server.run("keys", "retire", "--now") == 0
    with pytest.raises(Refused):
        server.refresh(anna.refresh_token)
    server.shows(anna.credential, 0)


def test_pin_goes_on_under_a_new_secret_and_is_kept_anew_when_typed(server: Server, capsys) -> None:
    now, keys = datetime.now(UTC), server.keys

    def furnish(session: Session) -> tuple[str, NewCashier]:
        code = offer_pairing(session, keys, server.shop.till_id, now)
        store = session.get_one(TillRow, server.shop.till_id).store_id
        tablet = pair(session, keys, code, "tablet", now).key
        return tablet, add_cashier(session, keys, store, "Olya", now)

    tablet, olya = server.shop.write(furnish)
    server.run("keys", "rotate")
    assert server.run("keys", "retire") == 1
    assert "1 cashiers' PINs" in capsys.readouterr().err
    for _ in range(2):
        shifts.sign_in(server.shop.database, server.keys, tablet, olya.id, olya.pin, now)
        assert server.run("keys", "retire") == 0
    assert server.keys.before == ()


def test_who_was_erased_is_no_newcomer_while_the_replaced_secret_is_there(
    server: Server, capsys
) -> None:
    keys, now = server.keys, datetime.now(UTC)
    asker = asker_of(keys, server.sign_in().access_token, now)
    assert asker
    member_id = asker.member_id

    def forget(session: Session) -> None:
        session.get_one(MemberRow, member_id).erase_at = now
        erase(session, keys, member_id, lambda: now)

    server.shop.write(forget)
    assert server.run("keys", "retire") == 0
    server.run("keys", "rotate")
    assert server.run("keys", "retire") == 1
    told = capsys.readouterr().err
    assert "what erased members had, until" in told
    assert "welcomed again" in told
    with server.shop.database.reading() as session:
        assert who_left(session, server.keys, [ANNA.value]) == {ANNA.value}


def test_member_who_signed_in_before_is_forgotten_whole_under_a_new_secret(server: Server) -> None:
    server.sign_in()
    before = _addresses(server)
    server.run("keys", "rotate")
    assert _addresses(server).isdisjoint(before)


def test_file_as_it_was_before_the_secret_was_replaced_is_refused(server: Server, capsys) -> None:
    server.sign_in()
    before = server.file.read_text()
    server.run("keys", "rotate")
    server.file.write_text(before)
    assert server.run("messages", "secret") == 1
    assert "another secret" in capsys.readouterr().err


def test_death_between_file_and_database_is_made_good_by_the_next_start(server: Server) -> None:
    anna = server.sign_in()
    older = server.file.read_text()
    server.file.write_text("A" * 43 + "\n" + older)
    first = server.shows(anna.credential, 0)
    server.file.write_text("A" * 43 + "\n")
    assert server.shows(anna.credential, 2) != first


def test_lost_secret_is_started_over_and_everybody_signs_in_again(server: Server, capsys) -> None:
    anna = server.sign_in()
    server.file.unlink()
    assert server.run("keys", "new", "--lost") == 0
    assert "every member signs in again" in capsys.readouterr().out
    with pytest.raises(Refused):
        server.refresh(anna.refresh_token)
    with pytest.raises(Refused):
        server.shows(anna.credential, 0)
    again = server.sign_in()
    assert not again.is_new_member
    server.shows(again.credential, 0)


def test_everything_encrypted_is_encrypted_anew() -> None:
    there = {
        (table.name, column.name)
        for table in Base.metadata.tables.values()
        for column in table.columns
        if column.name.startswith("encrypted_")
    }
    assert there == {(sealed.class_.__tablename__, sealed.key) for sealed, _ in SEALED}


def _addresses(server: Server) -> set[str]:
    rows: Callable[..., list[SignInCodeRow]] = server.shop.rows
    return {row.address_hash for row in rows(SignInCodeRow)}
