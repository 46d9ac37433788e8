"""Questions of several lines: a choice in each row, a text in each."""

from functools import partial

import flet as ft

from kopilka.ui.look.look import Look
from kopilka.ui.parts.blocks import text
from kopilka.ui.surveys.choices import radio
from kopilka.ui.surveys.reply import Reply
from kopilka.ui.surveys.written import written_part
from loyalty_api.surveys.models import Question


def matrix_part(look: Look, question: Question, reply: Reply) -> ft.Control:
    """Each row is a question of its own, its columns the choices; a screen reader hears both."""
    rows: list[ft.Control] = []
    for row in question.rows:
        name = str(row.value)
        columns: list[ft.Control] = [
            radio(
                look,
                column.text,
                reply.parts.get(name) == column.value,
                partial(reply.say_part, name, column.value),
                name=f"{row.text}: {column.text}",
            )
            for column in question.options
        ]
        cells = ft.Row(columns, wrap=True, spacing=8, run_spacing=8)
        rows.append(ft.Column([text(look, row.text, 15, 600), cells], spacing=6, tight=True))
    return ft.Column(rows, spacing=16, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def texts_part(look: Look, question: Question, reply: Reply) -> ft.Control:
    """A field for each text, called by its title."""
    fields: list[ft.Control] = [
        written_part(
            look, one, reply.parts.get(one.name), partial(reply.say_part, one.name), label=one.title
        )
        for one in question.fields
    ]
    return ft.Column(fields, spacing=12, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
