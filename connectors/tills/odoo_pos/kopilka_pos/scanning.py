"""Asking Kopilka who a card or code is. The standard library only: this runs in Odoo's own Python."""

import json
from datetime import UTC, datetime
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener
from uuid import uuid4

SECONDS = 4
SENDINGS = 2
LARGEST = 64 * 1024


class NotRecognised(Exception):
    """Kopilka said no, with the code of its reason; `away` when it said nothing."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class _NoRedirect(HTTPRedirectHandler):
    """The till's key goes to the address of the settings and nowhere else."""

    def redirect_request(self, *_: object) -> None:
        return None


def reference(api: str, till_key: str, raw: str) -> str | None:
    """Who this is in the loyalty engine behind Kopilka, once for a code. Raises `NotRecognised`."""
    parts = urlsplit(api)
    if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost", "::1"):
        raise NotRecognised("https_needed")
    body = {"raw": raw, "till_time": datetime.now(UTC).isoformat()}
    asked = Request(  # noqa: S310 - https, or this machine
        f"{api.rstrip('/')}/v1/till/scans",
        json.dumps(body).encode(),
        {
            "Authorization": f"Bearer {till_key}",
            "Content-Type": "application/json",
            "Idempotency-Key": str(uuid4()),
        },
    )
    for _sending in range(SENDINGS):
        try:
            with build_opener(_NoRedirect).open(asked, timeout=SECONDS) as answer:
                told = json.loads(answer.read(LARGEST)).get("reference")
            return str(told) if told else None
        except HTTPError as refused:
            with refused:
                code = _code_in(refused.read(LARGEST))
            if refused.code < 500:
                raise NotRecognised(code) from None
        except (URLError, OSError, ValueError):
            continue
    raise NotRecognised("away")


def _code_in(body: bytes) -> str:
    try:
        return str(json.loads(body)["code"])
    except (ValueError, KeyError, TypeError):
        return "away"
