"""Event identity: whether two texts tell the same event, by what agrees and what conflicts between them."""

from provenance.alignment.event.background import FLAT, Background
from provenance.alignment.event.compare import EventComparison, Verdict, compare_events
from provenance.alignment.event.slots import Comparison, Slot
from provenance.alignment.event.view import EventView, event_view

__all__ = [
    "FLAT",
    "Background",
    "Comparison",
    "EventComparison",
    "EventView",
    "Slot",
    "Verdict",
    "compare_events",
    "event_view",
]
