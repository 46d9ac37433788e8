"""A till's and a wallet's program in TypeScript, on types that `openapi-typescript` makes."""

import asyncio
import json
from pathlib import Path
from typing import Any, Final

import pytest

from kopilka_cli.web.parts import copy_files, kept_folder
from kopilka_cli.web.places import KEPT, NODE, NPM
from kopilka_cli.web.programs import run
from loyalty_server.openapi_file import PUBLISHED
from tests.server.house import BREAD, COFFEE, CONSENTS, House, Phone, listening

pytestmark = pytest.mark.slow

HERE: Final = Path(__file__).parent
LOCK: Final = ("package.json", "package-lock.json", ".npmrc")
STRICT: Final = (
    *("--noEmit", "--strict", "--skipLibCheck", "--allowImportingTsExtensions"),
    *("--module", "nodenext", "--target", "es2022", "--types", "node"),
)


@pytest.fixture(scope="module")
def program() -> Path:
    """The checked program, beside the types that were made for it."""
    made_of = [*(HERE / name for name in LOCK), HERE / "shopping.ts", PUBLISHED]
    return kept_folder(KEPT, "typescript-client", made_of, _make) / "shopping.ts"


def _make(folder: Path) -> None:
    tools = kept_folder(KEPT, "typescript-tools", [HERE / name for name in LOCK], _install)
    copy_files(HERE, folder, "package.json", "shopping.ts")
    (folder / "node_modules").symlink_to(tools / "node_modules")
    made, types = "node_modules/openapi-typescript/bin/cli.js", "node_modules/typescript/bin/tsc"
    optional = "--default-non-nullable=false"  # a field with a default may be left out
    run(NODE, made, PUBLISHED, optional, "-o", "schema.d.ts", folder=folder)
    run(NODE, types, *STRICT, "shopping.ts", folder=folder)


def _install(folder: Path) -> None:
    copy_files(HERE, folder, *LOCK)
    run(NODE, NPM, "ci", "--no-audit", "--no-fund", "--prefix", folder, folder=folder)


async def said_by(program: Path, *texts: str) -> Any:
    """What the program prints, decoded."""
    running = await asyncio.create_subprocess_exec(
        NODE, program, *texts, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    out, complaint = await running.communicate()
    assert running.returncode == 0, complaint.decode()
    return json.loads(out)


async def test_program_in_typescript_signs_in_reads_the_wallet_and_rings_up(
    house: House, program: Path
) -> None:
    challenge = (await house.ask_code()).json()["challenge_id"]
    async with listening(house) as http:
        server = str(http.base_url)
        code = house.postbox.last_code
        session = await said_by(program, "sign-in", server, challenge, code, json.dumps(CONSENTS))
        raw = Phone(session).card_code(house.clock.now)
        said = await said_by(
            program,
            *("ring-up", server, house.till_key, session["access_token"], raw),
            *(house.clock.now.isoformat(), json.dumps([COFFEE, BREAD])),
        )
    assert said["currency"] == "RUB"
    assert (said["quote"]["state"], said["quote"]["will_earn"]) == ("open", 86)
