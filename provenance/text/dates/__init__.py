"""Dates and times in text, as intervals with the stretch of text that names them."""

from provenance.text.dates.find import find_times
from provenance.text.dates.mention import TimeKind, TimeMention

__all__ = ["TimeKind", "TimeMention", "find_times"]
