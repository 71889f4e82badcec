"""Fits what it is worth that a post says a claim word by word: beside words and meaning, and in another language.

usage: fit_wordwise.py [--set INDEX:POSTS:QRELS …] [--strangers FILE …] [--strangers-language zh …]

In the claim's language the bits of `debunked` are an offset, and one feature with its turn is fitted to what they leave
open, on the best hits of training posts. In other languages the posts of abroad.jsonl (our own words) are laid beside
the sample's claims; all other claims, and those beside strangers' posts (JSON Lines with `text`), are none of theirs.
Prints the constants of provenance/scoring/wordwise_bits.py. Deterministic.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict

from provenance.checker import Checker
from provenance.detectors.assessment import Assessment
from provenance.encoders.e5 import E5Encoder
from provenance.model.evidence import Kind
from provenance.model.wordwise import Wordwise, WordwisePart
from provenance.retrieval.late_interaction import LateInteraction
from provenance.retrieval.ordinary_claims import ordinary_claims
from provenance.sample import EVIDENCE
from provenance.scoring.weights import DEBUNKED
from provenance.scoring.wordwise_bits import DOUBTFUL
from provenance.sources import read_posts
from provenance.text.language import language_of, may_be_in

OWN = Path(__file__).with_name("abroad.jsonl")
#: Hits of a post that are learned from; claims of another language that are nearest to a post and none of its own.
BEST, HARDEST = 2, 2
LN2 = float(np.log(2.0))
#: A cosine is fitted in units of so much, for a well-conditioned problem.
UNIT = 0.02


def rows_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").split("\n") if line]


def abroad(reader: LateInteraction, strangers: list[Path]) -> Iterator[tuple[str, bool, WordwisePart]]:
    """Pairs of a post and a claim of another language, with the post's id and whether it says the claim."""
    claims = [row for row in rows_of(EVIDENCE) if row.get("claim")]
    own = rows_of(OWN)
    posts = [*own, *among_others(own)]
    for number, path in enumerate(strangers):
        posts += [{**row, "id": f"{number}-{row['id']}", "evidence_ids": []} for row in rows_of(path)[:150]]
    for post in posts:
        text, right = post["text"], post["evidence_ids"]
        foreign = [row for row in claims if not may_be_in(text, row["lang"])]
        laid = [(row["id"], reader.in_part(text, row["claim"])) for row in foreign]
        told = [(name, part) for name, part in laid if part is not None]
        yield from ((post["id"], True, part) for name, part in told if name in right)
        others = [part for name, part in told if name not in right]
        others.sort(key=lambda part: -(part.covered + 2 * part.explained))
        yield from ((post["id"], False, part) for part in others[:HARDEST])


def among_others(posts: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Posts that say a claim beside what another post of their language says: nobody posts bare claims."""
    spoken = [language_of(post["text"]) for post in posts]
    for place, post in enumerate(posts):
        for step in range(1, len(posts)):
            other = (place + step) % len(posts)
            if post["evidence_ids"] and spoken[other] == spoken[place] and other != place:
                both = [*post["evidence_ids"], *posts[other]["evidence_ids"]]
                yield {"id": post["id"], "text": f"{posts[other]['text']} {post['text']}", "evidence_ids": both}
                break


def fit_abroad(reader: LateInteraction, strangers: list[Path]) -> None:
    pairs = list(abroad(reader, strangers))
    labels = np.array([right for _, right, _ in pairs])
    features = np.array([[words.covered, words.explained] for *_, words in pairs]) / UNIT
    groups = np.array([post for post, *_ in pairs])
    model = LogisticRegression(C=100.0, max_iter=1000)
    unseen = cross_val_predict(model, features, labels, groups=groups, cv=GroupKFold(5), method="decision_function")
    model.fit(features, labels)
    bits = unseen / LN2
    covered, explained = (model.coef_[0] / UNIT / LN2).round(1).tolist()
    print(f"abroad: {labels.sum()} right of {len(labels)} pairs, AUC unseen {roc_auc_score(labels, unseen):.3f}")
    print(f"  covered={covered}, explained={explained}, constant={model.intercept_[0] / LN2:.2f}")
    for level in (0.0, 1.0, 2.0):
        found = bits >= level
        print(f"  from {level} bits: {(found & labels).sum()} right, {(found & ~labels).sum()} wrong")


def doubtful(spec: str, reader: LateInteraction, judge: Assessment) -> Iterator[tuple[bool, float, Wordwise]]:
    """The best hits of training posts that `debunked` leaves open: whether they are right, and their bits."""
    index, posts, qrels = spec.split(":")
    right = {tuple(line.split()[:3:2]) for line in Path(qrels).read_text(encoding="utf-8").splitlines()}
    checker = Checker.open(index)
    for post, hits in checker.match([post for post in read_posts([posts]) if hasattr(post, "text")], k=20):
        judged = sorted(
            ((sum(each.weight_bits for each in judge.reasons(hit)), hit) for hit in hits), key=lambda p: -p[0]
        )
        for bits, hit in judged[:BEST]:
            told = hit.evidence.claim or hit.evidence.title or hit.evidence.text
            if hit.evidence.kind is Kind.FACT_CHECK and DOUBTFUL[0] < bits < DOUBTFUL[1]:
                words = reader.between(post.text, told)
                if words:
                    yield (post.id, hit.evidence.id) in right, bits, words


def fit_same_language(sets: list[str], reader: LateInteraction) -> None:
    judge = Assessment(DEBUNKED)
    found = [each for spec in sets for each in doubtful(spec, reader, judge)]
    signs = np.array([1.0 if right else -1.0 for right, *_ in found])
    offset = np.array([bits for _, bits, _ in found]) * LN2
    beyond = np.array([words.beyond_chance for *_, words in found])

    def loss(weights: np.ndarray) -> float:
        return float(np.logaddexp(0.0, -signs * (offset + weights[0] * beyond + weights[1])).mean())

    slope, constant = minimize(loss, np.zeros(2)).x
    before, after = offset, offset + slope * beyond + constant
    print(f"same language: {len(found)} doubtful hits, {int((signs > 0).sum())} right")
    print(f"  per unit {slope / LN2:.1f} bits, turn {-constant / slope:.3f}")
    print(f"  AUC {roc_auc_score(signs > 0, before):.3f} -> {roc_auc_score(signs > 0, after):.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", action="append", default=[], help="INDEX:POSTS:QRELS of a training half")
    parser.add_argument("--strangers", type=Path, action="append", default=[], help="posts that repeat no claim")
    options = parser.parse_args()
    reader = LateInteraction(E5Encoder(), ordinary_claims)
    fit_abroad(reader, options.strangers)
    if options.set:
        fit_same_language(options.set, reader)


if __name__ == "__main__":
    main()
