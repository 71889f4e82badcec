"""RSS and Atom, through feedparser."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, ClassVar

from provenance.errors import InputError
from provenance.model.finding import Skipped
from provenance.sources.base import Limits, Row
from provenance.sources.inputs import Input
from provenance.sources.markup import plain_text
from provenance.text.language import primary_subtag

#: A date that states no zone: the caller's zone holds, not UTC, so the text is handed on as it is.
_ZONELESS = re.compile(r"\s*\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?)?\s*$")
_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)


class Feed:
    """One row an entry."""

    name: ClassVar[str] = "feed"
    suffixes: ClassVar[tuple[str, ...]] = (".rss", ".atom", ".xml")
    fallback: ClassVar[Mapping[str, Any]] = MappingProxyType({"kind": "archive"})

    def rows(self, source: Input, limits: Limits) -> Iterator[Row | Skipped]:
        """The entries in feed order; where the feed breaks off, a `Skipped` says so.

        Raises:
            InputError: it is no feed, or declares entities (which only an attack needs).
        """
        import feedparser

        data = source.document(limits.max_document_bytes)
        if _ENTITY.search(data):
            raise InputError(f"{source.name} declares XML entities; such a file is not read")
        feed = feedparser.parse(data)
        if not feed.entries and (feed.bozo or not feed.version):
            raise InputError(f"{source.name} is no RSS or Atom feed: {feed.get('bozo_exception', 'unknown format')}")
        language = primary_subtag(str(feed.feed.get("language", ""))) or None
        for number, entry in enumerate(feed.entries, 1):
            values = _record(entry)
            values["publisher"] = feed.feed.get("title")
            values["lang"] = language
            kept = {key: value for key, value in values.items() if value not in (None, "", [])}
            yield Row(kept, number, f"$.entries[{number - 1}]", document=True)
        if feed.bozo and not isinstance(
            feed.bozo_exception, (feedparser.CharacterEncodingOverride, feedparser.NonXMLContentType)
        ):
            problem = f"the feed is damaged, entries may be missing: {feed.bozo_exception}"
            yield Skipped.at("malformed-xml", problem, source=source.name)


def _record(entry: Any) -> dict[str, Any]:
    contents = [content.get("value", "") for content in entry.get("content", ())]
    text = plain_text(max((*contents, entry.get("summary", "")), key=len))
    return {
        "id": entry.get("id") or entry.get("link"),
        "title": plain_text(entry.get("title", "")),
        "text": text,
        "url": entry.get("link"),
        "author": entry.get("author"),
        "published_at": _date(entry, "published") or _date(entry, "updated"),
        "tags": [tag.get("term") for tag in entry.get("tags", ()) if tag.get("term")],
        "enclosures": [item.get("href") for item in entry.get("enclosures", ()) if item.get("href")],
    }


def _date(entry: Any, key: str) -> str | None:
    stated, parsed = entry.get(key), entry.get(f"{key}_parsed")
    if not stated:
        return None
    if parsed is None or _ZONELESS.match(stated):
        return str(stated).strip()
    return datetime(*_clamped(parsed), tzinfo=UTC).isoformat()


def _clamped(parsed: time.struct_time) -> tuple[int, int, int, int, int, int]:
    return (parsed[0], parsed[1], parsed[2], parsed[3], parsed[4], min(parsed[5], 59))
