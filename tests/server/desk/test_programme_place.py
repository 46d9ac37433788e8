"""The programme at the desk: checked, compared, tried, published once, taken back."""

from loyalty_server.programme.changes import Change, ChangeKind, changes
from loyalty_server.programme.versions import rules_at, text_of
from tests.server.desk.operators import at_desk
from tests.server.house import PROGRAM, House

DEARER = PROGRAM.replace("worth = 100", "worth = 50", 1)
WORTH = "<code>worth</code>"


def program_now(house: House) -> int:
    with house.settings.database.reading() as session:
        return rules_at(session, house.clock.now).number


def worth_now(house: House) -> int:
    with house.settings.database.reading() as session:
        return rules_at(session, house.clock.now).program.burn.worth


def file_now(house: House) -> str:
    with house.settings.database.reading() as session:
        return text_of(session, 1)


async def test_fault_is_told_with_its_line_and_nothing_is_published(house: House) -> None:
    async with at_desk(house, "Olga", "programme") as olga:
        line = PROGRAM[: PROGRAM.index("currency =")].count("\n") + 1
        wrong = PROGRAM.replace("currency =", "currrency =", 1)
        told = await olga.send("programme", status=400, text=wrong, over="1", publish="1")
        assert f"programme.toml:{line}" in told.text
        assert "currrency" in told.text
        assert program_now(house) == 1


async def test_file_is_compared_published_and_taken_back(house: House) -> None:
    async with at_desk(house, "Olga", "programme") as olga:
        same = await olga.send("programme", status=200, text=file_now(house), over="1")
        assert "it is the same programme" in same.text
        assert 'name="publish"' not in same.text
        looked = await olga.send("programme", status=200, text=DEARER, over="1")
        assert "Spending" in looked.text
        assert WORTH in looked.text
        assert program_now(house) == 1
        house.clock.forward(minutes=1)
        await olga.send("programme", text=DEARER, over="1", publish="1")
        assert program_now(house) == 2
        late = await olga.send("programme", status=409, text=PROGRAM, over="1", publish="1")
        assert "somebody else published" in late.text
        house.clock.forward(minutes=1)
        assert WORTH in await olga.see("programme/1")
        assert worth_now(house) == 50
        await olga.send("programme/1", over="2")
        assert program_now(house) == 3
        assert worth_now(house) == 100
        await olga.see("programme/99", 404)


async def test_uploaded_file_takes_the_place_of_the_text(house: House) -> None:
    async with at_desk(house, "Olga", "programme") as olga:
        sent = await olga.http.post(
            "/desk/programme",
            data={"text": "nonsense", "over": "1"},
            files={"file": ("rules.toml", DEARER.replace("\n", "\r\n").encode("utf-8-sig"))},
            headers={"Origin": "https://loyalty.example"},
        )
        assert sent.status_code == 200
        assert WORTH in sent.text
        none = await olga.http.post(
            "/desk/programme",
            data={"text": file_now(house), "over": "1"},
            files={"file": ("", b"")},
            headers={"Origin": "https://loyalty.example"},
        )
        assert "it is the same programme" in none.text


async def test_basket_is_tried_by_the_rules_of_the_file(house: House) -> None:
    async with at_desk(house, "Olga", "programme") as olga:
        basket = "coffee 270 Капучино\nbakery 914"
        tried = await olga.send("programme", status=200, text=PROGRAM, over="1", basket=basket)
        assert "What a till will say" in tried.text
        assert "1,184" in tried.text
        for wrong in ("coffee", "coffee 1.234", "coffee -5"):
            told = await olga.send("programme", status=200, text=PROGRAM, basket=wrong)
            assert f"1: {wrong}" in told.text


def test_changes_are_told_by_thing_wherever_it_stands() -> None:
    before = """
name = "A"
[burn]
minimum = 10
[[offers]]
id = "a"
title = { ru = "Кофе", en = "Coffee" }
points = 2
[[offers]]
id = "b"
title = "Bread"
"""
    after = """
name = "A"
[burn]
minimum = 20
limit = 0.5
[[offers]]
id = "c"
title = "Cake"
[[offers]]
id = "a"
title = { ru = "Кофе", en = "Coffee" }
points = 3
stores = ["x", "y"]
"""
    assert changes(before, before) == []
    assert changes(before, after) == [
        Change(ChangeKind.CHANGED, "burn", "", "minimum", "10", "20"),
        Change(ChangeKind.ADDED, "burn", "", "limit", "", "0.5"),
        Change(ChangeKind.ADDED, "offers", "Cake", ""),
        Change(ChangeKind.CHANGED, "offers", "Кофе", "points", "2", "3"),
        Change(ChangeKind.ADDED, "offers", "Кофе", "stores", "", "x, y"),
        Change(ChangeKind.REMOVED, "offers", "Bread", ""),
    ]


async def test_file_is_tried_on_the_purchases_of_four_weeks(house: House) -> None:
    anna = await house.sign_in()
    asked = {"text": DEARER, "over": "1", "month": "1"}
    async with at_desk(house, "Olga", "programme") as olga:
        nobody = await olga.send("programme", status=200, **asked)
        assert "Nobody bought anything in these weeks" in nobody.text
        await house.buy(anna)
        house.clock.forward(minutes=1)
        tried = (await olga.send("programme", status=200, **asked)).text
        assert "If the last four weeks were to come again" in tried
        assert "Members’ purchases: 1." in " ".join(tried.split())
        assert tried.count("1,184") == 2
