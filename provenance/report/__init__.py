"""Findings as terminal text, frames, pages and exports."""
