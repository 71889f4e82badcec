"""Which frames and pictures of a finding are worth showing side by side: what its media matches say is the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from provenance.model.finding import Finding, Match
from provenance.model.span import BoxSpan, TimeSpan

#: Pairs of one finding, at most, and of one match.
MOST_PAIRS, _OF_A_MATCH = 6, 3
#: Seconds between two frames of a match, at least: frames nearer to each other look the same.
_APART_S = 1.0
#: Measures under which both sides show the same; the sound of a passage may stand under any picture.
_SEEN = "picture"


@dataclass(frozen=True, slots=True)
class Moment:
    """A still picture, or a moment of a recording, and which part of it.

    Attributes:
        media: entry of the `media` of a post or record.
        at_s: second of a recording; None for a picture.
        box: the matched part of a picture; None means all.
    """

    media: str
    at_s: float | None = None
    box: BoxSpan | None = None

    @property
    def address(self) -> str:
        """Media and moment in one, as a media fragment (W3C, 2012) names it."""
        return self.media if self.at_s is None else f"{self.media}#t={self.at_s:.2f}"


@dataclass(frozen=True, slots=True)
class FramePair:
    """What a post shows and what a record shows, which are the same."""

    evidence_id: str
    post: Moment
    record: Moment


def frame_pairs(finding: Finding) -> tuple[FramePair, ...]:
    """The pairs of a finding, in the order of its matches; none for matches of words or sound."""
    seen = [match for match in finding.matches if _is_seen(match)]
    each = max(1, min(_OF_A_MATCH, MOST_PAIRS // max(1, len(seen))))
    pairs = [pair for match in seen for pair in _pairs(match, each)]
    return tuple(dict.fromkeys(pairs))[:MOST_PAIRS]


def _is_seen(match: Match) -> bool:
    places = (match.post_span, match.evidence_span)
    return match.measure.startswith(_SEEN) and all(isinstance(place, BoxSpan | TimeSpan) for place in places)


def _pairs(match: Match, most: int) -> Iterator[FramePair]:
    here, there = match.post_span, match.evidence_span
    assert isinstance(here, BoxSpan | TimeSpan)
    assert isinstance(there, BoxSpan | TimeSpan)
    lengths = [span.end_s - span.start_s for span in (here, there) if isinstance(span, TimeSpan)]
    count = max(1, min(most, int(min(lengths, default=0.0) / _APART_S)))
    for number in range(count):
        share = (number + 0.5) / count
        yield FramePair(match.evidence_id, _moment(here, share), _moment(there, share))


def _moment(span: BoxSpan | TimeSpan, share: float) -> Moment:
    if isinstance(span, BoxSpan):
        return Moment(str(span.media), box=span)
    return Moment(str(span.media), round(span.start_s + share * (span.end_s - span.start_s), 2))
