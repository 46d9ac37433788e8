"""What this app is, and whose work is in it."""

from functools import partial
from typing import Final

import flet as ft

from kopilka import VERSION
from kopilka.ui.hooks.guard import component
from kopilka.ui.hooks.scene import use_scene
from kopilka.ui.parts.blocks import box, muted, text
from kopilka.ui.parts.buttons import soft_button

LICENCES: Final = "/licences.html"
"""A page of the site, which the build writes; it is fetched when it is asked for."""


@component
def About() -> ft.Control:
    """Name and version; the licences of everything inside are on the site the app came from."""
    scene = use_scene()
    look, say = scene.look, scene.look.say.account
    rows: list[ft.Control] = [
        text(look, say.version.format(version=VERSION), 17, 800),
        muted(look, say.made_of, 14),
    ]
    if ft.context.page.web:
        show = None if scene.view.offline else partial(scene.device.open_link, LICENCES)
        rows.append(soft_button(look, say.licences, show, icon=ft.Icons.ARTICLE_OUTLINED))
    return box(look, ft.Column(rows, spacing=8))
