"""Fixtures that every test may use."""

from __future__ import annotations

import gc
import logging
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("fast", max_examples=50, deadline=None)
settings.register_profile("ci", max_examples=200, deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "fast")

SHARED = Path(__file__).resolve().parents[1].parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The evaluation sets beside the checkout; the test is skipped where they are absent."""
    folder = Path(os.environ.get("PROVENANCE_SHARED", SHARED))
    if not (folder / "data").is_dir():
        pytest.skip("the shared evaluation sets are not beside this checkout")
    return folder


@pytest.fixture(autouse=True)
def program_leaves_nothing_behind() -> Iterator[None]:
    """The command sets the collector and the log for its whole process, which the tests after it share."""
    thresholds, root = gc.get_threshold(), logging.getLogger()
    loggers = [root, logging.getLogger("provenance")]
    before = [(each, each.handlers[:], each.level, each.propagate) for each in loggers]
    yield
    if gc.get_freeze_count():
        gc.unfreeze()
    if gc.get_threshold() != thresholds:
        gc.set_threshold(*thresholds)
    for each, handlers, level, propagate in before:
        each.handlers[:], each.propagate = handlers, propagate
        each.setLevel(level)
