"""Signing what is told to other people's servers: Standard Webhooks 1.0, symmetric, `v1`."""

import hmac
from base64 import b64encode
from datetime import datetime


def signed_headers(secret: bytes, message_id: str, body: str, now: datetime) -> dict[str, str]:
    """The headers of a JSON body; a repeat carries the same `message_id`."""
    sent_at = str(int(now.timestamp()))
    signature = hmac.digest(secret, f"{message_id}.{sent_at}.{body}".encode(), "sha256")
    return {
        "Content-Type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": sent_at,
        "webhook-signature": f"v1,{b64encode(signature).decode()}",
    }
