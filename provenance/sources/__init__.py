"""Readers of posts and evidence: one format a file, one registry line each."""

from __future__ import annotations

from provenance.sources.base import Limits
from provenance.sources.read import posts_of, read_evidence, read_posts

__all__ = ["Limits", "posts_of", "read_evidence", "read_posts"]
