"""Who published a record, by the host of its address: what a house calls itself differs from source to source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from provenance.store.columns import codes_of

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
    import pyarrow.compute as pc

    codes, names = codes_of(pc.utf8_lower(pc.struct_field(pc.extract_regex(addresses, _HOST), "host")))
    return codes, np.array(names, np.object_)
