"""The proxies before a server: the only ones whose word about where somebody comes from is believed."""

from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

Network = IPv4Network | IPv6Network
NAMED_BY: Final = "FORWARDED_ALLOW_IPS"
MAPPED: Final = int(IPv6Address("::ffff:0.0.0.0"))
MAPPED_BITS: Final = 96
"""Where a socket that listens for IPv6 shows whoever comes by IPv4 (RFC 4291, 2.5.5.2)."""


@dataclass(frozen=True)
class Proxies:
    """Named by their networks, a single address being the smallest."""

    networks: tuple[Network, ...] = ()

    def __contains__(self, host: str) -> bool:
        try:
            address = ip_address(host)
        except ValueError:
            return False
        return any(address in network for network in self.networks)

    def in_words(self) -> str:
        """As uvicorn is told of them."""
        return ",".join(map(str, self.networks))


def proxies_in(text: str) -> Proxies:
    """`10.0.0.7, 192.0.2.0/24, 2001:db8::/32`. Raises `ValueError` in words for what names nobody."""
    names = [name.strip() for name in text.split(",") if name.strip()]
    named = [_network(name) for name in names]
    also = [_mapped(one) for one in named if isinstance(one, IPv4Network)]
    return Proxies((*named, *also))


def _network(name: str) -> Network:
    try:
        return ip_network(name, strict=False)
    except ValueError:
        raise ValueError(
            f"{NAMED_BY}: {name!r} is no address or network of a proxy, like 10.0.0.7 or 10.0.0.0/24"
        ) from None


def _mapped(network: IPv4Network) -> IPv6Network:
    return IPv6Network((MAPPED + int(network.network_address), MAPPED_BITS + network.prefixlen))
