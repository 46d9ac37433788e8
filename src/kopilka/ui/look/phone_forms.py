"""Telephone numbers in the groups of their countries (international formats of Google's libphonenumber)."""

from typing import Final

FORMS: Final = (
    "1 ### ###-####",
    "7 ### ###-##-##",
    "44 11# ### ####",
    "44 1#1 ### ####",
    "44 2# #### ####",
    "44 3## ### ####",
    "44 8## ### ####",
    "44 #### ######",
    "374 ## ######",
    "375 ## ###-##-##",
    "380 ## ### ####",
    "992 ## ### ####",
    "993 ## ##-##-##",
    "994 ## ### ## ##",
    "995 ### ## ## ##",
    "996 ### ### ###",
    "998 ## ### ## ##",
)
"""As in `phone_groups.js`, which groups what is typed; the first that a number fits is its own."""


def in_groups(number: str) -> str:
    """`+7 900 000-00-01`; what has none of these forms stays as it is (E.164)."""
    digits = number.removeprefix("+")
    form = next((each for each in FORMS if _fits(each, digits)), None)
    if form is None:
        return number
    left = iter(digits)
    return "+" + "".join(next(left) if _is_place(sign) else sign for sign in form)


def _fits(form: str, digits: str) -> bool:
    places = [sign for sign in form if _is_place(sign)]
    return len(places) == len(digits) and all(
        place in ("#", digit) for place, digit in zip(places, digits, strict=True)
    )


def _is_place(sign: str) -> bool:
    return sign == "#" or sign.isdigit()
