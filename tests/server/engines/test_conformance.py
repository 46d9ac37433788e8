"""The suite that engines are tried with: a sound one passes, and each fault of another is found by its check."""

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from kopilka_cli.engine import told
from kopilka_cli.main import main
from loyalty_api.history import EntryKind, History
from loyalty_api.offers import PromoApplied
from loyalty_api.problems import ProblemCode
from loyalty_api.rewards import Redeemed
from loyalty_server.engines.conformance import CHECKS, tried
from loyalty_server.engines.port import Changes, Person, Standing
from loyalty_server.engines.trial import Trial
from loyalty_server.languages import Language
from loyalty_server.ledger_engine import LedgerEngine
from loyalty_server.problems import Refused
from tests.server.engines.jar import BREAD, NOW, JarEngine
from tests.server.house import ANNA, House, build_house, open_house
from tests.server.visits import PROGRAM, require_sound_ledger

pytestmark = pytest.mark.slow

PERSON = Person("m1", ANNA, "anna@example.com", "Анна", "2900000000000")


class Forgetful(JarEngine):
    """Keeps no keys."""

    def _once(self, name: str, key: str, do: Callable[[], Any]) -> Any:
        return do()


class AnswersAnew(JarEngine):
    """Has each effect once, and answers a repeat with something else."""

    def give(self, key: str, ref: str, points: int, why: str) -> int:
        return super().give(key, ref, points, why) + (key in self.seen(key))

    def seen(self, key: str, known: set[str] = set()) -> set[str]:  # noqa: B006
        before = set(known)
        known.add(key)
        return before


class FindsAnybody(JarEngine):
    def identify(self, person: Person) -> str | None:
        return super().identify(person) or next(iter(self.jars), None)


class KnowsEverybody(JarEngine):
    def standing(self, ref: str, now: datetime, language: Language) -> Standing:
        return super().standing(ref, now, language) if ref in self.jars else Standing(0)


class TwiceTheSameCoupon(JarEngine):
    def standing(self, ref: str, now: datetime, language: Language) -> Standing:
        said = super().standing(ref, now, language)
        return Standing(said.balance, coupons=said.coupons, rewards=said.rewards * 2)


class Overlaps(JarEngine):
    """Each page begins with the last entry of the one before."""

    def history(
        self, ref: str, kind: EntryKind | None, cursor: str | None, language: Language
    ) -> History:
        page = super().history(ref, kind, cursor, language)
        return History(page.entries, page.next and str(int(page.next) - 1))


class TakesAnyCursor(JarEngine):
    def history(
        self, ref: str, kind: EntryKind | None, cursor: str | None, language: Language
    ) -> History:
        known = cursor if cursor is None or cursor.isdecimal() else None
        return super().history(ref, kind, known, language)


class IgnoresTheKind(JarEngine):
    def history(
        self, ref: str, kind: EntryKind | None, cursor: str | None, language: Language
    ) -> History:
        return super().history(ref, None, cursor, language)


class BooksUnseen(JarEngine):
    """Gives points that no entry tells of."""

    def standing(self, ref: str, now: datetime, language: Language) -> Standing:
        said = super().standing(ref, now, language)
        return Standing(said.balance + 1, coupons=said.coupons, rewards=said.rewards)


class SaysNoOtherwise(JarEngine):
    def redeem(self, key: str, ref: str, reward_id: str) -> Redeemed:
        try:
            return super().redeem(key, ref, reward_id)
        except Refused as refusal:
            raise Refused(ProblemCode.OUT_OF_STOCK) from refusal


class AnswersTheBalanceBefore(JarEngine):
    def redeem(self, key: str, ref: str, reward_id: str) -> Redeemed:
        done = super().redeem(key, ref, reward_id)
        return Redeemed(done.redemption_id, done.points, done.balance + done.points, done.coupon)


class KeepsTheCoupon(JarEngine):
    def _given_back(self, ref: str, redemption_id: str) -> Redeemed:
        coupon = next((one for one in self._jar(ref).coupons if one.id == redemption_id), None)
        done = super()._given_back(ref, redemption_id)
        if coupon:
            self._jar(ref).coupons.append(coupon)
        return done


class TakesAnyPromo(JarEngine):
    def apply_promo(self, key: str, ref: str, code: str) -> PromoApplied:
        return super().apply_promo(key, ref, BREAD)


class TellsOfThePast(JarEngine):
    def changed(self, cursor: str | None) -> Changes:
        return super().changed(cursor or "0")


class TellsAgain(JarEngine):
    def changed(self, cursor: str | None) -> Changes:
        told_now = super().changed(cursor)
        return Changes(told_now.refs, cursor or told_now.cursor)


class TellsOnce(JarEngine):
    """Forgets what it has told."""

    def changed(self, cursor: str | None) -> Changes:
        now = super().changed(cursor)
        self.moved = [] if now.refs else self.moved
        return Changes(now.refs, "0")


class ErasesNobody(JarEngine):
    def erase(self, key: str, ref: str) -> None:
        pass


class ComplainsOfTheErased(JarEngine):
    def erase(self, key: str, ref: str) -> None:
        self.jars.pop(ref)


class EnrolsAnybody(JarEngine):
    def identify(self, person: Person) -> str | None:
        return None if person.phone is None else super().identify(person)


