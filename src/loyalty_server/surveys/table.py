"""The answers to a survey as a table: one column a question, or a part of it that is answered by itself."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from loyalty_api.surveys.models import Question, QuestionType
from loyalty_server.surveys.answered import Answered

LISTED = "; "
ABOUT = ("(on)", "(store)", "(tier)")
Cell = str | int | float


@dataclass(frozen=True)
class Column:
    """The answer to a question; with `part` that in one row of a matrix or one text of several."""

    name: str
    part: str | None = None

    def __str__(self) -> str:
        return self.name if self.part is None else f"{self.name}.{self.part}"

    def cell(self, values: Mapping[str, object]) -> Cell:
        """What was answered; empty where nothing was."""
        answer = values.get(self.name)
        if self.part is None:
            return _cell(answer)
        return _cell(answer.get(self.part)) if isinstance(answer, Mapping) else ""


def table(answers: Sequence[Answered]) -> tuple[Sequence[str], Iterator[Sequence[Cell]]]:
    """The head and the rows. Questions of earlier definitions stand after those of the newest."""
    columns = list(
        dict.fromkeys(
            column
            for one in {answer.digest: answer for answer in reversed(answers)}.values()
            for question in one.asked.questions
            for column in _columns(question)
        )
    )
    head = [*ABOUT, *map(str, columns)]
    return head, (
        [one.on.isoformat(), one.store, one.tier, *(column.cell(one.values) for column in columns)]
        for one in answers
    )


def _columns(question: Question) -> Iterator[Column]:
    match question.type:
        case QuestionType.HTML:
            return
        case QuestionType.MATRIX:
            yield from (Column(question.name, str(row.value)) for row in question.rows)
        case QuestionType.MULTIPLETEXT:
            yield from (Column(question.name, one.name) for one in question.fields)
        case _:
            yield Column(question.name)
    if question.has_other or question.takes_comment:
        yield Column(question.comment_name)


def _cell(answer: object) -> Cell:
    match answer:
        case None:
            return ""
        case bool():
            return "true" if answer else "false"
        case tuple() | list():
            return LISTED.join(str(_cell(one)) for one in answer)
        case str() | int() | float():
            return answer
        case _:
            return str(answer)
