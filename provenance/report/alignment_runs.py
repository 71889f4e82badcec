"""An alignment as a sequence of marked runs: what every rendering of it shows, in the order of the clip."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from provenance.model.alignment import Alignment, Segment, SegmentOp
from provenance.model.span import TextSpan

#: Characters of the record shown before the first and after the last quoted word, and on each side of a long cut.
CONTEXT = 80
_SENTENCE_MARKS = "。！？!?.;；\n"


class Run(StrEnum):
    """What a run of characters is."""

    #: Words of the record around the quotation.
    CONTEXT = "context"
    #: Said in both.
    KEPT = "kept"
    #: Said in the record, left out of the clip.
    OMITTED = "omitted"
    #: Said in the clip only.
    INSERTED = "inserted"
    #: Stands for a part of the record that is not shown.
    ELISION = "elision"
    #: From here on the clip takes up another place of the record.
    JUMP = "jump"


@dataclass(frozen=True, slots=True)
class MarkedRun:
    """A run and its text."""

    kind: Run
    text: str


def runs(alignment: Alignment) -> list[MarkedRun]:
    """The record with what was cut, and the clip with what was put in, as one text; neighbours of a kind joined."""
    joined: list[MarkedRun] = []
    for run in _runs(alignment):
        if run.text and joined and joined[-1].kind is run.kind:
            joined[-1] = MarkedRun(run.kind, joined[-1].text + run.text)
        elif run.text:
            joined.append(run)
    return joined


def _runs(alignment: Alignment) -> Iterator[MarkedRun]:
    official, clip = alignment.official, alignment.clip
    placed = [segment.official for segment in alignment.segments if segment.official]
    if not placed:
        yield MarkedRun(Run.INSERTED, clip.strip())
        return
    start = _sentence_start(official, placed[0].start)
    if start > 0:
        yield MarkedRun(Run.ELISION, "… ")
    yield MarkedRun(Run.CONTEXT, official[start : placed[0].start])
    at = placed[0].start
    clip_at: int | None = None
    for segment in alignment.segments:
        place = segment.official
        if place is not None:
            yield from _between(official, at, place.start)
            at = place.end
        elif clip_at is not None:
            yield MarkedRun(Run.INSERTED, clip[clip_at : segment.clip.start])
        yield from _segment(segment, official, clip)
        clip_at = segment.clip.end
    end = _sentence_end(official, at)
    yield MarkedRun(Run.CONTEXT, official[at:end])
    if end < len(official):
        yield MarkedRun(Run.ELISION, " …")


def _between(official: str, at: int, start: int) -> Iterator[MarkedRun]:
    """What stands in the record between two segments: punctuation, mostly; or the segment is taken from elsewhere."""
    if start < at:
        yield MarkedRun(Run.JUMP, " ⤺ ")
    elif start - at > CONTEXT:
        yield MarkedRun(Run.ELISION, " … ")
    else:
        yield MarkedRun(Run.KEPT, official[at:start])


def _segment(segment: Segment, official: str, clip: str) -> Iterator[MarkedRun]:
    ours = segment.clip.of(clip)
    theirs = segment.official.of(official) if segment.official else ""
    if segment.op is SegmentOp.OMITTED:
        yield from _omitted(theirs)
    elif segment.op is SegmentOp.INSERTED:
        yield MarkedRun(Run.INSERTED, ours)
    elif segment.op is SegmentOp.ALTERED:
        yield MarkedRun(Run.OMITTED, theirs)
        yield MarkedRun(Run.INSERTED, ours)
    else:
        yield MarkedRun(Run.KEPT, theirs)


def _omitted(text: str) -> Iterator[MarkedRun]:
    """A long cut shows its beginning and its end: the context on both sides of it."""
    if len(text) <= 3 * CONTEXT:
        yield MarkedRun(Run.OMITTED, text)
        return
    yield MarkedRun(Run.OMITTED, text[:CONTEXT])
    yield MarkedRun(Run.ELISION, f" … {len(text) - 2 * CONTEXT} … ")
    yield MarkedRun(Run.OMITTED, text[-CONTEXT:])


def _sentence_start(text: str, at: int) -> int:
    begin = max(text.rfind(mark, 0, at) for mark in _SENTENCE_MARKS) + 1
    return max(begin, at - CONTEXT)


def _sentence_end(text: str, at: int) -> int:
    ends = [found + 1 for mark in _SENTENCE_MARKS if (found := text.find(mark, at)) >= 0]
    return min([*ends, at + CONTEXT, len(text)])


def sentence_around(text: str, span: TextSpan) -> TextSpan:
    """The sentence or sentences of `text` that hold `span`, cut short where they are very long."""
    return TextSpan(_sentence_start(text, span.start), _sentence_end(text, span.end))
