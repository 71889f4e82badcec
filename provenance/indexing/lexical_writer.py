"""Writes the lexical index record by record: blocks of lists, joined at the end, in bounded memory."""

from __future__ import annotations

import shutil
from array import array
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

import numpy as np
import numpy.typing as npt

from provenance.indexing.arrays import map_arrays
from provenance.indexing.bm25 import CHANNELS, length_codes
from provenance.indexing.fields import SEARCHED, searched_terms
from provenance.indexing.postings import FACT, LISTS, PAIRS, WORDS, channel_of, grouped, term_hash
from provenance.indexing.postings_merge import Run, run_of, write_merged

#: Words of texts that are held before their lists are written (16 bytes each while they are sorted).
BLOCK = 2_000_000
_LISTS = ("terms", "sorts", "starts", "places", "times")
_ASIDE = ".blocks"


class LexicalWriter:
    """Takes the records in the order of their rows; writes at the end of `with`, and nothing if an error ends it."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._blocks = 0
        self._groups: dict[str, int] = {}
        self._group_of = array("q")
        self._lengths = bytearray()
        self._exact = array("q")
        self._begin()

    def _begin(self) -> None:
        """Forget what is held."""
        self._known: tuple[dict[str, int], ...] = ({}, {}, {})
        self._words = tuple(array("q") for _ in self._known)
        self._held = 0
        #: Of each text: sort, field, row, words.
        self._texts = array("q")

    def __len__(self) -> int:
        return len(self._group_of)

    def add(
        self, row: int, texts: Mapping[str, str], facts: Sequence[str] = (), group: str = "", *, whole: bool = False
    ) -> None:
        """Add the next record.

        Args:
            row: of the record.
            texts: of its fields (`fields.field_texts`).
            facts: `facts.facts_of`.
            group: that it is searched with; its kind.
            whole: see `fields.searched_terms`.

        Raises:
            ValueError: it is not the turn of this row.
        """
        if row != len(self):
            raise ValueError(f"rows are added in their order; {len(self)} is the next one, got {row}")
        self._group_of.append(self._groups.setdefault(group, len(self._groups)))
        lengths = [0] * len(CHANNELS)
        for name, terms in searched_terms(texts, whole=whole).items():
            field = SEARCHED.index(name)
            for sort, words in ((WORDS, terms.words), (PAIRS, terms.pairs)):
                self._put(sort, field, row, words)
                lengths[channel_of(sort, field)] = len(words)
        self._put(FACT, 0, row, facts)
        lengths[channel_of(FACT, 0)] = len(facts)
        self._exact.extend(lengths)
        if self._held >= BLOCK:
            self._flush()

    def _put(self, sort: int, field: int, row: int, words: Sequence[str]) -> None:
        if words:
            known = self._known[sort]
            self._words[sort].extend([known.setdefault(word, len(known)) for word in words])
            self._texts.extend((sort, field, row, len(words)))
            self._held += len(words)

    def _flush(self) -> None:
        """Write the lists of what is held."""
        self._lengths += length_codes(np.array(self._exact, np.int64)).tobytes()
        self._exact = array("q")
        if not self._held:
            return
        texts = np.array(self._texts, np.int64).reshape(-1, 4)
        lists, rows, offset = [], [], 0
        for sort, (known, words) in enumerate(zip(self._known, self._words, strict=True)):
            own = texts[texts[:, 0] == sort]
            fields = np.repeat(own[:, 1], own[:, 3])
            lists.append((np.array(words, np.int64) + offset) * LISTS + fields)
            rows.append(np.repeat(own[:, 2], own[:, 3]))
            offset += len(known)
        terms = [term_hash(sort, word) for sort, known in enumerate(self._known) for word in known]
        sorts = np.repeat(np.arange(3, dtype=np.uint8), [len(known) for known in self._known])
        run = run_of(np.array(terms, np.uint64), sorts, np.concatenate(lists), np.concatenate(rows))
        folder = self._folder / _ASIDE / str(self._blocks)
        folder.mkdir(parents=True)
        for name in _LISTS:
            np.save(folder / f"{name}.npy", run[name], allow_pickle=False)
        self._blocks += 1
        self._begin()

    def _finish(self) -> None:
        self._flush()
        names, codes = list(self._groups), np.array(self._group_of, np.int64)
        order, groups = grouped(names, codes)
        place = np.empty(len(order), np.int64)
        place[order] = np.arange(len(order))
        runs = [*self._before(place), *self._runs(place)]
        write_merged(self._folder, runs, self._all_lengths()[:, order], order, groups)

    def _all_lengths(self) -> npt.NDArray[np.uint8]:
        """See `Postings.lengths`, by row."""
        return np.frombuffer(self._lengths, np.uint8).reshape(-1, len(CHANNELS)).T

    def _before(self, place: npt.NDArray[np.int64]) -> Sequence[Run]:
        """Lists that were there before the first record."""
        return ()

    def _runs(self, place: npt.NDArray[np.int64]) -> Sequence[Run]:
        folders = (self._folder / _ASIDE / str(number) for number in range(self._blocks))
        return [Run(**map_arrays(folder, _LISTS), moved=place) for folder in folders]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                self._finish()
        finally:
            shutil.rmtree(self._folder / _ASIDE, ignore_errors=True)
