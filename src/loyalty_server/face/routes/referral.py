"""`/v1/referrals`: invitations of friends. The member's own, and how far friends are, come with the wallet."""

from http import HTTPStatus

from fastapi import APIRouter, Response
from sqlalchemy.orm import Session

from loyalty_api.referral import ReferralOffer
from loyalty_server.face.answers import PERSONAL, answer, no_content
from loyalty_server.face.asking import Id
from loyalty_server.face.engine_desk import OwnLedger
from loyalty_server.face.member_desk import Desk
from loyalty_server.programme.versions import rules_at
from loyalty_server.sign_in.friends import accept, offer_seen

routes = APIRouter(prefix="/v1/referrals", tags=["referrals"], dependencies=[OwnLedger])


@routes.get("/{code}", response_model=ReferralOffer)
def look_at_referral(desk: Desk, code: Id) -> Response:
    """What accepting this invitation promises; nothing is used up, and whose it is is not said."""

    def work(session: Session) -> ReferralOffer:
        rules = rules_at(session, desk.now)
        return offer_seen(session, desk.settings.keys, rules, desk.member_id, code, desk.now)

    return answer(desk.read(work), headers=PERSONAL)


@routes.put("/{code}/acceptance", status_code=HTTPStatus.NO_CONTENT)
def accept_referral(desk: Desk, code: Id) -> Response:
    """Have come by this invitation, as a newcomer who has not bought; repeating changes nothing."""

    def work(session: Session) -> None:
        rules = rules_at(session, desk.now)
        accept(session, desk.settings.keys, rules, desk.member_id, code, desk.now)

    desk.write(work)
    return no_content()
