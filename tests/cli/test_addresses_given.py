"""What a server is told of its own address is what browsers say of it."""

from argparse import ArgumentTypeError

import pytest

from kopilka_cli.options.addresses import origin, public_url
from loyalty_server.sign_in.cookies import Cookie, cookie_name, cookie_terms


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("https://card.shop.example", "https://card.shop.example"),
        ("HTTPS://Card.Shop.example:443/", "https://card.shop.example"),
        ("https://card.shop.example:8443/", "https://card.shop.example:8443"),
        ("https://shop.example/card/", "https://shop.example/card"),
        ("http://127.0.0.1:8560", "http://127.0.0.1:8560"),
        ("http://[::1]:80", "http://[::1]"),
        ("https://карта.рф", "https://xn--80aa2azak.xn--p1ai"),
        ("https://Карта.РФ/", "https://xn--80aa2azak.xn--p1ai"),
    ],
)
def test_public_address_is_written_as_browsers_do(given: str, told: str) -> None:
    assert public_url(given) == told


def test_cookie_is_secure_however_https_is_written() -> None:
    url = public_url("HTTPS://Card.Shop.example/")
    assert cookie_terms(url)["secure"]
    assert cookie_name(Cookie.REFRESH, url).startswith("__Host-")


@pytest.mark.parametrize(
    "given",
    [
        *("", "card.shop.example", "//card.shop.example", "ftp://card.shop.example", "https://"),
        *("https://me:secret@card.shop.example", "https://[", "https://a:port", "https://a:99999"),
        *("https://a?b", "https://a#b", "*", "null", "javascript:alert(1)", "https://a..b"),
    ],
)
def test_what_is_no_address_of_a_page_is_refused(given: str) -> None:
    for read in (public_url, origin):
        with pytest.raises(ArgumentTypeError):
            read(given)


def test_origin_has_no_path() -> None:
    assert origin("https://CARD.shop.example/") == "https://card.shop.example"
    with pytest.raises(ArgumentTypeError):
        origin("https://shop.example/card")
