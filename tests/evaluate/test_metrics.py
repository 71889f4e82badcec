"""Metrics against values worked out by hand, and against their definitions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.errors import InputError, UsageError
from provenance.evaluate import METRICS, evaluate_run, read_qrels, read_run
from provenance.report.ranking import trec_line

RUN = {"p": [("a", 9.0), ("b", 8.0), ("c", 7.0), ("d", 6.0)]}


@pytest.mark.parametrize(
    ("metric", "value"),
    [
        ("map@5", (1 / 2 + 2 / 4) / 2),
        ("map@2", (1 / 2) / 2),
        ("mrr", 1 / 2),
        ("mrr@1", 0),
        ("recall@2", 1 / 2),
        ("recall@4", 1),
        ("precision@4", 2 / 4),
        ("success@1", 0),
        ("success@2", 1),
    ],
)
def test_a_metric_has_the_value_worked_out_by_hand(metric, value):
    assert evaluate_run(RUN, {"p": {"b": 1, "d": 2}}, [metric])[metric] == pytest.approx(value)


def test_a_post_without_results_counts_as_zero_and_a_post_without_evidence_is_left_out():
    judged = {"p": {"a": 1}, "absent": {"a": 1}, "nothing-relevant": {"a": 0}}
    assert evaluate_run(RUN, judged, ["mrr"]) == {"mrr": 0.5}


def test_a_grade_can_be_demanded():
    assert evaluate_run(RUN, {"p": {"a": 1, "b": 2}}, ["mrr"], grade=2) == {"mrr": 0.5}


@given(
    st.permutations(list("abcdefgh")),
    st.sets(st.sampled_from("abcdefgh"), min_size=1),
    st.sampled_from(sorted(METRICS)),
)
def test_no_metric_leaves_zero_to_one_and_the_ideal_ranking_is_best(ranked, relevant, name):
    ideal = sorted(ranked, key=lambda item: item not in relevant)
    got, best = METRICS[name](ranked, relevant, 5), METRICS[name](ideal, relevant, 5)
    assert 0 <= got <= best <= 1


@pytest.mark.parametrize("name", ["map@0", "nonsense", "MAP@5", "precision"])
def test_an_unknown_metric_is_refused(name):
    with pytest.raises(UsageError):
        evaluate_run(RUN, {"p": {"a": 1}}, [name])


def test_nothing_judged_is_an_error_not_a_zero():
    with pytest.raises(UsageError, match="nothing to average"):
        evaluate_run(RUN, {"p": {"a": 0}}, ["mrr"])


def test_a_run_reads_back_as_written(tmp_path):
    file = tmp_path / "run.txt"
    file.write_text("".join(trec_line("p", name, rank, 1 / rank) for rank, name in enumerate("xyz", 1)), "utf-8")
    assert [name for name, _ in read_run(file)["p"]] == ["x", "y", "z"]


def test_a_malformed_line_is_named_with_its_number(tmp_path):
    file = tmp_path / "qrels.txt"
    file.write_text("p 0 a 1\np 0 a\n", "utf-8")
    with pytest.raises(InputError, match=r"qrels.txt:2"):
        read_qrels(file)


def test_an_id_with_white_space_cannot_enter_a_run():
    with pytest.raises(InputError, match="jsonl"):
        trec_line("a b", "c", 1, 0.5)
