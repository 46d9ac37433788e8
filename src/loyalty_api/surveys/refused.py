"""Why some of what builders write is not asked, and what asks the same."""

from typing import Final

_EACH: Final = "a phone asks one thing after another: a panel for each row, the later ones with visibleIf, asks the same"
_CALCULATED: Final = (
    "what a member says is changed by nobody else: an expression beside it tells what follows"
)
WHY_NOT: Final = {
    "paneldynamic": _EACH,
    "matrixdynamic": _EACH,
    "matrixdropdown": _EACH,
    "file": "no files are taken of members",
    "signaturepad": "no signatures are taken of members",
    "imagemap": "a wallet loads no pictures from elsewhere: an imagepicker is asked by its texts",
    "setvalue": _CALCULATED,
    "copyvalue": _CALCULATED,
    "runexpression": _CALCULATED,
    "setValueExpression": _CALCULATED,
    "setValueIf": _CALCULATED,
    "resetValueIf": _CALCULATED,
    "defaultValueExpression": _CALCULATED,
    "maskSettings": "it changes what is kept: a validator of type regex asks for the same form",
    "choicesByUrl": "a wallet loads nothing from elsewhere: the choices have to stand here",
    "allowCustomChoices": "showOtherItem takes words of one's own",
    "valueName": "each question has an answer of its own",
    "showTimer": "nobody is hurried",
    "mode": "only what can be answered is asked: readOnly is said of single questions",
}
"""By a type of question or trigger, or by a property."""


def because(name: object) -> str:
    """What is said after the fault, empty where nothing is known of it."""
    why = WHY_NOT.get(str(name))
    return f": {why}" if why else ""
