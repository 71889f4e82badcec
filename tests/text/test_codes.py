"""Texts as numbers of words."""

from hypothesis import given
from hypothesis import strategies as st

from provenance.text.codes import code_texts, count_words


@given(st.text(alphabet="洪水a b\n,é1") | st.text())
def test_words_are_counted_as_they_are_coded(text):
    assert count_words(text) == len(code_texts([text]).codes)
