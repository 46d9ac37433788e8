"""How the server is told of what waited in the outbox."""

from dataclasses import replace
from urllib.parse import quote

from kopilka.api.exchange import Ask
from loyalty_api.actions import (
    Action,
    ActivateOffer,
    AnswerSurvey,
    ChooseCategories,
    ClaimMissed,
    ClaimReceipt,
    DeactivateOffer,
    ReadMessages,
    ReviewPurchase,
    SetConsent,
    SetPreferences,
    WriteToSupport,
)
from loyalty_api.messages import MessagesRead, NewMessage
from loyalty_api.requests import (
    ChosenCategories,
    ConsentChange,
    MissedClaim,
    OptIn,
    OptOut,
    PreferencesChange,
    SurveyAnswer,
)


def told(action: Action) -> Ask:
    """The request that tells this action; sent again it changes nothing."""
    match action:
        case ActivateOffer() | DeactivateOffer():
            return _opted(action)
        case AnswerSurvey(survey_id, at, answers):
            answer = SurveyAnswer(at, answers)
            return Ask("PUT", f"/v1/surveys/{quote(survey_id, '')}/answer", answer)
        case ChooseCategories(month, categories):
            path = f"/v1/chosen-categories/{month:%Y-%m}"
            return Ask("PUT", path, ChosenCategories(categories))
        case SetConsent(purpose, version, granted, at):
            change = ConsentChange(version, granted, at)
            return Ask("PUT", f"/v1/consents/{quote(purpose, '')}", change)
        case SetPreferences(preferences, at):
            return Ask("PUT", "/v1/preferences", PreferencesChange(preferences, at))
        case ReadMessages(message_ids, at, _):
            return Ask("PUT", "/v1/messages/read", MessagesRead(message_ids, at))
        case ReviewPurchase(purchase_id, review):
            return Ask("PUT", f"/v1/purchases/{quote(purchase_id, '')}/review", review)
        case WriteToSupport() | ClaimReceipt():
            return _posted(action)
        case ClaimMissed(purchase_id, offer_id, at):
            path = f"/v1/purchases/{quote(purchase_id, '')}/missed/{quote(offer_id, '')}"
            return Ask("PUT", path, MissedClaim(at))


def _opted(action: ActivateOffer | DeactivateOffer) -> Ask:
    """In, or out again."""
    offer = f"/v1/offers/{quote(action.offer_id, '')}"
    match action:
        case ActivateOffer(at=at):
            return Ask("PUT", f"{offer}/activation", OptIn(at))
        case DeactivateOffer(at=at):
            return Ask("PUT", f"{offer}/deactivation", OptOut(at))


def _posted(action: WriteToSupport | ClaimReceipt) -> Ask:
    """Under the key that it carries."""
    match action:
        case WriteToSupport(key, text, _, call_back):
            return Ask("POST", "/v1/messages", NewMessage(text, call_back)).once(key)
        case ClaimReceipt(key, request, at):
            return Ask("POST", "/v1/claims", replace(request, claimed_at=at)).once(key)
