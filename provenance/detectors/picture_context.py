"""What a text says about the time and place of its picture, beside what a record knows of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from provenance.model.evidence import Evidence
from provenance.model.interval import Interval
from provenance.model.post import Post
from provenance.model.span import TextSpan
from provenance.text.dates import TimeKind, find_times
from provenance.text.places import Path, Relation, find_places, relation

#: Days by which a stated event may miss (zones, nights), and by which a publication may lag behind its event.
_EVENT_SLACK, _PUBLISHED_SLACK = timedelta(days=2), timedelta(days=10)

#: Words that mark a picture as not of the event told: file photographs, illustrations, memories.
_FILE_PICTURE = re.compile(
    r"资料[图照]|資料[圖照]|资料(?:画面|视频)|資料(?:畫面|影片)|档案[图照]|檔案[圖照]|历史[图照]|歷史[圖照]|示意[图圖]|配[图圖]|"
    r"[图圖]文[无無][关關]|[图圖]片[来來]自[网網][络絡]|[旧舊]照|老照片|老[图圖]|往期[图圖]片|"
    r"\b(?:file|stock|archiv(?:e|al)|old) (?:photo|picture|image|pic|footage|video)|"
    r"\bfor illustration|\billustrative|\bsymbolic (?:photo|image)|\brepresentational|"
    r"\bthrowback\b|#tbt\b|\bfrom the archives?\b",
    re.IGNORECASE,
)

#: Words that say the picture shows the moment of the post.
_LIVE = re.compile(
    r"[现現][场場]|[实實]拍|直[击擊]|正在|[刚剛][刚剛]|前方|"
    r"\blive\b|\bright now\b|\bhappening now\b|\bbreaking\b|\bjust (?:now|in)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """How the text of a post lies to one record.

    Attributes:
        date_fits: True, False, or None where one side does not say.
        place_fits: likewise.
        gap_days: from the record's event to the nearest time the text names; None unless `date_fits` is False.
        times: the stretches of text that name times, where they conflict.
        places: likewise of places.
        stated_place_only: the conflicting place is the account's, the text names none.
    """

    date_fits: bool | None
    place_fits: bool | None
    gap_days: float | None = None
    times: tuple[TextSpan, ...] = ()
    places: tuple[TextSpan, ...] = ()
    stated_place_only: bool = False

    @property
    def conflicts(self) -> bool:
        """Whether time or place of the text is another."""
        return self.date_fits is False or (self.place_fits is False and not self.stated_place_only)

    @property
    def agrees(self) -> bool:
        """Whether time or place is the same and neither conflicts."""
        return not self.conflicts and (self.date_fits is True or self.place_fits is True)


def marked_as_file_picture(text: str) -> TextSpan | None:
    """The words by which the text says itself that the picture is not of the event."""
    match = _FILE_PICTURE.search(text)
    return TextSpan(*match.span()) if match else None


def said_to_be_live(text: str) -> bool:
    """Whether the text says that it shows what happens now."""
    return _LIVE.search(text) is not None


def read(post: Post, record: Evidence, now: datetime) -> Reading:
    """Compare the times and places that the post names with those of the record."""
    date_fits, gap, times = _dates(post, record, now)
    place_fits, places, stated = _places(post, record)
    return Reading(date_fits, place_fits, gap, times, places, stated)


def _dates(post: Post, record: Evidence, now: datetime) -> tuple[bool | None, float | None, tuple[TextSpan, ...]]:
    event, slack = (record.event, _EVENT_SLACK) if record.event else (record.published_at, _PUBLISHED_SLACK)
    if event is None:
        return None, None, ()
    known = Interval(event.start - slack, event.end + _EVENT_SLACK)
    # Without the time of the post, "today" means nothing.
    usable = {TimeKind.ABSOLUTE} if post.posted_at is None else {TimeKind.ABSOLUTE, TimeKind.RELATIVE, TimeKind.NOW}
    named = [
        (Interval(mention.start, mention.end), mention.span)
        for mention in find_times(post.text, now)
        if mention.kind in usable and mention.start is not None and mention.end is not None
    ]
    if not named:
        return None, None, ()
    if any(interval.overlaps(known) for interval, _ in named):
        return True, None, ()
    gap = min((known.gap_days(interval) for interval, _ in named), key=abs)
    return False, gap, tuple(span for _, span in named)


def _places(post: Post, record: Evidence) -> tuple[bool | None, tuple[TextSpan, ...], bool]:
    known = _paths("\n".join(record.places)) or _paths(record.title or "")
    if not known:
        return None, (), False
    mentions = find_places(post.text)
    if not mentions:
        stated = _paths(post.place or "")
        return (None, (), False) if not stated else (_any_fits(stated, known), (), not _any_fits(stated, known))
    named = [path for mention in mentions for path in mention.candidates if path]
    return _any_fits(named, known), tuple(mention.span for mention in mentions), False


def _paths(text: str) -> list[Path]:
    return [path for mention in find_places(text) for path in mention.candidates if path] if text else []


def _any_fits(named: list[Path], known: list[Path]) -> bool:
    return any(relation(one, other) is not Relation.DIFFERENT for one in named for other in known)
