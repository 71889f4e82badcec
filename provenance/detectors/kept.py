"""What detectors make of the records of an index, kept beside its outlines as long as these are open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from provenance.alignment.event.view import KEPT_VIEWS
from provenance.indexing.outlines import OutlineArrays

Value = TypeVar("Value")
Sort = TypeVar("Sort")


class OfRows(Generic[Value]):
    """One sort of value of records by their rows; all are forgotten when there are `KEPT_VIEWS`."""

    def __init__(self) -> None:
        self._values: dict[int, Value] = {}

    def of(self, row: int, make: Callable[[int], Value]) -> Value:
        """The value of a row, made when it is first asked for."""
        found = self._values.get(row)
        if found is None:
            if len(self._values) >= KEPT_VIEWS:
                self._values.clear()
            found = self._values[row] = make(row)
        return found


def kept_beside(outlines: OutlineArrays, sort: type[Sort], *given: Any) -> Sort:
    """The one object of a sort that an index has, made of `given` when it is first asked for."""
    found = outlines.beside.get(sort)
    if not isinstance(found, sort):
        found = outlines.beside[sort] = sort(*given)
    return found
