"""Fits how sure `debunked` may be: on the best hits of training posts, with their fact-check in the index and without.

usage: fit_debunked.py INDEX:POSTS:QRELS [INDEX:POSTS:QRELS …] [--out FILE]

Ranking asks which record is nearest; a finding asks whether the nearest one is near enough. So this model does not look
at ranks or at gaps to other candidates, and a feature speaks in one direction only (monotone steps). Deterministic.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import lightgbm as lgb
import numpy as np

from benchmarks.fit_reranker import BITS, BOOSTING, FOLDS, Pairs, dumped, imagined, read_pairs
from benchmarks.tree_tables import Trees, step_tables
from provenance.retrieval.features import FEATURES, NAMES
from provenance.retrieval.rerank import Reranker
from provenance.scoring.calibration import expected_calibration_error, fit_isotonic, fit_platt
from provenance.scoring.weights import DEBUNKED

#: Feature → direction: +1 speaks for a match the higher it is, -1 against it.
ABSOLUTE = {
    "words_covered_head": 1,
    "words_covered_claim": 1,
    "words_explained_head": 1,
    "words_explained_all": 1,
    "words_shared_bits": 1,
    "rare_word_bits_head": 1,
    "rare_third_bits": 1,
    "rare_missing": -1,
    "meaning_head_z": 1,
    "names_shared": 1,
    "numbers_shared": 1,
    "numbers_missing": -1,
    "author_covered": 1,
}
COLUMNS = [NAMES.index(name) for name in ABSOLUTE]
#: Hits of a post that are learned from: what a detector has to choose among.
BEST = 3


def best_hits(pairs: Pairs, reranker: Reranker) -> np.ndarray:
    """Which pairs are among the best of their post by the shipped ranking."""
    score = reranker.told.model.addends(pairs.features).sum(axis=1)
    order = np.lexsort((-score, pairs.post))
    post = pairs.post[order]
    place = np.arange(len(order)) - np.searchsorted(post, post)
    kept = np.zeros(len(order), bool)
    kept[order[place < BEST]] = True
    return kept


def boost(features: np.ndarray, labels: np.ndarray) -> lgb.Booster:
    settings = {**BOOSTING, "monotone_constraints": list(ABSOLUTE.values()), "min_child_samples": 60, "max_bin": 31}
    rounds = settings.pop("n_estimators") // 2
    return lgb.train(settings, lgb.Dataset(features, labels), num_boost_round=rounds)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("sets", nargs="+", help="INDEX:POSTS:QRELS of a training half")
    arguments.add_argument("--out", type=Path, default=Path("provenance/scoring/tables") / f"{DEBUNKED}.json")
    options = arguments.parse_args()
    reranker = Reranker()
    features, labels, folds = [], [], []
    for each in options.sets:
        pairs = read_pairs(*each.split(":"))
        fold_of = dict(zip(pairs.post.tolist(), pairs.folds.tolist(), strict=True))
        for variant in (pairs, *imagined(pairs)):
            kept = best_hits(variant, reranker)
            features.append(variant.features[kept][:, COLUMNS])
            labels.append(variant.labels[kept])
            folds.append(np.array([fold_of[post] for post in variant.post[kept].tolist()]))
    matrix, label, fold = np.vstack(features), np.concatenate(labels), np.concatenate(folds)
    unseen = np.zeros(len(label))
    for number in range(FOLDS):
        inside = fold != number
        unseen[~inside] = boost(matrix[inside], label[inside]).predict(matrix[~inside], raw_score=True)
    right = label.astype(bool).tolist()
    slope, intercept = fit_platt((unseen / BITS).tolist(), right)
    bits = unseen / BITS * slope + intercept
    calibration = fit_isotonic(bits.tolist(), right, least=50)
    error = expected_calibration_error([calibration(each) for each in bits], right)
    trees = Trees.of(boost(matrix, label), list(ABSOLUTE))
    prior, fitted = step_tables(trees, matrix, {name: FEATURES[name] for name in ABSOLUTE}, slope / BITS)
    report = {"hits": len(label), "matches": int(label.sum()), "expected_calibration_error": round(error, 4)}
    for level in (0.5, 0.8, 0.9):
        found = np.array([calibration(each) >= level for each in bits])
        report[f"at {level}"] = {
            "precision": round(float(label[found].mean()), 4),
            "recall": round(float(label[found].sum() / label.sum()), 4),
        }
    data = {
        "name": DEBUNKED,
        "unit": "bits (log2 odds)",
        "fitted_by": "benchmarks/fit_debunked.py",
        "cross_validation": report,
        "prior_bits": round(prior + intercept, 4),
        "calibration": {
            "bits": [round(each, 3) for each in calibration.bits],
            "probability": [round(each, 4) for each in calibration.probability],
        },
        "features": list(fitted.values()),
    }
    options.out.write_text(dumped(data), encoding="utf-8")
    print(json.dumps(report, indent=1), "prior", data["prior_bits"])


if __name__ == "__main__":
    main()
