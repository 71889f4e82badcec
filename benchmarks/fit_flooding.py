"""Fit what accounts, time, sameness and ordinary wording are worth to `flooding`, and how honest its confidence is.

usage: python -m benchmarks.fit_flooding FOLDER [--write]
FOLDER holds posts_dev.jsonl and labels_dev.jsonl of `recycled_scenarios`.

Candidates are all groups of near-copies by two accounts and more within three days, ordinary ones among them, far more
than the detector reports: otherwise there would be nothing to tell floods from. A group is one example, however many
posts it has. Each weight keeps the sign that its feature must have, with a ridge penalty that is large for so few
groups. The error is measured on each group with a table fitted on the others.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from benchmarks.signed_logistic import SignedLogistic
from provenance.alignment.near_copies import CopyIndex, copy_key
from provenance.config import Settings
from provenance.detectors.base import Context
from provenance.detectors.flooding.bursts import bursts, usable, with_rewordings
from provenance.detectors.flooding.findings import flood_values, indel_similarity
from provenance.detectors.flooding.settings import FloodSettings
from provenance.detectors.flooding.silence import quiet_share
from provenance.model.post import Post
from provenance.scoring.calibration import expected_calibration_error, sigmoid
from provenance.scoring.flood_bits import FLOODING

TABLE = Path(__file__).resolve().parents[1] / "provenance" / "scoring" / "tables" / f"{FLOODING}.json"
#: Agreement never counts against, ordinary wording never for.
SIGNS = {"accounts": 1, "more-accounts": 1, "short-time": 1, "near-copy": 1, "ordinary": -1}
RIDGE = 0.1


def groups(folder: Path) -> list[tuple[bool, np.ndarray]]:
    """Whether each group is a flood, and the values of its posts."""
    lines = (folder / "labels_dev.jsonl").read_text("utf-8").splitlines()
    labels = {row["post_id"]: row["pattern"] for row in map(json.loads, lines)}
    posts = [Post.from_dict(json.loads(line)) for line in (folder / "posts_dev.jsonl").read_text("utf-8").splitlines()]
    now = datetime.now(UTC)
    contexts = {p.id: Context(post=p, index_version="fit", settings=Settings(), now=now) for p in posts}
    contexts = {name: each for name, each in contexts.items() if usable(each)}
    index = CopyIndex()
    index.add((name, each.post.text) for name, each in contexts.items())
    wide = FloodSettings(min_accounts=2, window_hours=72)
    clusters = [[contexts[name] for name in ids] for ids in index.clusters()]
    found = [burst for members in clusters for burst in bursts(members, wide)]
    told = []
    for burst in with_rewordings(found, clusters, list(contexts.values()), wide):
        kinds = Counter(labels[member.post.id] for member in burst.members)
        rows, ordinary = [], quiet_share(burst, FloodSettings())
        for member in burst.members:
            other = burst.members[1] if member is burst.origin else burst.origin
            alike = indel_similarity(copy_key(member.post.text), copy_key(other.post.text))
            values = flood_values(burst, FloodSettings(), alike=alike, ordinary=ordinary)
            rows.append([values[name] for name in SIGNS])
        told.append((kinds.most_common(1)[0][0] == "flooding", np.array(rows)))
    return told


def fitted(examples: list[tuple[bool, np.ndarray]]) -> SignedLogistic:
    """A table over these groups, each with the weight of one."""
    rows = np.concatenate([values for _, values in examples])
    is_flood = np.concatenate([np.full(len(values), flood) for flood, values in examples])
    weight = np.concatenate([np.full(len(values), 1 / len(values)) for _, values in examples])
    return SignedLogistic(np.array(list(SIGNS.values())), ridge=RIDGE).fit(rows, is_flood, weight)


def main() -> None:
    """Print the table and its figures; write it with --write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    examples = groups(options.folder)
    model = fitted(examples)
    stated, right = [], []
    for at, (flood, values) in enumerate(examples):
        others = fitted(examples[:at] + examples[at + 1 :])
        stated.append(float(np.mean([sigmoid(bits) for bits in others.score(values)])))
        right.append(flood)
    error = expected_calibration_error(stated, right, bins=5)
    worst = max(range(len(stated)), key=lambda at: abs(stated[at] - right[at]))
    least = min(sigmoid(bits) for flood, values in examples if flood for bits in model.score(values))
    print(f"{len(examples)} groups, {sum(right)} floods, {sum(len(values) for _, values in examples)} posts")
    print("bits:", {name: round(float(bits), 3) for name, bits in zip(SIGNS, model.bits, strict=True)})
    print(f"prior {model.prior:.3f}; expected calibration error, group left out, five bins: {error:.3f}")
    print(f"farthest off: said {stated[worst]:.2f} of a group that is {'a' if right[worst] else 'no'} flood")
    print(f"least confidence of a post of a flood: {least:.2f}")
    for accounts, hours in ((5, 24), (5, 6), (8, 12), (20, 24), (3, 1)):
        at = [math.log2(min(accounts, 5)), math.log2(max(1, accounts / 5)), min(2, math.log2(24 / hours)), 0.85, 0.0]
        print(f"{accounts} accounts in {hours} h: {sigmoid(float(model.score(np.array([at]))[0])):.2f}")
    print("floods:", [round(p, 2) for p, hit in zip(stated, right, strict=True) if hit])
    print("others:", sorted((round(p, 2) for p, hit in zip(stated, right, strict=True) if not hit), reverse=True))
    if options.write:
        table = {
            "name": FLOODING,
            "origin": "benchmarks/fit_flooding.py on the public half of the scenarios, 2026-11",
            "groups": len(examples),
            "expected_calibration_error": round(error, 4),
            "prior_bits": round(float(model.prior), 4),
            "bits": {name: round(float(bits), 4) for name, bits in zip(SIGNS, model.bits, strict=True)},
            "slope": 1.0,
            "offset": 0.0,
        }
        TABLE.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
