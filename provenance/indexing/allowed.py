"""Filters as masks over the rows, computed from columns; no record is built."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np

from provenance.indexing.base import Filter, Mask
from provenance.store.layout import NO_DATE, microseconds
from provenance.store.records import RecordTable


def allowed_rows(records: RecordTable, where: Filter, at: Callable[[str], Mask]) -> Mask | None:
    """Which rows pass, shape (records,); None when the filter asks for nothing.

    Args:
        records: what is filtered.
        where: the filter.
        at: which rows are at a place (`OutlineArrays.at`).
    """
    masks: list[Mask] = []
    if where.kinds is not None:
        masks.append(_among(records, "kind", where.kinds))
    if where.languages is not None:
        masks.append(_among(records, "lang", where.languages))
    if where.published_from is not None or where.published_before is not None:
        start, end = records.published()
        masks.append(start != NO_DATE)
        if where.published_from is not None:
            masks.append(end > microseconds(where.published_from))
        if where.published_before is not None:
            masks.append(start < microseconds(where.published_before))
    if where.place is not None:
        masks.append(at(where.place))
    return np.logical_and.reduce(masks) if masks else None


def _among(records: RecordTable, column: str, values: Iterable[str]) -> Mask:
    codes, known = records.codes(column)
    wanted = frozenset(map(str, values))
    return np.asarray(np.array([value in wanted for value in known], np.bool_)[codes])
