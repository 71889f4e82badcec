"""Names are the same ones however they are looked for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.text.places.gazetteer import shipped
from provenance.text.places.name_search import NameSearch

LETTERS = "ab北京"
NAMES = st.sets(st.text(LETTERS, min_size=2, max_size=6), min_size=1, max_size=12).map(sorted)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("new york city", ["new york"]),
        ("new yorc", ["new"]),
        ("in new", ["new"]),
        ("北京市海淀区", ["北京市", "海淀"]),
        ("南京市长江大桥", ["南京市", "长江"]),
    ],
)
def test_the_longest_of_the_leftmost_names_is_found_and_the_search_goes_on_behind_it(text, found):
    search = NameSearch(["new", "new york", "york city", "北京", "北京市", "海淀", "南京", "南京市", "市长", "长江"])
    assert [text[start:end] for _, start, end in search.find(text)] == found


@given(names=NAMES, texts=st.lists(st.text(LETTERS, max_size=20), max_size=5))
def test_the_first_texts_give_what_later_ones_give(names, texts):
    """Short work is done by hand, long work by an automaton."""
    by_hand, by_automaton = NameSearch(names), NameSearch(names, by_hand=0)
    for text in texts:
        assert by_hand.find(text) == by_automaton.find(text)


@given(text=st.lists(st.sampled_from(shipped().names[::97]), max_size=6).map("".join))
def test_the_shipped_names_too(text):
    assert BY_HAND.find(text) == BY_AUTOMATON.find(text)


BY_HAND, BY_AUTOMATON = NameSearch(shipped().names), NameSearch(shipped().names, by_hand=0)
