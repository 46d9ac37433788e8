"""HTTP/1.1 with bounds on who has not said anything yet: uvicorn's own begin with a whole request.

A head may take so long and be so large (h11 sees to the size), a body may take so long, an answer waits
so long to be read on, and one address may hold so many connections. When all places are taken, whoever waits longest without a word
makes way.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from ipaddress import IPv6Network, ip_address
from typing import Final

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from kopilka_cli.proxies import Proxies

SUBNET_BITS: Final = 56
NO_PROXIES: Final = Proxies()


@dataclass(frozen=True)
class Bounds:
    """Connections in all and per address (an IPv6 address by its /56); seconds for a head, for a
    body, and for an answer whose reader has stopped."""

    connections: int
    per_address: int = 256
    head_seconds: float = 10.0
    body_seconds: float = 30.0
    answer_seconds: float = 30.0


@dataclass
class Door:
    """Who is inside; `proxies` bring many people each and are not counted by address."""

    bounds: Bounds
    proxies: Proxies = NO_PROXIES
    inside: Counter[str] = field(default_factory=Counter)
    silent: dict["BoundedProtocol", None] = field(default_factory=dict)

    def lets_in(self, host: str) -> bool:
        """Whether there is room for one more from here, if need be that of the longest silent."""
        place = place_of(host)
        if self.inside[place] >= self.bounds.per_address and host not in self.proxies:
            return self._ask_one_to_go([one for one in self.silent if one.place == place])
        if self.inside.total() >= self.bounds.connections:
            return self._ask_one_to_go(self.silent)
        return True

    def _ask_one_to_go(self, silent: Iterable["BoundedProtocol"]) -> bool:
        longest = next(iter(silent), None)
        if longest is not None:
            longest.make_way()
        return longest is not None

    def leave(self, place: str) -> None:
        """One less from here."""
        self.inside[place] -= 1
        if not self.inside[place]:
            del self.inside[place]


def place_of(host: str) -> str:
    """What connections are counted by."""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if address.version == 4:
        return str(address)
    return str(address.ipv4_mapped or IPv6Network((int(address), SUBNET_BITS), strict=False))


def protocol_behind(door: Door) -> type["BoundedProtocol"]:
    """The protocol of all connections through this door."""
    return type("BoundedProtocol", (BoundedProtocol,), {"door": door})


class BoundedProtocol(H11Protocol):
    """One connection."""

    door: Door
    place: str | None = None
    timer: asyncio.TimerHandle | None = None
    unread: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Turned away at once when there is no room."""
        super().connection_made(transport)
        host = self.client[0] if self.client else ""
        if not self.door.lets_in(host):
            transport.abort()
            return
        self.place = place = place_of(host)
        self.door.inside[place] += 1
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        self._is_read_again()
        if self.place is not None:
            self.door.leave(self.place)
            self.place = None
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """More is on its way than the network takes: its reader has so long to read on."""
        super().pause_writing()
        self.unread = self.loop.call_later(self.door.bounds.answer_seconds, self.make_way)

    def resume_writing(self) -> None:
        self._is_read_again()
        super().resume_writing()

    def data_received(self, data: bytes) -> None:
        before = self.cycle
        super().data_received(data)
        if self.cycle is not before:
            self._await_body(self.cycle)

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self.cycle is not None and self.cycle.response_complete:
            self._await_head()

    def make_way(self) -> None:
        """Go, for somebody who may have something to say."""
        self._stop_waiting()
        if self.place is not None:
            self.door.leave(self.place)
            self.place = None
        self.transport.abort()

    def _await_head(self) -> None:
        self._wait(self.door.bounds.head_seconds, self.make_way)
        self.door.silent[self] = None

    def _await_body(self, cycle: RequestResponseCycle) -> None:
        def give_up() -> None:
            if self.cycle is cycle and self.conn.their_state is h11.SEND_BODY:
                self.make_way()

        self._wait(self.door.bounds.body_seconds, give_up)

    def _wait(self, seconds: float, then: Callable[[], None]) -> None:
        self._stop_waiting()
        self.timer = self.loop.call_later(seconds, then)

    def _stop_waiting(self) -> None:
        self.door.silent.pop(self, None)
        if self.timer is not None:
            self.timer.cancel()
            self.timer = None

    def _is_read_again(self) -> None:
        if self.unread is not None:
            self.unread.cancel()
            self.unread = None
