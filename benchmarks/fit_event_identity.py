"""Fit the weights of event identity and report how they do on held-out topics and posts.

usage: fit_event_identity.py DATA VECTORS [--only reports] [--write FILE]
DATA is the folder of the public sets; VECTORS keeps what the default encoder made of their texts, from run to run.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from pathlib import Path

import numpy as np
from event_pairs import Archive, Pair, ecb_pairs, read, scenario_pairs
from signed_logistic import SignedLogistic, held_out
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold

from provenance.alignment.event import Background
from provenance.alignment.event.compare import compare_slots
from provenance.alignment.event.features import FEATURES, features

FOLDS = 9
#: Features that speak against one event.
AGAINST = ("numbers_conflict", "names_missing", "place_conflict", "time_gap")
VERSION = "2026-11"


def rows_of(
    pairs: list[Pair], background: Background, neighbours: dict[str, Background], meaning: np.ndarray
) -> np.ndarray:
    rows = []
    for pair, cosine in zip(pairs, meaning, strict=True):
        slots = compare_slots(pair.post, pair.record)
        values = features(pair.post, pair.record, slots, background, neighbours.get(pair.group), float(cosine))
        rows.append([values[name] for name in FEATURES])
    return np.array(rows)


def neighbours_of(pairs: list[Pair]) -> dict[str, Background]:
    """The candidates of a post, or the documents of a topic, as a background of their own."""
    found = defaultdict(dict)
    for pair in pairs:
        found[pair.group][id(pair.record)] = pair.record.terms
        if pair.group.startswith("ecb"):
            found[pair.group][id(pair.post)] = pair.post.terms
    return {group: Background.of(views.values()) for group, views in found.items()}


def encoded(folder: Path, name: str, texts: list[str], *, query: bool = False) -> np.ndarray:
    """Unit vectors of texts, shape (texts, dimension), kept in a file of their own."""
    path = folder / f"{name}.npy"
    if not path.exists():
        from provenance.encoders import open_encoder

        folder.mkdir(parents=True, exist_ok=True)
        np.save(path, open_encoder().encode(texts, query=query).astype(np.float16))
    return np.load(path).astype(np.float32)


def scenes(data: Path, folder: Path) -> tuple[list[Pair], np.ndarray]:
    """Pairs of the scenarios and their features."""
    archive = Archive(data)
    pairs = scenario_pairs(data, archive)
    rows = read(data / "recycled_scenarios" / "posts_dev.jsonl")
    asked = encoded(folder, "posts", [row["text"] for row in rows], query=True)
    told = encoded(folder, "records", [f"{row.get('title') or ''}\n{row['text'][:2000]}" for row in archive.rows])
    posts = {row["id"]: number for number, row in enumerate(rows)}
    row_of = {id(view): row for row, view in archive._views.items()}
    cosine = np.array([asked[posts[pair.group]] @ told[row_of[id(pair.record)]] for pair in pairs])
    return pairs, rows_of(pairs, archive.background, neighbours_of(pairs), cosine)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("vectors", type=Path)
    parser.add_argument(
        "--only", choices=("reports",), help="leave out the posts, whose archive takes minutes to encode"
    )
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    ecb, names, ecb_background = ecb_pairs(options.data)
    documents = read(options.data / "ecbplus_events_en" / "ecbplus_docs.jsonl.gz")
    order = {row["doc"]: number for number, row in enumerate(documents)}
    vectors = encoded(options.vectors, "ecb", [row["text"] for row in documents])
    ecb_cosine = np.array([vectors[order[a]] @ vectors[order[b]] for a, b in (name.split() for name in names)])
    ecb_rows = rows_of(ecb, ecb_background, neighbours_of(ecb), ecb_cosine)

    sets = {"reports": (ecb, ecb_rows)}
    if options.only != "reports":
        sets["post"] = scenes(options.data, options.vectors)
    print(", ".join(f"{name}: {len(pairs)} pairs" for name, (pairs, _) in sets.items()))
    lines = [f'# Written by benchmarks/fit_event_identity.py.\nversion = "{VERSION}"']
    for name, (pairs, rows) in sets.items():
        same = np.array([pair.same for pair in pairs])
        recycled = np.array([pair.recycled for pair in pairs])
        groups = np.array([pair.group for pair in pairs])
        weight = np.where(recycled, 3.0, 1.0)
        cosine = rows[:, FEATURES.index("meaning")]
        print(f"{name}: e5 cosine AUC {roc_auc_score(same, cosine):.4f}")
        for part, used in (("words_only", [n for n in FEATURES if n != "meaning"]), ("with_meaning", list(FEATURES))):
            columns = [FEATURES.index(feature) for feature in used]
            model = SignedLogistic(np.array([-1 if feature in AGAINST else 1 for feature in used]))
            folds = list(GroupKFold(FOLDS).split(rows, same, groups))
            held = held_out(model, rows[:, columns], same, weight, folds)
            print(f"{name} {part}: AUC {roc_auc_score(same, held):.4f}", end="; ")
            hard = recycled | ~same
            print(f"recycled against others {roc_auc_score(same[hard], held[hard]):.4f}" if recycled.any() else "")
            model.fit(rows[:, columns], same, weight)
            lines += [f"\n[{name}.{part}]", f"prior_bits = {model.prior:.4f}", f"[{name}.{part}.bits]"]
            lines += [
                f"{feature} = {value:.4f}" for feature, value in zip(used, model.bits, strict=True) if abs(value) > 5e-5
            ]
    if options.write:
        options.write.write_text("\n".join(lines) + "\n", encoding="utf8")


if __name__ == "__main__":
    main()
