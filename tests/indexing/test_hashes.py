"""Search by the hashes of pictures, against every distance counted."""

from __future__ import annotations

from hashlib import blake2b

import numpy as np
import pytest

from provenance.errors import IndexCorrupt
from provenance.indexing.base import best
from provenance.indexing.hashes import HashIndex
from tests.indexing.contract import IndexContract


def codes_of(texts, size=32):
    """Hashes that look like chance, the same for the same text."""
    codes = [np.frombuffer(blake2b(text.encode(), digest_size=size).digest(), np.uint8) for text in texts]
    return np.array(codes, np.uint8).reshape(-1, size)


class ExactHashes:
    """Counts the bits that agree, one pair after the other."""

    def __init__(self, codes):
        self.bits = np.unpackbits(codes, axis=1)

    def search(self, queries, k, *, allowed=None):
        rows = np.arange(len(self.bits)) if allowed is None else np.flatnonzero(allowed)
        asked = np.unpackbits(np.asarray(queries), axis=1)
        return [best(rows, (self.bits[rows] == one).sum(axis=1).astype(np.float32), k) for one in asked]


class HashContract(IndexContract):
    def exact(self, texts):
        return ExactHashes(codes_of(texts))

    def query(self, text):
        return codes_of([text])[0]


class TestHashIndex(HashContract):
    def build(self, folder, texts):
        folder.mkdir()
        np.save(folder / "codes.npy", codes_of(texts))
        return HashIndex.open(folder)


@pytest.mark.parametrize("copies", [5, 40])
def test_of_many_copies_the_first_rows_are_given(copies):
    index = HashIndex(codes_of(["another", *["the same picture"] * copies]))
    assert index.search(codes_of(["the same picture"]), 2)[0].rows.tolist() == [1, 2]


def test_a_hash_that_differs_in_a_few_bits_agrees_in_the_others():
    codes = codes_of(["a picture"], 8)
    index = HashIndex(codes ^ np.array([[1, 0, 0, 0, 0, 0, 0, 128]], np.uint8))
    assert index.search(codes, 1)[0].similarities.tolist() == [62.0]


def test_hashes_that_are_gone_are_said_to_be(tmp_path):
    with pytest.raises(IndexCorrupt, match="hashes"):
        HashIndex.open(tmp_path)
