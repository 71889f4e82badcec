"""Fit what ideas, places, numbers and names in common are worth where post and record are in different languages.

usage: fit_told_abroad.py INDEX … [--strangers FILE …] [--write FILE]

The posts of abroad_events.jsonl (our own words) tell events of the sample, or others at their places. Each INDEX holds
the sample's records, one of them beside thousands of others. Posts of FILE (JSON Lines with `text`) tell none of them.
Every figure that is printed comes from folds that did not see the post.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.model_selection import GroupKFold

from benchmarks.scenario_hits import contexts, read
from benchmarks.signed_logistic import SignedLogistic, held_out
from provenance.alignment.event import event_view
from provenance.detectors.recorded import language_of_record, stated_places, view_of
from provenance.detectors.told_abroad import values_abroad, with_decimal_points
from provenance.model.evidence import Kind
from provenance.model.post import Post
from provenance.scoring.calibration import fit_platt
from provenance.scoring.retelling_bits import TOLD_ABROAD
from provenance.text.language import may_be_in

OWN = Path(__file__).with_name("abroad_events.jsonl")
POSTED = "2026-11-20T10:00:00+08:00"
FOLDS = 10
AGAINST = ("ideas_missing", "place_conflict", "numbers_conflict")
#: What a finding needs lies so far above the best pair of a stranger's post in the folds, and at four to one (bits).
MARGIN, LEAST = 0.5, 2.0
STRANGER = "stranger"


@dataclass
class Pair:
    post: str
    record: str
    same: bool
    values: dict[str, float]


def pairs(rows: list[dict], index: Path) -> Iterator[Pair]:
    gold = {row["id"]: row.get("evidence_ids", []) for row in rows}
    posts = [Post.from_dict({"id": row["id"], "text": row["text"], "posted_at": POSTED}) for row in rows]
    for context in contexts(posts, index):
        view = with_decimal_points(event_view(context.post.text, context.post.posted_at))
        for hit in context.hits.get(Kind.ARCHIVE, ()):
            values = values_abroad(view, view_of(hit), stated_places(hit))
            if values and not may_be_in(context.post.text, language_of_record(hit)):
                same = hit.evidence.id in gold[context.post.id]
                yield Pair(context.post.id, hit.evidence.id, same, values)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("index", type=Path, nargs="+")
    parser.add_argument("--strangers", type=Path, nargs="*", default=[])
    parser.add_argument("--write", type=Path, help="table to write")
    given = parser.parse_args()
    own = read(OWN)
    others = [
        {"id": f"{STRANGER}-{number}-{place}", "text": row["text"]}
        for number, path in enumerate(given.strangers)
        for place, row in enumerate(read(path))
    ]
    found = [pair for index in given.index for pair in pairs(own, index)] + list(pairs(others, given.index[-1]))
    names = list(found[0].values)
    rows = np.array([[pair.values[name] for name in names] for pair in found])
    same = np.array([pair.same for pair in found])
    groups = np.array([pair.post for pair in found])
    model = SignedLogistic(np.array([-1 if name in AGAINST else 1 for name in names]), ridge=0.5)
    even = np.ones(len(rows))
    bits = held_out(model, rows, same, even, list(GroupKFold(FOLDS).split(rows, same, groups)))
    strange = np.array([pair.post.startswith(STRANGER) for pair in found])
    least = max(LEAST, round(float(bits[strange].max()) + MARGIN, 2))
    near = bits > least - 4
    slope, offset = fit_platt(bits[near].tolist(), same[near].tolist())
    told = {row["id"] for row in own if row["evidence_ids"]}
    print(f"{len(found)} pairs with an event of one kind, {same.sum()} of them of one event")
    print(f"held out, from {least} bits on: {len(set(groups[same & (bits >= least)]))} of {len(told)} posts")
    print(f"  of {len(own) - len(told)} look-alikes: {len(set(groups[~same & (bits >= least)]) - told)}")
    for place in np.argsort(bits + 99 * same)[::-1]:
        if not same[place] and bits[place] > 0:
            print(f"  {bits[place]:6.2f} - {groups[place]} {found[place].record}")
    model.fit(rows, same, even)
    worth = {name: round(float(value), 4) for name, value in zip(names, model.bits, strict=True) if abs(value) > 1e-4}
    table = {
        "name": TOLD_ABROAD,
        "origin": "benchmarks/fit_told_abroad.py on posts of our own, 2026-11",
        "prior_bits": round(float(model.prior), 4),
        "bits": worth,
        "least_bits": least,
        "slope": round(slope, 4),
        "offset": round(offset, 4),
    }
    print(json.dumps(table, indent=1))
    if given.write:
        given.write.write_text(json.dumps(table, indent=1) + "\n", encoding="utf8")


if __name__ == "__main__":
    main()
