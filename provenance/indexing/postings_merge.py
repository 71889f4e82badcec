"""Makes one inverted file of several: of the blocks of a build, or of an older version's and a block of what is new."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from provenance.indexing.arrays import Column
from provenance.indexing.bm25 import CHANNELS
from provenance.indexing.postings import (
    HEAD_FILE,
    LISTS,
    MOST_TIMES,
    channel_of,
    norms_of,
    runs_of,
)

#: Entries of lists that are held at a time.
_TOGETHER = 2_000_000
_FORMAT = 1


@dataclass(frozen=True, eq=False)
class Run:
    """The lists of some records.

    Attributes:
        terms, sorts, starts, places, times: as in `Postings`.
        moved: of each place that the lists know, the place in the new file; -1 for records that are left out.
    """

    terms: npt.NDArray[np.uint64]
    sorts: npt.NDArray[np.uint8]
    starts: npt.NDArray[np.int64]
    places: npt.NDArray[np.uint32]
    times: npt.NDArray[np.uint16]
    moved: npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class _Part:
    """The lists of some terms, of all runs."""

    terms: npt.NDArray[np.uint64]
    sorts: npt.NDArray[np.uint8]
    sizes: npt.NDArray[np.int64]
    places: npt.NDArray[np.uint32]
    times: npt.NDArray[np.uint16]


def write_merged(
    folder: Path,
    runs: Sequence[Run],
    lengths: npt.NDArray[np.uint8],
    rows: npt.NDArray[np.int64],
    groups: dict[str, int],
) -> None:
    """Write the files of `Postings`.

    Args:
        folder: an empty folder.
        runs: whose lists are joined.
        lengths: as in `Postings`.
        rows: as in `Postings`.
        groups: as in `Postings`.
    """
    kinds = {"terms": "<u8", "sorts": "<u1", "starts": "<i8", "places": "<u4", "times": "<u2"}
    columns = {name: Column(folder / f"{name}.npy", kind, ()) for name, kind in kinds.items()}
    columns["starts"].put([0])
    totals = np.zeros(len(CHANNELS), np.int64)
    end = 0
    for part in _parts(runs):
        for name in ("terms", "sorts", "places", "times"):
            columns[name].put(getattr(part, name))
        columns["starts"].put(end + np.cumsum(part.sizes))
        end += len(part.places)
        channels = np.repeat(_channels(part.sorts), part.sizes)
        totals += np.bincount(channels, part.times, len(CHANNELS)).astype(np.int64)
    for column in columns.values():
        column.close()
    save = {"lengths": np.ascontiguousarray(lengths), "rows": rows.astype("<i8")}
    for name, array in save.items():
        np.save(folder / f"{name}.npy", array, allow_pickle=False)
    _write_bounds(folder, totals.tolist(), len(rows))
    head = {"format": _FORMAT, "groups": groups, "totals": totals.tolist()}
    (folder / HEAD_FILE).write_text(json.dumps(head, sort_keys=False) + "\n", encoding="utf-8")


def _parts(runs: Sequence[Run]) -> Iterator[_Part]:
    """All lists, so many terms at a time as hold about `_TOGETHER` entries."""
    terms = np.unique(np.concatenate([run.terms for run in runs])) if runs else np.zeros(0, np.uint64)
    entries = np.zeros(len(terms), np.int64)
    for run in runs:
        entries[np.searchsorted(terms, run.terms)] += np.diff(run.starts[::LISTS])
    part_of = np.cumsum(entries) // _TOGETHER
    edges = [0, *(np.flatnonzero(np.diff(part_of)) + 1).tolist(), len(terms)] if len(terms) else []
    for first, last in pairwise(edges):
        yield _joined(runs, terms[first:last])


def _joined(runs: Sequence[Run], terms: npt.NDArray[np.uint64]) -> _Part:
    """The lists of neighbouring terms; those that no record has any longer are left out."""
    sorts = np.zeros(len(terms), np.uint8)
    keys, times = [], []
    for run in runs:
        first = int(np.searchsorted(run.terms, terms[0]))
        last = int(np.searchsorted(run.terms, terms[-1], side="right"))
        if first == last:
            continue
        at = np.searchsorted(terms, run.terms[first:last])
        sorts[at] = run.sorts[first:last]
        starts = run.starts[LISTS * first : LISTS * last + 1]
        lists = (at[:, None] * LISTS + np.arange(LISTS)).ravel()
        places = run.moved[run.places[starts[0] : starts[-1]]]
        key = np.repeat(lists, np.diff(starts)).astype(np.uint64) << np.uint64(32) | places.astype(np.uint64)
        lives = places >= 0
        keys.append(key[lives])
        times.append(run.times[starts[0] : starts[-1]][lives])
    key, often = np.concatenate(keys), np.concatenate(times)
    if (key[1:] < key[:-1]).any():
        order = np.argsort(key, kind="stable")
        key, often = key[order], often[order]
    sizes = np.bincount((key >> np.uint64(32)).astype(np.int64), minlength=LISTS * len(terms))
    held = sizes.reshape(-1, LISTS).any(axis=1)
    found = (key & np.uint64(0xFFFFFFFF)).astype(np.uint32)
    return _Part(terms[held], sorts[held], sizes.reshape(-1, LISTS)[held].ravel(), found, often)


def _channels(sorts: npt.NDArray[np.uint8]) -> npt.NDArray[np.int64]:
    """The channel of each list."""
    table = np.array([[channel_of(sort, field) for field in range(LISTS)] for sort in range(3)])
    return np.asarray(table[sorts].ravel())


def _write_bounds(folder: Path, totals: Sequence[int], records: int) -> None:
    """See `Postings.bounds`; once all lengths are known."""
    names = ("sorts", "starts", "places", "times", "lengths")
    sorts, starts, places, times, lengths = (np.load(folder / f"{name}.npy", mmap_mode="r") for name in names)
    norms, channels = norms_of(totals, records), _channels(sorts)
    bounds = np.zeros(len(channels), np.float32)
    inside = np.searchsorted(starts, np.arange(_TOGETHER, len(places), _TOGETHER)).tolist()
    for first, last in pairwise(sorted({0, *inside, len(channels)})):
        held = np.flatnonzero(np.diff(starts[first : last + 1])) + first
        if not len(held):
            continue
        begin, end = int(starts[first]), int(starts[last])
        channel = np.repeat(channels[first:last], np.diff(starts[first : last + 1]))
        often = times[begin:end].astype(np.float32)
        share = often / (often + norms[channel, lengths[channel, places[begin:end]]])
        bounds[held] = np.maximum.reduceat(share, starts[held] - begin)
    np.save(folder / "bounds.npy", bounds, allow_pickle=False)


def run_of(
    terms: npt.NDArray[np.uint64],
    sorts: npt.NDArray[np.uint8],
    lists: npt.NDArray[np.int64],
    rows: npt.NDArray[np.int64],
) -> dict[str, npt.NDArray[np.generic]]:
    """The lists of some texts: arrays named as in `Run`, rows in place of places.

    Args:
        terms: hash of each distinct term, in any order.
        sorts: of the same.
        lists: of each word in the texts, its term's number times `LISTS` plus its field.
        rows: of each word in the texts.
    """
    order = np.argsort(terms)
    rank = np.empty(len(terms), np.int64)
    rank[order] = np.arange(len(terms))
    key = (rank[lists // LISTS] * LISTS + lists % LISTS).astype(np.uint64) << np.uint64(32) | rows.astype(np.uint64)
    key.sort()
    distinct, often = runs_of(key)
    sizes = np.bincount((distinct >> np.uint64(32)).astype(np.int64), minlength=LISTS * len(terms))
    return {
        "terms": terms[order],
        "sorts": sorts[order],
        "starts": np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
        "places": (distinct & np.uint64(0xFFFFFFFF)).astype(np.uint32),
        "times": np.minimum(often, MOST_TIMES).astype(np.uint16),
    }
