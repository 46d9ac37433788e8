"""Flet's hello-world; the title tells that Python has drawn it."""

import flet as ft

READY = "drawn"


def main(page: ft.Page) -> None:
    """One line of text."""
    page.add(ft.Text("Hello, world!"))
    page.title = READY
    page.update()


if __name__ == "__main__":
    ft.run(main)
