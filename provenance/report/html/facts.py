"""What a finding states apart from texts: conflicting times and places side by side, ratings, numbers, edits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from string import Template
from typing import Any

from provenance.errors import RecordError
from provenance.model.finding import Finding, Pattern
from provenance.model.interval import Interval
from provenance.model.post import Post
from provenance.report.html.details import rows_of
from provenance.report.when import readable_time

#: A page lists so many edits and appearances of one finding.
_ROWS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the comparison; one side may be empty."""

    label: str
    post: str = ""
    record: str = ""


@dataclass(frozen=True, slots=True)
class Appearance:
    """When something of this content was seen."""

    when: str
    what: str
    #: Days since the appearance before; None for the first.
    days_later: int | None
    is_post: bool = False


def facts_of(finding: Finding, words: Mapping[str, str]) -> list[Fact]:
    """The lines for a pattern's details; what is absent is left out."""
    found = [
        Fact(words.get(label, label), _text(a), _text(b)) for label, a, b in _lines(finding, finding.details, words)
    ]
    if finding.media_review:
        found.append(Fact(words["media_review"], finding.media_review.value))
    return [fact for fact in found if fact.post or fact.record]


def _lines(finding: Finding, details: Mapping[str, Any], words: Mapping[str, str]) -> Iterator[tuple[str, Any, Any]]:
    get = details.get
    match finding.pattern:
        case Pattern.DEBUNKED:
            yield "rated", None, get("rating")
            for change in rows_of(get("rating_changes"))[:_ROWS_SHOWN]:
                until = str(change.get("until") or "")[:10]
                yield "rated_before", None, f"{change.get('rating')} (→ {until})" if until else change.get("rating")
            yield "days_after", get("days_after"), None
        case Pattern.REHEATED:
            yield "time", readable_time(get("claimed_interval")), readable_time(get("event_interval"))
            yield "gap_days", get("gap_days"), None
            yield "cue", get("cue"), None
        case Pattern.STITCHED:
            for number, part in enumerate(rows_of(get("parts"))[:_ROWS_SHOWN]):
                where = " · ".join(
                    text for text in (_text(part.get("place")), readable_time(part.get("event_interval"))) if text
                )
                yield "place", get("claimed_place") if number == 0 else None, where
        case Pattern.EDITED_OFFICIAL:
            for edit in rows_of(get("edits"))[:_ROWS_SHOWN]:
                yield str(edit.get("op") or "edits"), edit.get("after"), edit.get("before")
        case Pattern.OUT_OF_CONTEXT_MEDIA:
            yield "conflict", words.get(f"conflict_{get('conflict')}", get("conflict")), None
            yield "time", readable_time(get("claimed_interval")), readable_time(get("event_interval"))
            yield "place", get("claimed_place"), get("event_place")
            yield "transform", get("transform"), None
        case Pattern.MISATTRIBUTED_QUOTE:
            yield "author", get("attributed_to"), get("found_author")
            yield "work", None, get("found_title")
        case Pattern.FLOODING:
            if isinstance(seconds := get("window_s"), int | float):
                hours = f"{seconds / 3600:.1f}"
                size = {"size": get("size"), "accounts": get("accounts"), "hours": hours}
                yield "flood", Template(words["flood_value"]).substitute(size), None
            yield "first", None, " · ".join(str(get(key)) for key in ("origin_post_id", "first_posted_at") if get(key))


def appearances(finding: Finding, post: Post | None, words: Mapping[str, str]) -> list[Appearance]:
    """Everything with a date, oldest first: `details.timeline` if the detector states one, the citations, the post."""
    dated: list[tuple[datetime, str, str, bool]] = []
    for row in rows_of(finding.details.get("timeline")):
        what = str(row.get("title") or row.get("evidence_id") or "")
        _add(dated, row.get("date") or row.get("published_at"), what)
    known = {what for _, _, what, _ in dated}
    for citation in finding.citations:
        what = " · ".join(part for part in (citation.publisher, citation.title or citation.evidence_id) if part)
        if citation.evidence_id not in known and what not in known:
            _add(dated, citation.published_at, what)
    if not any(when[:10] == str(finding.details.get("event_interval"))[:10] for _, when, _, _ in dated):
        _add(dated, finding.details.get("event_interval"), words["event"])
    if post and post.posted_at:
        dated.append((post.posted_at.start, post.posted_at.isoformat(), words["this_post"], True))
    dated = sorted(dict.fromkeys(dated))
    if len(dated) < 2:
        return []
    if len(dated) > _ROWS_SHOWN:
        dated = [*dated[: _ROWS_SHOWN - 1], dated[-1]]
    first = Appearance(readable_time(dated[0][1]), dated[0][2], None, dated[0][3])
    rest = [
        Appearance(readable_time(now[1]), now[2], (now[0] - before[0]).days, now[3]) for before, now in pairwise(dated)
    ]
    return [first, *rest]


def _add(dated: list[tuple[datetime, str, str, bool]], when: Any, what: str) -> None:
    if isinstance(when, str):
        try:
            dated.append((Interval.parse_any(when).start, when, what, False))
        except RecordError:
            return  # a date that only its publisher can read stands with the source


def _text(value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, dict):
        return ", ".join(f"{key} {_text(each)}" for key, each in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(_text(each) for each in value)
    return str(value)
