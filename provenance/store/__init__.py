"""Records under their source's own key; the truth, from which every index can be rebuilt."""

from provenance.store.records import RecordTable, RecordWriter

__all__ = ["RecordTable", "RecordWriter"]
