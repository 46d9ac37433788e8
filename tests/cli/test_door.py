"""Who is let in while there is room."""

from kopilka_cli.bounded_http import Bounds, Door, place_of


def test_one_address_holds_so_many_and_a_named_proxy_more() -> None:
    door = Door(Bounds(connections=10, per_address=2), frozenset({"10.0.0.1"}))
    door.inside["10.0.0.2"] = 2
    door.inside["10.0.0.1"] = 5
    assert not door.lets_in("10.0.0.2")
    assert door.lets_in("10.0.0.1")
    assert door.lets_in("10.0.0.3")


def test_household_is_one_place() -> None:
    assert place_of("2001:db8:1:200::1") == place_of("2001:db8:1:2ff::9")
    assert place_of("2001:db8:1:300::1") != place_of("2001:db8:1:2ff::9")
    assert place_of("::ffff:10.0.0.1") == place_of("10.0.0.1")
