"""Fits the weights of the re-ranker on public training posts, and writes them as a weights file.

usage: fit_reranker.py INDEX:POSTS:QRELS [INDEX:POSTS:QRELS …] [--posts N] [--out FILE]

Only training halves belong here, of sets whose records state their claims; `fit_reranker_untold.py` serves articles
with a title alone: what words and meanings are worth differs so much that one table for both is worse on either.
Deterministic: the same inputs give the same file.
What it does:
1. compares every post with its candidates (the features of `provenance.retrieval.features`);
2. in five folds that share no record, boosts trees of one split on "is this the record" (so the model is additive),
   which gives a score for every pair from a model that has not seen its record;
3. stretches these scores so that they are calibrated log2 odds (Platt), and fits the bits of closeness in time on top,
   with a copy of every post moved by 200 to 1,500 days that weighs as the share of old rumours that come back;
4. fits once more on everything and writes steps as tables.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import lightgbm as lgb
import numpy as np

from benchmarks.tree_tables import Trees, step_tables
from provenance.config import Settings
from provenance.encoders import open_encoder
from provenance.indexing.bundle import IndexBundle
from provenance.model.post import Post
from provenance.retrieval import Retriever
from provenance.retrieval.compared import Compared
from provenance.retrieval.features import FEATURES, NAMES, relate
from provenance.retrieval.post_view import view_of
from provenance.scoring.calibration import expected_calibration_error, fit_platt
from provenance.scoring.weights import RERANK
from provenance.sources import read_posts

FOLDS = 5
#: Chosen by cross-validation inside the training posts (2026-11): more rounds or leaves gain less than .003. Without
#: the two bounds on a leaf, boosting runs away where matches are one pair in 200.
BOOSTING = {
    "objective": "binary", "n_estimators": 400, "learning_rate": 0.08, "num_leaves": 2, "min_child_samples": 40,
    "lambda_l2": 2.0, "min_sum_hessian_in_leaf": 0.5,
    "subsample": 0.8, "subsample_freq": 1, "colsample_bytree": 0.5, "max_bin": 63, "random_state": 0,
    "deterministic": True, "force_row_wise": True, "num_threads": 1, "verbose": -1,
}  # fmt: skip
#: Days from post to record, upper ends of the intervals of the table of closeness.
TIME_EDGES = (-60, -30, -14, -7, -3, -1, -0.01, 1, 2, 3, 5, 7, 10, 14, 21, 30, 45, 60, 90, 120)
MOVED_DAYS = (200, 1500)
#: Share of posts that bring up an old rumour again. The smaller, the more closeness is worth: in cross-validation MAP@5
#: is .941 at a half, .945 at 1 in 20, .946 at none, and two years later .9107 – .9109 at all of them (2026-11).
RECYCLED = 0.05
#: Share of the candidates that a small index would have had.
SMALL_SHARE = 0.1
BITS = math.log(2)


@dataclass(frozen=True)
class Pairs:
    """All post-candidate pairs of one set, post after post."""

    features: np.ndarray
    gaps: np.ndarray
    labels: np.ndarray
    post: np.ndarray
    rows: np.ndarray
    relevant: np.ndarray  # by post
    asked: np.ndarray  # by post, its vector turned towards answers
    texts: Sequence[str]  # by post, as it is compared

    def only(self, kept: np.ndarray) -> Pairs:
        """Some of the pairs, each post's compared with one another anew."""
        features = self.features[kept]
        post = self.post[kept]
        starts = np.flatnonzero(np.r_[True, post[1:] != post[:-1]])
        relate(features, np.diff(np.append(starts, len(post))))
        return replace(
            self, features=features, gaps=self.gaps[kept], labels=self.labels[kept], post=post, rows=self.rows[kept]
        )

    @property
    def folds(self) -> np.ndarray:
        """Fold of each pair: posts with the same right record go together."""
        first = {}
        for post, row, label in zip(self.post, self.rows, self.labels, strict=True):
            if label:
                first.setdefault(int(post), int(row))
        key = np.array([first.get(post, -1 - post) for post in range(len(self.relevant))])
        _, number = np.unique(key, return_inverse=True)
        return (np.random.default_rng(0).permutation(number.max() + 1)[number] % FOLDS)[self.post]


