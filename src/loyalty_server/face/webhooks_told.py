"""The webhooks of the published contract: what this server tells other people's servers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from loyalty_server.face.answers import JSON
from loyalty_server.messages.support_webhook import SupportNotice
from loyalty_server.text_gateway import TextMessage

SIGNED_BY: Final = {
    "webhook-id": "`msg_` and an id; a repeat carries the same one.",
    "webhook-timestamp": "When it was sent, in seconds since 1970.",
    "webhook-signature": "`v1,` and the HMAC-SHA256 in base64 by each secret that holds, "
    "separated by spaces (Standard Webhooks 1.0).",
}


@dataclass(frozen=True)
class Told:
    """One kind of webhook; `name` is its place in the document."""

    name: str
    kind: type
    title: str
    meaning: str
    tag: str
    example: Mapping[str, Any]


TOLD: Final = (
    Told(
        "support-notice",
        SupportNotice,
        "A member has written to support",
        "Posted to `--support-webhook` until an answer of 2xx takes it, for the first time at once, "
        "then after a minute and ever later.",
        "messages",
        {
            "message_id": "417",
            "member_id": "m_7Q2X",
            "at": "2026-11-20T09:14:00Z",
            "text": "Where are the points of yesterday?",
        },
    ),
    Told(
        "text-message",
        TextMessage,
        "A sign-in code is to be sent to a phone",
        "Posted to `--text-gateway`; an answer of 2xx says that the message is on its way. "
        "It is tried three times at most.",
        "sign-in",
        {"to": "+79000000001", "text": "123456 is your sign-in code"},
    ),
)


def webhooks(schemas: str) -> dict[str, Any]:
    """The document's `webhooks`; `schemas` is where it keeps the bodies."""
    return {told.name: {"post": _operation(told, schemas)} for told in TOLD}


def _operation(told: Told, schemas: str) -> dict[str, Any]:
    body = {"schema": {"$ref": schemas + told.kind.__name__}, "example": dict(told.example)}
    return {
        "tags": [told.tag],
        "summary": told.title,
        "description": told.meaning,
        "operationId": told.name.replace("-", "_"),
        "security": [],
        "parameters": [
            {
                "name": name,
                "in": "header",
                "required": True,
                "description": meaning,
                "schema": {"type": "string"},
            }
            for name, meaning in SIGNED_BY.items()
        ],
        "requestBody": {"required": True, "content": {JSON: body}},
        "responses": {
            "2XX": {"description": "Taken."},
            "4XX": {"description": "Not taken; it comes again."},
            "5XX": {"description": "Not taken; it comes again."},
        },
    }
