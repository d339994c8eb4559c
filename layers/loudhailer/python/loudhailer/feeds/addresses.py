"""Which addresses a feed may be read from: none that leads inside."""

import ipaddress
import socket
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import httpx

from loudhailer.domain.errors import FeedError, FeedUnavailable

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolve = Callable[[str, int], Sequence[str]]

_HIDING_V4 = tuple(
    map(ipaddress.IPv6Network, ("::/96", "::ffff:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "2001::/32", "2002::/16"))
)
"""IPv6 that carries an IPv4 address: compatible, mapped, NAT64, Teredo, 6to4. Where it ends up is another's to say."""
_PORTS: Mapping[str, int] = {"https": 443, "http": 80}


class Network(StrEnum):
    """Where feeds are."""

    PUBLIC = "public"  # the internet, over https only
    LOOPBACK = "loopback"  # this machine and nothing else: for a stand-in on a laptop


def is_public(address: Address) -> bool:
    """Tell whether an address is of the public internet, whatever it may carry inside."""
    if isinstance(address, ipaddress.IPv6Address) and any(address in network for network in _HIDING_V4):
        return False
    closed = address.is_multicast or address.is_reserved or address.is_unspecified or address.is_private
    return address.is_global and not closed


def resolved(host: str, port: int) -> Sequence[str]:
    """Return every address of a host, as the machine resolves it."""
    return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


@dataclass(frozen=True, slots=True)
class Reach:
    """What one feed may be read from: its own host and port, and those that its configuration adds."""

    home: httpx.URL
    hosts: tuple[str, ...]
    network: Network
    resolve: Resolve = resolved

    def is_home(self, url: httpx.URL) -> bool:
        """Tell whether an address is on the feed's own host and port: only there goes its key."""
        return (url.scheme, _place(url)) == (self.home.scheme, _place(self.home))

    def check(self, url: httpx.URL) -> None:
        """Raise `FeedError` where the address may not even be asked."""
        place = url.host or "address"
        if url.scheme not in _PORTS or (url.scheme == "http" and self.network is Network.PUBLIC):
            raise FeedError(place, "only https is read")
        if url.userinfo:
            raise FeedError(place, "an address with a user in it is not read")
        if not self.is_home(url) and _place(url) not in map(_with_port, self.hosts):
            raise FeedError(place, "it is neither the feed's own host nor one of its `hosts` in sources.yaml")

    def target(self, host: str, port: int) -> str:
        """Return the one address to connect to, checked; a second look-up could say something else."""
        if self.network is Network.LOOPBACK:
            if not _is_loopback(host):
                raise FeedError(host, "with FeedNetwork loopback, only this machine's own address is read")
            return host
        try:
            found = [ipaddress.ip_address(each) for each in self.resolve(host, port)]
        except (OSError, UnicodeError, ValueError):
            raise FeedUnavailable(f"{host}: its name cannot be resolved") from None
        if not found:
            raise FeedUnavailable(f"{host}: its name has no address")
        if not all(map(is_public, found)):
            raise FeedError(host, "it leads to an address that is not on the public internet")
        return str(found[0])


def _place(url: httpx.URL) -> str:
    return f"{url.host}:{url.port or _PORTS.get(url.scheme, 0)}"


def _with_port(host: str) -> str:
    return host if ":" in host else f"{host}:443"


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
