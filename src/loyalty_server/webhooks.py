"""Signing what is told to other people's servers: Standard Webhooks 1.0, symmetric, `v1`."""

import hmac
from base64 import b64encode
from collections.abc import Sequence
from datetime import datetime


def signed_headers(
    secrets: Sequence[bytes], message_id: str, body: str, now: datetime
) -> dict[str, str]:
    """The headers of a JSON body; a repeat carries the same `message_id`.

    There is a signature by each of the secrets, so that who knows only a replaced one is heard.
    """
    sent_at = str(int(now.timestamp()))
    signed = f"{message_id}.{sent_at}.{body}".encode()
    signatures = (b64encode(hmac.digest(secret, signed, "sha256")).decode() for secret in secrets)
    return {
        "Content-Type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": sent_at,
        "webhook-signature": " ".join(f"v1,{signature}" for signature in signatures),
    }
