"""Runs of four letters in texts that lie in memory, in compiled loops as numpy finds them."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.compiled import ngrams as loops
from provenance.store.text_places import TextPlaces
from provenance.text import ngrams
from provenance.text.ngrams import Texts, counted, folded, marked, numbers_of, runs_of

pytestmark = pytest.mark.skipif(not loops.is_there(), reason="installed without a C compiler")

#: Letters of one to four bytes, capitals, digits, and what is no letter.
LETTERS = st.text(
    st.one_of(st.sampled_from("aB1 #é-İß病毒😀𠀀"), st.characters(exclude_categories=["Cs"])), max_size=40
)
RECORDS = st.lists(st.tuples(LETTERS, st.none() | LETTERS), min_size=1, max_size=5)


def places_of(records) -> TextPlaces:
    return TextPlaces([pa.chunked_array([pa.array(column, pa.string())]) for column in zip(*records, strict=True)])


def without_loops(monkeypatch):
    for name in ("marked", "counted"):
        monkeypatch.setattr(ngrams.loops, name, lambda *_: None)


@given(LETTERS, RECORDS, st.integers(0, 45))
def test_runs_are_found_and_counted_as_numpy_does(post, records, most):
    places = places_of(records)
    texts = places.of(np.arange(len(records)))
    runs = np.unique(np.concatenate([runs_of(post), runs_of(records[0][0])]))
    standing, lengths = marked(runs, texts, most)
    counts = counted(texts, most)
    with pytest.MonkeyPatch.context() as patch:
        without_loops(patch)
        plainly, sizes = marked(runs, texts, most)
        numbers = counted(texts, most)
    assert (standing == plainly).all()
    assert lengths.tolist() == sizes.tolist()
    assert (counts == numbers).all()


def test_a_run_counts_once_for_each_record_that_has_it():
    places = places_of([("vaccine vaccine", "vaccine"), ("Vaccines", None), ("water", "water")])
    counts = counted(places.of(np.arange(3)), 600)
    assert counts[numbers_of(runs_of("vaccine")[1:2])].tolist() == [2]


def test_texts_and_sizes_of_different_shapes_are_refused():
    with pytest.raises(ValueError, match="sizes of shape"):
        loops.marked(folded(), runs_of("virus"), np.zeros((1, 2), np.uint64), np.zeros((1, 1), np.int64), 10)


def test_more_records_than_can_be_counted_are_refused():
    many = Texts(np.zeros((1, 70_000), np.uint64), np.zeros((1, 70_000), np.int64))
    with pytest.raises(ValueError, match="too many"):
        counted(many, 10)
