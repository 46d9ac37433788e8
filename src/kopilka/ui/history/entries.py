"""A row of the history: why or where, when, how many points."""

import flet as ft

from kopilka.ui.history.deeds import Deed
from kopilka.ui.hooks.guard import guarded
from kopilka.ui.hooks.scene import Scene, go
from kopilka.ui.look.look import Look
from kopilka.ui.parts.blocks import muted, pair, text
from kopilka.ui.parts.points import gained, less
from loyalty_api.models import Wallet


def deed_row(
    scene: Scene, deed: Deed, chosen: str | None = None, *, under_its_day: bool = False
) -> ft.Control:
    """A row; one that came from a purchase opens its receipt. `under_its_day` it says the hour alone."""
    look, purchase_id = scene.look, deed.first.purchase_id
    row = ft.Container(
        pair(look, _why(scene, deed, under_its_day), _amount(look, scene.view.wallet, deed)),
        padding=ft.Padding.symmetric(horizontal=_inset(look), vertical=12),
        border_radius=12,
    )
    if purchase_id is None:
        return ft.MergeSemantics(row)
    row.ink = True
    row.on_click = guarded(lambda: go(f"/history/{purchase_id}"))
    row.bgcolor = look.palette.container if purchase_id == chosen else None
    row.foreground_decoration = look.edge(12, strong=True) if purchase_id == chosen else None
    named = ft.Semantics(button=True, selected=purchase_id == chosen, content=row)
    return ft.MergeSemantics(named)


def _inset(look: Look) -> float:
    """On a wide window the chosen row is tinted, and the tint wants some air."""
    return 12 if look.window.wide else 0


def _why(scene: Scene, deed: Deed, under_its_day: bool) -> ft.Column:
    look, say, entry = scene.look, scene.look.say.history, deed.first
    write = look.write
    remarks = [write.clock(entry.at) if under_its_day else write.moment(entry.at, scene.now)]
    if entry.total is not None:
        remarks.append(say.check.format(total=look.write.money(entry.total)))
    if entry.by is not None:
        whose = look.say.family
        remarks.append(whose.by.format(name=entry.by) if entry.by else whose.by_somebody)
    if deed.is_pending:
        remarks.append(say.pending)
    together = len(deed.entries) > 1
    title = (entry.store if together else None) or entry.reason or say.kinds[entry.kind]
    return ft.Column([text(look, title, 15, 600), muted(look, " · ".join(remarks))], spacing=2)


def _amount(look: Look, wallet: Wallet | None, deed: Deed) -> ft.Control:
    """Points that came and those that went; where none moved, what was saved, if anything was."""
    entry = deed.first
    lines: list[ft.Control] = []
    if wallet is not None:
        moved = [points for points in (deed.gained, deed.lost) if points]
        lines = [
            _number(look, gained(look, wallet, points), points > 0 and not deed.is_pending)
            for points in moved
        ]
    if len(deed.entries) == 1 and lines and entry.detail:
        lines.append(muted(look, entry.detail))
    if not lines:
        if entry.saved is None or not entry.saved.amount:
            return ft.Container(width=0)
        remark = entry.detail or look.say.history.saved
        lines = [_number(look, less(look, entry.saved), is_gain=True), muted(look, remark)]
    side = ft.CrossAxisAlignment.START if look.large else ft.CrossAxisAlignment.END
    return ft.Column(lines, spacing=0, horizontal_alignment=side)


def _number(look: Look, words: str, is_gain: bool) -> ft.Control:
    return text(look, words, 17, 700, look.palette.primary if is_gain else look.palette.ink)
