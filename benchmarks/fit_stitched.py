"""Fit the weights of `stitched` and its calibration; report precision and recall on held-out posts.

usage: fit_stitched.py SCENARIOS INDEX [--hits FILE] [--write FILE]
SCENARIOS is the folder of the scenario set, INDEX one built from its evidence.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from sklearn.model_selection import StratifiedKFold

from benchmarks.scenario_hits import arguments, load_contexts, read_labels
from benchmarks.signed_logistic import SignedLogistic, held_out
from provenance.detectors.base import Context
from provenance.detectors.stitch import joined, moved
from provenance.detectors.stitch.candidates import Table, table_of
from provenance.detectors.stitched import hits_of
from provenance.scoring.calibration import expected_calibration_error, fit_platt, sigmoid
from provenance.text.stance import Stance, stance_of

FOLDS = 5
#: Few posts are stitched: without a firm penalty the folds would contradict one another.
RIDGE = 0.5
VERSION = "stitched-2"
SIGNS = {
    "moved": {"retold_bits": 1, "numbers": 1, "time_agrees": 1, "rival_bits": 1},
    "joined": {"weaker_bits": 1, "weaker_numbers": 1, "other_numbers": 1, "kind": 1},
}
OPERATION = {"moved": "place_swap", "joined": "multi_source_stitch"}


def tables(found: list[Context], labels: dict[str, dict]) -> list[tuple[dict, Table]]:
    out = []
    for context in found:
        text, hits = context.post.text, hits_of(context)
        if hits and text.strip() and stance_of(text) == Stance.SPREAD:
            out.append((labels[context.post.id], table_of(text, context.post.posted_at, hits)))
    return out


def main() -> None:
    given = arguments(__doc__)
    labels = read_labels(given.scenarios)
    report(tables(load_contexts(given.scenarios, given.index, given.hits), labels), given.write)


def report(posts: list[tuple[dict, Table]], write: Path | None) -> None:
    written: dict = {"version": VERSION}
    flagged: dict[str, tuple[dict, set[str]]] = {}
    for mode, find in (("moved", moved.find_moved), ("joined", joined.find_joined)):
        names = list(SIGNS[mode])
        found = [(label, table, find(table)) for label, table in posts]
        found = [(label, table, each) for label, table, each in found if each is not None]
        found = [item for item in found if item[0]["pattern"] != "stitched" or _right(item[0], _cited(*item[1:]), mode)]
        rows = np.array([[each.features[name] for name in names] for _, _, each in found])
        right = np.array([_right(label, _cited(table, each), mode) for label, table, each in found])
        weight = np.ones(len(rows))
        model = SignedLogistic(np.array([SIGNS[mode][name] for name in names]), ridge=RIDGE)
        folds = list(StratifiedKFold(FOLDS, shuffle=True, random_state=7).split(rows, right))
        score = held_out(model, rows, right, weight, folds)
        slope, offset = fit_platt(score, right)
        sure = np.array([sigmoid(slope * value + offset) for value in score])
        print(f"{mode}: {right.sum()} of {len(rows)} right; ECE held out {expected_calibration_error(sure, right):.3f}")
        for value, (label, table, each) in sorted(zip(score, found, strict=True), key=lambda item: -item[0])[:14]:
            name = f"{label['pattern']}/{label['negative_kind']}"
            mark = "+" if _right(label, _cited(table, each), mode) else "-"
            shown = {key: round(number, 1) for key, number in each.features.items()}
            print(f"  {slope * value + offset:7.2f} {mark} {name:24s} {table.post.text[:30]!r} {shown}")
        for value, (label, table, each) in zip(score, found, strict=True):
            if slope * value + offset > 0:
                flagged.setdefault(label["post_id"], (label, set()))[1].update(_cited(table, each))
        model.fit(rows, right, weight)
        written[mode] = {
            "prior_bits": round(float(slope * model.prior + offset), 4),
            "bits": {name: round(float(slope * bits), 4) for name, bits in zip(names, model.bits, strict=True)},
        }
    true = [pair for pair in flagged.values() if pair[0]["pattern"] == "stitched"]
    cited = [ids for label, ids in true if ids & {*label["evidence_ids"], *label.get("alt_evidence_ids", ())}]
    print(f"held out: {len(flagged)} flagged, {len(true)} stitched, {len(cited)} with right evidence of 20")
    if write:
        write.write_text(json.dumps(written, indent=1) + "\n", encoding="utf8")
    print(json.dumps(written))


def _cited(table: Table, found: moved.Moved | joined.Joined) -> set[str]:
    numbers = (found.record, *found.also) if isinstance(found, moved.Moved) else (found.home, found.other)
    return {table.told[number].evidence.id for number in numbers}


def _right(label: dict, cited: set[str], mode: str) -> bool:
    gold = {*label["evidence_ids"], *label.get("alt_evidence_ids", ())}
    if label["pattern"] != "stitched" or label["details"]["operation"] != OPERATION[mode]:
        return False
    return cited <= gold if mode == "joined" else bool(cited & gold)


if __name__ == "__main__":
    main()
