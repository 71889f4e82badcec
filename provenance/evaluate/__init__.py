"""Runs, judgements, metrics and the quality gate."""
