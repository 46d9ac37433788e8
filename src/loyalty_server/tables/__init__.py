"""Every table of the server, one file per part; importing this knows the whole schema."""

from loyalty_server.database.append_only import guard_when_created
from loyalty_server.database.transactions import Base
from loyalty_server.tables.challenge import (
    ChallengeProgressRow,
    ChallengeStepRow,
    PromoCodeRow,
    PromoUseRow,
    WrongPromoCodeRow,
)
from loyalty_server.tables.claim import ReceiptClaimRow
from loyalty_server.tables.ledger import (
    AdjustmentApprovalRow,
    AdjustmentRow,
    AllocationRow,
    BalanceRow,
    EntryRow,
    LotMoveRow,
    LotRow,
    TransferRow,
)
from loyalty_server.tables.member import CardRow, CredentialRow, MemberEventRow, MemberRow
from loyalty_server.tables.message import MessageRow, SupportLetterRow
from loyalty_server.tables.offer import (
    OfferActivationRow,
    OfferShownRow,
    OfferTotalRow,
    OfferUseRow,
)
from loyalty_server.tables.purchase import (
    BadScanRow,
    JoinRow,
    PurchaseLineRow,
    PurchaseRow,
    RefundLineRow,
    RefundRow,
    ScanRow,
)
from loyalty_server.tables.review import ReviewRow
from loyalty_server.tables.reward import CouponRow, RedemptionRow, RewardStockRow
from loyalty_server.tables.shop import (
    IdempotencyRow,
    ProgramVersionRow,
    StoreRow,
    TillEventRow,
    TillRow,
)
from loyalty_server.tables.sign_in import (
    ConsentRow,
    DeviceRow,
    PreferencesRow,
    RefreshTokenRow,
    SignInCodeRow,
)
from loyalty_server.tables.survey import (
    SurveyAnswerRow,
    SurveyDefinitionRow,
    SurveyInvitationRow,
)
from loyalty_server.tables.taste import TasteRow

__all__ = [
    "AdjustmentApprovalRow",
    "AdjustmentRow",
    "AllocationRow",
    "BadScanRow",
    "BalanceRow",
    "CardRow",
    "ChallengeProgressRow",
    "ChallengeStepRow",
    "ConsentRow",
    "CouponRow",
    "CredentialRow",
    "DeviceRow",
    "EntryRow",
    "IdempotencyRow",
    "JoinRow",
    "LotMoveRow",
    "LotRow",
    "MemberEventRow",
    "MemberRow",
    "MessageRow",
    "OfferActivationRow",
    "OfferShownRow",
    "OfferTotalRow",
    "OfferUseRow",
    "PreferencesRow",
    "ProgramVersionRow",
    "PromoCodeRow",
    "PromoUseRow",
    "PurchaseLineRow",
    "PurchaseRow",
    "ReceiptClaimRow",
    "RedemptionRow",
    "RefreshTokenRow",
    "RefundLineRow",
    "RefundRow",
    "ReviewRow",
    "RewardStockRow",
    "ScanRow",
    "SignInCodeRow",
    "StoreRow",
    "SupportLetterRow",
    "SurveyAnswerRow",
    "SurveyDefinitionRow",
    "SurveyInvitationRow",
    "TasteRow",
    "TillEventRow",
    "TillRow",
    "TransferRow",
    "WrongPromoCodeRow",
]

guard_when_created(Base.metadata)
