"""Rows that lead to a page, with what is behind them in a few words."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import flet as ft

from kopilka.ui.hooks.scene import go
from kopilka.ui.look.look import Look
from kopilka.ui.look.theme import RADIUS_BOX
from kopilka.ui.parts.blocks import OnTap, box, muted, rule, text


@dataclass(frozen=True)
class Link:
    """Where a row leads, its picture and its words; `badge` marks that something is new there."""

    route: str
    icon: ft.IconData
    title: str
    hint: str
    badge: ft.Badge | None = None


def link_box(look: Look, link: Link, *, chosen: bool = False) -> ft.Control:
    """One link on a surface of its own."""
    ground = look.palette.container if chosen else None
    row = box(look, _row(look, link), color=ground, on_tap=_opens(link), is_chosen=chosen)
    return ft.MergeSemantics(ft.Semantics(button=True, content=row))


def links_box(look: Look, links: Sequence[Link], chosen: str) -> ft.Control:
    """Several links on one surface; the one that is open beside them is marked."""
    rows: list[ft.Control] = []
    for link in links:
        if rows:
            rows.append(ft.Container(rule(look), padding=ft.Padding.symmetric(horizontal=16)))
        rows.append(_named(look, link, chosen=link.route == chosen))
    return ft.Container(
        ft.Column(rows, spacing=0, tight=True),
        bgcolor=look.palette.surface,
        border_radius=RADIUS_BOX,
        foreground_decoration=look.edge(RADIUS_BOX),
        clip_behavior=ft.ClipBehavior.ANTI_ALIAS,
    )


def _named(look: Look, link: Link, *, chosen: bool) -> ft.Control:
    ground = look.palette.container if chosen else None
    row = ft.Container(
        _row(look, link),
        padding=16,
        bgcolor=ground,
        foreground_decoration=look.edge(RADIUS_BOX, strong=True) if chosen else None,
        ink=True,
        on_click=_opens(link),
    )
    return ft.MergeSemantics(ft.Semantics(button=True, selected=chosen, content=row))


def _row(look: Look, link: Link) -> ft.Row:
    words = ft.Column(
        [text(look, link.title, 17, 800), muted(look, link.hint, 14)], spacing=2, expand=True
    )
    icon = ft.Icon(link.icon, color=look.palette.primary, badge=link.badge)
    parts: list[ft.Control] = [icon, words]
    if not look.large:
        parts.append(ft.Icon(ft.Icons.CHEVRON_RIGHT_ROUNDED, color=look.palette.muted))
    return ft.Row(parts, spacing=14)


def _opens(link: Link) -> OnTap:
    return partial(go, link.route)
