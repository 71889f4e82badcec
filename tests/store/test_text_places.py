"""Where texts of a record table lie in memory."""

from __future__ import annotations

import ctypes

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from provenance.store.text_places import TextPlaces

TEXTS = st.lists(st.none() | st.text(max_size=6), max_size=6)


def read(texts):
    """The texts that lie there, field by field."""
    return [
        [ctypes.string_at(begin, size).decode() if size else "" for begin, size in zip(begins, sizes, strict=True)]
        for begins, sizes in zip(texts.begins.tolist(), texts.sizes.tolist(), strict=True)
    ]


@given(st.lists(TEXTS, min_size=1, max_size=4), st.randoms())
def test_texts_are_found_in_whatever_chunks_they_lie(chunks, draw):
    first = pa.chunked_array([pa.array(chunk, pa.string()) for chunk in chunks])
    second = pa.chunked_array([pa.array([(text or "") + "!" for text in chunk], pa.string()) for chunk in chunks])
    every = [text for chunk in chunks for text in chunk]
    rows = draw.sample(range(len(every)), draw.randint(0, len(every)))
    places = TextPlaces([first, second])
    assert read(places.of(np.array(rows, np.int64))) == [
        [every[row] or "" for row in rows],
        [(every[row] or "") + "!" for row in rows],
    ]


def test_chunks_that_begin_inside_a_buffer_are_read_from_there():
    column = pa.chunked_array([pa.array(["a", "bc", None, "déf", "g"], pa.string()).slice(1, 3)])
    assert read(TextPlaces([column]).of(np.array([2, 0, 1]))) == [["déf", "bc", ""]]
