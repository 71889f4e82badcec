"""Ranking metrics, each with its formula. All lie in 0..1, higher is better, and average over judged posts."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet

from provenance.errors import UsageError
from provenance.evaluate.trec import Qrels, Run

#: A metric of one post: ranked ids, relevant ids, cut-off.
Metric = Callable[[Sequence[str], AbstractSet[str], int], float]


def average_precision(ranked: Sequence[str], relevant: AbstractSet[str], k: int) -> float:
    """Precision at each relevant rank ≤ k, summed, over min(k, relevant): MAP@k of CheckThat! (Nakov et al. 2022)."""
    found, total = 0, 0.0
    for rank, name in enumerate(ranked[:k], 1):
        if name in relevant:
            found += 1
            total += found / rank
    return total / min(k, len(relevant))


def reciprocal_rank(ranked: Sequence[str], relevant: AbstractSet[str], k: int) -> float:
    """1 / rank of the first relevant item within k, else 0 (Voorhees 1999)."""
    return next((1 / rank for rank, name in enumerate(ranked[:k], 1) if name in relevant), 0.0)


def recall(ranked: Sequence[str], relevant: AbstractSet[str], k: int) -> float:
    """Share of the relevant items within the first k."""
    return len(relevant & set(ranked[:k])) / len(relevant)


def precision(ranked: Sequence[str], relevant: AbstractSet[str], k: int) -> float:
    """Share of relevant items among the first k."""
    return len(relevant & set(ranked[:k])) / k


def success(ranked: Sequence[str], relevant: AbstractSet[str], k: int) -> float:
    """1 if any of the first k is relevant."""
    return float(not relevant.isdisjoint(ranked[:k]))


def ndcg(ranked: Sequence[str], relevant: AbstractSet[str], k: int) -> float:
    """Normalised discounted cumulative gain with binary gains (Järvelin and Kekäläinen 2002)."""
    gain = sum(1 / math.log2(rank + 1) for rank, name in enumerate(ranked[:k], 1) if name in relevant)
    ideal = sum(1 / math.log2(rank + 1) for rank in range(1, min(k, len(relevant)) + 1))
    return gain / ideal


#: Name → metric; a name without `@k` looks at the whole ranking.
METRICS: dict[str, Metric] = {
    "map": average_precision,
    "mrr": reciprocal_rank,
    "recall": recall,
    "precision": precision,
    "success": success,
    "ndcg": ndcg,
}
_NAME = re.compile(r"(?P<name>[a-z]+)(?:@(?P<k>[1-9]\d*))?$")
#: The cut-off of a metric that names none: longer than any ranking that is stored.
_WHOLE = 1_000_000


def evaluate_run(run: Run, qrels: Qrels, names: Sequence[str], *, grade: int = 1) -> dict[str, float]:
    """Average each metric over the posts that have a relevant item.

    Args:
        run: what was returned; a judged post that is absent counts as an empty ranking.
        qrels: what is relevant.
        names: for example `map@5`, `mrr`, `recall@20`.
        grade: the least grade that counts as relevant.

    Raises:
        UsageError: an unknown metric, or no post has a relevant item.
    """
    relevant = {
        post: {name for name, value in judged.items() if value >= grade}
        for post, judged in qrels.items()
        if any(value >= grade for value in judged.values())
    }
    if not relevant:
        raise UsageError(f"no post has an item of grade {grade} or more: nothing to average over")
    out = {}
    for text in names:
        parsed = _NAME.match(text)
        if not parsed or parsed["name"] not in METRICS:
            raise UsageError(f"unknown metric {text!r}; known are {', '.join(METRICS)}, each with an optional @k")
        metric, k = METRICS[parsed["name"]], int(parsed["k"] or _WHOLE)
        if parsed["name"] == "precision" and parsed["k"] is None:
            raise UsageError("precision needs a cut-off, for example precision@5")
        scores = [metric([name for name, _ in run.get(post, [])], names_, k) for post, names_ in relevant.items()]
        out[text] = sum(scores) / len(scores)
    return out
