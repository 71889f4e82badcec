"""Posts in, a report out."""

from provenance.checker.batch import ExamineAll, Examined
from provenance.checker.check import Checker

__all__ = ["Checker", "ExamineAll", "Examined"]
