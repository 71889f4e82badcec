"""From posts to scored records: candidates of all indexes, fused, compared and weighed."""

from provenance.retrieval.compared import Compared
from provenance.retrieval.retriever import Retriever

__all__ = ["Compared", "Retriever"]
