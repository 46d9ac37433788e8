"""Addresses as commands are told them, written as browsers write them: cookies and origins are judged by them."""

from argparse import ArgumentTypeError
from typing import Final
from urllib.parse import SplitResult, urlsplit

DEFAULT_PORTS: Final = {"http": 80, "https": 443}


def public_url(text: str) -> str:
    """`HTTPS://Card.Shop.example:443/` is `https://card.shop.example`. Raises `ArgumentTypeError`."""
    parts = _parts(text)
    if parts.query or parts.fragment:
        raise ArgumentTypeError(f"{text!r} has more than an address like https://card.shop.example")
    return _origin(text, parts) + parts.path.rstrip("/")


def origin(text: str) -> str:
    """The same without a path, as in the header `Origin` (RFC 6454). Raises `ArgumentTypeError`."""
    parts = _parts(text)
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise ArgumentTypeError(f"{text!r} has more than an origin like https://card.shop.example")
    return _origin(text, parts)


def _parts(text: str) -> SplitResult:
    try:
        return urlsplit(text)
    except ValueError as fault:
        raise ArgumentTypeError(f"{text!r}: {fault}") from None


def _origin(text: str, parts: SplitResult) -> str:
    try:
        port, host = parts.port, (parts.hostname or "").encode("idna").decode()
    except ValueError:
        port, host = None, ""
    if parts.scheme not in DEFAULT_PORTS or not host or "@" in parts.netloc:
        raise ArgumentTypeError(f"{text!r} is no address like https://card.shop.example")
    place = f"[{host}]" if ":" in host else host
    is_default = port in (None, DEFAULT_PORTS[parts.scheme])
    return f"{parts.scheme}://{place}" + ("" if is_default else f":{port}")
