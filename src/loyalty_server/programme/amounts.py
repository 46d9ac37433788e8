"""What was collected, as a sentence of the server's has it."""

from loyalty_api.currencies import decimal_text, minor_digits
from loyalty_api.programme import ProgramKind
from loyalty_server.programme.program import Program
from loyalty_server.programme.wording import words_in
from loyalty_server.programme.wording_shape import NO_BREAK_SPACE


def amount_text(program: Program, points: int) -> str:
    """`300`; cashback counts minor units of money: `123,45 RUB` in Russian, `500 RUB`."""
    if program.kind is not ProgramKind.CASHBACK:
        return str(points)
    whole, minor = divmod(points, 10 ** minor_digits(program.currency))
    text = decimal_text(points, program.currency) if minor else str(whole)
    point = words_in(program.language).decimal_point
    return f"{text.replace('.', point)}{NO_BREAK_SPACE}{program.currency}"
