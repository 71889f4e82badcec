"""Fetches what a source's address holds: inside limits, conditionally, and never from inside the own network.

The only file that opens a network connection.
"""

from __future__ import annotations

import ipaddress
import os
import socket
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

from provenance.errors import InputError
from provenance.sources.config import Source

#: Redirections followed.
_MAX_REDIRECTS = 5
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_CHUNK_BYTES = 65_536
_AGENT = "provenance (index of fact-checks; reads feeds once a night)"


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address answered.

    Attributes:
        data: the body; None where the server says that nothing has changed.
        validators: `etag` and `last_modified` for the next conditional request.
        url: where the answer came from, after redirections.
    """

    data: bytes | None
    validators: Mapping[str, str] = field(default_factory=dict, hash=False)
    url: str = ""


def fetch(url: str, source: Source, *, validators: Mapping[str, str] | None = None) -> Fetched:
    """Get an address.

    Args:
        url: http or https.
        source: its limits, allowed hosts and credentials.
        validators: of the last answer; an unchanged one is then not sent again.

    Raises:
        InputError: no answer in time, an error status, too large, or a host that may not be contacted.
    """
    allowed = {urlsplit(source.address or url).hostname, *source.hosts, *source.private_hosts}
    home = urlsplit(source.address or url)
    address = url
    for _ in range(_MAX_REDIRECTS + 1):
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or parts.hostname not in allowed:
            raise InputError(
                f"source {source.name}: {address} leads to the host {parts.hostname}, which the configuration does not "
                "allow; add it to `hosts` if that is meant"
            )
        # Credentials go to the configured host over the configured scheme, and nowhere else.
        own = (parts.scheme, parts.netloc) == (home.scheme, home.netloc)
        answer = _get(address, source, _headers(source, validators or {}, credentials=own))
        if isinstance(answer, Fetched):
            return answer
        address = urljoin(address, answer)
    raise InputError(f"source {source.name}: {url} redirects more than {_MAX_REDIRECTS} times")


def _headers(source: Source, validators: Mapping[str, str], *, credentials: bool) -> dict[str, str]:
    headers = {"User-Agent": _AGENT, "Accept-Encoding": "gzip, deflate"}
    if "etag" in validators:
        headers["If-None-Match"] = validators["etag"]
    if "last_modified" in validators:
        headers["If-Modified-Since"] = validators["last_modified"]
    if source.authorization_env and credentials:
        value = os.environ.get(source.authorization_env)
        if not value:
            raise InputError(f"source {source.name}: set the environment variable {source.authorization_env}")
        headers["Authorization"] = value
    return headers


def _get(url: str, source: Source, headers: Mapping[str, str]) -> Fetched | str:
    """The answer, or the address that it redirects to."""
    import urllib3

    parts = urlsplit(url)
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    # The address that was judged is the one that is contacted: a name cannot turn to another machine in between.
    ip = _judged_address(host, port, source)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    options: dict[str, Any] = {"timeout": urllib3.Timeout(source.timeout_s), "retries": False, "maxsize": 1}
    if parts.scheme == "https":
        pool: urllib3.HTTPConnectionPool = urllib3.HTTPSConnectionPool(
            ip, port, server_hostname=host, assert_hostname=host, **options
        )
    else:
        pool = urllib3.HTTPConnectionPool(ip, port, **options)
    try:
        with pool:
            answer = pool.urlopen(
                "GET",
                path,
                headers={**headers, "Host": parts.netloc},
                redirect=False,
                preload_content=False,
                decode_content=True,
            )
            try:
                return _read(url, source, answer)
            finally:
                answer.close()
    except (urllib3.exceptions.HTTPError, OSError, zlib.error) as error:
        raise InputError(f"source {source.name}: {url} does not answer: {error}") from None


def _read(url: str, source: Source, answer: Any) -> Fetched | str:
    if answer.status == 304:
        return Fetched(None, {}, url)
    if answer.status in _REDIRECTS and answer.headers.get("Location"):
        return str(answer.headers["Location"])
    if answer.status != 200:
        raise InputError(f"source {source.name}: {url} answers {answer.status}")
    data = bytearray()
    for chunk in answer.stream(_CHUNK_BYTES, decode_content=True):
        data += chunk
        if len(data) > source.max_bytes:
            raise InputError(f"source {source.name}: {url} is larger than {source.max_bytes:,} bytes (max_bytes)")
    found = {"etag": answer.headers.get("ETag"), "last_modified": answer.headers.get("Last-Modified")}
    return Fetched(bytes(data), {key: value for key, value in found.items() if value}, url)


def _judged_address(host: str, port: int, source: Source) -> str:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise InputError(f"source {source.name}: the host {host} is unknown: {error}") from None
    addresses = [str(item[4][0]).split("%")[0] for item in found]
    for text in addresses:
        if host not in source.private_hosts and not ipaddress.ip_address(text).is_global:
            raise InputError(
                f"source {source.name}: the host {host} lies inside the own network ({text}); name it in "
                "`private_hosts` if that is meant"
            )
    return addresses[0]
