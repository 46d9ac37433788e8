"""One sync with the real server: what was done offline arrives once, and the view is always right."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from kopilka.domain import Settings
from kopilka.local.kept import LocalStore
from kopilka.repository import Repository
from loyalty_api.actions import ActivateOffer, ClaimReceipt
from loyalty_api.claims import ClaimRequest
from loyalty_server.publishing import publish
from tests.server.house import ANNA, BORIS, PROGRAM
from tests.wallet.books import activations, times_told_of_offers
from tests.wallet.device import Device

BREAD = "bread-plus-20"
ENDED = "october-tea"


def activate(device: Device, offer_id: str = BREAD) -> ActivateOffer:
    return ActivateOffer(offer_id, device.house.clock.now)


def is_active(wallet: Repository, offer_id: str = BREAD) -> bool:
    assert wallet.view.wallet
    (offer,) = [offer for offer in wallet.view.wallet.offers if offer.id == offer_id]
    return offer.activated_at is not None


async def test_member_signs_in_and_has_the_whole_wallet(phone: Device) -> None:
    view = phone.wallet.view
    assert view.signed_in
    assert view.wallet
    assert view.wallet.member.phone == ANNA
    assert view.history is not None
    assert view.as_of == phone.house.clock.now
    assert (view.offline, view.syncing, view.pending) == (False, False, 0)


async def test_app_too_old_says_so_keeps_what_was_done_and_goes_on_after_an_update(
    phone: Device,
) -> None:
    before = phone.wallet.view.wallet
    problem = {"type": "about:blank", "title": "", "status": 426, "code": "upgrade_required"}
    kind = {"Content-Type": "application/problem+json"}
    phone.network.answers_instead = lambda _: httpx.Response(426, headers=kind, json=problem)
    await phone.wallet.act(activate(phone))
    await phone.wallet.sync()
    view = phone.wallet.view
    assert (view.outdated, view.offline, view.signed_in, view.pending) == (True, False, True, 1)
    assert view.wallet
    assert before
    assert view.wallet.points == before.points
    phone.network.answers_instead = lambda _: None
    await phone.wallet.sync()
    assert (phone.wallet.view.outdated, phone.wallet.view.pending) == (False, 0)
    assert activations(phone.house) == 1


async def test_nothing_new_is_one_empty_answer(phone: Device) -> None:
    before = phone.wallet.view
    asked = len(phone.network.asked)
    phone.house.clock.forward(minutes=3)
    await phone.wallet.sync()
    assert phone.network.asked[asked:] == ["GET /v1/wallet"]
    assert phone.wallet.view.wallet == before.wallet
    assert phone.wallet.view.as_of
    assert phone.house.clock.now - phone.wallet.view.as_of < timedelta(seconds=1)


async def test_wallet_is_given_surveys_of_every_kind_of_question(phone: Device) -> None:
    house = phone.house
    kinds = '{"elements": [{"type": "ranking", "name": "best", "choices": ["a", "b"]}]}'
    survey = f"""
