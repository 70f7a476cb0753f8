"""Sending one message, to an address that may be asked.

Whoever enters an address has the server send something there. So it has to be HTTPS to
a public address, the name is resolved once and the connection goes to what was looked
at (not to what the name says a moment later), redirects are not followed, and of the
answer nothing but its status is read or shown.
"""

import ipaddress
import socket
import ssl
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx
from django.conf import settings

TIMEOUT = 10.0
GONE = 410


class Forbidden(Exception):
    """The address may not be asked; the message says why."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an attempt. ``status`` is ``None`` where there was no answer."""

    status: int | None
    words: str

    @property
    def arrived(self) -> bool:
        """Whether the receiver took it."""
        return self.status is not None and 200 <= self.status < 300


def send(url: str, content: bytes, headers: dict[str, str]) -> Outcome:
    """One attempt. Whatever goes wrong is an outcome."""
    try:
        target = resolved(url)
        request = httpx.Request(
            "POST",
            target.url,
            content=content,
            headers={**headers, "host": target.host, "user-agent": "risk-zones-webhooks/1"},
            # The certificate has to be of the name, not of the number.
            extensions={
                "sni_hostname": target.name,
                "timeout": httpx.Timeout(TIMEOUT).as_dict(),
            },
        )
        with httpx.HTTPTransport(verify=ssl.create_default_context(), trust_env=False) as transport:
            response = transport.handle_request(request)
            response.close()
    except (Forbidden, httpx.HTTPError, httpx.InvalidURL, OSError) as error:
        words = str(error) if isinstance(error, Forbidden) else type(error).__name__
        return Outcome(None, words)
    return Outcome(response.status_code, f"HTTP {response.status_code}")


@dataclass(frozen=True, slots=True)
class Target:
    """An address as looked at: with a number for its name, and the name beside it."""

    url: str
    name: str
    host: str


def resolved(url: str) -> Target:
    """The address with its name resolved. Raises ``Forbidden``."""
    parts = urlsplit(url)
    check_form(url)
    assert parts.hostname
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Forbidden("无法解析域名") from error
    numbers = [ipaddress.ip_address(str(info[4][0]).partition("%")[0]) for info in found]
    if not settings.WEBHOOK_PRIVATE_ADDRESSES and not all(map(is_public, numbers)):
        raise Forbidden("不允许发往内部网络地址")
    number = f"[{numbers[0]}]" if numbers[0].version == 6 else str(numbers[0])
    path = parts.path or "/"
    query = f"?{parts.query}" if parts.query else ""
    return Target(f"{parts.scheme}://{number}:{port}{path}{query}", parts.hostname, parts.netloc)


def is_public(number: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Whether it is an address of the open network, also when it is dressed as another."""
    if isinstance(number, ipaddress.IPv6Address):
        inner = number.ipv4_mapped or number.sixtofour or (number.teredo or (None, None))[1]
        if inner is not None:
            return is_public(inner)
    return number.is_global and not number.is_multicast


def check_form(url: str) -> None:
    """Whether an address can be one. Raises ``Forbidden``."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        raise Forbidden("不是网址") from error
    allowed = {"https", "http"} if settings.WEBHOOK_PRIVATE_ADDRESSES else {"https"}
    if parts.scheme not in allowed or not parts.hostname:
        raise Forbidden("地址须以 https:// 开头")
    if parts.username or parts.password or parts.fragment:
        raise Forbidden("地址中不能有用户名、密码或 #")
    if any(ord(c) <= 32 or ord(c) == 127 for c in url):
        raise Forbidden("地址中不能有空白")
