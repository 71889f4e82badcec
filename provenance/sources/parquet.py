"""Parquet, a batch of rows at a time."""

from __future__ import annotations

import datetime as dt
import decimal
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, BinaryIO, ClassVar, cast

from provenance.errors import InputError, told_by
from provenance.model.finding import Skipped
from provenance.sources.base import Limits, Row
from provenance.sources.inputs import Input

#: Rows decoded at once: some megabytes of ordinary records.
_BATCH_ROWS = 512
#: Standard input is kept in memory up to this many bytes, then in a temporary file, since Parquet needs to seek.
_SPOOL_BYTES = 16_000_000


class Parquet:
    """One row a record; `line` is the row number, from 1."""

    name: ClassVar[str] = "parquet"
    suffixes: ClassVar[tuple[str, ...]] = (".parquet", ".pq")
    fallback: ClassVar[Mapping[str, Any]] = MappingProxyType({})

    def rows(self, source: Input, limits: Limits) -> Iterator[Row | Skipped]:
        """Rows in file order; a damaged row group becomes one `Skipped` a row.

        Raises:
            InputError: the file is no Parquet file.
        """
        import pyarrow as pa
        import pyarrow.parquet as pq

        with source.open() as stream, _seekable(stream) as file:
            try:
                # Read ahead happens on Arrow's own threads; one that still holds our stream when the interpreter ends
                # aborts the process (about one short run in 200, November 2026).
                table = pq.ParquetFile(file, pre_buffer=False)
            except (pa.ArrowException, OSError) as error:
                raise InputError(f"cannot read {source.name} as Parquet: {told_by(error)}") from None
            first, columns = 1, table.schema_arrow.names
            for group in range(table.metadata.num_row_groups):
                number = first
                first += table.metadata.row_group(group).num_rows
                try:
                    for batch in table.iter_batches(batch_size=_BATCH_ROWS, row_groups=[group], use_threads=False):
                        for values in batch.to_pylist():
                            yield Row(_without_nulls(values), number, columns=columns)
                            number += 1
                except (pa.ArrowException, OSError, UnicodeDecodeError, OverflowError, ValueError) as error:
                    for lost in range(number, first):
                        yield Skipped.at("unreadable", f"damaged: {error}", source=source.name, line=lost)


def _seekable(stream: Any) -> BinaryIO:
    if stream.seekable():
        return cast("BinaryIO", stream)
    spool = tempfile.SpooledTemporaryFile(max_size=_SPOOL_BYTES)  # noqa: SIM115 (the caller closes it)
    shutil.copyfileobj(stream, spool)
    spool.seek(0)
    return cast("BinaryIO", spool)


def _without_nulls(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _json_value(value) for key, value in values.items() if value is not None}


def _json_value(value: Any) -> Any:
    """Column types that JSON has no word for become texts, so that unknown columns can be kept as they were."""
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, decimal.Decimal | dt.timedelta):
        return str(value)
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, list):
        return [_json_value(item) for item in value]
    if isinstance(value, dict):
        return {key: _json_value(item) for key, item in value.items()}
    return value
