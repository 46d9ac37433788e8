"""Members at the desk: found by the card, each point with its reason, corrected by two."""

import re
from pathlib import Path

from loyalty_server import demo
from loyalty_server.operators.deeds import deeds_before
from loyalty_server.publishing import publish
from loyalty_server.tables import BalanceRow
from tests.server.desk.operators import Operator, at_desk
from tests.server.house import PROGRAM, House


def card_of(session: dict) -> str:
    return session["card"]["number"]


async def open_member(operator: Operator, card: str) -> str:
    found = await operator.send("members", card=card)
    return found.headers["location"].removeprefix("/desk/")


async def balance_of(house: House, member: str) -> int:
    with house.settings.database.reading() as session:
        return session.get_one(BalanceRow, member.removeprefix("members/")).available


async def test_member_is_found_by_card_and_each_point_has_its_reason(house: House) -> None:
    phone = await house.sign_in()
    bought = await house.buy(phone)
    async with at_desk(house, "Olga", "support") as olga:
        number = (await house.http.get("/v1/wallet", headers=phone.bearer)).json()["card"]["number"]
        path = await open_member(olga, f" {number[:4]} {number[4:]} ")
        page = await olga.see(path)
        assert f"+{bought['earned']}" in page
        receipt = re.search(rf"{path}/purchases/\w+", page)
        assert receipt
        assert "Капучино" in await olga.see(receipt[0])
        assert "+7900" not in page
        nobody = await olga.send("members", status=404, card="2999999999999")
        assert "No card has this number" in nobody.text


async def test_correction_is_applied_by_the_second_operator_once(house: House) -> None:
    phone = await house.sign_in()
    number = (await house.http.get("/v1/wallet", headers=phone.bearer)).json()["card"]["number"]
    async with at_desk(house, "Olga", "support") as olga, at_desk(house, "Pyotr") as pyotr:
        path = await open_member(olga, number)
        before = await balance_of(house, path)
        await olga.send(f"{path}/corrections", points="+150", reason="Лопнула бутылка <b>")
        assert "Another operator is needed" in await olga.see(path)
        waiting = await pyotr.see("members")
        assert "Лопнула бутылка &lt;b&gt;" in waiting
        approval = re.search(rf"{path}/corrections/\w+", waiting)
        assert approval
        own = await olga.send(approval[0])
        assert "said=approved" in own.headers["location"]
        assert await balance_of(house, path) == before
        second = await pyotr.send(approval[0])
        assert "said=applied" in second.headers["location"]
        await pyotr.send(approval[0])
        assert await balance_of(house, path) == before + 150
        assert "Nothing is waiting" in await pyotr.see("members")


async def test_correction_that_makes_no_sense_is_asked_again_with_what_was_typed(
    house: House,
) -> None:
    phone = await house.sign_in()
    number = (await house.http.get("/v1/wallet", headers=phone.bearer)).json()["card"]["number"]
    async with at_desk(house, "Olga") as olga:
        path = await open_member(olga, number)
        for points, reason in (("0", "why"), ("1.5", "why"), ("many", "why"), ("5", " ")):
            asked = await olga.send(f"{path}/corrections", status=400, points=points, reason=reason)
            assert f'value="{points}"' in asked.text
        assert "Nothing is waiting" in await olga.see("members")


async def test_every_act_is_in_the_log_and_says_not_who_the_member_is(house: House) -> None:
    phone = await house.sign_in()
    number = (await house.http.get("/v1/wallet", headers=phone.bearer)).json()["card"]["number"]
    async with at_desk(house, "Olga") as olga:
        path = await open_member(olga, number)
        await olga.see(path)
        await olga.send(f"{path}/corrections", points="-5", reason="Ошибка кассы")
        page = await olga.see("log")
        assert "Opened a member" in page
        assert "Asked for a correction" in page
        with house.settings.database.reading() as session:
            kinds = [(one.operator, str(one.kind)) for one in deeds_before(session)]
            told = str([(one.about, one.told) for one in deeds_before(session)])
        assert kinds == [("Olga", "ask_correction"), ("Olga", "see_member"), ("Olga", "sign_in")]
        for personal in ("79000", number, "Ошибка"):
            assert personal not in told


async def test_member_who_is_not_there_is_no_error(house: House) -> None:
    async with at_desk(house, "Olga") as olga:
        assert "There is nothing here" in await olga.see("members/nobody", 404)
        assert "There is nothing here" in await olga.see("members/no body", 404)


DEMO = Path(demo.__file__).parent
CASHBACK = PROGRAM.replace('kind = "points"', 'kind = "cashback"').replace(
    "worth = 100", "worth = 1", 1
)


async def test_cashback_is_money_at_the_desk(house: House) -> None:
    house.settings.database.write(lambda session: publish(session, CASHBACK, house.clock()))
    phone = await house.sign_in()
    bought = await house.buy(phone)
    number = (await house.http.get("/v1/wallet", headers=phone.bearer)).json()["card"]["number"]
    async with at_desk(house, "Olga", "support") as olga, at_desk(house, "Pyotr") as pyotr:
        path = await open_member(olga, number)
        page = await olga.see(path)
        assert f">₽{bought['earned'] / 100:.2f}<" in page
        assert not re.search(r"\bpoints?\b[^=]", re.sub(r"<[^>]*>", "", page))
        spent = await house.buy(phone, burn=100)
        receipt = await olga.see(f"{path}/purchases/{spent['purchase_id']}")
        assert re.search(r"Paid with cashback</th><td [^>]*>−₽1<", receipt)
        assert "Discount" not in receipt
        before = await balance_of(house, path)
        wrong = await olga.send(
            f"{path}/corrections", status=400, points="1.505", reason="Лопнула бутылка"
        )
        assert "An amount other than zero" in wrong.text
        await olga.send(f"{path}/corrections", points="-1,50", reason="Лопнула бутылка")
        approval = re.search(rf"{path}/corrections/\w+", await pyotr.see("members"))
        assert approval
        await pyotr.send(approval[0])
        assert await balance_of(house, path) == before - 150


async def test_discount_card_has_no_points_at_the_desk(house: House) -> None:
    card = (DEMO / "program.discount.en.toml").read_text("utf-8")
    house.settings.database.write(lambda session: publish(session, card, house.clock()))
    phone = await house.sign_in()
    number = (await house.http.get("/v1/wallet", headers=phone.bearer)).json()["card"]["number"]
    async with at_desk(house, "Olga", "owner") as olga:
        figures = await olga.see("figures")
        assert "Activated" in figures
        path = await open_member(olga, number)
        bought = await house.buy(phone)
        receipt = await olga.see(f"{path}/purchases/{bought['purchase_id']}")
        assert "Card discount 3%" in receipt
        programme = re.sub(
            r"<textarea.*?</textarea>", "", await olga.see("programme"), flags=re.DOTALL
        )
        for page in (await olga.see(path), figures, receipt, programme):
            assert not re.search(r"[Pp]oints|Balance|Pending|Owed", re.sub(r"<[^>]*>", "", page))
