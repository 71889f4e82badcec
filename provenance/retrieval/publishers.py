"""Which house published a record, by its address: what a house calls itself differs from source to source.

A house is a host, or a section of one: under one roof there are articles and verdicts, and rooms for other languages.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from provenance.store.columns import codes_of

if TYPE_CHECKING:
    from provenance.store.records import RecordTable

_ADDRESS = r"^[Hh][Tt][Tt][Pp][Ss]?://(?:[Ww]{3}\.)?(?P<host>[^/:?#]+)(?::\d+)?(?:/(?P<section>[^/?#]+)/)?"


def houses_of(records: RecordTable, sections: Collection[str]) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.object_]]:
    """For each row the place of its house, and the houses; the last one, None, is that of no address.

    Args:
        records: of an index.
        sections: `host/section`, those that are houses of their own.
    """
    found = house_codes(records.column("url"), sections)
    records.let_go()
    return found


def house_codes(
    addresses: pa.ChunkedArray[Any], sections: Collection[str]
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.object_]]:
    """The same of a column of addresses."""
    import pyarrow.compute as pc

    hosts, inside = _parts(addresses)
    apart = pc.is_in(inside, value_set=pa.array(sorted(sections), pa.string()))
    codes, names = codes_of(pc.if_else(apart, inside, hosts))
    return codes, np.array(names, np.object_)


def section_counts(addresses: pa.ChunkedArray[Any]) -> dict[str, int]:
    """How many addresses lie in each `host/section`; the section is the first part of the path, where more follows."""
    import pyarrow.compute as pc

    counted = pc.value_counts(_parts(addresses)[1]).to_pylist()
    return {each["values"]: each["counts"] for each in counted if each["values"] and each["values"][-1] != "/"}


def _parts(addresses: pa.ChunkedArray[Any]) -> tuple[pa.ChunkedArray[Any], pa.ChunkedArray[Any]]:
    """Hosts without `www.`, and `host/section`; nothing where there is no address."""
    import pyarrow.compute as pc

    found = pc.extract_regex(addresses, _ADDRESS)
    host, section = (pc.utf8_lower(pc.struct_field(found, name)) for name in ("host", "section"))
    return host, pc.binary_join_element_wise(host, section, "/")
