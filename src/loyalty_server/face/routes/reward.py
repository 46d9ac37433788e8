"""`/v1/redemptions`: a member takes a reward, or gives it back."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Response
from sqlalchemy.orm import Session

from loyalty_api.actions import RedeemReward
from loyalty_api.rewards import Redeemed
from loyalty_server.engines.port import Can
from loyalty_server.face.answers import answer
from loyalty_server.face.asking import Id, RequestLanguage
from loyalty_server.face.bodies import Body
from loyalty_server.face.engine_desk import OnceThere, do_there, once_there
from loyalty_server.face.keyed_desk import Desk
from loyalty_server.face.member_desk import Desk as MemberDesk
from loyalty_server.points.device_lock import Opening
from loyalty_server.rewards.redemptions import cancel_redemption, redeem

UnlockCode = Annotated[
    str | None,
    Header(
        alias="Unlock-Code",
        max_length=64,
        description="On a locked device, an LW1 code of this moment made with its lock's key.",
    ),
]

routes = APIRouter(prefix="/v1/redemptions", tags=["rewards"])


@routes.post("", status_code=HTTPStatus.CREATED, response_model=Redeemed)
def take_reward(
    desk: Desk,
    language: RequestLanguage,
    body: Annotated[RedeemReward, Depends(Body(RedeemReward))],
    unlock_code: UnlockCode = None,
) -> Response:
    """Burn the reward's points; what is taken comes with a coupon, a donation without."""
    if behind := desk.settings.engine:
        return once_there(desk, behind, body, _taken_there(body.reward_id))
    asker = desk.asker
    opening = Opening(desk.settings.keys, asker.device_id, unlock_code)
    return desk.once(
        body,
        HTTPStatus.CREATED,
        lambda session, program: redeem(
            session, program, asker.member_id, body.reward_id, desk.now, opening
        ),
        language,
    )


@routes.put("/{redemption_id}/cancellation", response_model=Redeemed)
def give_back(desk: MemberDesk, redemption_id: Id) -> Response:
    """Give a reward back before it is used; repeating changes nothing."""
    if behind := desk.settings.engine:
        done = do_there(
            desk,
            behind,
            Can.GIVE_BACK,
            f"give back:{redemption_id}",
            lambda engine, key, ref: engine.give_back(key, ref, redemption_id),
        )
        return answer(done)

    def work(session: Session) -> Redeemed:
        program = desk.program(session)
        return cancel_redemption(session, program, desk.member_id, redemption_id, desk.now)

    return answer(desk.write(work))


def _taken_there(reward_id: str) -> OnceThere[Redeemed]:
    return OnceThere(
        Can.REWARDS,
        HTTPStatus.CREATED,
        lambda engine, key, ref: engine.redeem(key, ref, reward_id),
        lambda done: {
            "redemption_id": done.redemption_id,
            "points": -done.points,
            "balance": done.balance,
            "reason": done.coupon.title if done.coupon else "",
        },
    )
