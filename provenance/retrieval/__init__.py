"""Candidates from the indexes, fused and re-ranked."""
