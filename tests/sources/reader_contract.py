"""What every reader owes its callers; inherit and say how the format is written."""

from __future__ import annotations

from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

import pytest

from provenance.errors import InputError
from provenance.model.evidence import Evidence
from provenance.model.finding import Skipped
from provenance.sources import read_evidence
from provenance.sources.base import Limits, Reader, Row
from provenance.sources.inputs import Input

RECORDS: list[dict[str, Any]] = [
    {"id": "a-1", "kind": "fact_check", "text": "自来水里没有发现那种虫子。", "title": "自来水谣言", "rating": "虚假"},
    {"id": "a-2", "kind": "fact_check", "text": "The bridge stands.\nNobody closed it.", "title": "Bridge, again"},
    {"id": "a-3", "kind": "fact_check", "text": '“引号”, "quotes"; 逗号，还有 😀', "title": "标点"},
]


class ReaderContract(ABC):
    """Inherit, state the reader, and write `RECORDS` in its format."""

    reader: Reader

    @abstractmethod
    def write(self, folder: Path, records: list[dict[str, Any]]) -> Path:
        """Write the records; return the file."""

    def damaged(self, folder: Path) -> Path | None:
        """A file of this format that cannot be read at all; None where any bytes are acceptable."""
        return None

    def read(self, path: Path) -> list[Evidence | Skipped]:
        return list(read_evidence(path))

    def test_every_record_comes_back_in_order(self, tmp_path: Path) -> None:
        got = self.read(self.write(tmp_path, RECORDS))
        assert [item.text for item in got if isinstance(item, Evidence)] == [row["text"] for row in RECORDS]
        assert not [item for item in got if isinstance(item, Skipped)]

    def test_kind_is_known_without_asking(self, tmp_path: Path) -> None:
        assert all(isinstance(item, Evidence) for item in self.read(self.write(tmp_path, RECORDS)))

    def test_gzip_makes_no_difference(self, tmp_path: Path) -> None:
        import gzip

        plain = self.write(tmp_path, RECORDS)
        packed = plain.with_name(plain.name + ".gz")
        packed.write_bytes(gzip.compress(plain.read_bytes()))
        before = self.read(plain)
        plain.unlink()
        assert [item.text for item in self.read(packed) if isinstance(item, Evidence)] == [
            item.text for item in before if isinstance(item, Evidence)
        ]

    def test_rows_say_where_they_stood(self, tmp_path: Path) -> None:
        path = self.write(tmp_path, RECORDS)
        rows = [row for row in self.reader.rows(Input.of_file(path), Limits()) if isinstance(row, Row)]
        places = [(row.line, row.path) for row in rows]
        assert len(set(places)) == len(places)

    def test_a_file_that_is_something_else_is_an_input_error(self, tmp_path: Path) -> None:
        path = self.damaged(tmp_path)
        if path is None:
            pytest.skip("any bytes are acceptable: bad rows are skipped one by one")
        with pytest.raises(InputError, match=path.name):
            self.read(path)

    def test_a_missing_file_is_an_input_error_at_once(self, tmp_path: Path) -> None:
        with pytest.raises(InputError, match="no such file"):
            read_evidence(tmp_path / f"missing{self.reader.suffixes[0]}")
