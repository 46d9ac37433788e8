"""Tables as plain text: columns as wide as their widest cell, numbers to the right."""

from collections.abc import Iterable, Sequence

from kopilka_cli.terminal import say, visible


def print_table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print the rows under their heads; None is an empty cell."""
    cells = [list(head), *([_cell(value) for value in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    for row in cells:
        line = (
            cell.rjust(width) if _is_number(cell) else cell.ljust(width)
            for cell, width in zip(row, widths, strict=True)
        )
        say("  ".join(line).rstrip())


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case float():
            return f"{value:.1f}"
        case _:
            return visible(str(value))


def _is_number(cell: str) -> bool:
    return cell.lstrip("-").replace(".", "", 1).isdecimal()
