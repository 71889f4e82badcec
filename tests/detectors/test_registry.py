"""What every detector keeps, whatever its pattern: one that is added is held to it by being in the registry."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.config import Settings
from provenance.detectors import REGISTRY, open_detectors
from provenance.detectors.base import BatchDetector, Context, Detector
from provenance.detectors.judging import Judging
from provenance.errors import UsageError
from provenance.model.evidence import Kind
from provenance.model.finding import Finding
from provenance.model.interval import Interval
from provenance.model.post import Post
from provenance.model.silence import Silence

NOW = datetime(2026, 1, 1, tzinfo=UTC)
SINGLE = [each for each in open_detectors() if isinstance(each, Detector)]
TELLING = st.sampled_from(["昨天郑州暴雨，12人遇难", "“To be, or not to be” — Hamlet said it last night"])
TEXTS = st.text(max_size=40) | TELLING


def alone(text: str, *, dated: bool) -> Context:
    """A post of which no record is known."""
    posted = Interval.parse("2026-01-01") if dated else None
    post = Post(id="post", text=text if text.strip() else "…", posted_at=posted)
    return Context(post=post, index_version="test", settings=Settings(), now=NOW)


def test_each_detector_stands_under_its_own_pattern():
    assert [each.pattern for each in open_detectors()] == list(REGISTRY)


def test_only_known_kinds_are_looked_at():
    assert all(set(each.looks_at) <= set(Kind) for each in open_detectors())


def test_a_post_is_judged_alone_or_with_others_and_never_both():
    assert all(isinstance(each, Detector) != isinstance(each, BatchDetector) for each in open_detectors())


def test_an_unknown_pattern_is_answered_with_the_known_ones():
    with pytest.raises(UsageError, match="known are debunked, reheated"):
        open_detectors(["rumor"])


@pytest.mark.parametrize("detector", SINGLE, ids=lambda each: each.pattern)
@given(text=TEXTS, dated=st.booleans())
def test_without_a_record_nothing_is_found(detector, text, dated):
    assert list(detector.detect(alone(text, dated=dated))) == []


@pytest.mark.parametrize("detector", SINGLE, ids=lambda each: each.pattern)
@given(text=TEXTS, dated=st.booleans())
def test_silence_is_told_of_the_own_pattern_and_in_words(detector, text, dated):
    assert isinstance(detector, Judging)
    context = alone(text, dated=dated)
    for each in [*detector.judge(context), *detector.nearly(context)]:
        assert isinstance(each, Finding | Silence)
        assert each.pattern == detector.pattern
        assert isinstance(each, Finding) or each.reason.text
