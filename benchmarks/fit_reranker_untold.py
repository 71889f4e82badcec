"""Fits the weights for fact-checks without a claim: words, meanings, and how a record stands among those of its days.

usage: fit_reranker_untold.py INDEX:POSTS:QRELS [--posts N] [--out FILE]

Only a training half belongs here. Unlike `fit_reranker.py`, which asks of every pair whether it is a match, the trees
of one split are boosted to put the right record before the others (LambdaRank); what that gives is stretched so that it
is calibrated log2 odds. Every post is seen three times: at its day, without a day, and moved by months or years, when
the records of its days are wrong ones. Deterministic: the same inputs give the same file.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import lightgbm as lgb
import numpy as np

from benchmarks.fit_reranker import (
    BITS,
    FOLDS,
    MOVED_DAYS,
    Pairs,
    dumped,
    imagined,
    mean_average_precision,
    read_pairs,
    tables,
)
from provenance.model.interval import Interval
from provenance.model.post import Post
from provenance.retrieval.days import STANDING, standing
from provenance.retrieval.features import NAMES
from provenance.retrieval.rerank import Reranker, as_found
from provenance.scoring.calibration import expected_calibration_error, fit_platt
from provenance.scoring.weights import RERANK_UNTOLD

#: Chosen by cross-validation inside the training posts (2026-11).
BOOSTING = {
    "objective": "lambdarank", "lambdarank_truncation_level": 8, "learning_rate": 0.1, "num_leaves": 2,
    "min_child_samples": 40, "lambda_l2": 2.0, "min_sum_hessian_in_leaf": 0.01, "subsample": 0.8, "subsample_freq": 1,
    "colsample_bytree": 0.5, "max_bin": 127, "random_state": 0, "deterministic": True, "force_row_wise": True,
    "num_threads": 1, "verbose": -1,
}  # fmt: skip
ROUNDS = 200
#: Weight of a post without a day, and of one moved by months or years, beside one at its day.
UNDATED, MOVED = 0.3, 0.1
GAP = "gap_days"
COLUMNS = (*NAMES, GAP, *STANDING)
_WORDS, _MEANING, _FUSED = (NAMES.index(name) for name in ("words_bm25", "meaning_head", "fused"))


def columns(pairs: Pairs) -> np.ndarray:
    """Features, days from post to record, and standing among the records of its days."""
    _, sizes = np.unique(pairs.post, return_counts=True)
    words, meaning = pairs.features[:, _WORDS], pairs.features[:, _MEANING]
    places = standing(words, meaning, pairs.gaps, np.ones(len(words), np.bool_), sizes)
    return np.column_stack([pairs.features, pairs.gaps, places])


def undated(pairs: Pairs) -> Pairs:
    """The same posts without a day: nothing was looked up among the records of their days."""
    kept = pairs.only(pairs.features[:, _FUSED] > 0)
    return replace(kept, gaps=np.full_like(kept.gaps, np.nan))


def mover() -> Callable[[Post], Post]:
    """Moves each post by months or years, there and back."""
    random = np.random.default_rng(0)

    def moved(post: Post) -> Post:
        days = timedelta(days=float(random.choice([-1, 1]) * random.uniform(*MOVED_DAYS)))
        at = post.posted_at
        return post if at is None else replace(post, posted_at=Interval(at.start + days, at.end + days))

    return moved


def boost(parts: list[tuple[Pairs, float]], inside: Callable[[Pairs], np.ndarray]) -> lgb.Booster:
    """Fit on some pairs of each part, which weigh as given."""
    rows, labels, weights, groups = [], [], [], []
    for pairs, weight in parts:
        kept = inside(pairs)
        rows.append(columns(pairs)[kept])
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
    return lgb.train(BOOSTING, data, num_boost_round=ROUNDS)


def weights_file(model: lgb.Booster, matrix: np.ndarray, slope: float, intercept: float) -> dict:
    """Tables of a model as the program adds them up: days far away, or unknown, are worth nothing, and none is less."""
    prior, found = tables(model, matrix, slope, COLUMNS)
    by_name = {each["name"]: each for each in found}
    time = by_name[GAP]
    far = max(time["bits"][0], time["bits"][-1])
    time = {**time, "bits": [round(max(0.0, each - far), 4) for each in time["bits"]], "missing": 0.0}
    places = []
    for name in STANDING:
        table = by_name[name]
        prior += table["missing"]
        bits = [round(max(0.0, each - table["missing"]), 4) for each in table["bits"]]
        places.append({**table, "bits": bits, "missing": 0.0})
    return {
        "prior_bits": round(prior + far + intercept, 4),
        "time": {key: time[key] for key in ("name", "edges", "bits", "missing")},
        "standing": places,
        "features": [by_name[name] for name in NAMES],
    }


def scored(data: dict, pairs: Pairs) -> np.ndarray:
    """Bits of each pair as the program gives them."""
    reranker = Reranker(untold=data)
    _, sizes = np.unique(pairs.post, return_counts=True)
    ends = np.cumsum(sizes)
    pools = [
        (pairs.features[a:b], pairs.gaps[a:b], [None] * (b - a), np.ones(b - a, np.bool_))
        for a, b in zip((ends - sizes).tolist(), ends.tolist(), strict=True)
    ]
    return np.concatenate([as_found(ranked).bits for ranked in reranker.rank_each(pools)])


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("set", help="INDEX:POSTS:QRELS of a training half")
    arguments.add_argument("--posts", type=int, help="posts at most, drawn at random; None means all")
    arguments.add_argument("--out", type=Path, default=Path("provenance/scoring/tables") / f"{RERANK_UNTOLD}.json")
    options = arguments.parse_args()
    place = options.set.split(":")
    dated = read_pairs(*place, options.posts)
    later = read_pairs(*place, options.posts, moved=mover())
    data = fitted(dated, later)
    data = {"name": options.out.stem, **data}
    options.out.write_text(dumped(data), encoding="utf-8")
    print(json.dumps(data["cross_validation"], indent=1), "prior", data["prior_bits"], "time", data["time"])


def fitted(dated: Pairs, later: Pairs) -> dict:
    """A weights file without its name, and how it fares in five folds that share no record."""
    variants = {"dated": dated, "undated": undated(dated), "moved": later}
    parts = [(dated, 1.0), (variants["undated"], UNDATED), (later, MOVED)]
    fold_of = dict(zip(dated.post.tolist(), dated.folds.tolist(), strict=True))
    folds = {id(pairs): np.array([fold_of[post] for post in pairs.post.tolist()]) for pairs, _ in parts}
    others = imagined(dated)
    folds |= {id(pairs): np.array([fold_of[post] for post in pairs.post.tolist()]) for pairs in others}
    bits = {key: np.zeros(len(fold)) for key, fold in folds.items()}
    for fold in range(FOLDS):
        model = boost(parts, lambda pairs, out=fold: folds[id(pairs)] != out)
        # Unstretched, but with the tables as the program adds them up.
        data = {"name": RERANK_UNTOLD, **weights_file(model, columns(dated), BITS, 0.0)}
        for pairs in (*(each for each, _ in parts), *others):
            inside = folds[id(pairs)] == fold
            part = Pairs(
                pairs.features[inside], pairs.gaps[inside], pairs.labels[inside], pairs.post[inside],
                pairs.rows[inside], pairs.relevant,
            )  # fmt: skip
            bits[id(pairs)][inside] = scored(data, part)
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
        **weights_file(model, columns(dated), slope * BITS, intercept),
    }


if __name__ == "__main__":
    main()
