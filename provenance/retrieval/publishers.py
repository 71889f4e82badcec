"""Who published a record, by the host of its address: what a house calls itself differs from source to source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from provenance.store.records import RecordTable

_HOST = r"^[Hh][Tt][Tt][Pp][Ss]?://(?:[Ww]{3}\.)?(?P<host>[^/:?#]+)"


def hosts_of(records: RecordTable) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.object_]]:
    """For each row the place of its host, and the hosts, without `www.`; the last one, None, is that of no address."""
    found = host_codes(records.column("url"))
    records.let_go()
    return found


def host_codes(addresses: pa.ChunkedArray[Any]) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.object_]]:
    """The same of a column of addresses."""
    found = pc.struct_field(pc.extract_regex(addresses, _HOST), "host")
    encoded = pc.utf8_lower(found).combine_chunks().dictionary_encode()
    names = np.array([*encoded.dictionary.to_pylist(), None], np.object_)
    codes = np.asarray(encoded.indices.fill_null(len(names) - 1).to_numpy(), np.int32)
    return codes, names
