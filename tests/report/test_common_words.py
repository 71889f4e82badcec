"""The words that two texts share are found in any spelling, and articles alone are none."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.model.span import TextSpan
from provenance.report.html.common_words import words_in_common


def common(text, other):
    return [span.of(text) for span in words_in_common(text, [TextSpan(0, len(text))], [other])]


@pytest.mark.parametrize(
    ("text", "other", "shared"),
    [
        ("听说多吃加碘盐能防辐射，快囤！", "多吃加碘鹽能夠防輻射", ["多吃加碘盐能防辐射"]),
        ("Doctors confirm: HOT water cures the flu!", "Hot water cures the flu", ["HOT water cures the flu"]),
        ("It is on the way to the sea", "It was of the house", []),
        ("共有13167人感染", "感染者达１３１６７人", ["13167人感染"]),
        ("完全不同", "另一回事", []),
    ],
)
def test_what_two_texts_say_alike_is_marked(text, other, shared):
    assert common(text, other) == shared


def test_only_what_lies_inside_the_passage_is_marked():
    text = "暴雨淹了地铁。地铁停运。"
    assert [span.start for span in words_in_common(text, [TextSpan(7, 12)], ["地铁停运"])] == [7]


@given(st.text(max_size=60), st.text(max_size=60))
def test_marks_lie_in_order_inside_the_text_and_do_not_overlap(text, other):
    spans = words_in_common(text, [TextSpan(0, len(text))], [other]) if text else []
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(before.end < after.start for before, after in pairwise(spans))
