"""The passage index of a version: where every word of releases and works stands, for quotations in posts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from provenance.indexing.base import Mask
from provenance.indexing.bundle import PASSAGES
from provenance.indexing.passages import PassageIndex
from provenance.model.evidence import Evidence, Kind
from provenance.retrieval.catalogue import QUOTABLE, Catalogue, passage_text
from provenance.store.records import RecordTable

#: Stands for a record that cannot be quoted, so that places stay row numbers.
_SILENT = Evidence(id="-", kind=Kind.ARCHIVE, text="-")


@dataclass(frozen=True, slots=True)
class Base:
    """What a version grows out of.

    Attributes:
        passages: of the older version; None where it had none.
        kept: shape (rows of the older version,): which stay, as rows 0, 1, … in their order.
    """

    passages: PassageIndex | None
    kept: Mask


def write_passages(folder: Path, base: Base | None = None) -> None:
    """Write the passages and speakers of a version whose records are written; nothing where nothing can be quoted.

    Args:
        folder: of the version.
        base: whose texts need not be read again.
    """
    table = RecordTable(folder)
    kinds = table.column("kind").to_pylist()
    if not set(kinds) & {kind.value for kind in QUOTABLE}:
        return
    target = folder / PASSAGES
    if base is None or base.passages is None:
        index = PassageIndex.build(passage_text(record) for record in _records(table, kinds))
    else:
        new = _records(table, kinds, start=int(base.kept.sum()))
        index = base.passages.grown(base.kept, (passage_text(record) for record in new))
    index.save(target)
    Catalogue.build(_records(table, kinds)).save(target)


def _records(table: RecordTable, kinds: Sequence[str | None], start: int = 0) -> Iterator[Evidence]:
    quotable = {kind.value for kind in QUOTABLE}
    for row, kind in enumerate(kinds[start:], start):
        yield table.evidence(row) if kind in quotable else _SILENT
