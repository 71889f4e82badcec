"""What kind of field, index and search each part has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from provenance.indexing.inverted_file import PROBES
from provenance.indexing.vector import FLAT_UNTIL
from provenance.indexing.vector_writer import LISTS_PER_ROOT


@dataclass(frozen=True, slots=True)
class Kind:
    """How a part lies in Milvus.

    Attributes:
        field: type of the payload, as pymilvus names it.
        metric: how payloads are compared.
    """

    field: str
    metric: str

    def index(self, count: int) -> dict[str, Any]:
        """Type and parameters of the index for so many rows; exact for as long as that is affordable."""
        if self.field == "SPARSE_FLOAT_VECTOR":
            return {"index_type": "SPARSE_INVERTED_INDEX"}
        if self.field == "BINARY_VECTOR":
            return {"index_type": "BIN_FLAT"}
        if count <= FLAT_UNTIL:
            return {"index_type": "FLAT"}
        return {"index_type": "IVF_SQ8", "params": {"nlist": min(65_536, int(LISTS_PER_ROOT * count**0.5))}}

    def search(self, limit: int) -> dict[str, Any]:
        """Parameters of a search."""
        return {"nprobe": max(PROBES, limit // 64)} if self.field == "FLOAT_VECTOR" else {}


#: Part → kind.
KINDS = {
    "vectors": Kind("FLOAT_VECTOR", "IP"),
    "words": Kind("SPARSE_FLOAT_VECTOR", "IP"),
    "pdq": Kind("BINARY_VECTOR", "HAMMING"),
    "dct": Kind("BINARY_VECTOR", "HAMMING"),
}
