"""What the keys of an American keyboard type under other layouts, with Shift for capitals."""

from collections.abc import Mapping
from typing import Final

SIGNS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-"


def _typing(signs: str) -> Mapping[int, str]:
    return str.maketrans(SIGNS, signs)


KEYBOARDS: Final = {
    "Russian": _typing("0123456789ФИСВУАПРШОЛДЬТЩЗЙКЫЕГМЦЧНЯ-"),
    "Ukrainian": _typing("0123456789ФИСВУАПРШОЛДЬТЩЗЙКІЕГМЦЧНЯ-"),
    "Kazakh": _typing('қ"әіңғ,.үұФИСВУАПРШОЛДЬТЩЗЙКЫЕГМЦЧНЯө'),
    "Greek": _typing("0123456789ΑΒΨΔΕΦΓΗΙΞΚΛΜΝΟΠ:ΡΣΤΘΩ΅ΧΥΖ-"),
    "French": _typing("à&é\"'(-è_çQBCDEFGHIJKL?NOPARSTUVZXYW)"),
    "German": _typing("0123456789ABCDEFGHIJKLMNOPQRSTUVWXZYß"),
    "Czech": _typing("é+ěščřžýáíABCDEFGHIJKLMNOPQRSTUVWXZY="),
}
"""By X.Org's keyboard data; Greek as Windows has it. For `str.translate`."""
