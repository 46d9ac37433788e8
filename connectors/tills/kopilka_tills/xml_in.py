"""XML as tills send it: a small document without a DTD, in UTF-8, windows-1251 or marked UTF-16."""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from typing import Final
from xml.etree import ElementTree as ET

ENCODING: Final = re.compile(
    rb"""\A\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.-]{1,20})["']""", re.IGNORECASE
)
PROLOG: Final = re.compile(r"\A\s*<\?xml[^>]*\?>")
KNOWN: Final = {"utf-8": "utf-8", "utf8": "utf-8", "windows-1251": "cp1251", "cp1251": "cp1251"}
DEEPEST: Final = 40
WHOLE: Final = re.compile(r"-?\d{1,18}", re.ASCII)


class Unreadable(Exception):
    """This is no document that a till sends."""


def read_xml(body: bytes) -> ET.Element:
    """The document's root. Whoever declares UTF-8 and writes windows-1251 is understood too.

    Raises `Unreadable`, also for every document type: entities are made there, and no till has any.
    """
    text = PROLOG.sub("", _text(body), count=1)
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise Unreadable("a document type")
    try:
        parser = ET.XMLParser(target=_Bounded())  # noqa: S314 - without a DTD there are no entities
        root: ET.Element = ET.XML(text, parser)
    except ET.ParseError as fault:
        raise Unreadable(str(fault)) from None
    return root


class _Bounded(ET.TreeBuilder):
    """Builds no deeper than tills do."""

    depth = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> ET.Element:
        self.depth += 1
        if self.depth > DEEPEST:
            raise Unreadable("too deep")
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> ET.Element:
        self.depth -= 1
        return super().end(tag)


def values_of(element: ET.Element) -> dict[str, str]:
    """The attributes; their names are written in any case."""
    return {name.lower(): value.strip() for name, value in element.attrib.items()}


def whole(text: str | None) -> int:
    """A whole number of at most 64 bits; nothing is 0. Raises `Unreadable`."""
    if not text:
        return 0
    if not WHOLE.fullmatch(text):
        raise Unreadable("a number is needed")
    return int(text)


def _text(body: bytes) -> str:
    if body.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        try:
            return body.decode("utf-16").rstrip("\0")
        except UnicodeDecodeError:
            raise Unreadable("no UTF-16, as its mark says") from None
    body = body.removeprefix(BOM_UTF8).rstrip(b"\0")
    declared = ENCODING.match(body)
    name = declared[1].decode("ascii").lower() if declared else "utf-8"
    if name not in KNOWN:
        raise Unreadable(f"the encoding {name}")
    for encoding in (KNOWN[name], "cp1251"):
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("neither UTF-8 nor windows-1251")
