"""A build that is killed at any moment leaves the old index readable, or none; never half a one."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time

import pytest

from provenance.errors import IndexMissing
from provenance.indexing.bundle import IndexBundle
from provenance.jobs.build import verify_index

#: Builds 600 records with the stub; the argument is the number that tells one build from another.
PROGRAM = """
import sys
from pathlib import Path
from provenance.encoders.stub import StubEncoder
from provenance.jobs.build import build_index
from provenance.model.evidence import Evidence, Kind

def records():
    for number in range(600):
        claim = f"build {sys.argv[2]} claim {number}"
        yield Evidence(id=f"r{number}", kind=Kind.FACT_CHECK, text=f"body {number}", claim=claim)

def tell(done):
    if done == 1:
        print("on", flush=True)

build_index(records(), Path(sys.argv[1]), encoder=StubEncoder(), progress=tell)
print("published", flush=True)
"""


def start(out, number):
    command = [sys.executable, "-c", PROGRAM, str(out), str(number)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "on\n"  # imports are over, the build has begun
    return process


def finish(process):
    process.stdout.read()
    process.stdout.close()
    return process.wait()


def published(out):
    """What a reader sees: the claim of the first record, or None."""
    try:
        bundle = IndexBundle.open(out, verify=True)
    except IndexMissing:
        return None
    assert len(bundle.records) == len(bundle.lexical) == len(bundle.vectors) == 600
    assert len(bundle.lexical.search(["claim 599"], 1)[0]) == 1
    return bundle.records.evidence(0).claim


@pytest.mark.slow
def test_a_build_killed_at_any_moment_leaves_the_old_index_or_none(tmp_path):
    begun = time.monotonic()
    process = start(tmp_path / "timing", 0)
    running = time.monotonic()
    assert finish(process) == 0
    lasts = time.monotonic() - running
    assert running > begun
    out, seen, killed = tmp_path / "out", {None}, 0
    random.seed(20261122)
    for number in range(24):
        process = start(out, number)
        time.sleep(random.uniform(0, 1.2 * lasts))
        process.send_signal(signal.SIGKILL)
        killed += finish(process) == -signal.SIGKILL
        seen.add(f"build {number} claim 0")
        assert published(out) in seen
    assert killed >= 8
    assert finish(start(out, 99)) == 0
    assert published(out) == "build 99 claim 0"
    assert not list(out.glob(".building-*"))
    assert "600 records" in verify_index(out)
