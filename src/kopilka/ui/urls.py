"""What a URL of the wallet carries after its path."""

from urllib.parse import parse_qs, urlparse


def asked_of(route: str, path: str) -> dict[str, str]:
    """The query of a route below this path, each name once; nothing for another path."""
    url = urlparse(route)
    if url.path.rstrip("/") != path:
        return {}
    return {name: values[0] for name, values in parse_qs(url.query).items()}
