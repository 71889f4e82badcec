"""A ranking as a TREC run or as JSON Lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from provenance.errors import InputError
from provenance.model.hit import Hit
from provenance.model.post import Post
from provenance.report.json_lines import json_line

RANKING_SCHEMA = "provenance.ranking/1"
#: Last column of a run.
TAG = "provenance"


def ranking_lines(ranked: Iterable[tuple[Post, Sequence[Hit]]], *, trec: bool) -> Iterator[str]:
    """One line a hit, best first.

    Args:
        ranked: posts with their hits.
        trec: `post_id Q0 evidence_id rank score provenance`; otherwise one JSON object a line.

    Raises:
        InputError: an id holds white space, which a TREC run cannot carry.
    """
    for post, hits in ranked:
        for rank, hit in enumerate(hits, 1):
            if trec:
                yield trec_line(post.id, hit.evidence.id, rank, hit.weight_bits)
            else:
                yield json_line(_row(post.id, rank, hit))


def trec_line(post_id: str, evidence_id: str, rank: int, score: float) -> str:
    """One line of a run: `post_id Q0 evidence_id rank score provenance`.

    Raises:
        InputError: an id holds white space, which the format cannot carry.
    """
    for name in (post_id, evidence_id):
        if not name or any(map(str.isspace, name)):
            raise InputError(f"the id {name!r} holds white space; a TREC run cannot carry it: use --format jsonl")
    return f"{post_id} Q0 {evidence_id} {rank} {score:.6f} {TAG}\n"


def _row(post_id: str, rank: int, hit: Hit) -> dict[str, object]:
    return {
        "schema": RANKING_SCHEMA,
        "post_id": post_id,
        "evidence_id": hit.evidence.id,
        "rank": rank,
        "weight_bits": round(hit.weight_bits, 6),
        "contributions": {name: round(bits, 3) for name, bits in hit.contributions.items()},
    }
