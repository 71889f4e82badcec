from __future__ import annotations

from datetime import UTC, datetime

import pytest

from provenance.config import Settings
from provenance.detectors.base import Context
from provenance.detectors.shown_parts import OLD_EVENT_BITS, TWO_PARTS_BITS, with_pictures
from provenance.media.box import Box
from provenance.media.match import ImageMatch
from provenance.media.transform import Transform
from provenance.model.evidence import Evidence
from provenance.model.finding import Citation, Finding, Match, Pattern, Reason
from provenance.model.post import Post
from provenance.model.span import BoxSpan, TextSpan
from provenance.retrieval.pictures import PictureEvidence, PictureHits

PLAIN = Transform(False, 1.0, 1.0, 0.0, (), (1, 0, 0, 0, 1, 0))


def hit(record: str, similarity: float = 0.95, at_s: float | None = None) -> PictureEvidence:
    evidence = Evidence.from_dict({"id": record, "kind": "archive", "text": "flood", "title": f"{record} flood"})
    return PictureEvidence(evidence, "old.jpg", ImageMatch(Box(), Box(), PLAIN, similarity, 40, 0.97), at_s)


def context(**pictures: list[PictureEvidence]) -> Context:
    return Context(
        post=Post(id="p", text="flood", media=tuple(pictures)),
        pictures=[PictureHits(name, tuple(hits)) for name, hits in pictures.items()],
        index_version="v",
        settings=Settings(),
        now=datetime(2026, 1, 1, tzinfo=UTC),
    )


def finding(pattern: Pattern, *records: str) -> Finding:
    return Finding(
        post_id="p",
        pattern=pattern,
        reasons=(Reason("prior", "before", 1.0),),
        matches=tuple(Match(record, TextSpan(0, 5), None, "event-content", 0.8) for record in records),
        citations=tuple(Citation(record) for record in records),
        index_version="v",
        confidence=0.6,
    )


def test_old_events_picture_beside_its_words_supports_reheated_and_is_shown():
    made = with_pictures(context(a=[hit("wuhan")]), finding(Pattern.REHEATED, "wuhan"))
    assert made.weight_bits == 1.0 + OLD_EVENT_BITS
    assert made.confidence is not None
    assert 0.6 < made.confidence < 0.9
    assert made.matches[-1].post_span == BoxSpan(0, 0, 1, 1, "a")
    assert made.matches[-1].evidence_span == BoxSpan(0, 0, 1, 1, "old.jpg")
    assert "wuhan flood" in made.reasons[-1].text


def test_pictures_of_two_parts_support_stitched():
    both = with_pictures(context(a=[hit("wuhan")], b=[hit("hanoi")]), finding(Pattern.STITCHED, "wuhan", "hanoi"))
    assert both.weight_bits == 1.0 + TWO_PARTS_BITS
    assert len(both.matches) == 4


def test_picture_of_one_part_is_shown_but_speaks_for_no_second_part():
    one = with_pictures(context(a=[hit("wuhan")]), finding(Pattern.STITCHED, "wuhan", "hanoi"))
    assert (one.weight_bits, one.confidence) == (1.0, 0.6)
    assert len(one.matches) == 3


@pytest.mark.parametrize(
    "shown", [[hit("other")], [hit("wuhan", similarity=0.5)], [hit("wuhan", at_s=4.0)], []], ids=str
)
def test_other_records_weak_matches_and_frames_change_nothing(shown):
    plain = finding(Pattern.REHEATED, "wuhan")
    assert with_pictures(context(a=shown), plain) == plain


def test_one_picture_counts_once_however_many_copies_the_post_shows():
    made = with_pictures(context(a=[hit("wuhan")], b=[hit("wuhan")]), finding(Pattern.REHEATED, "wuhan"))
    assert made.weight_bits == 1.0 + OLD_EVENT_BITS
