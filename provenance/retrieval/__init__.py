"""From posts to scored records: candidates of all indexes, fused, compared and weighed."""

from provenance.retrieval.retriever import Compared, Retriever

__all__ = ["Compared", "Retriever"]
