"""Fit the weights of `stitched` and its calibration; report precision and recall on held-out posts.

usage: fit_stitched.py DATA VECTORS [--write FILE] [--findings FILE]
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from event_pairs import Archive, read
from signed_logistic import SignedLogistic, held_out
from sklearn.model_selection import StratifiedKFold

from provenance.detectors.stitch import joined, moved
from provenance.detectors.stitch.candidates import Table, table_of
from provenance.detectors.stitch.segments import segments_of
from provenance.model.evidence import Evidence
from provenance.model.interval import Interval
from provenance.scoring.calibration import expected_calibration_error, fit_platt, sigmoid
from provenance.text.stance import Stance, stance_of

FOLDS = 5
#: Few posts are stitched: without a firm penalty the folds would contradict one another.
RIDGE = 0.5
VERSION = "stitched-1"
SIGNS = {
    "moved": {"content_bits": 1, "numbers": 1, "time_agrees": 1, "rival_bits": 1, "witnesses": 1},
    "joined": {"weaker_bits": 1, "weaker_numbers": 1, "other_numbers": 1, "kind": 1},
}
OPERATION = {"moved": "place_swap", "joined": "multi_source_stitch"}
WHOLE, PER_CLAUSE, DENSE = 15, 5, 10


def records_of(archive: Archive, text: str, post_vector: np.ndarray, vectors: np.ndarray) -> list[Evidence]:
    """What the product's retrieval would hand over, by plain means."""
    from provenance.alignment.event import event_view

    rows = [row for row, _ in archive.search(text, WHOLE)]
    for segment in segments_of(event_view(text, None)):
        rows += [row for row, _ in archive.search(segment.span.of(text), PER_CLAUSE)]
    rows += np.argsort(-(vectors @ post_vector))[:DENSE].tolist()
    found = [archive.rows[row] for row in dict.fromkeys(map(int, rows))]
    return [Evidence.from_dict(row) for row in found if row["kind"] in ("archive", "release")]


def tables(data: Path, folder: Path) -> list[tuple[dict, Table]]:
    archive = Archive(data)
    stored = np.load(folder / "e5_scen.npz")
    vectors = stored["records"].astype(np.float32)
    labels = {row["post_id"]: row for row in read(data / "recycled_scenarios" / "labels_dev.jsonl")}
    out = []
    for number, post in enumerate(read(data / "recycled_scenarios" / "posts_dev.jsonl")):
        text = post.get("text") or ""
        if not text.strip() or stance_of(text) != Stance.SPREAD:
            continue
        records = records_of(archive, text, stored["posts"][number], vectors)
        if records:
            out.append((labels[post["id"]], table_of(text, Interval.parse_any(post["posted_at"]), records)))
    return out


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("vectors", type=Path)
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    report(tables(options.data, options.vectors), options.write)


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
