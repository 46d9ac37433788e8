"""What a newcomer finds in the demo's places, made by the real rules."""

import pytest
from sqlalchemy import select

from loyalty_api.messages import Folder
from loyalty_api.models import Wallet
from loyalty_server.demo.deeds import HERE, SENT_DAYS_AGO
from loyalty_server.demo.opinions import said_in
from loyalty_server.demo.programme import program_text, text_as_of
from loyalty_server.languages import Language
from loyalty_server.members.consents import standard_texts
from loyalty_server.messages.broadcasts import parse_broadcasts
from loyalty_server.messages.thread import messages_page
from loyalty_server.offers.report import offer_figures
from loyalty_server.overview.beside_others import beside_others
from loyalty_server.programme.file import parse_program
from loyalty_server.programme.versions import rules_at
from loyalty_server.surveys.report import ratings_in
from loyalty_server.surveys.results import results
from loyalty_server.surveys.reviews import review_ratings, reviews_with_text
from loyalty_server.tables import MemberRow
from loyalty_server.wallet.snapshot import Reading, wallet_of
from tests.demo.house import TODAY, DemoHouse

pytestmark = pytest.mark.slow


@pytest.fixture
def wallet(demo: DemoHouse) -> Wallet:
    """The demo member's snapshot."""
    with demo.settings.database.reading() as session:
        program = rules_at(session, TODAY).program
        anna = session.scalars(select(MemberRow).filter_by(phone=demo.links.phone)).one()
        reading = Reading(program, standard_texts(), Language.RU, TODAY)
        return wallet_of(session, anna.id, reading).wallet


def test_every_place_of_the_wallet_has_something_in_it(wallet: Wallet) -> None:
    assert len(wallet.offers) >= 4
    assert all(offer.reason for offer in wallet.offers)
    assert any(reward.charity and reward.donated for reward in wallet.rewards)
    assert any(reward.partner for reward in wallet.rewards)
    assert any(reward.price for reward in wallet.rewards)
    assert any(reward.stock for reward in wallet.rewards)
    assert wallet.surveys
    assert wallet.partners
    assert wallet.coupons
    assert wallet.unread == 2


def test_members_were_shown_offers_and_opted_in(demo: DemoHouse, wallet: Wallet) -> None:
    with demo.settings.database.reading() as session:
        figures = offer_figures(session)
    assert any(offer.shown for offer in figures)
    assert any(offer.activated for offer in figures)
    assert not any(offer.activated_at for offer in wallet.offers)


def test_friend_whom_the_member_invited_has_bought_and_was_rewarded_for(wallet: Wallet) -> None:
    assert wallet.referral
    (friend,) = wallet.referral.friends
    assert friend.bought_at
    assert friend.points == wallet.referral.inviter_points


def test_challenges_are_under_way(wallet: Wallet) -> None:
    under_way = [one for one in wallet.challenges if 0 < one.done < one.steps]
    assert len(under_way) >= 3


def test_inbox_has_a_thread_news_an_event_and_a_note(demo: DemoHouse, wallet: Wallet) -> None:
    with demo.settings.database.reading() as session:
        thread = messages_page(session, wallet.member.id, Folder.SUPPORT, None).messages
        inbox = messages_page(session, wallet.member.id, Folder.INBOX, None).messages
    assert [message.is_mine for message in thread] == [False, True]
    drawn = [(one.outcome.wins, one.numbers) for one in wallet.contests if one.outcome]
    told_of = ["news" for wins, own in drawn for win in wins if win.number in own]
    assert [message.kind for message in inbox] == ["note", "event", *told_of, "news"]
    assert inbox[0].purchase_id
    assert inbox[1].event
    assert inbox[1].event.starts_at > TODAY


def test_reports_have_something_to_tell(demo: DemoHouse) -> None:
    with demo.settings.database.reading() as session:
        program = rules_at(session, TODAY).program
        since = TODAY.replace(year=TODAY.year - 1)
        answers = results(session, program.zone, TODAY, since).answers
        assert len(list(ratings_in(answers))) > 20
        assert len(list(review_ratings(session, program.zone, since))) > 5
        written = reviews_with_text(session, program.zone, since, only_public=True)
        assert list(written)
        beside = beside_others(session, program, TODAY)
    assert beside.basket.difference


@pytest.mark.parametrize("language", Language)
def test_what_is_said_fits_the_programme_in_each_language(language: Language) -> None:
    program = parse_program(program_text(language, TODAY.date()), "programme")
    text = text_as_of(HERE / f"messages.{language}.toml", TODAY.date())
    assert len(parse_broadcasts(text, "messages", program)) == len(SENT_DAYS_AGO)
    assert said_in(language).reviews
