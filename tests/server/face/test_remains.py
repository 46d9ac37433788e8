"""What is left on the disk of somebody who was erased: nothing that says who it was."""

from pathlib import Path

import pytest

from loyalty_server.housekeeping import tidy
from tests.server.face.conftest import on_sqlite
from tests.server.house import House, session_body

pytestmark = [pytest.mark.slow, on_sqlite]

EMAIL = "unmistakable.mailbox@x.test"
NAME = "Апполинария-Беззвучная"
WORDS = "Полка у окна пустует третью неделю"


def found_in(folder: Path) -> list[str]:
    """The files that hold any of it."""
    return [
        f"{trace} in {file.name}"
        for file in folder.iterdir()
        if file.is_file()
        for trace in (EMAIL, NAME, WORDS)
        if trace.encode() in file.read_bytes()
    ]


async def test_erased_members_traces_are_in_no_file_of_the_database(house: House) -> None:
    folder = Path(str(house.settings.database.engine.url.database)).parent
    challenge = (await house.ask_code(email=EMAIL)).json()["challenge_id"]
    body = session_body(challenge, house.postbox.last_code)
    token = (await house.http.post("/v1/auth/sessions", json=body)).json()["access_token"]
    own = {"Authorization": f"Bearer {token}"}
    etag = (await house.http.get("/v1/member", headers=own)).headers["etag"]
    named = await house.http.patch(
        "/v1/member", json={"first_name": NAME}, headers=own | {"If-Match": etag}
    )
    assert named.is_success, named.text
    written = await house.http.post(
        "/v1/messages", json={"text": WORDS}, headers=own | {"Idempotency-Key": "one"}
    )
    assert written.is_success, written.text
    assert len(found_in(folder)) >= 3
    assert (await house.http.delete("/v1/member", headers=own)).status_code == 202
    house.clock.forward(days=15)
    tidy(house.settings)
    assert found_in(folder) == []
