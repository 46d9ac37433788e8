"""Who is let in while there is room."""

import pytest

from kopilka_cli.bounded_http import Bounds, Door, place_of
from kopilka_cli.proxies import proxies_in


def test_one_address_holds_so_many_and_a_named_proxy_more() -> None:
    door = Door(Bounds(connections=10, per_address=2), proxies_in("10.0.0.1"))
    door.inside["10.0.0.2"] = 2
    door.inside["10.0.0.1"] = 5
    assert not door.lets_in("10.0.0.2")
    assert door.lets_in("10.0.0.1")
    assert door.lets_in("10.0.0.3")


@pytest.mark.parametrize(
    ("named", "host"),
    [
        ("10.1.2.0/24", "10.1.2.9"),
        ("10.1.2.9/24", "10.1.2.200"),
        (" 192.0.2.1 ,, 10.1.2.9 ", "10.1.2.9"),
        ("10.1.2.9", "::ffff:10.1.2.9"),
        ("10.1.2.0/24", "::ffff:10.1.2.9"),
        ("2001:db8::7", "2001:db8:0:0::7"),
        ("2001:db8::/32", "2001:db8:1::7"),
    ],
)
def test_proxy_may_be_named_in_each_way_that_it_comes(named: str, host: str) -> None:
    door = Door(Bounds(connections=10, per_address=1), proxies_in(named))
    door.inside[place_of(host)] = 2
    assert door.lets_in(host)
    door.inside["198.51.100.1"] = 2
    assert not door.lets_in("198.51.100.1")


@pytest.mark.parametrize(
    "named", ["*", "localhost", "10.0.0.256", "10.0.0.0/33", "10.0.0.1 10.0.0.2"]
)
def test_what_names_no_proxy_is_refused(named: str) -> None:
    with pytest.raises(ValueError, match="FORWARDED_ALLOW_IPS"):
        proxies_in(named)


def test_household_is_one_place() -> None:
    assert place_of("2001:db8:1:200::1") == place_of("2001:db8:1:2ff::9")
    assert place_of("2001:db8:1:300::1") != place_of("2001:db8:1:2ff::9")
    assert place_of("::ffff:10.0.0.1") == place_of("10.0.0.1")
