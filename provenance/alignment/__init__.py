"""Spans on both sides: text, image, time."""
