"""A till reads the changing code of a pass in Google's wallet."""

from datetime import datetime, timedelta

import pytest

from loyalty_api.card_code import CodeType, derive_key, make_code, step_at
from loyalty_api.passes import pass_digits
from loyalty_api.problems import ProblemCode
from loyalty_server.checks.invariants import broken_invariants
from loyalty_server.keys import keys_of
from loyalty_server.passes.ending import end_passes
from loyalty_server.passes.issuing import Issued, issue
from loyalty_server.problems import Refused
from loyalty_server.sign_in.server_secret import put_in_force
from loyalty_server.tables import CardRow, MessageRow
from loyalty_server.tables.wallet_pass import PassKind
from tests.server.shop import Phone, Shop


@pytest.fixture
def held(shop: Shop, anna: Phone) -> Issued:
    return pass_of(shop, anna)


def pass_of(shop: Shop, phone: Phone) -> Issued:
    now = shop.clock.now
    return shop.write(
        lambda session: issue(session, shop.keys, phone.member_id, PassKind.GOOGLE, now)
    )


def code_at(held: Issued, moment: datetime) -> str:
    seconds = int(moment.timestamp())
    return f"GW1{held.kid}{seconds:010d}{pass_digits(held.secret, seconds // 30)}"


def refused_code(shop: Shop, raw: str, **scan: object) -> ProblemCode:
    with pytest.raises(Refused) as refusal:
        shop.scan(raw, **scan)
    return refusal.value.code


def test_pass_is_recognised_and_may_earn_only(shop: Shop, anna: Phone, held: Issued) -> None:
    shop.buy(anna)
    scan = shop.scan(code_at(held, shop.clock.now))
    assert scan.member.initial == "А"
    assert not scan.may_burn
    before = shop.points(anna).balance
    with pytest.raises(Refused) as refusal:
        shop.open(scan.scan_id, burn=1)
    assert refusal.value.code is ProblemCode.BURN_NOT_ALLOWED
    shop.complete(shop.open(scan.scan_id).purchase_id)
    assert shop.points(anna).balance > before
    assert shop.read(broken_invariants) == ()


def test_code_is_taken_once_and_forward_only(shop: Shop, held: Issued) -> None:
    shop.clock.now = shop.clock.now.replace(second=0)
    shop.scan(code_at(held, shop.clock.now))
    again = code_at(held, shop.clock.now + timedelta(seconds=29))
    assert refused_code(shop, again) is ProblemCode.CODE_USED
    earlier = code_at(held, shop.clock.now - timedelta(seconds=30))
    assert refused_code(shop, earlier) is ProblemCode.CODE_USED
    shop.clock.forward(seconds=30)
    shop.scan(code_at(held, shop.clock.now))


@pytest.mark.parametrize("seconds", [-30, 30])
def test_clock_may_be_a_step_off(shop: Shop, held: Issued, seconds: int) -> None:
    scan = shop.scan(code_at(held, shop.clock.now + timedelta(seconds=seconds)))
    assert scan.member.initial == "А"
    further = code_at(held, shop.clock.now + timedelta(seconds=4 * seconds))
    assert refused_code(shop, further) in {ProblemCode.CODE_EXPIRED, ProblemCode.CODE_NOT_YET_VALID}


def test_screenshot_is_expired_and_told_to_the_member(shop: Shop, held: Issued) -> None:
    code = code_at(held, shop.clock.now)
    shop.clock.forward(minutes=3)
    assert refused_code(shop, code) is ProblemCode.CODE_EXPIRED
    (told,) = shop.rows(MessageRow)
    assert "код" in told.title.lower()
    ahead = code_at(held, shop.clock.now + timedelta(minutes=2))
    assert refused_code(shop, ahead) is ProblemCode.CODE_NOT_YET_VALID


def test_offline_till_may_send_it_within_a_day_and_once(shop: Shop, held: Issued) -> None:
    bought_at = shop.clock.now
    code = code_at(held, bought_at)
    shop.clock.forward(hours=20)
    shop.scan(code, till_time=bought_at)
    assert refused_code(shop, code, till_time=bought_at) is ProblemCode.CODE_USED


def test_wrong_digits_and_unknown_passes_are_told_the_same(shop: Shop, held: Issued) -> None:
    code = code_at(held, shop.clock.now)
    forged = code[:-1] + str((int(code[-1]) + 1) % 10)
    stranger = "GW1ZZZZZZZZZZZZ" + code[15:]
    for raw in (forged, stranger):
        assert refused_code(shop, raw) is ProblemCode.CODE_INVALID
    assert refused_code(shop, code[:-1]) is ProblemCode.CODE_MALFORMED


def test_seed_of_a_pass_opens_no_other_form_of_the_code(
    shop: Shop, anna: Phone, held: Issued
) -> None:
    """Google keeps the seed; with it nobody makes a code that spends."""
    now = shop.clock.now
    step = step_at(now.timestamp())
    for key in (held.secret, derive_key(held.secret, b"LW1 qr")):
        forged = make_code(key, held.kid or "", step, CodeType.PAY)
        assert refused_code(shop, forged) is ProblemCode.CODE_INVALID
    digits = f"{int(now.timestamp()):010d}{pass_digits(anna.key, step)}"
    assert refused_code(shop, f"GW1{anna.kid}{digits}") is ProblemCode.CODE_INVALID
    number = shop.rows(CardRow)[0].number
    typed = number + pass_digits(derive_key(held.secret, b"LW1 manual"), step)
    assert refused_code(shop, typed) is ProblemCode.CODE_INVALID


def test_ended_pass_is_refused_at_once(shop: Shop, anna: Phone, held: Issued) -> None:
    shop.write(lambda session: end_passes(session, anna.member_id, shop.clock.now))
    code = code_at(held, shop.clock.now)
    assert refused_code(shop, code) is ProblemCode.DEVICE_REVOKED


def test_pass_goes_on_when_the_servers_secret_is_replaced(
    shop: Shop, anna: Phone, held: Issued
) -> None:
    before, new = bytes(32), bytes(range(32))
    rotated = keys_of(new, before)
    shop.write(lambda session: put_in_force(session, rotated, shop.clock.now))
    shop.keys = keys_of(new)
    assert pass_of(shop, anna).secret == held.secret
    shop.scan(code_at(held, shop.clock.now))
