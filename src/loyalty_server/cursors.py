"""Opaque cursors: where the next page of a list goes on."""

from loyalty_server.keys import base64url, bytes_of

LONGEST = 64
MOST_DIGITS = 18


class NotACursor(ValueError):
    """The text did not come from an earlier page of this list."""


def cursor_at(listed: str, number: int) -> str:
    """The cursor of the list of this one-letter name that goes on before this number."""
    return base64url(f"{listed}{number}".encode())


def number_at(listed: str, cursor: str) -> int:
    """The inverse of `cursor_at`. Raises `NotACursor`."""
    try:
        text = bytes_of(cursor).decode("ascii")
    except ValueError as error:
        raise NotACursor("not a cursor of an earlier page") from error
    digits = text.removeprefix(listed)
    if text == digits or not digits.isdecimal() or len(digits) > MOST_DIGITS:
        raise NotACursor("not a cursor of an earlier page")
    return int(digits)
