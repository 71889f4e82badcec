"""Clauses and phrases: what a post tells one after the other."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.text.clauses import clauses, phrases


def told(spans, text):
    return [span.of(text) for span in spans]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "the bridge near Tulsa fell into the river and also took the old mill with it",
            ["the bridge near Tulsa fell into the river", "and also took the old mill with it"],
        ),
        ("ten dead and fifty hurt", ["ten dead and fifty hurt"]),
        ("a crane fell on a bus, which burnt", ["a crane fell on a bus", "which burnt"]),
        ("水漫到胸口，14人遇难，列车停在隧道里", ["水漫到胸口", "14人遇难", "列车停在隧道里"]),
        ("magnitude 7.6 at 4.43 in the morning", ["magnitude 7.6 at 4.43 in the morning"]),
    ],
)
def test_a_sentence_falls_into_what_it_tells_one_after_the_other(text, expected):
    assert told(phrases(text), text) == expected


WORDS = st.sampled_from(["ab", "and", "which", "then", "7", "1.5", "，", ",", "。", ".", "\n"])


@given(st.lists(WORDS, max_size=40).map(" ".join))
def test_phrases_divide_clauses_and_leave_no_word_of_them_out(text):
    parts = phrases(text)
    assert all(len(one) > 0 and one.end <= two.start for one, two in pairwise(parts))
    for clause in clauses(text):
        inside = [part for part in parts if clause.start <= part.start and part.end <= clause.end]
        assert " ".join(told(inside, text)).split() == clause.of(text).split()
    assert len(parts) >= len(clauses(text))
