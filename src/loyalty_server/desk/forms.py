"""What a form of the desk sends: fields, and the text of a file that was chosen."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesParser
from email.policy import HTTP
from typing import Annotated, Final
from urllib.parse import parse_qsl

from fastapi import Depends, Request

from loyalty_api.problems import ProblemCode
from loyalty_server.face.bodies import read_bounded
from loyalty_server.problems import Refused

MULTIPART: Final = "multipart/form-data"


@dataclass(frozen=True)
class Form:
    """Fields by name, and files' texts by name; line ends are plain."""

    fields: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """What was typed, without the space around it; empty where nothing was."""
        return self.fields.get(name, "").strip()

    def whole(self, name: str) -> int | None:
        """A whole number as people write one, with a sign before it; None for anything else."""
        return self.minor(name, 0)

    def minor(self, name: str, digits: int) -> int | None:
        """Such a number with up to so many decimals, in units of the last of them."""
        typed = re.sub(r"\s", "", self.text(name)).replace("−", "-")
        decimals = rf"(?:[.,](\d{{1,{digits}}}))?" if digits else "()"
        found = re.fullmatch(rf"([+-]?[0-9]{{1,{MOST_DIGITS}}}){decimals}", typed, re.ASCII)
        return int(found[1] + (found[2] or "").ljust(digits, "0")) if found else None


MOST_DIGITS: Final = 12


async def form_of(request: Request) -> Form:
    """The form in this request. Raises `body_too_large`, and `invalid` for what is no text."""
    body = await read_bounded(request)
    kind = request.headers.get("content-type", "")
    try:
        if kind.startswith(MULTIPART):
            return _of_parts(kind, body)
        pairs = parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=bool(body))
    except ValueError as error:
        raise Refused(ProblemCode.INVALID, detail="the form is not readable") from error
    return Form({name: _plain(value) for name, value in pairs})


FormSent = Annotated[Form, Depends(form_of)]


def _of_parts(kind: str, body: bytes) -> Form:
    """RFC 7578. A file without a name was not chosen. Raises `UnicodeDecodeError`."""
    head = f"Content-Type: {kind}\r\n\r\n".encode("latin-1")
    fields: dict[str, str] = {}
    files: dict[str, str] = {}
    for part in BytesParser(policy=HTTP).parsebytes(head + body).walk():
        name = part.get_param("name", header="content-disposition")
        data = part.get_payload(decode=True)
        if not isinstance(name, str) or not isinstance(data, bytes):
            continue
        text = _plain(data.decode("utf-8-sig"))
        if not _is_file(part):
            fields[name] = text
        elif part.get_filename():
            files[name] = text
    return Form(fields, files)


def _is_file(part: Message) -> bool:
    return part.get_param("filename", header="content-disposition") is not None


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
