"""The words of a piece of HTML: a survey shows no marks of its author's."""

import re
from html.parser import HTMLParser


def plain_text(html: str) -> str:
    """The words of a piece of HTML, without marks, scripts and styles."""
    reader = _Words()
    reader.feed(html)
    reader.close()
    text = re.sub(r"[ \t\r]+", " ", "".join(reader.words))
    return re.sub(r" ?\n[ \n]*", "\n", text).strip()


class _Words(HTMLParser):
    """Collects the words that a reader of the page would see."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, _: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in ("script", "style")
        if tag in ("p", "br", "div", "li", "h1", "h2", "h3", "h4", "tr"):
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._hidden = max(0, self._hidden - (tag in ("script", "style")))
        if tag in ("p", "div", "h1", "h2", "h3", "h4"):
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.append(data.replace("\n", " "))
