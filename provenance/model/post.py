"""A post: the query side, one item that somebody published and that is to be checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from typing import Any

from provenance.errors import RecordError
from provenance.model.fields import json_fields, optional_date, optional_text, required_id, text_list
from provenance.model.interval import Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One post. A post needs an id and some content (text or media)."""

    id: str
    #: As received; every span of a finding counts code points in it.
    text: str = ""
    #: When it was published; an incomplete date is an interval.
    posted_at: Interval | None = None
    #: Opaque key of the account; used to count accounts in a flood, never to judge one.
    author: str | None = None
    platform: str | None = None
    #: Where the poster says the post comes from, as stated.
    place: str | None = None
    url: str | None = None
    #: ISO 639-1 code stated by the source.
    lang: str | None = None
    #: Paths as given; resolved and confined by the reader.
    media: tuple[str, ...] = ()
    #: Keys of the input row that this model does not know, kept as they were.
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        if not self.id:
            raise RecordError("a post needs an id", path="$.id", code="missing-id")
        if not self.text.strip() and not self.media:
            raise RecordError("a post needs a text or media", path="$.text", code="empty")

    @classmethod
    def from_dict(cls, row: Mapping[str, Any], *, zone: tzinfo = UTC) -> Post:
        """Read one input row (DESIGN section 3).

        Args:
            row: the decoded JSON object.
            zone: the zone of dates that state none.

        Raises:
            RecordError: a value is missing or malformed; `path` says which.
        """
        return cls(
            id=required_id(row),
            text=optional_text(row, "text") or "",
            posted_at=optional_date(row, "posted_at", zone=zone),
            media=text_list(row, "media"),
            extra={key: value for key, value in row.items() if key not in _FIELDS},
            **{key: optional_text(row, key) for key in ("author", "platform", "place", "url", "lang")},
        )

    def to_dict(self) -> dict[str, Any]:
        """The input row that this post would be read from."""
        return json_fields(self)


_FIELDS = frozenset(Post.__dataclass_fields__) - {"extra"}
