"""The card on paper: the static code as a picture and as a page to print."""

from fastapi import APIRouter, Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from loyalty_server.face.answers import PERSONAL
from loyalty_server.face.asking import RequestLanguage
from loyalty_server.face.member_desk import Desk, MemberDesk
from loyalty_server.languages import Language
from loyalty_server.members.paper_card import PaperCard
from loyalty_server.tables import CardRow
from loyalty_server.wallet.snapshot import card_seen

routes = APIRouter(prefix="/v1/card", tags=["card"])


class PngAnswer(Response):
    """A picture."""

    media_type = "image/png"


class PdfAnswer(Response):
    """A page."""

    media_type = "application/pdf"


@routes.get("/paper.png", response_class=PngAnswer)
def paper_picture(desk: Desk, language: RequestLanguage) -> Response:
    """The card with its static code, as a picture in the size of a bank card."""
    return PngAnswer(_paper(desk, language).png(), headers=PERSONAL)


@routes.get("/paper.pdf", response_class=PdfAnswer)
def paper_page(desk: Desk, language: RequestLanguage) -> Response:
    """The same in its true size on a page to print and cut."""
    return PdfAnswer(_paper(desk, language).pdf(), headers=PERSONAL)


def _paper(desk: MemberDesk, language: Language) -> PaperCard:
    def work(session: Session) -> PaperCard:
        program = desk.program(session)
        card = session.scalars(select(CardRow).filter_by(member_id=desk.member_id)).one()
        return PaperCard(program.name, card_seen(card), language.whole, program.kind)

    return desk.read(work)
