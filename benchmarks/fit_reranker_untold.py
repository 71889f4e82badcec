"""Fits the weights for fact-checks without a claim: words, meanings, and how a record stands among those of its days.

usage: fit_reranker_untold.py INDEX:POSTS:QRELS --folds FILE [--out FILE]

Only a training half belongs here. Unlike `fit_reranker.py`, which asks of every pair whether it is a match, trees of up
to two splits, so that a table holds one feature or two (`tree_tables`), are boosted to put the right record before the
others (LambdaRank); what that gives is stretched so that it is calibrated log2 odds. What they learn from is told in
`untold_pairs.py`. `--folds` is what `fit_answers.py` wrote of the same half: a post's candidates are those that a
matrix finds which has not seen the post. Deterministic: the same inputs give the same file.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import lightgbm as lgb
import numpy as np

from benchmarks.fit_reranker import BITS, FOLDS, Pairs, dumped, imagined, mean_average_precision
from benchmarks.tree_tables import Trees, step_tables
from benchmarks.untold_pairs import (
    COLUMNS,
    GAP,
    HOUSE,
    TIMED,
    Houses,
    Unseen,
    columns,
    contenders,
    mover,
    named,
    told,
    undated,
    unseen_pairs,
)
from provenance.indexing.bundle import IndexBundle
from provenance.retrieval.days import STANDING
from provenance.retrieval.features import FEATURES, NAMES
from provenance.retrieval.rerank import Reranker, as_found
from provenance.retrieval.untold_features import UNTOLD, UntoldFeatures
from provenance.scoring.additive import StepTable
from provenance.scoring.calibration import expected_calibration_error, fit_platt
from provenance.scoring.weights import RERANK_UNTOLD

#: Chosen by cross-validation inside the training posts (2026-11).
BOOSTING = {
    "objective": "lambdarank", "lambdarank_truncation_level": 8, "learning_rate": 0.07, "num_leaves": 3,
    "min_child_samples": 40, "lambda_l2": 2.0, "min_sum_hessian_in_leaf": 0.01, "subsample": 0.8, "subsample_freq": 1,
    "colsample_bytree": 0.5, "max_bin": 127, "random_state": 0, "deterministic": True, "force_row_wise": True,
    "num_threads": 1, "verbose": -1,
}  # fmt: skip
ROUNDS = 400
#: Weight of a post without a day, and of one moved by months or years, beside one at its day.
UNDATED, MOVED = 0.3, 0.1


def boost(parts: list[tuple[Pairs, np.ndarray, float]], inside: Callable[[Pairs], np.ndarray]) -> lgb.Booster:
    """Fit on some pairs of each part, given with their columns and their weight."""
    rows, labels, weights, groups = [], [], [], []
    for pairs, matrix, weight in parts:
        kept = inside(pairs) & contenders(pairs, matrix)
        rows.append(matrix[kept])
        labels.append(pairs.labels[kept])
        weights.append(np.full(int(kept.sum()), weight))
        groups.append(np.unique(pairs.post[kept], return_counts=True)[1])
    data = lgb.Dataset(
        np.vstack(rows),
        np.concatenate(labels),
        weight=np.concatenate(weights),
        group=np.concatenate(groups),
        feature_name=list(COLUMNS),
    )
    # A house is judged by itself: it has no tables with others.
    alone = COLUMNS.index(HOUSE)
    apart = {"interaction_constraints": [[place for place in range(len(COLUMNS)) if place != alone], [alone]]}
    return lgb.train({**BOOSTING, **apart}, data, num_boost_round=ROUNDS)


def weights_file(
    model: lgb.Booster, matrix: np.ndarray, houses: dict[str, float], slope: float, intercept: float
) -> dict:
    """Tables of a model as the program adds them up: what days around the post are worth beside unknown ones."""
    trees, scale = Trees.of(model, COLUMNS), slope / BITS
    groups = {**FEATURES, **dict.fromkeys(TIMED, "time"), **UNTOLD, HOUSE: HOUSE}
    prior, by_name = step_tables(trees, matrix, groups, scale, beside=TIMED)
    house = StepTable.from_dict(by_name[HOUSE])
    unknown, *shares = house.of(np.array([0.0, *houses.values()])).tolist()
    worth = {name: round(each - unknown, 2) for name, each in zip(houses, shares, strict=True)}
    return {
        "prior_bits": round(prior + unknown + intercept, 4),
        "time": {key: by_name[GAP][key] for key in ("name", "edges", "bits", "missing")},
        "standing": [by_name[name] for name in STANDING],
        "untold": [by_name[name] for name in UNTOLD],
        "publishers": dict(sorted(worth.items())),
        "pairs": trees.pairs(scale),
        "features": [by_name[name] for name in NAMES],
    }


def scored(data: dict, pairs: Pairs, houses: Houses, known: UntoldFeatures) -> np.ndarray:
    """Bits of each pair as the program gives them."""
    published, among = houses.names[houses.codes[pairs.rows]], told(pairs, known)
    reranker = Reranker(untold=data)
    _, sizes = np.unique(pairs.post, return_counts=True)
    ends = np.cumsum(sizes)
    pools = [
        (pairs.features[a:b], pairs.gaps[a:b], [None] * (b - a), np.ones(b - a, np.bool_), published[a:b], among[a:b])
        for a, b in zip((ends - sizes).tolist(), ends.tolist(), strict=True)
    ]
    return np.concatenate([as_found(ranked).bits for ranked in reranker.rank_each(pools)])


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("set", help="INDEX:POSTS:QRELS of a training half")
    arguments.add_argument("--folds", type=Path, required=True, help="what fit_answers.py wrote beside its table")
    arguments.add_argument("--out", type=Path, default=Path("provenance/scoring/tables") / f"{RERANK_UNTOLD}.json")
    options = arguments.parse_args()
    index, posts, qrels = options.set.split(":")
    bundle = IndexBundle.open(Path(index))
    with np.load(options.folds) as file:
        unseen = Unseen(file["folds"], file["matrices"])
    dated = unseen_pairs(bundle, posts, qrels, unseen, lambda post: post)
    later = unseen_pairs(bundle, posts, qrels, unseen, mover())
    known = UntoldFeatures(bundle, np.arange(len(bundle)))
    data = fitted(dated, later, unseen.folds, Houses.of(bundle.records), known)
    data = {"name": options.out.stem, **data}
    options.out.write_text(dumped(data), encoding="utf-8")
    print(json.dumps(data["cross_validation"], indent=1), "prior", data["prior_bits"], "time", data["time"])


def fitted(dated: Pairs, later: Pairs, fold_of: np.ndarray, houses: Houses, known: UntoldFeatures) -> dict:
    """A weights file without its name, and how it fares in five folds that share no right record, one of each post."""
    variants = {"dated": dated, "undated": undated(dated), "moved": later}
    weights = {"dated": 1.0, "undated": UNDATED, "moved": MOVED}
    others = imagined(dated)
    folds = {id(pairs): fold_of[pairs.post] for pairs in (*variants.values(), *others)}
    right, right_fold = dated.rows[dated.labels == 1], fold_of[dated.post[dated.labels == 1]]
    # What is known of a house comes from other folds than the pair's own: no record is judged by itself.
    unseen = np.array([houses.shares(right[right_fold != fold]) for fold in range(FOLDS)])
    parts = [
        (pairs, columns(pairs, unseen[folds[id(pairs)], houses.codes[pairs.rows]], known), weights[name])
        for name, pairs in variants.items()
    ]
    bits = {key: np.zeros(len(fold)) for key, fold in folds.items()}
    for fold in range(FOLDS):
        model = boost(parts, lambda pairs, out=fold: folds[id(pairs)] != out)
        # Unstretched, but with the tables as the program adds them up.
        tried = weights_file(model, parts[0][1], named(houses, unseen[fold]), BITS, 0.0)
        for pairs in (*variants.values(), *others):
            inside = folds[id(pairs)] == fold
            part = replace(
                pairs, features=pairs.features[inside], gaps=pairs.gaps[inside], labels=pairs.labels[inside],
                post=pairs.post[inside], rows=pairs.rows[inside],
            )  # fmt: skip
            bits[id(pairs)][inside] = scored({"name": RERANK_UNTOLD, **tried}, part, houses, known)
    real = [dated, *others]
    score = np.concatenate([bits[id(pairs)] for pairs in real])
    label = np.concatenate([pairs.labels for pairs in real]).astype(bool)
    slope, intercept = fit_platt(score.tolist(), label.tolist())
    error = expected_calibration_error((1 / (1 + 2.0 ** -(score * slope + intercept))).tolist(), label.tolist())
    report = {
        "posts": len(dated.relevant),
        "found": round(float(np.mean(np.isin(np.arange(len(dated.relevant)), dated.post[dated.labels == 1]))), 4),
        "map@5": {name: round(mean_average_precision(each, bits[id(each)]), 4) for name, each in variants.items()},
        "expected_calibration_error": round(error, 4),
    }
    model = boost(parts, lambda pairs: np.ones(len(pairs.labels), np.bool_))
    return {
        "unit": "bits (log2 odds)",
        "fitted_by": "benchmarks/fit_reranker_untold.py",
        "cross_validation": report,
        **weights_file(model, parts[0][1], named(houses, houses.shares(right)), slope * BITS, intercept),
    }


if __name__ == "__main__":
    main()
