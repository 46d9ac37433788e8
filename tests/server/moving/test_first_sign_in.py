"""A member who was brought in finds card and points at the first sign-in, and agrees to what is in force."""

from sqlalchemy import select, update

from loyalty_server.housekeeping import tidy
from loyalty_server.members.consents import standard_texts
from loyalty_server.moving.bringing import Move, bring_all
from loyalty_server.moving.checking import Checked, check
from loyalty_server.moving.segments import listed, set_segment, sizes
from loyalty_server.programme.versions import rules_at
from loyalty_server.tables import BroughtInRow, ConsentRow, PlasticCardRow
from tests.server.house import ANNA, House, problem_of, session_body

CARD = "2900000000018"
LINE = f"card,phone,first_name,points,consents\n{CARD} | KL-001,{ANNA},Анна,120,{{}}\n"


def bring(house: House, text: str) -> Checked:
    settings, now = house.settings, house.clock.now
    with settings.database.reading() as session:
        program = rules_at(session, now).program
        found = check(session, settings.keys, program, standard_texts(), text, now)
    assert not found.faults
    list(bring_all(settings.database, Move(settings.keys, program, frozenset(), now), found.new))
    return found


async def open_session(house: House, *, consents: bool) -> tuple[int, dict[str, object]]:
    house.clock.forward(minutes=2)
    challenge = (await house.ask_code(phone=ANNA)).json()["challenge_id"]
    body = session_body(challenge, house.postbox.last_code)
    if not consents:
        body["consents"] = []
    answer = await house.http.post("/v1/auth/sessions", json=body)
    return answer.status_code, answer.json()


async def test_card_and_points_are_there_once_the_texts_in_force_are_agreed_to(
    house: House,
) -> None:
    bring(house, LINE.format(""))
    status, refused = await open_session(house, consents=False)
    assert (status, refused["code"]) == (409, "consents_required")
    status, opened = await open_session(house, consents=True)
    assert (status, opened["is_new_member"]) == (201, False)
    headers = {"Authorization": f"Bearer {opened['access_token']}"}
    wallet = (await house.http.get("/v1/wallet", headers=headers)).json()
    assert (wallet["card"]["number"], wallet["points"]["balance"]) == (CARD, 120)
    assert {one["purpose"] for one in wallet["consents"] if one.get("granted_at")} == {
        "rules",
        "personal_data",
    }
    with house.settings.database.writing() as session:
        session.execute(update(ConsentRow).values(version="a text of last year"))
    assert (await open_session(house, consents=False))[0] == 201


async def test_what_was_agreed_to_elsewhere_is_not_asked_again(house: House) -> None:
    required = [text for text in standard_texts().consent if text.required]
    bring(
        house,
        LINE.format(" | ".join(f"{one.purpose} 2024-05-02 {one.version}" for one in required)),
    )
    assert (await open_session(house, consents=False))[0] == 201


async def test_who_left_is_not_brought_in_again(house: House) -> None:
    text = LINE.format("")
    bring(house, text)
    _, opened = await open_session(house, consents=True)
    with house.settings.database.reading() as session:
        spans = listed(session, f"phone\n{ANNA}\n").spans
    assert set_segment(house.settings.database, "students", spans) == 1
    headers = {"Authorization": f"Bearer {opened['access_token']}"}
    assert (await house.http.delete("/v1/member", headers=headers)).status_code == 202
    house.clock.forward(days=15)
    tidy(house.settings)
    with house.settings.database.reading() as session:
        assert not list(session.scalars(select(BroughtInRow.line)))
        assert not list(session.scalars(select(PlasticCardRow.printed)))
        assert sizes(session) == {}
    again = bring(house, text)
    assert ([fault.line for fault in again.left], again.new) == ([2], [])
    scan = {"raw": CARD, "till_time": house.clock.now.isoformat()}
    assert problem_of(await house.at_till("/scans", scan))["code"] == "code_invalid"
