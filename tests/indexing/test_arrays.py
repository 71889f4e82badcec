"""Files of arrays that grow line by line."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from provenance.indexing.arrays import Column, map_arrays


@given(
    pieces=st.lists(st.lists(st.integers(0, 2**31 - 1), max_size=6), max_size=8),
    width=st.sampled_from([None, 3]),
    as_array=st.booleans(),
)
def test_a_file_written_piece_by_piece_is_the_one_that_numpy_writes_at_once(tmp_path_factory, pieces, width, as_array):
    folder = tmp_path_factory.mktemp("column")
    line = () if width is None else (width,)
    lines = [values[: len(values) - len(values) % (width or 1)] for values in pieces]
    column = Column(folder / "grown.npy", "<i8", line)
    for values in lines:
        column.put(np.array(values, np.int64).reshape(-1, *line) if as_array else values)
    column.close()
    whole = np.array([value for values in lines for value in values], "<i8").reshape(-1, *line)
    np.save(folder / "whole.npy", whole)
    assert (folder / "grown.npy").read_bytes() == (folder / "whole.npy").read_bytes()


def test_values_of_another_type_are_turned_into_the_file_s_own(tmp_path):
    column = Column(tmp_path / "vectors.npy", "<f2", (2,))
    column.put(np.array([[0.1, 1.0]], np.float32))
    column.put(np.array([[2.0, 0.3], [4.0, 5.0]], np.float16)[::2])
    column.close()
    stored = map_arrays(tmp_path, ("vectors",))["vectors"]
    np.testing.assert_array_equal(stored, np.array([[0.1, 1.0], [2.0, 0.3]], np.float16))
