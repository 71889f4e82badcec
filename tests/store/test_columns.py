"""Columns as arrays, against Arrow's own lists."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from provenance.model.evidence import Evidence, Kind
from provenance.store.columns import codes_of, gaps_of, numbers_of
from provenance.store.records import RecordWriter

WORDS = st.lists(st.sampled_from(["claim", "题", "", None]), max_size=30)


def in_chunks(kind, parts, cut):
    """Chunks that begin inside their buffers, as those of a table that was cut do."""
    return pa.chunked_array([pa.array(part, kind).slice(min(cut, len(part))) for part in parts], kind)


@given(parts=st.lists(WORDS, max_size=4), cut=st.integers(0, 9))
def test_words_come_as_codes_and_gaps_are_known(parts, cut):
    column = in_chunks(pa.string(), parts, cut)
    codes, values = codes_of(column)
    assert [values[code] for code in codes.tolist()] == column.to_pylist()
    assert values[-1] is None
    assert len(set(values)) == len(values)
    assert gaps_of(column).tolist() == [value is None for value in column.to_pylist()]


@given(parts=st.lists(st.lists(st.integers(-(2**63), 2**63 - 1), max_size=20), max_size=4), cut=st.integers(0, 9))
def test_numbers_are_those_of_the_column(parts, cut):
    column = in_chunks(pa.int64(), parts, cut)
    assert numbers_of(column, np.int64).tolist() == column.to_pylist()


def test_pandas_is_not_loaded_to_read_a_table(tmp_path):
    with RecordWriter(tmp_path) as table:
        table.add(Evidence(id="a", kind=Kind.QUOTE, text="a line"))
    asked = (
        "import sys; from pathlib import Path; from provenance.store.records import RecordTable; "
        "table = RecordTable(Path(sys.argv[1])); table.published(); table.lacking('claim'); "
        "print(table.codes('kind')[1], 'pandas' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", asked, str(tmp_path)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['quote', None] False"
