"""What the product's own retrieval hands the detectors for each post of the scenario set; kept in a file if asked."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from provenance.alignment.event.view import LEAD_LENGTH
from provenance.config import Settings
from provenance.detectors.base import Context
from provenance.model.evidence import Evidence, Kind
from provenance.model.hit import Hit
from provenance.model.post import Post


def arguments(usage: str | None) -> argparse.Namespace:
    """What the programs that fit on these hits are given."""
    parser = argparse.ArgumentParser(description=usage, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenarios", type=Path)
    parser.add_argument("index", type=Path)
    parser.add_argument("--hits", type=Path, help="keep what the retrieval found here, and start from it")
    parser.add_argument("--write", type=Path, help="table to write")
    return parser.parse_args()


def read_labels(folder: Path) -> dict[str, dict]:
    return {row["post_id"]: row for row in read(folder / "labels_dev.jsonl")}


def load_contexts(folder: Path, index: Path, kept: Path | None) -> list[Context]:
    """Of the posts of the set; see `contexts_of`."""
    return contexts_of([Post.from_dict(row) for row in read(folder / "posts_dev.jsonl")], index, kept)


def contexts_of(posts: Sequence[Post], index: Path, kept: Path | None) -> list[Context]:
    """From `kept` where it exists; else found anew, and kept there."""
    if kept and kept.exists():
        return [context_of(row) for row in read(kept)]
    found = list(contexts(posts, index))
    if kept:
        with kept.open("w", encoding="utf8") as file:
            file.writelines(json.dumps(row_of(each), ensure_ascii=False) + "\n" for each in found)
    return found


def read(path: Path) -> list[dict]:
    with path.open(encoding="utf8") as file:
        return [json.loads(line) for line in file]


def contexts(posts: Sequence[Post], index: Path) -> Iterator[Context]:
    """What the index holds for each post."""
    from provenance.indexing.bundle import IndexBundle
    from provenance.retrieval import Retriever

    settings = Settings()
    bundle = IndexBundle.open(index)
    retriever = Retriever.open(bundle, settings)
    for start in range(0, len(posts), settings.batch_size):
        chunk = posts[start : start + settings.batch_size]
        for post, hits in zip(chunk, retriever.retrieve(chunk), strict=True):
            now = post.posted_at.start if post.posted_at else datetime.now(UTC)
            yield Context(post=post, hits=hits, index_version=bundle.version, settings=settings, now=now)


def row_of(context: Context) -> dict:
    return {
        "post": context.post.to_dict(),
        "hits": {
            kind.value: [
                {"evidence": _head(hit.evidence), "weight_bits": hit.weight_bits, "features": dict(hit.features)}
                for hit in context.hits.get(kind, ())
            ]
            for kind in (Kind.ARCHIVE, Kind.RELEASE)
        },
    }


def context_of(row: dict) -> Context:
    post = Post.from_dict(row["post"])
    hits = {
        Kind(kind): tuple(Hit(Evidence.from_dict(e["evidence"]), e["weight_bits"], e["features"]) for e in found)
        for kind, found in row["hits"].items()
    }
    now = post.posted_at.start if post.posted_at else datetime.now(UTC)
    return Context(post=post, hits=hits, index_version="kept", settings=Settings(), now=now)


def _head(record: Evidence) -> dict:
    """The part of a record that the detectors read; official sessions are long."""
    row = record.to_dict()
    return {**row, "text": row.get("text", "")[:LEAD_LENGTH], "transcript": []}
