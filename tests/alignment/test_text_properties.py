"""What holds for any two texts."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from provenance.alignment.text import SegmentOp, align_text
from provenance.alignment.text.tokens import tokenise

_PIECES = st.sampled_from(
    [
        "我们",
        "不",
        "支持",
        "制裁",
        "共有",
        "25",
        "三万",
        "人",
        "，",
        "。",
        "……",
        "\n",
        "石桥镇",
        "可能",
        "將",
        "獲救",
        "问：",
        "答：",
        "２",
        "Q.",
        "I",
        "don't",
        "think",
        "so",
        "the",
        "mills",
        "twelve",
        "No.",
        "(aside)",
        "’",
        "—",
        "\u200b",
        "如果",
        "as",
        "a",
        "result",
        ",",
        ".",
        "you've",
        "1",
        "1/2",
        "million",
        "😀",
        "１",
    ]
)
texts = st.one_of(
    st.lists(_PIECES, max_size=25).map("".join), st.lists(_PIECES, max_size=25).map(" ".join), st.text(max_size=40)
)


@given(texts, texts)
def test_spans_lie_in_the_texts_as_received(clip: str, official: str) -> None:
    alignment = align_text(clip, official)
    for part in (*alignment.segments, *alignment.edits):
        assert 0 <= part.clip.start <= part.clip.end <= len(clip)
        if part.official:
            assert 0 <= part.official.start <= part.official.end <= len(official)
    for edit in alignment.edits:
        assert edit.after == edit.clip.of(clip)
        assert edit.before == (edit.official.of(official) if edit.official else "")


@given(texts, texts)
def test_segments_cover_every_word_of_the_clip_once(clip: str, official: str) -> None:
    spans = [segment.clip for segment in align_text(clip, official).segments]
    for left, right in pairwise(spans):
        assert left.end <= right.start
    tokens = tokenise(clip)
    for start, end in zip(tokens.starts, tokens.ends, strict=True):
        assert sum(span.start <= start and end <= span.end for span in spans if len(span)) == 1


@given(texts, texts)
def test_kept_segments_read_alike_on_both_sides(clip: str, official: str) -> None:
    for segment in align_text(clip, official).segments:
        if segment.op in (SegmentOp.KEPT, SegmentOp.REORDERED):
            assert segment.official is not None
            assert tokenise(segment.clip.of(clip)).keys == tokenise(segment.official.of(official)).keys


@given(texts)
def test_a_text_laid_against_itself_has_no_edits(text: str) -> None:
    assert align_text(text, text).edits == ()


@given(texts, texts)
def test_an_alignment_is_reproducible(clip: str, official: str) -> None:
    assert align_text(clip, official) == align_text(clip, official)
