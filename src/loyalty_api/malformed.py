"""Data that is not of the contract, with the path of what was wrong."""

from collections.abc import Iterable


class Malformed(ValueError):
    """Data that is not of the contract; `path` says where, like `$.offers[2].ends_at`."""

    def __init__(self, path: str, what: str) -> None:
        super().__init__(f"{path}: {what}")
        self.path = path
        self.what = what


class UnknownWord(Malformed):
    """A field, or a choice of its field, that is none of those `known` there; `table` says where."""

    def __init__(
        self, path: str, what: str, *, word: str, table: str, known: Iterable[str]
    ) -> None:
        super().__init__(path, what)
        self.word, self.table, self.known = word, table, tuple(known)
