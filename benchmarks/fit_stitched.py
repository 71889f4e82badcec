"""Fit the weights of `stitched` and report precision and recall on posts that the fit did not see.

usage: fit_stitched.py SCENARIOS INDEX REAL [--hits FILE] [--made FILE] [--write FILE]
SCENARIOS is the folder of the scenario set, INDEX one built from its evidence, REAL a file of real posts of another set
(JSONL with `text`). Moved events are fitted on the scenarios, in folds. Joined items are fitted on made-up posts
(`made_stitches`) and on REAL; no record that a scenario is about is used for them, and of the scenarios they learn
their level alone (Platt's line).
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import numpy as np
from sklearn.model_selection import GroupKFold, StratifiedKFold

from benchmarks.made_stitches import MadePost, made_posts
from benchmarks.scenario_hits import contexts_of, load_contexts, read, read_labels
from benchmarks.signed_logistic import SignedLogistic, held_out
from provenance.detectors.base import Context
from provenance.detectors.stitch import joined, moved
from provenance.detectors.stitch.candidates import Table, table_of
from provenance.detectors.stitched import hits_of
from provenance.indexing.bundle import IndexBundle
from provenance.model.evidence import Evidence, Kind
from provenance.model.interval import Interval
from provenance.model.post import Post
from provenance.scoring.calibration import expected_calibration_error, fit_platt, sigmoid
from provenance.scoring.logistic import LogisticBits
from provenance.text.stance import Stance, stance_of

FOLDS = 5
#: Few posts are stitched: without a firm penalty the folds would contradict one another.
RIDGE = 0.5
VERSION = "stitched-3"
SIGNS = {
    "moved": {"retold_bits": 1, "numbers": 1, "time_agrees": 1, "rival_bits": 1},
    "joined": {"weaker_bits": 1, "kind": 1, "time_agrees": 1},
}
OPERATION = {"moved": "place_swap", "joined": "multi_source_stitch"}
#: Made-up posts of a kind, real posts, and the seed of both draws.
MADE, REAL, SEED = 80, 150, 2
#: One post in so many joins items: of made-up posts there are too many. Platt's line sets the level afterwards.
ONE_IN = 20
#: Rounds in which the table chooses the pair of each post that it then learns from.
ROUNDS = 4


@dataclass(frozen=True)
class Case:
    """A post that the joined table learns from: its pairs, and which of them are right."""

    kind: str
    pairs: list[joined.Joined]
    right: list[bool]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenarios", type=Path)
    parser.add_argument("index", type=Path)
    parser.add_argument("real", type=Path)
    parser.add_argument("--hits", type=Path, help="keep what the retrieval found for the scenarios here, and reuse it")
    parser.add_argument("--made", type=Path, help="the same for the made-up and real posts")
    parser.add_argument("--write", type=Path, help="table to write")
    given = parser.parse_args()
    labels = read_labels(given.scenarios)
    scenarios = load_contexts(given.scenarios, given.index, given.hits)
    posts = [(labels[context.post.id], table) for context in scenarios if (table := table_for(context)) is not None]
    flagged: dict[str, set[str]] = {}
    taught = list(cases(given, labels, {context.post.text for context in scenarios}))
    written = {
        "version": VERSION,
        "moved": fit_moved(posts, flagged),
        "joined": fit_joined(taught, posts, flagged),
    }
    found = [(labels[post], ids) for post, ids in flagged.items()]
    true = [(label, ids) for label, ids in found if label["pattern"] == "stitched"]
    cited = [label for label, ids in true if ids & gold_of(label)]
    print(f"not fitted on: {len(found)} flagged, {len(true)} stitched, {len(cited)} with right evidence of 20")
    if given.write:
        given.write.write_text(json.dumps(written, indent=1) + "\n", encoding="utf8")
    print(json.dumps(written))


def table_for(context: Context, without: Sequence[str] = ()) -> Table | None:
    """The post of a context beside its records, some of which the archive may not have."""
    text = context.post.text
    hits = [hit for hit in hits_of(context) if hit.evidence.id not in without]
    if not hits or not text.strip() or stance_of(text) != Stance.SPREAD:
        return None
    return table_of(text, context.post.posted_at, hits)


def cases(given: argparse.Namespace, labels: dict[str, dict], known: set[str]) -> Iterator[Case]:
    """Made-up posts over records that no scenario is about, and real posts that no scenario has."""
    bundle = IndexBundle.open(given.index)
    gold = {each for label in labels.values() for each in gold_of(label)}
    records = [bundle.records.evidence(row) for row in range(len(bundle))]
    allowed = np.array([record.kind is Kind.ARCHIVE and record.id not in gold for record in records])
    archive = [record for record, fits in zip(records, allowed, strict=True) if fits]

    def near(record: Evidence) -> list[Evidence]:
        (found,) = bundle.lexical.search([f"{record.title} {record.text[:200]}"], 40, allowed=allowed)
        return [records[row] for row in found.rows.tolist() if records[row].id != record.id]

    made = list(made_posts(archive, near, each=MADE, seed=SEED))
    posts = [_post(f"m{number}", each) for number, each in enumerate(made)]
    draw = random.Random(SEED)
    dated = [record for record in archive if record.published_at]
    texts = sorted({row["text"] for row in read(given.real)} - known)
    real = [
        replace(posts[0], id=f"r{number}", text=text, posted_at=_after(draw.choice(dated), draw.uniform(0.1, 2)))
        for number, text in enumerate(draw.sample(texts, min(REAL, len(texts))))
    ]
    found = contexts_of([*posts, *real], given.index, given.made)
    for context, each in zip(found, [*made, *[None] * len(real)], strict=True):
        table = table_for(context, each.hidden if each else ())
        # Chance pairs of all kinds, so that the table learns what sharing a kind is worth.
        pairs = list(joined.pairs(table, least_kind=0.0)) if table else []
        if table and pairs:
            right = [bool(each and each.joins) and _cited(table, pair) == {*each.joins} for pair in pairs]
            yield Case(each.kind if each else "real", pairs, right)


def _post(name: str, made: MadePost) -> Post:
    return Post(id=name, text=made.text, posted_at=_after(made.posted, made.days))


def _after(record: Evidence, days: float) -> Interval:
    assert record.published_at is not None
    return Interval.at(record.published_at.start + timedelta(days=days))


def fit_joined(taught: list[Case], posts: list[tuple[dict, Table]], flagged: dict[str, set[str]]) -> dict:
    names = list(SIGNS["joined"])
    taught = [case for case in taught if case.kind != "joined" or any(case.right)]
    groups = np.arange(len(taught))
    scores = np.zeros(len(taught))
    truth = np.array([case.kind == "joined" for case in taught])
    for train, test in GroupKFold(FOLDS).split(groups, groups=groups):
        weights = _learn(names, [taught[at] for at in train])
        scores[test] = [max(weights.total(pair.features) for pair in taught[at].pairs) for at in test]
    print(f"joined: {truth.sum()} of {len(truth)} made-up and real posts with pairs")
    for kind in dict.fromkeys(case.kind for case in taught):
        mine = scores[[case.kind == kind for case in taught]]
        print(f"  {kind:10s} {len(mine):4d} above 0 in folds {np.mean(mine > 0):.3f}")
    weights = _learn(names, taught)
    rows = []
    for label, table in posts:
        found = joined.find_joined(table, weights)
        if found is not None:
            rows.append((weights.total(found.features), label, table, found))
    rows.sort(key=lambda row: -row[0])
    right = [_right(label, _cited(table, each), "joined") for _, label, table, each in rows]
    slope, offset = fit_platt([bits for bits, *_ in rows], right)
    sure = [sigmoid(slope * bits + offset) for bits, *_ in rows]
    print(f"scenarios, of which the fit knows only the level: {sum(right)} of {len(rows)} candidates right;")
    print(f"  calibration error {expected_calibration_error(sure, right):.3f}; slope {slope:.3f}, offset {offset:.3f}")
    for (raw, label, table, each), good in zip(rows[:24], right, strict=False):
        bits = slope * raw + offset
        shown = {key: round(number, 1) for key, number in each.features.items()}
        name = f"{label['pattern']}/{label['negative_kind']}"
        print(f"  {bits:7.2f} {'+' if good else '-'} {name:24s} {table.post.text[:30]!r} {shown}")
        if bits > 0:
            flagged.setdefault(label["post_id"], set()).update(_cited(table, each))
    return {
        "prior_bits": round(slope * weights.prior_bits + offset, 4),
        "bits": {name: round(slope * value, 4) for name, value in weights.bits.items()},
    }


def _learn(names: Sequence[str], taught: Sequence[Case]) -> LogisticBits:
    """The table learns from the pair of each post that it would choose itself, starting from the plain bits."""
    weights = LogisticBits(0.0, {"weaker_bits": 1.0, "kind": 20.0})
    signs = np.array([SIGNS["joined"][name] for name in names])
    for _ in range(ROUNDS):
        rows, right = [], []
        for case in taught:
            wanted = [pair for pair, good in zip(case.pairs, case.right, strict=True) if good] or case.pairs
            best = max(wanted, key=lambda pair: weights.total(pair.features))
            rows.append([best.features[name] for name in names])
            right.append(any(case.right))
        good = np.array(right)
        # So that one post in ONE_IN counts as joined.
        weight = np.where(good, (~good).sum() / max(1, good.sum()) / (ONE_IN - 1), 1.0)
        model = SignedLogistic(signs, ridge=RIDGE).fit(np.array(rows), good, weight)
        weights = LogisticBits(
            float(model.prior), {name: float(bits) for name, bits in zip(names, model.bits, strict=True)}
        )
    return weights


def fit_moved(posts: list[tuple[dict, Table]], flagged: dict[str, set[str]]) -> dict:
    names = list(SIGNS["moved"])
    found = [(label, table, each) for label, table in posts if (each := moved.find_moved(table)) is not None]
    found = [item for item in found if item[0]["pattern"] != "stitched" or _right(item[0], _cited(*item[1:]), "moved")]
    rows = np.array([[each.features[name] for name in names] for _, _, each in found])
    right = np.array([_right(label, _cited(table, each), "moved") for label, table, each in found])
    weight = np.ones(len(rows))
    model = SignedLogistic(np.array([SIGNS["moved"][name] for name in names]), ridge=RIDGE)
    folds = list(StratifiedKFold(FOLDS, shuffle=True, random_state=7).split(rows, right))
    score = held_out(model, rows, right, weight, folds)
    slope, offset = fit_platt(score, right)
    sure = np.array([sigmoid(slope * value + offset) for value in score])
    print(f"moved: {right.sum()} of {len(rows)} right; ECE held out {expected_calibration_error(sure, right):.3f}")
    for value, (label, table, each) in sorted(zip(score, found, strict=True), key=lambda item: -item[0])[:14]:
        name = f"{label['pattern']}/{label['negative_kind']}"
        mark = "+" if _right(label, _cited(table, each), "moved") else "-"
        shown = {key: round(number, 1) for key, number in each.features.items()}
        print(f"  {slope * value + offset:7.2f} {mark} {name:24s} {table.post.text[:30]!r} {shown}")
    for value, (label, table, each) in zip(score, found, strict=True):
        if slope * value + offset > 0:
            flagged.setdefault(label["post_id"], set()).update(_cited(table, each))
    model.fit(rows, right, weight)
    return {
        "prior_bits": round(float(slope * model.prior + offset), 4),
        "bits": {name: round(float(slope * bits), 4) for name, bits in zip(names, model.bits, strict=True)},
    }


def gold_of(label: dict) -> set[str]:
    return {*label["evidence_ids"], *label.get("alt_evidence_ids", ())}


def _cited(table: Table, found: moved.Moved | joined.Joined) -> set[str]:
    numbers = (found.record, *found.also) if isinstance(found, moved.Moved) else (found.home, found.other)
    return {table.told[number].evidence.id for number in numbers}


def _right(label: dict, cited: set[str], mode: str) -> bool:
    if label["pattern"] != "stitched" or label["details"]["operation"] != OPERATION[mode]:
        return False
    return cited <= gold_of(label) if mode == "joined" else bool(cited & gold_of(label))


if __name__ == "__main__":
    main()
