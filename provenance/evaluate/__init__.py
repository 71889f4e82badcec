"""Runs, judgements, metrics and the quality gate."""

from provenance.evaluate.metrics import METRICS, evaluate_run
from provenance.evaluate.trec import Qrels, Run, read_qrels, read_run

__all__ = ["METRICS", "Qrels", "Run", "evaluate_run", "read_qrels", "read_run"]
