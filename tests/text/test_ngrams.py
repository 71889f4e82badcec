"""Runs of four letters of a text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from provenance.text.ngrams import runs_of


def spelt(text):
    """The runs of a text as texts."""
    return ["".join(chr(int(run) >> shift & 0xFFFF) for shift in (48, 32, 16, 0)) for run in runs_of(text)]


def test_a_word_has_the_runs_of_its_letters_and_those_of_its_ends():
    assert spelt("Virus") == [" vir", "viru", "irus", "rus "]


def test_marks_and_several_spaces_are_one_space():
    assert spelt("5G…  is") == spelt("5g is") == [" 5g ", "5g i", "g is", " is "]


def test_words_that_are_joined_in_a_hashtag_share_most_of_their_runs():
    joined, apart = set(spelt("#StopTheSteal")), set(spelt("stop the steal"))
    assert {"stop", "stea", "teal"} <= joined & apart


def test_chinese_has_runs_too():
    assert spelt("自来水里有虫") == [" 自来水", "自来水里", "来水里有", "水里有虫", "里有虫 "]


@given(st.text(st.sampled_from(" !?…😀#"), max_size=20))
def test_a_text_without_letters_has_none(text):
    assert not len(runs_of(text))
