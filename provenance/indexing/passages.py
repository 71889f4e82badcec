"""Find where a quotation stands among all releases and works, by its rarest seeds; memory-mapped on disk."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from provenance.errors import IndexCorrupt, IndexMismatch
from provenance.indexing.base import Mask
from provenance.indexing.passages_exact import (
    SEED_HAN,
    SEED_WORDS,
    Passage,
    PassageSearch,
    Places,
    Worth,
    coded,
    seed_sizes,
    seeds_of,
)
from provenance.text.codes import CodedTexts, code_texts
from provenance.text.folding import FOLDING_VERSION

#: Places of seeds that one search looks at, rarest seeds first. Origin: 3.5 ms of CPU a quotation over the 8 million
#: words of 6,152 answers and 98,539 poems, November 2026.
MOST_PLACES = 20_000
_FORMAT = 1
_ARRAYS = ("codes", "starts", "lengths", "bounds", "seed_offsets", "seed_places")


class PassageIndex(PassageSearch):
    """Seeds of all texts in buckets; immutable once built."""

    def __init__(
        self, texts: CodedTexts, seed_offsets: npt.NDArray[np.uint32], seed_places: npt.NDArray[np.uint32]
    ) -> None:
        super().__init__(texts)
        self._offsets = seed_offsets
        self._places = seed_places

    @classmethod
    def build(cls, texts: Iterable[str]) -> Self:
        """Index texts; their numbers are their places in `texts`."""
        return cls._of(coded(texts))

    def grown(self, kept: Mask, texts: Iterable[str]) -> Self:
        """The index of the texts that stay, in their order, and of further ones after them.

        Args:
            kept: shape (texts,): which stay. They are not read again.
            texts: further ones.
        """
        old, new = self._texts, coded(texts)
        sizes = np.diff(old.bounds)
        words = np.repeat(kept, sizes)
        bounds = np.concatenate([[0], np.cumsum(np.concatenate([sizes[kept], np.diff(new.bounds)]))])
        return self._of(
            CodedTexts(
                np.concatenate([old.codes[words], new.codes]),
                np.concatenate([old.starts[words], new.starts]),
                np.concatenate([old.lengths[words], new.lengths]),
                bounds.astype(np.int64),
            )
        )

    @classmethod
    def _of(cls, texts_coded: CodedTexts) -> Self:
        seeds = seeds_of(texts_coded)
        places = np.flatnonzero(seeds)
        buckets = _bucket(seeds[places], _bucket_bits(len(seeds)))
        order = np.argsort(buckets, kind="stable")
        counts = np.bincount(buckets, minlength=1 << _bucket_bits(len(seeds)))
        offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.uint32)
        return cls(texts_coded, offsets, places[order].astype(np.uint32))

    def search(self, quotation: str, k: int = 20) -> list[Passage]:
        """The `k` records that cover the quotation best, among those that hold its rarer seeds."""
        return self.search_each([quotation], k)[0]

    def search_each(self, quotations: Sequence[str], k: int = 20, worth: Worth | None = None) -> list[list[Passage]]:
        """The same for many quotations, whose seeds are looked up together.

        Args:
            quotations: texts, or parts of texts.
            k: records of each.
            worth: what a passage must hold of its quotation to be of use; None takes all.
        """
        query = code_texts(quotations)
        seeds = seeds_of(query)
        words = np.flatnonzero(seeds)
        buckets = _bucket(seeds[words], (len(self._offsets) - 1).bit_length() - 1)
        counts = self._offsets[buckets + 1].astype(np.int64) - self._offsets[buckets]
        owners = np.searchsorted(query.bounds, words, side="right") - 1
        chosen = _rarest(owners, counts)
        words, owners, buckets, counts = words[chosen], owners[chosen], buckets[chosen], counts[chosen]
        sizes = np.minimum(counts, MOST_PLACES)
        places = self._places[_ranges(self._offsets[buckets].astype(np.int64), sizes)].astype(np.int64)
        at, weight = np.repeat(words, sizes), np.repeat(np.log2(len(self._texts.codes) / counts) + 1, sizes)
        real = np.flatnonzero(self._equal(query, places, at))
        ends = np.searchsorted(np.repeat(owners, sizes)[real], np.arange(len(quotations) + 1)).tolist()
        found: list[list[Passage]] = []
        for number, (first, last) in enumerate(pairwise(ends)):
            mine = real[first:last]
            own, begins = query.alone(number), int(query.bounds[number])
            found.append(self.ranked(own, places[mine], at[mine] - begins, weight[mine], k, worth) if len(mine) else [])
        return found

    def save(self, folder: Path) -> None:
        """Write into an empty folder, without pickle."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, array in self._arrays().items():
            np.save(folder / f"{name}.npy", array, allow_pickle=False)
        head = {"format": _FORMAT, "folding": FOLDING_VERSION, "seed": [SEED_HAN, SEED_WORDS], "texts": len(self)}
        (folder / "passages.json").write_text(json.dumps(head, sort_keys=True) + "\n", encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Open what `save` wrote, memory-mapped.

        Raises:
            IndexCorrupt: a file is missing or damaged.
            IndexMismatch: written by another version of the program.
        """
        try:
            head = json.loads((folder / "passages.json").read_text(encoding="utf-8"))
            # Plain views of the mapped files: `numpy.memmap` adds to the cost of every slice.
            arrays = {
                name: np.asarray(np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)) for name in _ARRAYS
            }
        except (OSError, ValueError, EOFError) as error:
            raise IndexCorrupt(f"no passage index in {folder}: {error}; build it again") from None
        made = (head.get("format"), head.get("folding"), head.get("seed"))
        if made != (_FORMAT, FOLDING_VERSION, [SEED_HAN, SEED_WORDS]):
            raise IndexMismatch(f"the passage index in {folder} was written by another version; build it again")
        texts = CodedTexts(arrays["codes"], arrays["starts"], arrays["lengths"], arrays["bounds"])
        return cls(texts, arrays["seed_offsets"], arrays["seed_places"])

    def _arrays(self) -> dict[str, npt.NDArray[np.generic]]:
        texts = self._texts
        stored = (texts.codes, texts.starts, texts.lengths, texts.bounds, self._offsets, self._places)
        return dict(zip(_ARRAYS, stored, strict=True))

    def _equal(self, query: CodedTexts, places: Places, words: Places) -> npt.NDArray[np.bool_]:
        """Which places hold the very words of the seed: a bucket holds other seeds too."""
        equal = np.ones(len(places), bool)
        sizes = seed_sizes(query.codes)[words]
        mine = np.append(query.codes, np.zeros(SEED_HAN, np.uint32))
        top = len(self._texts.codes) - 1
        for shift in range(SEED_HAN):
            theirs = self._texts.codes[np.minimum(places + shift, top)]
            equal &= (sizes <= shift) | (theirs == mine[words + shift])
        return equal


def _rarest(owners: Places, counts: Places) -> Places:
    """Which seeds are looked at, as places in their list: each owner's from the rarest on, as far as it can afford."""
    order = np.lexsort((counts, owners))
    order = order[counts[order] > 0]
    if not len(order):
        return order
    spent = np.cumsum(counts[order])
    first = np.concatenate([[True], owners[order][1:] != owners[order][:-1]])
    before = np.maximum.accumulate(np.where(first, spent - counts[order], 0))
    return order[first | (spent - before <= MOST_PLACES)]


def _ranges(starts: Places, sizes: Places) -> Places:
    """start, start + 1, … of each range, one range after the other."""
    ends = np.cumsum(sizes)
    return np.repeat(starts - (ends - sizes), sizes) + np.arange(ends[-1] if len(ends) else 0)


def _bucket_bits(words: int) -> int:
    return max(8, int(words).bit_length())


def _bucket(seeds: npt.NDArray[np.uint64], bits: int) -> npt.NDArray[np.int64]:
    return (seeds >> np.uint64(64 - bits)).astype(np.int64)
