from __future__ import annotations

import json

import pytest

from provenance.errors import JobError, UsageError
from provenance.evaluate.gate import Gate, corpus_digest, enforce, raise_floors


def test_the_value_that_set_a_floor_meets_it(tmp_path):
    path = tmp_path / "gate.json"
    raise_floors(path, {"map@5": 0.954449}, "corpus")
    assert Gate.read(path).floors == {"map@5": 0.9544}
    assert "map@5 ≥ 0.9544" in enforce(path, {"map@5": 0.954449}, "corpus")


def test_a_worse_run_fails_and_cannot_lower_the_floor(tmp_path):
    path = tmp_path / "gate.json"
    raise_floors(path, {"map@5": 0.9, "mrr": 0.8}, "corpus")
    with pytest.raises(JobError, match=r"map@5 0\.8900 < 0\.9000"):
        enforce(path, {"map@5": 0.89, "mrr": 0.9}, "corpus")
    with pytest.raises(JobError, match="--allow-regression"):
        raise_floors(path, {"map@5": 0.89, "mrr": 0.9}, "corpus")
    assert Gate.read(path).floors == {"map@5": 0.9, "mrr": 0.8}
    raise_floors(path, {"map@5": 0.89}, "corpus", allow_regression=True)
    assert Gate.read(path).floors == {"map@5": 0.89}


def test_a_better_run_raises_its_own_floor_only(tmp_path):
    path = tmp_path / "gate.json"
    raise_floors(path, {"map@5": 0.9, "mrr": 0.8}, "corpus")
    raise_floors(path, {"map@5": 0.95}, "corpus")
    assert Gate.read(path).floors == {"map@5": 0.95, "mrr": 0.8}


def test_a_metric_that_was_not_measured_does_not_pass(tmp_path):
    path = tmp_path / "gate.json"
    raise_floors(path, {"map@5": 0.9, "mrr": 0.8}, "corpus")
    with pytest.raises(JobError, match="mrr was not measured"):
        enforce(path, {"map@5": 0.95}, "corpus")


def test_an_easier_corpus_is_noticed(tmp_path):
    qrels = tmp_path / "qrels.txt"
    qrels.write_text("p1 0 e1 1\n")
    before = corpus_digest(qrels)
    raise_floors(tmp_path / "gate.json", {"map@5": 0.9}, before)
    qrels.write_text("p1 0 e1 1\np1 0 e2 1\n")
    for act in (enforce, raise_floors):
        with pytest.raises(UsageError, match="another corpus"):
            act(tmp_path / "gate.json", {"map@5": 0.99}, corpus_digest(qrels))


def test_files_that_are_no_gate(tmp_path):
    with pytest.raises(UsageError, match="--update-gate"):
        enforce(tmp_path / "none.json", {"map@5": 1.0}, "c")
    for text in ("{", json.dumps({"schema": "x"}), "[]"):
        (tmp_path / "gate.json").write_text(text)
        with pytest.raises(UsageError, match="no gate file"):
            Gate.read(tmp_path / "gate.json")
