"""Surrogates of addresses of the net: of domains and networks that are kept free for examples."""

from __future__ import annotations

import ipaddress
import re

from sparkocr.entities.surrogate_key import Keyed, plain

__all__ = ["email", "ip_address", "url", "username"]

_DOMAINS = ("example.com", "example.net", "example.org")  # RFC 2606
_NETWORKS = ("192.0.2.", "198.51.100.", "203.0.113.")  # RFC 5737
_SCHEME = re.compile(r"\s*(?:[a-z][a-z0-9+.-]{1,10}://)?(?:www\.)?", re.IGNORECASE)
_MANY = 1_000_000


def email(text: str, keyed: Keyed, attempt: int = 0) -> str:
    """Return an address like ``user482113@example.org``."""
    return f"{username('', keyed, attempt, plain(text))}@{_domain(text, keyed, attempt)}"


def url(text: str, keyed: Keyed, attempt: int = 0) -> str:
    """Return an address of an example domain, with the scheme and ``www.`` of the text."""
    scheme = _SCHEME.match(text)
    page = keyed.number(_MANY, "url", plain(text), attempt)
    return f"{scheme[0].strip() if scheme else ''}{_domain(text, keyed, attempt)}/p{page:06}"


def username(text: str, keyed: Keyed, attempt: int = 0, name: str = "") -> str:
    """Return a name like ``user482113``, with the ``@`` of the text."""
    number = keyed.number(_MANY, "user", name or plain(text), attempt)
    return f"{'@' if text.startswith('@') else ''}user{number:06}"


def ip_address(text: str, keyed: Keyed, attempt: int = 0) -> str:
    """Return an address of the networks for documentation: of version 6 (RFC 3849) if the text is one, or else of 4."""
    number = keyed.number(1 << 32, "ip", plain(text), attempt)
    if text.count(":") > 1:
        return str(ipaddress.IPv6Address("2001:db8::") + 1 + number)
    network = _NETWORKS[keyed.number(len(_NETWORKS), "network", plain(text), attempt)]
    return f"{network}{1 + number % 254}"


def _domain(text: str, keyed: Keyed, attempt: int) -> str:
    return _DOMAINS[keyed.number(len(_DOMAINS), "domain", plain(text), attempt)]
