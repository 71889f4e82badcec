"""The passage index of a version: where every word of releases and works stands, for quotations in posts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from provenance.indexing.bundle import PASSAGES
from provenance.indexing.passages import PassageIndex
from provenance.model.evidence import Evidence, Kind
from provenance.retrieval.catalogue import QUOTABLE, Catalogue, passage_text
from provenance.store.records import RecordTable

#: Stands for a record that cannot be quoted, so that places stay row numbers.
_SILENT = Evidence(id="-", kind=Kind.ARCHIVE, text="-")


def write_passages(folder: Path) -> None:
    """Write the passages and speakers of a version whose records are written; nothing where nothing can be quoted."""
    table = RecordTable(folder)
    kinds = table.column("kind").to_pylist()
    if not set(kinds) & {kind.value for kind in QUOTABLE}:
        return
    target = folder / PASSAGES
    PassageIndex.build(passage_text(record) for record in _records(table, kinds)).save(target)
    Catalogue.build(_records(table, kinds)).save(target)


def _records(table: RecordTable, kinds: Sequence[str | None]) -> Iterator[Evidence]:
    quotable = {kind.value for kind in QUOTABLE}
    for row, kind in enumerate(kinds):
        yield table.evidence(row) if kind in quotable else _SILENT
