"""The answer to `GET /v1/wallet`: one statement where nothing has changed."""

from dataclasses import dataclass
from http import HTTPStatus

from fastapi import Response
from sqlalchemy.orm import Session

from loyalty_api.problems import ProblemCode
from loyalty_server.engines.accounts import account_of
from loyalty_server.engines.port import EngineAway
from loyalty_server.engines.standing import standing_of
from loyalty_server.face.answers import JSON, PERSONAL
from loyalty_server.face.member_desk import MemberDesk
from loyalty_server.face.near import facts_now, read_near
from loyalty_server.languages import Language
from loyalty_server.offers.usage import FirstTime, note_shown
from loyalty_server.problems import Refused
from loyalty_server.wallet.elsewhere import Elsewhere
from loyalty_server.wallet.facts import Facts, Whose, counted_by, facts_of
from loyalty_server.wallet.kept import KeptWallet
from loyalty_server.wallet.snapshot import Reading, wallet_of
from loyalty_server.wallet.standing import stands_until
from loyalty_server.wallet.tag import Tag, holding_tag


def wallet_answer(
    desk: MemberDesk,
    language: Language,
    asks: frozenset[str],
    most: int | None,
    if_none_match: str | None,
) -> Response:
    """304 for who has it, what is kept where nothing has changed, otherwise made anew. At `most` so many
    offers and rewards are in it.

    Raises `unauthenticated`, and `unavailable` while a loyalty engine is away that never answered.
    """
    asker = desk.asker
    elsewhere = _elsewhere(desk, language)
    whose = Whose(
        asker.member_id,
        asker.device_id,
        language,
        desk.settings.texts,
        desk.settings.passes.capabilities,
        asks,
        elsewhere.mark(desk.now) if elsewhere else None,
        desk.settings.push_key,
        desk.settings.public_url,
        tuple(desk.settings.carriers),
        most,
    )
    facts = facts_now(desk, whose)
    if facts:
        if current := holding_tag(if_none_match, facts.digest, desk.now):
            return _unchanged(current)
        kept = desk.settings.wallets.get(whose)
        if kept and kept.tag.holds(facts.digest, desk.now):
            return _sent(kept, desk)
    made = _made(desk, whose, elsewhere, facts)
    if current := holding_tag(if_none_match, made.digest, desk.now):
        return _unchanged(current)
    return _sent(made.wallet, desk)


@dataclass(frozen=True)
class _Made:
    wallet: KeptWallet
    digest: str


def _elsewhere(desk: MemberDesk, language: Language) -> Elsewhere | None:
    """What the engine behind says; None where this server's own ledger is asked."""
    behind = desk.settings.engine
    if behind is None:
        return None
    account = desk.read(lambda session: account_of(session, desk.member_id))
    try:
        known = standing_of(desk.settings.database, behind, account, language, desk.now)
    except EngineAway as away:
        raise Refused(ProblemCode.UNAVAILABLE, retry_after=away.retry_after) from away
    return Elsewhere.of(known, behind, desk.now)


def _made(
    desk: MemberDesk, whose: Whose, elsewhere: Elsewhere | None, known: Facts | None
) -> _Made:
    """The wallet read from its tables, and kept; offers given for the first time are noted."""
    settings, now = desk.settings, desk.now

    def work(session: Session) -> tuple[_Made, tuple[FirstTime, ...]]:
        rules = desk.rules(session, whose.language)
        counted = settings.wallets.counted = counted_by(rules)
        facts = facts_of(session.connection(), whose, counted, now)
        if facts is None:
            raise Refused(ProblemCode.UNAUTHENTICATED)
        reading = Reading(
            rules.program,
            whose.texts,
            whose.language,
            now,
            whose.device_id,
            rules.translator,
            whose.capabilities,
            whose.asks,
            elsewhere,
            whose.push_key,
            rules.pictures,
            whose.public_url,
            whose.carried,
            whose.most,
        )
        snapshot = wallet_of(session, whose.member_id, reading)
        until = stands_until(session, rules.program, whose.member_id, snapshot.taste, now)
        tag = Tag.made(facts.digest, now, until)
        return _Made(KeptWallet.of(tag, snapshot.wallet), facts.digest), snapshot.new_offers

    made, new_offers = read_near(desk, whose, known, work)
    settings.wallets.keep(whose, made.wallet)
    if new_offers:
        settings.database.write(
            lambda session: note_shown(session, whose.member_id, new_offers, now)
        )
    return made


def _unchanged(tag: str) -> Response:
    return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=PERSONAL | {"ETag": tag})


def _sent(wallet: KeptWallet, desk: MemberDesk) -> Response:
    headers = PERSONAL | {"ETag": str(wallet.tag)}
    return Response(wallet.body(desk.now), HTTPStatus.OK, headers, JSON)
