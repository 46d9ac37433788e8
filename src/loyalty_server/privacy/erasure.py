"""Erasing a member: asked for with a fresh sign-in, undone at will for two weeks, then for good.

What is personal is destroyed. The ledger stays, and belongs to nobody who can be found.
"""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from loyalty_api.receipts import PurchaseState
from loyalty_api.requests import Erasure
from loyalty_server.engines.outbox import post_erasure
from loyalty_server.families.membership import end_for_erased
from loyalty_server.keys import ServerKeys
from loyalty_server.passes.ending import end_passes
from loyalty_server.points.account import LockedAccount, lock_account, lock_sharing
from loyalty_server.points.lots import settle
from loyalty_server.programme.versions import rules_at
from loyalty_server.referrals.promises import end_for_erased as end_promises
from loyalty_server.sign_in.codes import forget_address
from loyalty_server.sign_in.credentials import KEY_BYTES
from loyalty_server.sign_in.devices import require_fresh, revoke_device
from loyalty_server.sign_in.earlier_membership import remember
from loyalty_server.tables import (
    BadScanRow,
    BalanceRow,
    BroadcastHeldRow,
    BroughtInRow,
    CardRow,
    ChallengeProgressRow,
    ChallengeStepRow,
    ChosenCategoriesRow,
    ContestEntryRow,
    CredentialRow,
    DeviceRow,
    EventPlaceRow,
    FamilyInvitationRow,
    IdempotencyRow,
    LotRow,
    MemberEventRow,
    MemberRow,
    MessageRow,
    OfferActivationRow,
    OfferShownRow,
    OfferTakenBackRow,
    PlasticCardRow,
    PreferencesRow,
    PromoUseRow,
    PurchaseRow,
    PushDeviceRow,
    ReceiptClaimRow,
    RefreshTokenRow,
    ReviewRow,
    SupportLetterRow,
    SurveyAnswerRow,
    TasteRow,
    WrongPromoCodeRow,
)

UNDO_WITHIN: Final = timedelta(days=14)
DESTROYED: Final = (
    BroadcastHeldRow,
    BroughtInRow,
    CardRow,
    ChallengeProgressRow,
    ChallengeStepRow,
    ChosenCategoriesRow,
    ContestEntryRow,
    EventPlaceRow,
    FamilyInvitationRow,
    MemberEventRow,
    MessageRow,
    OfferActivationRow,
    OfferShownRow,
    OfferTakenBackRow,
    PlasticCardRow,
    PreferencesRow,
    PromoUseRow,
    PushDeviceRow,
    ReceiptClaimRow,
    ReviewRow,
    SurveyAnswerRow,
    TasteRow,
    WrongPromoCodeRow,
)
"""Tables whose rows go with the member; what the ledger hangs on is emptied instead."""


def ask_erasure(session: Session, device: DeviceRow, now: datetime) -> Erasure:
    """Erase this device's member in two weeks; asking again changes nothing.

    Raises `fresh_sign_in_required` when the device signed in longer ago than ten minutes.
    """
    require_fresh(device, now)
    member = session.get_one(MemberRow, device.member_id)
    balance = session.get_one(BalanceRow, device.member_id)
    member.erase_at = member.erase_at or now + UNDO_WITHIN
    lost = 0 if balance.shared_by else max(0, balance.posted + balance.pending)
    return Erasure(member.erase_at, lost)


def undo_erasure(session: Session, member_id: str) -> None:
    """The member stays; changes nothing when nothing was asked for."""
    session.get_one(MemberRow, member_id).erase_at = None


def members_to_erase(session: Session, now: datetime) -> list[str]:
    """Whose two weeks are over. Who stands at a till with an open purchase waits until it is resolved."""
    buying = select(PurchaseRow.member_id).where(PurchaseRow.state == PurchaseState.OPEN)
    due = select(MemberRow.id).where(MemberRow.erase_at <= now, MemberRow.id.not_in(buying))
    return list(session.scalars(due))


def erase(
    session: Session, keys: ServerKeys, member_id: str, clock: Callable[[], datetime]
) -> None:
    """Destroy what is personal, at the clock's time once nobody else has the member.

    Does nothing when the member has undone it meanwhile, or has begun to buy at a till: the next time
    will do.
    """
    lock_sharing(session, member_id)
    now = clock()
    program = rules_at(session, now).program
    member = session.get_one(MemberRow, member_id, populate_existing=True)
    if member.erase_at is None or member.erase_at > now or _is_buying(session, member_id):
        return
    remember(session, keys, program, member, now)
    end_for_erased(session, program, member_id, now)
    _lose_points(lock_account(session, program, member_id, now))
    end_passes(session, member_id, now)
    post_erasure(session, member_id, now)
    end_promises(session, member_id)
    _close_devices(session, keys, member_id, now)
    for address in (member.phone, member.email):
        if address:
            forget_address(session, keys, address)
    own_number = select(CardRow.number).where(CardRow.member_id == member_id)
    session.execute(delete(BadScanRow).where(BadScanRow.card_number.in_(own_number)))
    own_messages = select(MessageRow.id).where(MessageRow.member_id == member_id)
    session.execute(delete(SupportLetterRow).where(SupportLetterRow.message_id.in_(own_messages)))
    session.execute(delete(IdempotencyRow).where(IdempotencyRow.client == f"member:{member_id}"))
    for table in DESTROYED:
        session.execute(delete(table).where(table.member_id == member_id))
    member.first_name, member.phone, member.email, member.birthday = "", None, None, None
    member.phone_proven_at = member.email_proven_at = None
    member.birthday_from, member.had, member.segments = None, [], []
    member.first_booked_at = None
    member.erase_at, member.erased_at = None, now


def _is_buying(session: Session, member_id: str) -> bool:
    """Whether a purchase is open, or holds points of the account, as it is now that no other can be opened."""
    if session.get_one(BalanceRow, member_id).held:
        return True
    own = (PurchaseRow.member_id == member_id) & (PurchaseRow.state == PurchaseState.OPEN)
    return session.scalar(select(PurchaseRow.id).where(own).limit(1)) is not None


def _lose_points(account: LockedAccount) -> None:
    """Nobody can spend them any more: what is left expires at once."""
    account.session.execute(
        update(LotRow)
        .where(LotRow.member_id == account.member_id, LotRow.remaining > 0)
        .values(expires_at=account.now, spendable_at=account.now)
        .execution_options(synchronize_session=False)
    )
    settle(account)


def _close_devices(session: Session, keys: ServerKeys, member_id: str, now: datetime) -> None:
    for device in session.scalars(select(DeviceRow).filter_by(member_id=member_id)):
        if device.revoked_at is None:
            revoke_device(session, device, now)
        device.name, device.encrypted_unlock_key = "", None
        session.execute(delete(RefreshTokenRow).where(RefreshTokenRow.device_id == device.id))
    for credential in session.scalars(select(CredentialRow).filter_by(member_id=member_id)):
        # Scans name the credential, so it stays, with a key that nobody has.
        unknown = secrets.token_bytes(KEY_BYTES)
        credential.encrypted_key = keys.seal(unknown, credential.kid)
