"""Vectors out of a file, made wide in compiled loops as numpy makes them wide."""

from __future__ import annotations

import os

import numpy as np
import pytest

from provenance.compiled import vectors
from provenance.compiled.vectors import read_vectors

pytestmark = pytest.mark.skipif(not vectors.is_there(), reason="installed without a C compiler")


@pytest.fixture
def stored(tmp_path):
    """Opens a file that holds some vectors behind ten other bytes."""
    files = []

    def write(values):
        path = tmp_path / "vectors"
        path.write_bytes(b"0123456789" + values.tobytes())
        files.append(os.open(path, os.O_RDONLY))
        return files[-1]

    yield write
    for file in files:
        os.close(file)


def test_every_number_of_half_precision_becomes_the_same_number(stored):
    every = np.arange(2**16, dtype=np.uint16).view(np.float16)
    values = every[np.isfinite(every)].reshape(-1, 8)
    out = np.empty(values.shape, np.float32)
    assert read_vectors(stored(values), 10, np.arange(len(values)), out)
    assert out.tobytes() == values.astype(np.float32).tobytes()  # the sign of nought, too


@pytest.mark.parametrize("numbers", [[3], [0, 1, 2, 7, 8], [9, 0, 0, 5, 4], list(range(10)) * 20])
def test_vectors_come_in_the_order_that_is_asked_for(stored, numbers):
    values = np.random.default_rng(3).random((10, 9_000)).astype(np.float16)
    out = np.empty((len(numbers), 9_000), np.float32)
    assert read_vectors(stored(values), 10, np.array(numbers), out)
    assert (out == values[numbers]).all()


def test_a_file_that_ends_too_early_is_said_so(stored):
    out = np.empty((2, 8), np.float32)
    assert read_vectors(stored(np.ones((1, 8), np.float16)), 10, np.array([0, 1]), out) is False


def test_a_file_that_cannot_be_read_raises():
    with pytest.raises(OSError, match="cannot read the vectors"):
        read_vectors(-1, 10, np.array([0]), np.empty((1, 8), np.float32))


def test_lines_of_another_type_are_refused(stored):
    with pytest.raises(ValueError, match="as many lines of float32"):
        read_vectors(stored(np.ones((1, 8), np.float16)), 10, np.array([0]), np.empty((1, 8), np.float64))
