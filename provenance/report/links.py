"""Which addresses become links, on pages and in exports."""

from __future__ import annotations

from urllib.parse import urlsplit


def web_address(address: str | None) -> str | None:
    """The address if it is a plain http or https one with a host, else None: scripts and local files never leave."""
    if not address or any(char.isspace() or not char.isprintable() for char in address):
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in {"http", "https"} and parts.hostname else None