def answered(bundle: IndexBundle, posts: str, qrels: str) -> tuple[list[Post], Mapping[str, Sequence[int]]]:
    """Posts that some record answers, and the rows of those records."""
    good = defaultdict(list)
    for line in Path(qrels).read_text(encoding="utf-8").splitlines():
        post, _, record, grade = line.split()
        if int(grade) > 0:
            good[post].append(bundle.records.row(record))
    return [post for post in read_posts(posts) if post.id in good], good


def compared(retriever: Retriever, posts: Sequence[Post]) -> list[Compared]:
    """Candidates of posts, some posts at a time."""
    return [each for start in range(0, len(posts), 64) for each in retriever.compare(posts[start : start + 64])]


def read_pairs(index: str, posts: str, qrels: str, most: int | None = None) -> Pairs:
    """All pairs of a set, or those of `most` posts drawn at random."""
    bundle = IndexBundle.open(Path(index))
    queries, good = answered(bundle, posts, qrels)
    if most is not None and most < len(queries):
        queries = [queries[place] for place in np.random.default_rng(0).permutation(len(queries))[:most]]
    return pairs_of(queries, compared(Retriever.open(bundle, Settings(), open_encoder(cache=True)), queries), good)


def pairs_of(queries: Sequence[Post], found: Sequence[Compared], good: Mapping[str, Sequence[int]]) -> Pairs:
    """Pairs of posts and their candidates."""
    counts = [len(each.candidates) for each in found]
    labels = [
        [row in good[post.id] for row in each.candidates.rows.tolist()]
        for post, each in zip(queries, found, strict=True)
    ]
    return Pairs(
        features=np.vstack([each.features for each in found]),
        gaps=np.concatenate([each.gaps for each in found]),
        labels=np.concatenate(labels).astype(int),
        post=np.repeat(np.arange(len(found)), counts),
        rows=np.concatenate([each.candidates.rows for each in found]),
        relevant=np.array([len(good[post.id]) for post in queries]),
        asked=np.array([each.asked for each in found]),
        texts=[view_of(post).text for post in queries],
    )


def imagined(pairs: Pairs) -> list[Pairs]:
    """The same posts before other indexes: without the right record, and with a tenth of all records.

    In the public sets every post has its record, and a model that is fitted on them alone takes the best of any pool
    for a match. A post must also be seen where nothing matches, and in an index that is small.
    """
    keep = np.random.default_rng(1).random(len(pairs.labels)) < SMALL_SHARE
    right = pairs.labels == 1
    return [pairs.only(~right), pairs.only(keep | right), pairs.only(keep & ~right)]


def boost(features: np.ndarray, labels: np.ndarray) -> lgb.Booster:
    return lgb.train(
        {k: v for k, v in BOOSTING.items() if k != "n_estimators"},
        lgb.Dataset(features, labels, feature_name=list(NAMES)),
        num_boost_round=BOOSTING["n_estimators"],
    )


def closeness(bits: np.ndarray, gaps: np.ndarray, labels: np.ndarray, post: np.ndarray) -> list[float]:
    """Bits of each interval of days, given the score without time: far intervals are worth 0, and none less than 0."""
    generator = np.random.default_rng(0)
    sign = generator.choice([-1, 1], post.max() + 1)
    moved = gaps + (sign * generator.uniform(*MOVED_DAYS, post.max() + 1))[post]
    gap, score, label = np.concatenate([gaps, moved]), np.tile(bits, 2) * BITS, np.tile(labels, 2)
    weight = np.repeat([1 - RECYCLED, RECYCLED], len(gaps))
    place = np.where(np.isnan(gap), -1, np.searchsorted(TIME_EDGES, gap))

    def worth(inside: np.ndarray) -> float:
        return offset(score[inside], label[inside], weight[inside]) / BITS

    far = worth((place == 0) | (place == len(TIME_EDGES)))
    out = [0.0] * (len(TIME_EDGES) + 1)
    for each in range(1, len(TIME_EDGES)):
        inside = place == each
        if inside.sum() > 20:
            out[each] = max(0.0, round(worth(inside) - far, 2))
    return out


def offset(score: np.ndarray, label: np.ndarray, weight: np.ndarray) -> float:
    """What must be added to the log odds to expect as many matches as there are (plus half of one of each kind)."""
    x, matches = 0.0, float(weight @ label)
    for _ in range(80):
        p = 1 / (1 + np.exp(-(score + x)))
        own = 1 / (1 + math.exp(-x))
        x += float(np.clip((matches + 0.5 - weight @ p - own) / (weight @ (p * (1 - p)) + own * (1 - own)), -1, 1))
    return x


