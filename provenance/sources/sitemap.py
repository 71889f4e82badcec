"""Sitemaps: which pages a site has, and when each was changed last."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

from provenance.errors import InputError

_ENTRY = re.compile(rb"<(?P<kind>url|sitemap)\b[^>]*>(?P<body>.*?)</(?P=kind)\s*>", re.DOTALL | re.IGNORECASE)
_PLACE = re.compile(rb"<loc\b[^>]*>\s*(?:<!\[CDATA\[)?\s*(?P<url>.*?)\s*(?:\]\]>)?\s*</loc", re.DOTALL | re.IGNORECASE)
_CHANGED = re.compile(rb"<lastmod\b[^>]*>\s*(?P<when>[^<]*?)\s*</lastmod", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One address of a sitemap.

    Attributes:
        url: of a page, or of another sitemap.
        changed: what the sitemap states as its last change, as it stands there.
        is_sitemap: whether it is another sitemap.
    """

    url: str
    changed: str | None
    is_sitemap: bool


def entries(data: bytes, name: str) -> list[Entry]:
    """The addresses of a sitemap, in order. Plain patterns, since a flat list needs no parser that could be attacked.

    Raises:
        InputError: there is none.
    """
    out = []
    for found in _ENTRY.finditer(data):
        place, changed = _PLACE.search(found["body"]), _CHANGED.search(found["body"])
        if place:
            when = changed["when"].decode("utf-8", "replace") if changed else None
            url = unescape(place["url"].decode("utf-8", "replace"))
            out.append(Entry(url, when, found["kind"].lower() == b"sitemap"))
    if not out and b"<urlset" not in data:
        raise InputError(f"{name} is no sitemap: no address found in it")
    return out
