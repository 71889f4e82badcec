"""MAP@5 of this program beside bm25s and plain sentence-transformers search: same records, same posts, same run.

usage: retrieval.py INDEX EVIDENCE POSTS QRELS [--grade 1] [--own-ids NOTES] [--drop-prefix wr-] [--nomatch POSTS]
                    [--plain]

Prints one row a system: with `posted_at`, with dates ignored, and with every `posted_at` two years later.
`--nomatch` adds how well the top score tells the posts from others that nothing debunks (AUC).
`--plain` adds sentence-transformers over claim and title in fp32, which is slow.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from provenance.config import Settings
from provenance.encoders import open_encoder
from provenance.evaluate.metrics import average_precision
from provenance.indexing.bundle import IndexBundle
from provenance.model.interval import Interval
from provenance.model.post import Post
from provenance.retrieval import Retriever
from provenance.sources import read_posts

DEPTH, KEPT, LATER = 5, 60, timedelta(days=730)
Search = Callable[[Sequence[Post]], list[list[str]]]


def ours(index: Path) -> Search:
    retriever = Retriever.open(IndexBundle.open(index), Settings(), open_encoder())

    def search(posts: Sequence[Post]) -> list[list[str]]:
        parts = (posts[start : start + 128] for start in range(0, len(posts), 128))
        return [[hit.evidence.id for hit in hits] for part in parts for hits in retriever.rank(part, k=KEPT)]

    return search


def top_scores(index: Path, posts: Sequence[Post]) -> list[float]:
    retriever = Retriever.open(IndexBundle.open(index), Settings(), open_encoder())
    return [hits[0].weight_bits if len(hits) else float("-inf") for hits in retriever.rank(posts, k=1)]


def above(high: Sequence[float], low: Sequence[float]) -> float:
    """Share of pairs in which the former is higher; a tie counts half."""
    return sum((one > other) + 0.5 * (one == other) for one in high for other in low) / (len(high) * len(low))


def records(path: Path, keys: Sequence[str]) -> tuple[list[str], list[str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    texts = [" ".join(dict.fromkeys(str(row.get(key) or "") for key in keys)).strip() for row in rows]
    return [row["id"] for row in rows], texts


def bm25(path: Path, *, han: bool) -> Search:
    import bm25s

    ids, texts = records(path, ("claim", "title", "text"))

    def tokens(values: Iterable[str]) -> list[list[str]]:
        if han:
            return [[text[place : place + 2] for place in range(len(text) - 1)] for text in values]
        found = bm25s.tokenize(list(values), stopwords="en", return_ids=False, show_progress=False)
        return [list(each) for each in found]

    index = bm25s.BM25()
    index.index(tokens(texts), show_progress=False)

    def search(posts: Sequence[Post]) -> list[list[str]]:
        rows, _ = index.retrieve(tokens([post.text for post in posts]), k=min(KEPT, len(ids)), show_progress=False)
        return [[ids[row] for row in each] for each in rows]

    return search


def plain(path: Path) -> Search:
    from sentence_transformers.util import semantic_search

    encoder = open_encoder("multilingual-e5-small-fp32")
    ids, texts = records(path, ("claim", "title"))
    vectors = encoder.encode(texts)

    def search(posts: Sequence[Post]) -> list[list[str]]:
        queries = encoder.encode([post.text for post in posts], query=True)
        found = semantic_search(queries, vectors, top_k=KEPT)
        return [[ids[each["corpus_id"]] for each in hits] for hits in found]

    return search


def later(post: Post) -> Post:
    if post.posted_at is None:
        return post
    return replace(post, posted_at=Interval(post.posted_at.start + LATER, post.posted_at.end + LATER))


def judged(path: Path, least: int) -> dict[str, set[str]]:
    """The right records of each post."""
    good: dict[str, set[str]] = defaultdict(set)
    for line in path.read_text(encoding="utf-8").splitlines():
        post, _, record, grade = line.split()
        if int(grade) >= least:
            good[post].add(record)
    return good


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("index", "evidence", "posts", "qrels"):
        arguments.add_argument(name, type=Path)
    arguments.add_argument("--grade", type=int, default=1)
    arguments.add_argument("--own-ids", type=Path, help="JSON Lines with `id` and `own_ruling`, a record to leave out")
    arguments.add_argument("--drop-prefix", help="leave out records whose id begins so")
    arguments.add_argument("--han", action="store_true", help="bm25s over pairs of characters")
    arguments.add_argument("--nomatch", type=Path, help="posts that nothing debunks")
    arguments.add_argument("--plain", action="store_true")
    options = arguments.parse_args()
    good = judged(options.qrels, options.grade)
    own = {}
    if options.own_ids:
        rows = map(json.loads, options.own_ids.read_text(encoding="utf-8").splitlines())
        own = {row["id"]: row["own_ruling"] for row in rows}
    posts = [post for post in read_posts(options.posts) if isinstance(post, Post) and post.id in good]

    def dropped(post: str, record: str) -> bool:
        return record == own.get(post) or bool(options.drop_prefix and record.startswith(options.drop_prefix))

    def score(search: Search, asked: Sequence[Post]) -> float:
        values = []
        for post, ranked in zip(asked, search(asked), strict=True):
            relevant = {record for record in good[post.id] if not dropped(post.id, record)}
            if relevant:
                kept = [each for each in ranked if not dropped(post.id, each)]
                values.append(average_precision(kept, relevant, DEPTH))
        return sum(values) / len(values)

    systems = {"provenance": ours(options.index), "bm25s": bm25(options.evidence, han=options.han)}
    if options.plain:
        systems["sentence-transformers"] = plain(options.evidence)
    for name, search in systems.items():
        start = time.process_time()
        figures = [score(search, posts)]
        if name == "provenance":
            figures.append(score(search, [replace(post, posted_at=None) for post in posts]))
            figures.append(score(search, [later(post) for post in posts]))
        told = " / ".join(f"{figure:.4f}" for figure in figures)
        print(f"{name:24} {told}   {time.process_time() - start:.0f} CPU-s", flush=True)
    if options.nomatch:
        others = [post for post in read_posts(options.nomatch) if isinstance(post, Post)]
        area = above(top_scores(options.index, posts), top_scores(options.index, others))
        print(f"top score of {len(posts)} posts against {len(others)} that nothing debunks: AUC {area:.3f}")


if __name__ == "__main__":
    main()
