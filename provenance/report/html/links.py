"""Which addresses become links."""

from __future__ import annotations

from urllib.parse import urlsplit


def safe_link(address: str | None) -> str | None:
    """The address if it is a plain web address, else None: the page shows others as text at most."""
    if not address or any(char.isspace() or not char.isprintable() for char in address):
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme.lower() in ("http", "https") and parts.hostname else None
