"""One entry of the ledger as a row: why, when, how many points."""

import flet as ft

from kopilka.ui.hooks.guard import guarded
from kopilka.ui.hooks.scene import Scene, go
from kopilka.ui.look.look import Look
from kopilka.ui.parts.blocks import muted, pair, text
from kopilka.ui.parts.points import gained, less
from loyalty_api.history import Entry
from loyalty_api.models import Wallet


def entry_row(
    scene: Scene, entry: Entry, chosen: str | None = None, *, under_its_day: bool = False
) -> ft.Control:
    """A row; one that came from a purchase opens its receipt. `under_its_day` it says the hour alone."""
    look = scene.look
    row = ft.Container(
        pair(look, _why(scene, entry, under_its_day), _amount(look, scene.view.wallet, entry)),
        padding=ft.Padding.symmetric(horizontal=_inset(look), vertical=12),
        border_radius=12,
    )
    if entry.purchase_id is None:
        return ft.MergeSemantics(row)
    row.ink = True
    row.on_click = guarded(lambda: go(f"/history/{entry.purchase_id}"))
    row.bgcolor = look.palette.container if entry.purchase_id == chosen else None
    named = ft.Semantics(button=True, selected=entry.purchase_id == chosen, content=row)
    return ft.MergeSemantics(named)


def _inset(look: Look) -> float:
    """On a wide window the chosen row is tinted, and the tint wants some air."""
    return 12 if look.window.wide else 0


def _why(scene: Scene, entry: Entry, under_its_day: bool) -> ft.Column:
    look, say = scene.look, scene.look.say.history
    write = look.write
    remarks = [write.clock(entry.at) if under_its_day else write.moment(entry.at, scene.now)]
    if entry.total is not None:
        remarks.append(say.check.format(total=look.write.money(entry.total)))
    if entry.by is not None:
        whose = look.say.family
        remarks.append(whose.by.format(name=entry.by) if entry.by else whose.by_somebody)
    if entry.pending:
        remarks.append(say.pending)
    title = entry.reason or say.kinds[entry.kind]
    return ft.Column([text(look, title, 15, 600), muted(look, " · ".join(remarks))], spacing=2)


def _amount(look: Look, wallet: Wallet | None, entry: Entry) -> ft.Control:
    """Points that moved; where none did, what was saved, if anything was."""
    is_gain = entry.points > 0 and not entry.pending
    if entry.points and wallet is not None:
        number = gained(look, wallet, entry.points)
    elif entry.saved is not None and entry.saved.amount:
        number, is_gain = less(look, entry.saved), True
    else:
        return ft.Container(width=0)
    color = look.palette.primary if is_gain else look.palette.ink
    lines: list[ft.Control] = [text(look, number, 17, 700, color)]
    if entry.detail:
        lines.append(muted(look, entry.detail))
    elif not entry.points:
        lines.append(muted(look, look.say.history.saved))
    side = ft.CrossAxisAlignment.START if look.large else ft.CrossAxisAlignment.END
    return ft.Column(lines, spacing=0, horizontal_alignment=side)
