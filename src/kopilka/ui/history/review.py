"""How a visit was: stars on its receipt, and words if the member likes."""

from dataclasses import dataclass, replace

import flet as ft

from kopilka.ui.hooks.guard import component
from kopilka.ui.hooks.lasting import Lasting, use_lasting
from kopilka.ui.hooks.scene import Scene, use_scene
from kopilka.ui.hooks.tasks import use_task
from kopilka.ui.parts.blocks import box, muted, pair, text
from kopilka.ui.parts.buttons import main_button, text_button
from kopilka.ui.parts.fields import text_field
from kopilka.ui.parts.refused import Undone, put_away, undone, why_undone
from kopilka.ui.parts.stars import stars
from kopilka.ui.parts.switches import switch_row
from loyalty_api.actions import ReviewPurchase
from loyalty_api.receipts import Purchase
from loyalty_api.reviews import BEST, LONGEST_REVIEW, WORST, Review


@dataclass(frozen=True)
class TypedReview:
    """What is being said; `sent` is what was said last, kept for the moment until the receipt has it."""

    rating: int | None = None
    words: str = ""
    public: bool = False
    sent: Review | None = None

    @property
    def typed(self) -> "TypedReview | None":
        """What is to last until it is sent."""
        return None if self.rating is None else self

    def gives_way_to(self, refused: Review) -> bool:
        """Whether what the shop refused stands here again: not over other words, typed or sent since."""
        return self.rating is None and self.sent in (None, refused)


@component
def ReviewBox(purchase: Purchase) -> ft.Control:
    """Kept at once, network or not; one that the shop refused is undone, with the reason."""
    scene = use_scene()
    name = f"review/{purchase.id}"
    begun = scene.repository.drafts.begun(name, TypedReview) or TypedReview()
    draft = use_lasting(scene, name, begun, lambda draft: draft.typed)
    refused = _refused(scene, purchase)

    async def take_back() -> None:
        if refused is not None and draft.read().gives_way_to(refused.action.review):
            draft.change(_draft_of(refused.action))

    async def drop() -> None:
        await draft.keep(TypedReview())
        await put_away(scene, refused)

    use_task(take_back, [refused])
    given = _given(purchase, draft.drawn)
    if draft.drawn.rating is None and given is not None:
        return _said(scene, given, draft)
    visit = scene.look.say.visit
    rows: list[ft.Control] = [
        text(scene.look, visit.ask_of_order if purchase.delivered_at else visit.ask, 17, 800),
        stars(
            scene.look,
            WORST,
            BEST,
            draft.drawn.rating,
            lambda rating: draft.keep(replace(draft.read(), rating=rating)),
        ),
    ]
    if refused is not None:
        rows.append(why_undone(scene, refused))
    if draft.drawn.rating is not None:
        rows += _words(scene, purchase, draft)
    if refused is not None:
        rows.append(text_button(scene.look, scene.look.say.common.drop, drop))
    return _box(scene, rows)


def _given(purchase: Purchase, draft: TypedReview) -> Review | None:
    return purchase.review if draft.sent is None else draft.sent


def _draft_of(refused: ReviewPurchase) -> TypedReview:
    """What was said, to be said again."""
    return _typed(refused.review)


def _typed(review: Review) -> TypedReview:
    return TypedReview(rating=review.rating, words=review.text, public=review.public)


def _refused(scene: Scene, purchase: Purchase) -> Undone[ReviewPurchase] | None:
    mine = [one for one in undone(scene, ReviewPurchase) if one.action.purchase_id == purchase.id]
    return mine[-1] if mine else None


def _said(scene: Scene, given: Review, draft: Lasting[TypedReview]) -> ft.Control:
    look, say = scene.look, scene.look.say.visit

    def change() -> None:
        draft.change(_typed(given))

    marks: list[ft.Control] = [
        ft.Icon(
            ft.Icons.STAR_ROUNDED if at <= given.rating else ft.Icons.STAR_OUTLINE_ROUNDED,
            size=26,
            color=look.progress[1] if at <= given.rating else look.palette.muted,
        )
        for at in range(WORST, BEST + 1)
    ]
    forms = look.say.survey.stars
    name = look.write.plural(given.rating, forms).format(count=given.rating, total=BEST)
    row = ft.Semantics(label=name, exclude_semantics=True, content=ft.Row(marks, spacing=2))
    head = pair(
        look, text(look, say.yours, 17, 800), text_button(look, look.say.common.change, change)
    )
    rows: list[ft.Control] = [head, row]
    if given.text:
        rows.append(text(look, given.text, 15))
        if given.public:
            rows.append(muted(look, say.is_public, 14))
    return _box(scene, rows)


def _words(scene: Scene, purchase: Purchase, draft: Lasting[TypedReview]) -> list[ft.Control]:
    look, say = scene.look, scene.look.say.visit

    async def send() -> None:
        said = draft.read()
        if said.rating is None:
            return
        refused = _refused(scene, purchase)
        words = said.words.strip()
        review = Review(said.rating, scene.now, words, said.public and bool(words))
        await scene.repository.act(ReviewPurchase(purchase.id, review), draft.name)
        draft.change(TypedReview(sent=review))
        await put_away(scene, refused)
        await scene.device.tap()
        await scene.device.say(say.thanks)

    async def flip() -> None:
        current = draft.read()
        await draft.keep(replace(current, public=not current.public))

    field = text_field(
        look,
        say.words,
        draft.drawn.words,
        lambda words: draft.keep(replace(draft.read(), words=words)),
        lines=3,
        longest=LONGEST_REVIEW,
    )
    public = switch_row(look, say.public, say.public_hint, draft.drawn.public, flip)
    return [field, public, main_button(look, say.send, send)]


def _box(scene: Scene, rows: list[ft.Control]) -> ft.Control:
    column = ft.Column(rows, spacing=12, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    return box(scene.look, column)
