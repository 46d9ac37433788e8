"""What the browser and a screen reader call the page that is open."""

from urllib.parse import urlparse

import flet as ft


def use_title(words: str, name: str) -> None:
    """`words · name` while the view that calls this is the topmost one; a hook of a view component."""
    page = ft.context.page
    is_topmost = _path(page.route) == _path(ft.use_view_path())
    title = f"{words} · {name}" if words and words != name else name

    def tell() -> None:
        if is_topmost and page.title != title:
            page.title = title
            page.update()

    ft.use_effect(tell, [title, is_topmost])


def _path(route: str) -> str:
    return urlparse(route).path.rstrip("/")
