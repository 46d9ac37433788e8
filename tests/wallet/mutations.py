"""Answers of a server that has lost its mind, each a small step from a right one."""

import json
from copy import deepcopy
from dataclasses import dataclass
from random import Random
from typing import Any

import httpx

ODD = (
    None,
    True,
    0,
    -1,
    2**63,
    10**400,
    1.5,
    1e308,
    "",
    "\u0000",
    "\ud800",
    "2026-02-30T25:61:00Z",
    "9999-12-31T23:59:59Z",
    "0001-01-01T00:00:00Z",
    "x" * 5000,
    [],
    {},
    [[[[]]]],
)
STATUSES = (
    200,
    200,
    200,
    200,
    201,
    204,
    206,
    301,
    304,
    400,
    401,
    403,
    404,
    409,
    418,
    429,
    500,
    503,
)
HEADERS = {
    "content-type": ("text/html", "application/problem+json", "", "application/json; charset=x"),
    "etag": ("", "W/", '"' + "e" * 300 + '"', "\x7f", '"a", "b"'),
    "date": ("", "yesterday", "Thu, 01 Jan 1970 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT"),
    "retry-after": ("-5", "soon", "999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"),
    "content-encoding": ("gzip", "br", "identity", "nonsense"),
}


@dataclass(frozen=True)
class Mutation:
    """What a server that has lost its mind would send."""

    status: int
    headers: dict[str, str]
    body: bytes

    def response(self) -> httpx.Response:
        return httpx.Response(self.status, headers=self.headers, stream=httpx.ByteStream(self.body))


def mutated(answer: httpx.Response, random: Random) -> Mutation:
    """One answer with something wrong in its status, its headers, its bytes or its values."""
    status, body = answer.status_code, answer.content
    headers = {name: value for name, value in answer.headers.items() if name != "content-length"}
    match random.randrange(6):
        case 0:
            status = random.choice(STATUSES)
        case 1:
            name = random.choice(tuple(HEADERS))
            headers[name] = random.choice(HEADERS[name])
        case 2:
            body = _with_other_bytes(body, random)
        case _:
            body = _with_other_values(body, random)
    return Mutation(status, headers, body)


def _with_other_bytes(body: bytes, random: Random) -> bytes:
    content = bytearray(body)
    for _ in range(random.randrange(1, 8)):
        if content:
            content[random.randrange(len(content))] = random.randrange(256)
    return (
        bytes(content[: random.randrange(len(content) + 1)]) if random.random() < 0.3 else content
    )


def _with_other_values(body: bytes, random: Random) -> bytes:
    data = json.loads(body) if body else {}
    for _ in range(random.randrange(1, 4)):
        _change_somewhere(data, random)
    return json.dumps(data).encode()


def _change_somewhere(data: Any, random: Random) -> None:
    """Walk down to a random place and put something odd there, or take it away."""
    if not isinstance(data, dict | list) or not data:
        return
    key = random.choice(list(data)) if isinstance(data, dict) else random.randrange(len(data))
    if isinstance(data[key], dict | list) and data[key] and random.random() < 0.8:
        _change_somewhere(data[key], random)
    elif random.random() < 0.2:
        del data[key]
    else:
        data[key] = deepcopy(random.choice(ODD))
