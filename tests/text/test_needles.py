"""A gate lets every pattern through that matches: it saves time and changes nothing."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.needle_table import GATES
from provenance.text.needles import Gate, known_needles, name_of, needles
from provenance.text.stance import _CUES
from provenance.text.telling import _PATTERNS

CUES = [*(cue.wording for cue in _CUES), *_PATTERNS]
GATE = Gate(CUES)


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("fake|hoax", {"fake", "hoax"}),
        (r"\bFake\s+news\b", {"fake"}),
        ("谣(?:言|传)", {"谣言", "谣传"}),
        ("(?:这是)?假的", {"假的"}),
        ("colou?r", {"colo"}),
        ("(?:ab)+c*", {"ab"}),
        (r"\d+", None),
        ("a*|b", None),
        ("(?!not)true", {"true"}),
    ],
)
def test_a_pattern_needs_its_rarest_words(pattern, words):
    assert needles(re.compile(pattern)) == words


def test_the_shipped_table_holds_what_the_shipped_patterns_need():
    """Some wordings may have changed since: these are read off anew, until `benchmarks.needle_table` is run again."""
    read_off = {name_of(pattern): needles(pattern) for gate in GATES for pattern in gate.patterns}
    known = {name: needed for name, needed in known_needles().items() if name in read_off}
    assert known == {name: read_off[name] for name in known}
    assert len(known) > 0.8 * len(read_off)


@given(st.data())
def test_whatever_a_cue_matches_passes_the_gate(data):
    """Texts that a cue matches, in any letter case, between other words."""
    number = data.draw(st.integers(0, len(CUES) - 1))
    pattern = re.compile(CUES[number].pattern, re.IGNORECASE)
    text = data.draw(st.from_regex(pattern))
    assert number in GATE.possible(text) or not pattern.search(text)


@given(st.text("abAB ", max_size=12))
def test_patterns_that_are_told_apart_by_their_words_alone_are_told_apart(text):
    gate = Gate([re.compile("ab", re.IGNORECASE), re.compile("ba"), re.compile("[ab]*")])
    assert gate.possible(text) == {
        *([0] if "ab" in text.lower() else []),
        *([1] if "ba" in text.lower() else []),
        2,
    }
