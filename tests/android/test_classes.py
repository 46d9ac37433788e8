"""The app's classes run: translated for a JVM (enjarify) and verified there, on a few classes named like Android's.

What a class of `framework` does is what Android's documentation says of it, and no more than is asked of it here.
"""

import os
import subprocess
from pathlib import Path

import pytest

from kopilka_cli.android.app import TEMPLATES, media_types
from kopilka_cli.android.classes import write_classes

pytestmark = pytest.mark.slow

FRAMEWORK = Path(__file__).with_name("framework")
OURS = "https://card.shop.example"
CONSTANTS = {
    "HOST": "card.shop.example",
    "FONT": "/font.woff2",
    "POLICY": "default-src 'self'",
}


def run(*command: str | Path) -> str:
    plain = {**os.environ, "PATH": "/usr/bin:/bin"}  # enjarify is of the system's Python
    done = subprocess.run(command, capture_output=True, text=True, env=plain, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What came of it, by what was done."""
    work = tmp_path_factory.mktemp("jvm")
    write_classes(TEMPLATES / "classes", work / "smali", CONSTANTS, media_types())
    run("smali", "assemble", "--api", "26", "-o", work / "classes.dex", work / "smali")
    run("enjarify", "-o", work / "app.jar", work / "classes.dex")
    both = f"{work / 'android'}:{work / 'app.jar'}"
    run("javac", "-d", work / "android", *sorted((FRAMEWORK / "android").rglob("*.java")))
    run("javac", "-cp", both, "-d", work / "played", *sorted(FRAMEWORK.glob("*.java")))
    said = run("java", "-Xverify:all", "-cp", f"{both}:{work / 'played'}", "Played")
    return dict(line.split("\t") for line in said.splitlines())


def test_window_shows_the_wallet_with_scripts_and_without_files_of_the_phone(
    played: dict[str, str],
) -> None:
    assert played["first"] == f"{OURS}/"
    assert played["settings"] == "true | true | false | false"
    assert played["bridges"] == "[walletDevice, walletOwner]"


@pytest.mark.parametrize(
    ("link", "is_ours"),
    [
        (f"{OURS}/offers", True),
        (f"{OURS}/sign-in?code=1", True),
        ("http://card.shop.example/", False),
        (f"{OURS}:444/", False),
        ("https://me@card.shop.example/", False),
        (f"{OURS}.evil.example/", False),
        ("javascript:alert(1)", False),
        ("file:///data/data/x", False),
    ],
)
def test_only_links_of_the_host_open_inside_whoever_asks(
    played: dict[str, str], link: str, is_ours: bool
) -> None:
    assert played[f"started by {link}"] == (link if is_ours else f"{OURS}/")
    assert played[f"followed {link}"] == ("false | -" if is_ours else f"true | {link}")


def test_coming_back_goes_where_a_link_says_and_else_stays(played: dict[str, str]) -> None:
    assert played["nobody opens it"] == "true"
    assert played["came back without a link"] == "true"
    assert played["came back by a link"] == f"{OURS}/history"


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("page /", "www/index.html 200 text/html utf-8"),
        ("page /card/till", "www/index.html 200 text/html utf-8"),
        ("file /card/till", "network"),
        ("file /index.html", "www/index.html 200 text/html utf-8"),
        ("file /service_worker.js", "www/service_worker.js 200 text/javascript utf-8"),
        ("file /engine/main.wasm", "www/engine/main.wasm 200 application/wasm null"),
        ("file /assets/fonts/notosans/a.woff2", "www/font.woff2 200 font/woff2 null"),
        ("page /v1/wallet", "network"),
        ("file /v1/wallet", "network"),
        ("file /../../shared_prefs/x", "network"),
    ],
)
def test_page_and_service_worker_are_answered_from_the_package(
    played: dict[str, str], asked: str, answer: str
) -> None:
    assert played[asked] == f"{answer} | true"


def test_files_come_with_the_sites_own_policy(played: dict[str, str]) -> None:
    assert played["policy"] == CONSTANTS["POLICY"]
    assert played["headers"].split() == [
        "Cache-Control",
        "Content-Security-Policy",
        "Referrer-Policy",
        "X-Content-Type-Options",
    ]
    assert played["other host"] == "network"


def test_screen_is_bright_and_awake_at_the_till_and_the_members_own_after(
    played: dict[str, str],
) -> None:
    assert played["at the till"] == "1.0 | 128 | 0"
    assert played["afterwards"] == "-1.0 | 0 | 2"


def test_words_and_files_go_where_the_member_chooses(played: dict[str, str]) -> None:
    assert played["sent"] == (
        "android.intent.action.CHOOSER | android.intent.action.SEND | text/plain"
        " | {android.intent.extra.TEXT=Слова}"
    )
    assert played["given"] == (
        "android.intent.action.CREATE_DOCUMENT | android.intent.category.OPENABLE | application/json"
        " | {android.intent.extra.TITLE=data.json}"
    )
    assert played["changed their mind"] == ""
    assert played["kept"] == "hello"
    assert played["nobody takes it"] == "true"


def test_back_leaves_from_the_first_page_alone(played: dict[str, str]) -> None:
    assert played["back inside"] == "false | false"
    assert played["back at the first page"] == "true"
    assert played["saved"] == "true"


def test_window_is_as_the_member_chose_also_when_it_is_opened_again(
    played: dict[str, str],
) -> None:
    secure, awake, over_lock = 0x2000, 0x80, 0x80000
    assert played["before any choice"] == "0 | false | 0"
    assert played["chosen"] == f"{secure | awake} | true | {0x19F} | 1"
    assert played["next start"] == str(secure)
    assert played["no more"] == "0 | false | 0"
    assert played["start after"] == "0"
    assert played["over the lock on Android 8.0"] == f"{over_lock} | false"
    assert played["phone without NFC"] == "0"


NO_BYTES = "walletOwnerSaid('')"


@pytest.mark.parametrize(
    ("phone", "prompt"),
    [
        ("Android 14", "Kopilka 800f"),
        ("Android 9", "Kopilka [Cancel]"),
        ("Android 14 that knows no finger", "Kopilka 800f"),
    ],
)
def test_sensor_unlocks_one_use_of_a_key_that_gives_the_same_bytes(
    played: dict[str, str], phone: str, prompt: str
) -> None:
    assert played[f"{phone}: prompt"] == prompt
    assert played[f"{phone}: same again"] == "true | each | 44"
    assert played[f"{phone}: without the owner"] == NO_BYTES
    assert played[f"{phone}: said no"] == NO_BYTES
    assert played[f"{phone}: key that is gone"] == NO_BYTES
    assert played[f"{phone}: after the fingers changed"] == NO_BYTES


@pytest.mark.parametrize("phone", ["Android 8", "Android 9 that knows no finger"])
def test_phones_own_page_for_its_pin_unlocks_the_key_for_a_moment(
    played: dict[str, str], phone: str
) -> None:
    assert played[f"{phone}: page"] == "CONFIRM Kopilka | 1"
    assert played[f"{phone}: same again"] == "true | soon"
    assert played[f"{phone}: went back"] == NO_BYTES
    assert played[f"{phone}: long after the PIN"] == NO_BYTES
    assert played[f"{phone}: lock was taken off"] == NO_BYTES


def test_phone_is_asked_for_its_unlock_where_it_has_one(played: dict[str, str]) -> None:
    assert (played["phone without a lock"], played["phone with a lock"]) == ("false", "true")
    assert played["Android 9: pressed no"] == NO_BYTES
