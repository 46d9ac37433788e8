"""Problems (RFC 9457): every refusal has a stable `code` that the wallet words in the member's language."""

from dataclasses import dataclass
from enum import StrEnum


class ProblemCode(StrEnum):
    """The codes of version 1; a wallet words an unknown one by its status."""

    INVALID = "invalid"
    NOT_FOUND = "not_found"
    METHOD_NOT_ALLOWED = "method_not_allowed"
    UNAUTHENTICATED = "unauthenticated"
    FORBIDDEN = "forbidden"
    RATE_LIMITED = "rate_limited"
    UPGRADE_REQUIRED = "upgrade_required"
    BODY_TOO_LARGE = "body_too_large"
    UNSUPPORTED_MEDIA_TYPE = "unsupported_media_type"
    PRECONDITION_FAILED = "precondition_failed"
    UNAVAILABLE = "unavailable"
    INTERNAL = "internal"

    ADDRESS_UNREACHABLE = "address_unreachable"
    SIGN_IN_CODE_WRONG = "sign_in_code_wrong"
    SIGN_IN_CODE_EXPIRED = "sign_in_code_expired"
    CONSENTS_REQUIRED = "consents_required"
    REFRESH_REFUSED = "refresh_refused"
    FRESH_SIGN_IN_REQUIRED = "fresh_sign_in_required"
    UNLOCK_REQUIRED = "unlock_required"

    IDEMPOTENCY_KEY_REQUIRED = "idempotency_key_required"
    IDEMPOTENCY_KEY_REUSED = "idempotency_key_reused"
    IDEMPOTENCY_KEY_BUSY = "idempotency_key_busy"

    CODE_MALFORMED = "code_malformed"
    CODE_INVALID = "code_invalid"
    CODE_EXPIRED = "code_expired"
    CODE_NOT_YET_VALID = "code_not_yet_valid"
    CODE_USED = "code_used"
    DEVICE_REVOKED = "device_revoked"
    TILL_RATE_LIMITED = "till_rate_limited"

    SCAN_EXPIRED = "scan_expired"
    BURN_NOT_ALLOWED = "burn_not_allowed"
    BURN_TOO_MUCH = "burn_too_much"
    TOTAL_MISMATCH = "total_mismatch"
    DEPOSITS_TOO_MUCH = "deposits_too_much"
    RECEIPT_USED = "receipt_used"
    PURCHASE_RESOLVED = "purchase_resolved"
    PURCHASE_EXPIRED = "purchase_expired"
    REFUND_TOO_MUCH = "refund_too_much"
    JOIN_EXPIRED = "join_expired"
    JOIN_TAKEN = "join_taken"

    OFFER_ENDED = "offer_ended"
    OFFER_USED = "offer_used"
    EVENT_FULL = "event_full"
    EVENT_BEGUN = "event_begun"
    NOT_BOOKED = "not_booked"
    CONTEST_OPEN = "contest_open"
    CONTEST_CLOSED = "contest_closed"
    CHOICE_CLOSED = "choice_closed"
    SURVEY_ENDED = "survey_ended"
    ANSWERS_INVALID = "answers_invalid"
    PROMO_CODE_WRONG = "promo_code_wrong"
    PROMO_CODE_USED = "promo_code_used"
    PROMO_CODE_TAKEN = "promo_code_taken"
    PROMO_CODE_NOT_YET = "promo_code_not_yet"
    PROMO_CODE_ENDED = "promo_code_ended"
    PROMO_CODE_GONE = "promo_code_gone"
    PROMO_CODE_NOT_FOR_YOU = "promo_code_not_for_you"
    NOT_ENOUGH_POINTS = "not_enough_points"
    OUT_OF_STOCK = "out_of_stock"
    REDEMPTION_FINAL = "redemption_final"
    COUPON_INVALID = "coupon_invalid"
    COUPON_USED = "coupon_used"
    COUPON_ENDED = "coupon_ended"
    CLAIM_ENDED = "claim_ended"
    FAMILY_INVITATION_ENDED = "family_invitation_ended"
    FAMILY_ALREADY = "family_already"
    FAMILY_FULL = "family_full"
    FAMILY_JOINS_USED = "family_joins_used"
    FAMILY_NOT_NOW = "family_not_now"
    FAMILY_LIMIT = "family_limit"
    REFERRAL_UNKNOWN = "referral_unknown"
    REFERRAL_NEWCOMERS = "referral_newcomers"
    REFERRAL_ALREADY = "referral_already"
    REFERRAL_SAME_PERSON = "referral_same_person"
    REFERRAL_FULL = "referral_full"


@dataclass(frozen=True)
class Fault:
    """One value that was refused: where, like `$.lines[0].amount`, and what is wrong with it."""

    path: str
    what: str


@dataclass(frozen=True)
class Problem:
    """The body of every refusal (`application/problem+json`); some codes add members of their own."""

    type: str
    title: str
    status: int
    code: str
    detail: str | None = None
    errors: tuple[Fault, ...] = ()
