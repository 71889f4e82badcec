"""Evidence: any stored record that a finding may cite."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from enum import StrEnum
from typing import Any

from provenance.errors import RecordError
from provenance.model.fields import json_fields, optional_date, optional_text, required_id, text_list
from provenance.model.interval import Interval
from provenance.model.works import works_complete


class Kind(StrEnum):
    """What an evidence record is."""

    FACT_CHECK = "fact_check"
    RELEASE = "release"
    ARCHIVE = "archive"
    QUOTE = "quote"


@dataclass(frozen=True, slots=True)
class Utterance:
    """One passage of a transcript: who said what, from `start_s` to `end_s` seconds."""

    start_s: float
    end_s: float
    text: str
    speaker: str | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.start_s <= self.end_s:
            raise RecordError(
                f"an utterance needs 0 ≤ start ≤ end, got {self.start_s}–{self.end_s} s", path="$.transcript"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One record of the index: a fact-check, an official release, a dated archive item, or a quotable work."""

    id: str
    kind: Kind
    text: str
    title: str | None = None
    #: The checked statement, for a fact-check.
    claim: str | None = None
    #: The publisher's own words, never translated or mapped.
    rating: str | None = None
    publisher: str | None = None
    author: str | None = None
    url: str | None = None
    lang: str | None = None
    published_at: Interval | None = None
    event_start: Interval | None = None
    event_end: Interval | None = None
    #: Names as the source states them.
    places: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    transcript: tuple[Utterance, ...] = ()
    #: From then on the record no longer supports a finding.
    expires_at: Interval | None = None
    #: Records that this one replaces.
    supersedes: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict, hash=False)

    def __post_init__(self) -> None:
        if not self.id:
            raise RecordError("an evidence record needs an id", path="$.id", code="missing-id")
        content = self.text.strip() or self.claim or self.title or self.media or self.transcript
        if not content:
            raise RecordError("an evidence record needs a text, a claim, a title or media", path="$.text", code="empty")

    @classmethod
    def from_dict(cls, row: Mapping[str, Any], *, zone: tzinfo = UTC) -> Evidence:
        """Read one input row (DESIGN section 3).

        Raises:
            RecordError: a value is missing or malformed; `path` says which.
        """
        kind = row.get("kind")
        if kind not in frozenset(Kind):
            raise RecordError(f"kind must be one of {', '.join(Kind)}, got {kind!r}", path="$.kind", code="bad-kind")
        dates: dict[str, Any] = {
            key: optional_date(row, key, zone=zone)
            for key in ("published_at", "event_start", "event_end", "expires_at")
        }
        works_complete(row)  # kept in `extra` as it is; refused here when it says nothing that can be checked
        texts: dict[str, Any] = {
            key: optional_text(row, key) for key in ("title", "claim", "rating", "publisher", "author", "url", "lang")
        }
        return cls(
            id=required_id(row),
            kind=Kind(kind),
            text=optional_text(row, "text") or "",
            places=text_list(row, "places"),
            media=text_list(row, "media"),
            supersedes=text_list(row, "supersedes"),
            transcript=_transcript(row.get("transcript")),
            extra={key: value for key, value in row.items() if key not in _FIELDS},
            **dates,
            **texts,
        )

    def to_dict(self) -> dict[str, Any]:
        """The input row that this record would be read from."""
        return json_fields(self)

    @property
    def event(self) -> Interval | None:
        """When what the record tells took place, as far as the record itself states it."""
        return event_between(self.event_start, self.event_end)

    def expired(self, at: datetime) -> bool:
        """Whether the record's shelf-life ended before `at`."""
        return self.expires_at is not None and self.expires_at.start <= at


def event_between(start: Interval | None, end: Interval | None) -> Interval | None:
    """When an event took place of which both ends, one or none is stated."""
    if start is None:
        return end
    return start if end is None else start.hull(end)


def _transcript(value: Any) -> tuple[Utterance, ...]:
    if value is None:
        return ()
    if hasattr(value, "tolist"):
        value = value.tolist()
    if not isinstance(value, list | tuple):
        raise RecordError("expected a list of utterances", path="$.transcript", code="bad-type")
    out = []
    for number, item in enumerate(value):
        try:
            speaker = item.get("speaker")
            out.append(
                Utterance(
                    float(item["start_s"]),
                    float(item["end_s"]),
                    str(item["text"]),
                    None if speaker is None else str(speaker),
                )
            )
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise RecordError(f"no utterance: {error!r}", path=f"$.transcript[{number}]", code="bad-type") from None
    return tuple(out)


_FIELDS = frozenset(Evidence.__dataclass_fields__) - {"extra"}
