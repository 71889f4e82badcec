"""Lexical and vector indexes behind one protocol, and the bundle that opens them together; importing stays light."""

from provenance.indexing.base import Filter, Index, Ranking

__all__ = ["Filter", "Index", "Ranking"]
