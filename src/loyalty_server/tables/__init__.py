"""Every table of the server, one file per part; importing this knows the whole schema."""

from loyalty_server.database.append_only import guard_when_created
from loyalty_server.database.columns import Base
from loyalty_server.database.event_counts import count_when_created
from loyalty_server.database.wallet_marks import mark_when_created
from loyalty_server.tables.cashier import (
    CashierDeedRow,
    CashierRow,
    CashierShiftRow,
    TillDeviceRow,
    TillPairingRow,
)
from loyalty_server.tables.challenge import (
    ChallengeProgressRow,
    ChallengeStepRow,
    PromoCodeRow,
    PromoUseRow,
    WrongPromoCodeRow,
)
from loyalty_server.tables.claim import ReceiptClaimRow
from loyalty_server.tables.contest import ContestEntryRow, ContestRow
from loyalty_server.tables.engine import EngineAccountRow, EngineCallRow, EngineFeedRow
from loyalty_server.tables.family import FamilyInvitationRow, FamilyMemberRow
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
from loyalty_server.tables.member import (
    BroughtInRow,
    CardRow,
    CredentialRow,
    EarlierRightRow,
    MemberEventRow,
    MemberRow,
    PlasticCardRow,
    WalletMarkRow,
)
from loyalty_server.tables.message import (
    BroadcastHeldRow,
    BroadcastRow,
    BroadcastTextRow,
    EventPlaceRow,
    EventRow,
    MessageDispatchRow,
    MessageRow,
    SupportLetterRow,
)
from loyalty_server.tables.offer import (
    ChosenCategoriesRow,
    OfferActivationRow,
    OfferShownRow,
    OfferTakenBackRow,
    OfferTotalRow,
    OfferUseRow,
)
from loyalty_server.tables.operator import OperatorDeedRow, OperatorRow, OperatorSessionRow
from loyalty_server.tables.picture import PictureRow
from loyalty_server.tables.purchase import (
    BadScanRow,
    JoinRow,
    PurchaseLineRow,
    PurchaseRow,
    RefundLineRow,
    RefundRow,
    ScanRow,
)
from loyalty_server.tables.push import PushDeliveryRow, PushDeviceRow
from loyalty_server.tables.referral import ReferralRow
from loyalty_server.tables.review import ReviewRow
from loyalty_server.tables.reward import CouponRow, RedemptionRow, RewardStockRow
from loyalty_server.tables.round import RoundRow
from loyalty_server.tables.secret import ServerSecretRow
from loyalty_server.tables.shop import (
    IdempotencyRow,
    ProgramVersionRow,
    StoreRow,
    TillEventRow,
    TillRow,
)
from loyalty_server.tables.sign_in import (
    CodeDeliveryRow,
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
from loyalty_server.tables.wallet_pass import PassDeviceRow, PassRow
from loyalty_server.tables.without_card import WithoutCardRow

__all__ = [
    "AdjustmentApprovalRow",
    "AdjustmentRow",
    "AllocationRow",
    "BadScanRow",
    "BalanceRow",
    "BroadcastHeldRow",
    "BroadcastRow",
    "BroadcastTextRow",
    "BroughtInRow",
    "CardRow",
    "CashierDeedRow",
    "CashierRow",
    "CashierShiftRow",
    "ChallengeProgressRow",
    "ChallengeStepRow",
    "ChosenCategoriesRow",
    "CodeDeliveryRow",
    "ConsentRow",
    "ContestEntryRow",
    "ContestRow",
    "CouponRow",
    "CredentialRow",
    "DeviceRow",
    "EarlierRightRow",
    "EngineAccountRow",
    "EngineCallRow",
    "EngineFeedRow",
    "EntryRow",
    "EventPlaceRow",
    "EventRow",
    "FamilyInvitationRow",
    "FamilyMemberRow",
    "IdempotencyRow",
    "JoinRow",
    "LotMoveRow",
    "LotRow",
    "MemberEventRow",
    "MemberRow",
    "MessageDispatchRow",
    "MessageRow",
    "OfferActivationRow",
    "OfferShownRow",
    "OfferTakenBackRow",
    "OfferTotalRow",
    "OfferUseRow",
    "OperatorDeedRow",
    "OperatorRow",
    "OperatorSessionRow",
    "PassDeviceRow",
    "PassRow",
    "PictureRow",
    "PlasticCardRow",
    "PreferencesRow",
    "ProgramVersionRow",
    "PromoCodeRow",
    "PromoUseRow",
    "PurchaseLineRow",
    "PurchaseRow",
    "PushDeliveryRow",
    "PushDeviceRow",
    "ReceiptClaimRow",
    "RedemptionRow",
    "ReferralRow",
    "RefreshTokenRow",
    "RefundLineRow",
    "RefundRow",
    "ReviewRow",
    "RewardStockRow",
    "RoundRow",
    "ScanRow",
    "ServerSecretRow",
    "SignInCodeRow",
    "StoreRow",
    "SupportLetterRow",
    "SurveyAnswerRow",
    "SurveyDefinitionRow",
    "SurveyInvitationRow",
    "TasteRow",
    "TillDeviceRow",
    "TillEventRow",
    "TillPairingRow",
    "TillRow",
    "TransferRow",
    "WalletMarkRow",
    "WithoutCardRow",
    "WrongPromoCodeRow",
]

guard_when_created(Base.metadata)
mark_when_created(Base.metadata)
count_when_created(Base.metadata)
