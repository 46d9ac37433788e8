"""The connector as a shop starts it: a process with a file of settings."""

import os
import re
import signal
import subprocess
import sys
from asyncio import to_thread
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.connectors.far_cards import FarCards
from tests.server.house import House, listening

pytestmark = pytest.mark.slow

TILLS = Path(__file__).parents[2] / "connectors" / "tills"
SECRET = "0123456789abcdef0123"


def write(folder: Path, till_key: str, **changed: str) -> Path:
    """The settings of README.md with these lines in place of its own."""
    (folder / "path.secret").write_text(SECRET)
    (folder / "till-2.key").write_text(till_key + "\n")
    lines = {
        "api": '"https://loyalty.shop.example"',
        "listen": '"127.0.0.1:0"',
        "secret_file": '"path.secret"',
        "point": "100",
    } | changed
    told = "\n".join(f"{name} = {value}" for name, value in lines.items())
    file = folder / "rkeeper.toml"
    file.write_text(f'{told}\n[[tills]]\nrestaurant = 9999\nunit = 2\nkey_file = "till-2.key"\n')
    return file


def command(settings: Path) -> tuple[str, ...]:
    return (sys.executable, "-m", "kopilka_tills", str(settings))


@contextmanager
def started(settings: Path) -> Iterator[str]:
    """The connector's address while it runs; it ends by itself when it is told to."""
    process = subprocess.Popen(
        command(settings), cwd=TILLS, stderr=subprocess.PIPE, text=True, env=os.environ
    )
    assert process.stderr
    try:
        found = re.search(r"listening at (\S+)", process.stderr.readline())
        assert found
        yield f"http://{found[1]}/{SECRET}"
    finally:
        process.send_signal(signal.SIGTERM)
        process.stderr.close()
        assert process.wait(timeout=30) == 0


async def test_connector_answers_a_till_and_stops_when_told(house: House, tmp_path: Path) -> None:
    async with listening(house) as there:
        settings = write(tmp_path, house.till_key, api=f'"{there.base_url}"')
        with started(settings) as url:
            answer = await to_thread(FarCards(url).card, 8002)
    assert (answer.status, answer["Result"]) == (200, "1")


async def test_same_command_is_1cs_server_when_told(house: House, tmp_path: Path) -> None:
    async with listening(house) as there:
        settings = write(
            tmp_path,
            house.till_key,
            api=f'"{there.base_url}"',
            system='"1c"',
            share="30",
            currency='"643"',
        )
        with started(settings) as url:
            ping = await to_thread(httpx.get, f"{url}/loyaltyservice/ping/")
    assert (ping.status_code, ping.json()["Connection"]) == (200, True)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"api": '"http://loyalty.shop.example"'}, "https is needed"),
        ({"secret_file": '"till-2.key"'}, "letters and digits"),
        ({"point": "0"}, "more than 0"),
        ({"point": '"much"'}, "much"),
        ({"listen": '"8620"'}, "8620"),
        ({"secret_file": '"none.secret"'}, "none.secret"),
    ],
)
def test_settings_that_cannot_be_are_named(
    tmp_path: Path, changed: dict[str, str], said: str
) -> None:
    settings = write(tmp_path, "short", **changed)
    done = subprocess.run(command(settings), cwd=TILLS, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
