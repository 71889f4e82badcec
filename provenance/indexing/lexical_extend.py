"""The lexical index of a version that differs little from the one before: its segments, less, and more.

Segments are never written again, so the new version links them. Rows shift when records go, documents do not: a table
from document numbers to rows stands between the two.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from provenance.indexing.base import Mask
from provenance.indexing.lexical import ROWS_FILE, LexicalWriter, numbers_query, tantivy_errors, writer_of
from provenance.indexing.linked import link_or_copy

#: Files that are written again in place of the old ones; the others are linked.
_REWRITTEN = frozenset(("meta.json", ".managed.json", ROWS_FILE))


class LexicalExtension(LexicalWriter):
    """Like a `LexicalWriter` that begins with the kept rows of another index.

    Args:
        base: folder of the older lexical index.
        folder: an empty folder.
        kept: shape (rows of the base,): which stay. They become rows 0, 1, … in their order.
    """

    def __init__(self, base: Path, folder: Path, kept: Mask) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for path in sorted(base.iterdir()):
            if path.name.endswith(".lock"):
                continue
            if path.name in _REWRITTEN:
                (folder / path.name).write_bytes(path.read_bytes())
            else:
                link_or_copy(path, folder / path.name)
        self._folder = folder
        row_of = rows_of_documents(base, len(kept))
        lives = row_of >= 0
        gone = np.flatnonzero(lives & ~kept[np.where(lives, row_of, 0)])
        new_row = np.cumsum(kept, dtype=np.int64) - 1
        row_of = np.where(lives, new_row[np.where(lives, row_of, 0)], -1)
        row_of[gone] = -1
        self._row_of = row_of
        self._added: list[int] = []
        super()._begin(writer_of(folder, reuse=True))
        if len(gone):
            # By query: a deletion by term takes every number for a signed one, and finds none.
            with tantivy_errors("shorten"):
                self._writer.delete_documents_by_query(numbers_query(gone))

    def add(self, row: int, texts: Mapping[str, str], facts: Sequence[str] = ()) -> None:
        """Add the next row."""
        super().add(len(self._row_of) + len(self._added), texts, facts)
        self._added.append(row)

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        super().__exit__(kind, *rest)
        if kind is None:
            table = np.concatenate([self._row_of, np.array(self._added, np.int64)])
            np.save(self._folder / ROWS_FILE, table, allow_pickle=False)


def rows_of_documents(folder: Path, rows: int) -> npt.NDArray[np.int64]:
    """Document number → row, -1 for documents that are no more; a fresh index numbers its documents by row."""
    path = folder / ROWS_FILE
    return np.load(path, allow_pickle=False) if path.exists() else np.arange(rows, dtype=np.int64)


def dead_share(folder: Path, rows: int) -> float:
    """Share of the documents that are no more; they slow searches down and blur the statistics of words."""
    documents = len(rows_of_documents(folder, rows))
    return 1 - rows / documents if documents else 0.0
