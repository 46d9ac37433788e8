"""No secret in a command line: whoever is on the machine can read it there."""

import argparse
from urllib.parse import urlsplit


def url_without_password(url: str) -> str:
    """The address as it was given. Raises `ArgumentTypeError` for one with a password in it."""
    try:
        password = urlsplit(url).password
    except ValueError as fault:
        raise argparse.ArgumentTypeError(str(fault)) from fault
    if password is not None:
        raise argparse.ArgumentTypeError(
            "a password does not belong here, where others can read it; give it in the environment"
        )
    return url
