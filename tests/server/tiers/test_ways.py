"""A tier with several ways to it: any of them is enough, some for life, some by the retailer's word."""

from datetime import date

import pytest

from loyalty_api.models import Measure
from loyalty_api.till import RefundRequest
from loyalty_server.checks.invariants import broken_invariants
from loyalty_server.database.transactions import Database
from loyalty_server.moving.segments import Span, set_segment
from loyalty_server.programme.file import parse_program
from loyalty_server.programme.tier_rules import TierRules, Way
from loyalty_server.refunds.refund import refund
from loyalty_server.sweep import sweep
from loyalty_server.tables import MemberEventRow, MemberRow
from loyalty_server.toml_file import FileRefused
from tests.server.shop import PROGRAM_FILE, Shop
from tests.server.tiers.test_tiers import bread, moment, tier

TEXT = PROGRAM_FILE.read_text("utf-8")
VISITS = '[[tiers.levels.ways]]\nmeasure = "visits"\nneeds = 3\nkeep = 2\n\n'
EVER = '[[tiers.levels.ways]]\nmeasure = "money"\nneeds = 15_000_00\never = true\n\n'


def written(silver: str = "", gold: str = "") -> str:
    """The shop's programme with more of its two levels."""
    before, after_silver = TEXT.split('id = "gold"')
    level, _, rest = after_silver.partition("\n[")
    head = before.removesuffix("[[tiers.levels]]\n")
    return f'{head}{silver}[[tiers.levels]]\nid = "gold"{level}\n{gold}[{rest}'


@pytest.fixture
def shop(database: Database) -> Shop:
    return Shop(database, program_text=written(VISITS + EVER, 'segments = ["staff"]\n\n'))


def test_level_is_kept_by_any_of_its_ways(shop: Shop) -> None:
    anna = shop.join_programme()
    for _ in range(3):
        shop.buy(anna, bread(100))
    assert tier(shop, anna).name == "Серебро"
    # 2027 is to keep it: 8,000 roubles, or two visits; one visit for 100 is half the visits
    shop.clock.now = moment("2027-06-01T09:00:00+00:00")
    shop.buy(anna, bread(100))
    keep = tier(shop, anna).keep
    assert keep
    assert (keep.measure, keep.done, keep.needs) == (Measure.VISITS, 1, 2)
    assert [(way.measure, way.done, way.needs) for way in keep.others] == [
        (Measure.MONEY, 400_00, 15_000_00),
        (Measure.MONEY, 100_00, 8_000_00),
    ]
    shop.buy(anna, bread(100))
    for at, name in (("2028-01-02", "Серебро"), ("2029-01-02", "Бронза")):
        shop.clock.now = moment(f"{at}T09:00:00+00:00")
        sweep(shop.database, shop.clock)
        assert tier(shop, anna).name == name


def test_what_was_earned_beside_the_word_is_there_when_that_ends(shop: Shop) -> None:
    anna = shop.join_programme()
    span = Span(None, date(2026, 11, 25))
    set_segment(shop.database, "staff", {anna.member_id: span})
    told = len(shop.rows(MemberEventRow))
    bought = shop.buy(anna, bread(10_000))
    # 7 % by the word, and no other tier to tell of
    assert bought.earned == 700
    assert [row.kind for row in shop.rows(MemberEventRow)[told:]].count("tier") == 0
    assert tier(shop, anna).name == "Золото"
    shop.clock.now = moment("2026-11-26T09:00:00+00:00")
    assert (tier(shop, anna).name, shop.scan_phone(anna).member.tier) == ("Серебро", "Серебро")
    shop.at_till(refund, bought.purchase_id, RefundRequest(amount=10_000_00))
    assert tier(shop, anna).name == "Бронза"
    assert shop.read(broken_invariants) == ()


def test_gold_that_is_returned_is_no_reason_in_the_check(shop: Shop) -> None:
    anna = shop.join_programme()
    bought = shop.buy(anna, bread(30_000))
    shop.at_till(refund, bought.purchase_id, RefundRequest(amount=30_000_00))

    def forge(session) -> None:
        session.get_one(MemberRow, anna.member_id).tier = "gold"

    shop.write(forge)
    (broken,) = shop.read(broken_invariants)
    assert broken.invariant.startswith("15 ")


def test_soft_landing_passes_levels_that_only_the_word_gives() -> None:
    text = written(gold="").replace("[tiers]\n", "[tiers]\nsoft_landing = true\n")
    text = text.replace('[[tiers.levels]]\nid = "gold"', LOUNGE + '[[tiers.levels]]\nid = "gold"')
    tiers: TierRules = parse_program(text, "f.toml").tiers

    def nothing(_: Way) -> int:
        return 0

    assert tiers.kept(tiers.level("gold"), nothing).id == "silver"
    assert tiers.given(frozenset({"press"})).id == "lounge"


LOUNGE = '[[tiers.levels]]\nid = "lounge"\nname = "Зал"\nrate = 6.0\nsegments = ["press"]\n\n'


@pytest.mark.parametrize(
    ("silver", "gold", "told"),
    [
        ("", VISITS.replace("3", "0"), "levels[2].ways[0].needs: 0 is not between"),
        (VISITS, VISITS, "levels[2].ways: levels are written from the lowest up"),
        (VISITS + VISITS, "", "levels[1].ways: each way has its own measure"),
        (VISITS.replace("keep = 2", "keep = 4"), "", "levels[1].ways[0].keep: keeping a level"),
        (EVER + "keep = 1\n\n", "", "levels[1].ways[0].keep: what counts for ever"),
        ('segments = ["Staff!"]\n\n', "", "levels[1].segments[0]: a segment's name"),
    ],
)
def test_ways_that_make_no_sense_are_refused(silver: str, gold: str, told: str) -> None:
    with pytest.raises(FileRefused, match=r"f\.toml:\d+: ") as refused:
        parse_program(written(silver, gold), "f.toml")
    assert told in str(refused.value)