def mean_average_precision(pairs: Pairs, score: np.ndarray, depth: int = 5) -> float:
    total = 0.0
    for post, relevant in enumerate(pairs.relevant):
        mine = np.flatnonzero(pairs.post == post)
        hit = pairs.labels[mine[np.argsort(-score[mine], kind="stable")[:depth]]]
        total += (hit * np.cumsum(hit) / np.arange(1, len(hit) + 1)).sum() / min(depth, relevant)
    return total / len(pairs.relevant)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("sets", nargs="+", help="INDEX:POSTS:QRELS of a training half")
    arguments.add_argument("--posts", type=int, help="posts of each set at most, drawn at random; None means all")
    arguments.add_argument("--out", type=Path, default=Path("provenance/scoring/tables") / f"{RERANK}.json")
    options = arguments.parse_args()
    sets = [read_pairs(*each.split(":"), options.posts) for each in options.sets]
    variants, folds, posts = [], [], []
    for number, pairs in enumerate(sets):
        fold_of = dict(zip(pairs.post.tolist(), pairs.folds.tolist(), strict=True))
        for variant in (pairs, *imagined(pairs)):
            variants.append(variant)
            folds.append(np.array([fold_of[post] for post in variant.post.tolist()]))
            posts.append(variant.post + number * 1_000_000)
    features = np.vstack([each.features for each in variants])
    labels = np.concatenate([each.labels for each in variants])
    gaps = np.concatenate([each.gaps for each in variants])
    fold_of_pair = np.concatenate(folds)
    unseen = np.zeros(len(labels))
    for fold in range(FOLDS):
        inside = fold_of_pair != fold
        model = boost(features[inside], labels[inside])
        unseen[~inside] = model.predict(features[~inside], raw_score=True)
    slope, intercept = fit_platt((unseen / BITS).tolist(), labels.astype(bool).tolist())
    bits = unseen / BITS * slope + intercept
    _, post = np.unique(np.concatenate(posts), return_inverse=True)
    time = closeness(bits, gaps, labels, post)
    with_time = bits + np.where(np.isnan(gaps), 0.0, np.array(time)[np.searchsorted(TIME_EDGES, np.nan_to_num(gaps))])
    ends = np.cumsum([0, *(len(each.labels) for each in variants)])
    real = [(int(ends[place]), int(ends[place + 1])) for place in range(0, len(variants), 4)]
    report = {}
    for name, pairs, (a, b) in zip(options.sets, sets, real, strict=True):
        report[Path(name.split(":")[1]).parent.name] = {
            "posts": len(pairs.relevant),
            "found": round(
                float(np.mean([pairs.labels[pairs.post == p].any() for p in range(len(pairs.relevant))])), 4
            ),
            "map@5": round(mean_average_precision(pairs, bits[a:b]), 4),
            "map@5 with time": round(mean_average_precision(pairs, with_time[a:b]), 4),
        }
    error = expected_calibration_error((1 / (1 + 2.0**-bits)).tolist(), labels.astype(bool).tolist())
    trees = Trees.of(boost(features, labels), NAMES)
    prior, fitted = step_tables(trees, features, FEATURES, slope / BITS)
    data = {
        "name": options.out.stem,
        "unit": "bits (log2 odds)",
        "fitted_by": "benchmarks/fit_reranker.py",
        "cross_validation": {**report, "expected_calibration_error": round(error, 4)},
        "prior_bits": round(prior + intercept, 4),
        "time": {"name": "gap_days", "edges": list(TIME_EDGES), "bits": time, "missing": 0.0},
        "features": list(fitted.values()),
    }
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(dumped(data), encoding="utf-8")
    print(json.dumps(data["cross_validation"], indent=1), "prior", data["prior_bits"], "time", time)


def dumped(data: dict) -> str:
    """JSON with one table a line."""
    lists = {key: data[key] for key in ("pairs", "features") if key in data}
    parts = [json.dumps({key: value for key, value in data.items() if key not in lists}, indent=1, ensure_ascii=False)]
    for key, tables in lists.items():
        lines = [f"  {json.dumps(each, ensure_ascii=False)}" for each in tables]
        parts.append(f' "{key}": [\n' + ",\n".join(lines) + "\n ]")
    return ",\n".join([parts[0][:-2], *parts[1:]]) + "\n}\n"


if __name__ == "__main__":
    main()