class BreaksWhenAway(JarEngine):
    def standing(self, ref: str, now: datetime, language: Language) -> Standing:
        if self.is_away:
            raise ConnectionError("refused")
        return super().standing(ref, now, language)


def trial_of(kind: type[JarEngine]) -> Trial:
    jars = kind()
    jars.enrol("anna", PERSON)
    for points in (30, -20, 45, 5):
        jars.move("jar-1", points, "Покупка")

    def away() -> JarEngine:
        cut = kind()
        cut.is_away = True
        return cut

    return Trial(jars, PERSON, lambda: NOW, promo=BREAD, away=away)


def broken(trial: Trial) -> set[str]:
    return {finding.check for finding in tried(trial) if finding.kept is False}


def test_sound_engine_keeps_every_rule() -> None:
    findings = list(tried(trial_of(JarEngine)))
    assert [one for one in findings if one.kept is False] == []
    untried = {one.check for one in findings if one.kept is None}
    assert untried == {"activates offers", "shows receipts"}
    assert told(findings) == 0


@pytest.mark.parametrize(
    ("kind", "check"),
    [
        (FindsAnybody, "finds its members"),
        (KnowsEverybody, "knows nobody by a wrong reference"),
        (TwiceTheSameCoupon, "speaks the contract"),
        (Overlaps, "pages the history"),
        (TakesAnyCursor, "pages the history"),
        (IgnoresTheKind, "pages the history"),
        (Forgetful, "gives once a key"),
        (AnswersAnew, "gives once a key"),
        (Forgetful, "gives once a key at once"),
        (SaysNoOtherwise, "refuses rewards in words"),
        (Forgetful, "redeems once a key"),
        (AnswersTheBalanceBefore, "redeems once a key"),
        (Forgetful, "gives back once"),
        (KeepsTheCoupon, "gives back once"),
        (TakesAnyPromo, "applies a promo code once"),
        (Forgetful, "applies a promo code once"),
        (TellsOfThePast, "tells of changes"),
        (TellsAgain, "tells of changes"),
        (TellsOnce, "tells of changes"),
        (Forgetful, "enrols once a key"),
        (EnrolsAnybody, "enrols once a key"),
        (ErasesNobody, "erases"),
        (ComplainsOfTheErased, "erases"),
        (BooksUnseen, "adds up"),
        (BreaksWhenAway, "says when it is away"),
    ],
)
def test_fault_is_found_by_its_check(kind: type[JarEngine], check: str) -> None:
    assert check in broken(trial_of(kind))


def test_every_check_has_a_fault_that_it_finds() -> None:
    (marks,) = test_fault_is_found_by_its_check.pytestmark  # type: ignore[attr-defined]
    found = {check for _, check in marks.args[1]} | {"activates offers", "shows receipts"}
    assert found == {check.name for check in CHECKS}


class LosesReceipts(LedgerEngine):
    def receipt(self, ref: str, purchase_id: str, language: Language) -> Any:
        raise Refused(ProblemCode.NOT_FOUND)


class ActivatesNothing(LedgerEngine):
    def activate(self, key: str, ref: str, offer_id: str, at: datetime) -> None:
        pass


@pytest.fixture(scope="module")
def bakery(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A database with a whole programme, and its till's key."""
    file = tmp_path_factory.mktemp("bakery") / "bakery.db"
    return file, build_house(file, PROGRAM)


async def ledger_trial(house: House, kind: type[LedgerEngine]) -> Trial:
    phone = await house.sign_in()
    await house.buy(phone)
    settings = house.settings
    engine = kind(settings.database, settings.keys, settings.clock)
    return Trial(engine, PERSON, settings.clock, promo="AUTUMN-25")


async def test_our_own_ledger_keeps_every_rule(bakery: tuple[Path, str], tmp_path: Path) -> None:
    copy = Path(shutil.copy(bakery[0], tmp_path / "bakery.db"))
    async with open_house(copy, bakery[1]) as house:
        trial = await ledger_trial(house, LedgerEngine)
        findings = {one.check: one for one in tried(trial)}
        assert [one for one in findings.values() if one.kept is False] == []
        untried = {name for name, one in findings.items() if one.kept is None}
        assert untried == {"says when it is away"}
        require_sound_ledger(house)


@pytest.mark.parametrize(
    ("kind", "check"),
    [(LosesReceipts, "shows receipts"), (ActivatesNothing, "activates offers")],
)
async def test_fault_of_offers_and_receipts_is_found(
    bakery: tuple[Path, str], tmp_path: Path, kind: type[LedgerEngine], check: str
) -> None:
    copy = Path(shutil.copy(bakery[0], tmp_path / "bakery.db"))
    async with open_house(copy, bakery[1]) as house:
        assert check in broken(await ledger_trial(house, kind))


def test_command_says_what_is_kept_and_what_is_broken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "balances.csv"
    head, line = "card,phone,email,at,points,reason", f"1,{ANNA},,2026-11-01,5,Покупка"
    file.write_text(f"{head}\n{line}\n", "utf-8")
    words = ["engine", "check", "csv", "--engine-file", str(file)]
    assert main([*words, "--phone", ANNA]) == 0
    assert "6 kept, 0 broken, 11 not tried" in capsys.readouterr().out
    assert main([*words, "--phone", "+70000000000"]) == 1
    assert "BROKEN  finds its members" in capsys.readouterr().out
    assert main(words) == 2