[[surveys]]
id = "kinds"
title = "Что лучше?"
trigger = "purchase"
definition = '{kinds}'
"""
    with house.settings.database.writing() as session:
        publish(session, f"{PROGRAM}\n{survey}", house.clock())
    await phone.buy()
    await phone.wallet.sync()
    assert phone.wallet.view.wallet
    assert [one.title for one in phone.wallet.view.wallet.surveys] == ["Что лучше?"]


async def test_purchase_brings_the_balance_and_its_entry(phone: Device) -> None:
    await phone.buy()
    await phone.wallet.sync()
    view = phone.wallet.view
    assert view.wallet
    assert view.history
    assert view.wallet.points.balance == 86
    assert sum(entry.points for entry in view.history.entries) == 86


async def test_offer_activated_offline_is_active_at_once_and_told_later(phone: Device) -> None:
    phone.network.cut()
    await phone.wallet.act(activate(phone))
    assert is_active(phone.wallet)
    await phone.wallet.sync()
    assert (phone.wallet.view.offline, phone.wallet.view.pending) == (True, 1)
    assert activations(phone.house) == 0
    phone.network.restore()
    await phone.wallet.sync()
    assert (phone.wallet.view.offline, phone.wallet.view.pending) == (False, 0)
    assert is_active(phone.wallet)
    assert activations(phone.house) == 1


async def test_offer_activated_before_the_app_was_killed_is_told_by_the_next_run(
    phone: Device,
) -> None:
    phone.network.cut()
    await phone.wallet.act(activate(phone))
    phone.network.restore()
    await phone.restart()
    assert is_active(phone.wallet)
    assert phone.wallet.view.pending == 1
    await phone.wallet.sync()
    assert phone.wallet.view.pending == 0
    assert activations(phone.house) == 1


async def test_offer_whose_answer_was_lost_is_activated_once(phone: Device) -> None:
    await phone.wallet.act(activate(phone))
    phone.network.loses_answer_to = lambda request: request.method == "PUT"
    await phone.wallet.sync()
    assert (phone.wallet.view.offline, phone.wallet.view.pending) == (True, 1)
    assert is_active(phone.wallet)
    phone.network.loses_answer_to = lambda _: False
    await phone.wallet.sync()
    assert (activations(phone.house), times_told_of_offers(phone.house)) == (1, 1)
    assert phone.network.asked_for(f"PUT /v1/offers/{BREAD}/activation") == 2
    assert phone.wallet.view.pending == 0


async def test_offer_stays_active_while_the_snapshot_after_it_cannot_be_had(phone: Device) -> None:
    await phone.wallet.act(activate(phone))
    phone.network.loses_answer_to = lambda request: request.url.path == "/v1/wallet"
    await phone.wallet.sync()
    assert is_active(phone.wallet)
    assert phone.wallet.view.pending == 1
    await phone.restart()
    assert is_active(phone.wallet)


async def test_refused_offer_is_taken_back_with_its_reason_and_the_next_is_told(
    phone: Device,
) -> None:
    refused = activate(phone, ENDED)
    await phone.wallet.act(refused)
    await phone.wallet.act(activate(phone))
    await phone.wallet.sync()
    (refusal,) = phone.wallet.view.refusals
    assert (refusal.action, refusal.code) == (refused, "offer_ended")
    assert phone.wallet.view.pending == 0
    assert is_active(phone.wallet)
    await phone.restart()
    assert phone.wallet.view.refusals == (refusal,)
    await phone.wallet.forget_refusals([refusal])
    await phone.restart()
    assert phone.wallet.view.refusals == ()
    await phone.wallet.sync()
    assert phone.network.asked_for(f"PUT /v1/offers/{ENDED}/activation") == 1


async def test_claim_too_many_is_told_at_once_with_its_wait_and_holds_nothing_up(
    phone: Device,
) -> None:
    for number in range(6):
        request = ClaimRequest(f"77-{number}", phone.house.clock.now, 50_000)
        await phone.wallet.act(ClaimReceipt(f"key-{number}", request, phone.house.clock.now))
    await phone.wallet.act(activate(phone))
    await phone.wallet.sync()
    (refusal,) = phone.wallet.view.refusals
    assert isinstance(refusal.action, ClaimReceipt)
    assert (refusal.action.key, refusal.code) == ("key-5", "rate_limited")
    assert refusal.until
    assert refusal.until - phone.house.clock.now >= timedelta(days=1)
    assert (phone.wallet.view.offline, phone.wallet.view.pending) == (False, 0)
    assert activations(phone.house) == 1
    await phone.restart()
    assert phone.wallet.view.refusals == (refusal,)


async def test_actions_are_told_oldest_first(phone: Device) -> None:
    for offer_id in ("c", "a", "b"):
        await phone.wallet.act(activate(phone, offer_id))
    await phone.wallet.sync()
    told = [request for request in phone.network.asked if request.startswith("PUT /v1/offers")]
    assert told == [f"PUT /v1/offers/{offer_id}/activation" for offer_id in ("c", "a", "b")]


async def test_access_that_ran_out_is_renewed_unseen(phone: Device) -> None:
    phone.house.clock.forward(minutes=11)
    await phone.wallet.sync()
    assert phone.network.asked_for("POST /v1/auth/refresh") == 1
    assert phone.wallet.view.signed_in
    assert not phone.wallet.view.offline


async def test_ended_session_keeps_the_card_and_what_waits(phone: Device) -> None:
    await phone.wallet.act(activate(phone))
    phone.house.clock.forward(days=61)
    await phone.wallet.sync()
    view = phone.wallet.view
    assert not view.signed_in
    assert view.wallet
    assert view.pending == 1
    await phone.restart()
    assert not phone.wallet.view.signed_in
    assert phone.wallet.view.pending == 1


@pytest.mark.parametrize("left", ["{half", "{}", "null", None])
async def test_damaged_snapshot_is_fetched_anew_and_what_waited_is_told(
    phone: Device, left: str | None
) -> None:
    await phone.wallet.act(activate(phone))
    local = LocalStore(phone.store())
    await local.settle(replace(await local.wallet(), json=left), ())
    await phone.restart()
    assert phone.wallet.view.wallet is None
    await phone.wallet.sync()
    assert is_active(phone.wallet)
    assert (phone.wallet.view.offline, phone.wallet.view.pending) == (False, 0)
    assert activations(phone.house) == 1


async def test_what_waited_through_a_new_sign_in_is_told(phone: Device) -> None:
    phone.house.clock.forward(days=10)
    await phone.wallet.act(activate(phone))
    await phone.secrets.drop("session")
    await phone.restart()
    await phone.sign_in(ANNA)
    assert phone.wallet.view.pending == 0
    assert activations(phone.house) == 1


async def test_what_another_member_left_on_the_device_is_not_told_for_this_one(
    phone: Device,
) -> None:
    await phone.wallet.act(activate(phone))
    await phone.secrets.drop("session")
    await phone.restart()
    await phone.sign_in(BORIS)
    view = phone.wallet.view
    assert view.wallet
    assert view.wallet.member.phone == BORIS
    assert view.pending == 0
    assert not is_active(phone.wallet)
    assert activations(phone.house) == 0


async def test_two_windows_add_without_losing_each_others_actions(phone: Device) -> None:
    window = phone.another_run()
    await window.open()
    phone.network.cut()
    await phone.wallet.act(activate(phone))
    await window.act(activate(phone, ENDED))
    phone.network.restore()
    await window.sync()
    assert [refusal.code for refusal in window.view.refusals] == ["offer_ended"]
    await phone.wallet.sync()
    assert (phone.wallet.view.pending, window.view.pending) == (0, 0)
    assert times_told_of_offers(phone.house) == 1


async def test_who_asks_for_a_sync_during_one_shares_the_next(phone: Device) -> None:
    asked = phone.network.asked_for("GET /v1/wallet")
    await asyncio.gather(*(phone.wallet.sync() for _ in range(5)))
    assert phone.network.asked_for("GET /v1/wallet") - asked == 2


async def test_settings_are_kept_on_this_device(phone: Device) -> None:
    chosen = Settings(language="en", theme="dark", text_scale=2.0, code_form="barcode")
    await phone.wallet.change_settings(lambda _: chosen)
    await phone.restart()
    assert phone.wallet.view.settings == chosen


async def test_texts_come_in_the_language_the_member_chose(phone: Device) -> None:
    assert phone.wallet.view.wallet
    assert not phone.wallet.view.wallet.consents[0].title.isascii()
    await phone.wallet.change_settings(lambda _: Settings(language="en"))
    await phone.wallet.sync()
    wallet = phone.wallet.view.wallet
    assert wallet
    assert wallet.consents[0].title.isascii()


async def test_texts_are_in_the_devices_language_until_the_member_chooses(
    phone: Device,
) -> None:
    """Not in the programme's, when the device's is another: the wallet around them is in it, too."""
    phone.language = "en"
    for chosen, in_english in ((None, True), ("ru", False)):
        wallet = phone.another_run()
        await wallet.open()
        await wallet.change_settings(lambda _, chosen=chosen: Settings(language=chosen))
        await wallet.sync()
        assert wallet.view.wallet
        assert wallet.view.wallet.consents[0].title.isascii() is in_english


async def test_receipt_that_was_seen_is_had_offline(phone: Device) -> None:
    purchase_id = await phone.buy()
    await phone.wallet.sync()
    history = phone.wallet.view.history
    seen = await phone.wallet.purchase(purchase_id)
    phone.network.cut()
    await phone.restart()
    assert await phone.wallet.purchase(purchase_id) == seen
    assert phone.wallet.view.history == history
