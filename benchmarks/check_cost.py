"""What a check costs beyond encoding: CPU-seconds of every stage over many short posts.

usage: python benchmarks/check_cost.py [--index INDEX] [--posts 10000] [--from FILE] [--batch 256] [--pattern P …]

Without INDEX the shipped sample is built into a temporary folder. Without FILE the posts are put together from clauses
of the sample's posts, with numbers drawn anew, dates over a year and an account each: the same ones every time, no two
alike. Encoding and everything else run in one process on one thread; a stage's time excludes the stages it calls.
What counting a stage's time takes is found out first, and taken off again. Encoding is that of the posts, once each.
Claims that are laid beside a post token by token are encoded when they are first met: the encoder's work, too, and a
line of its own, neither in "all other" nor in what that is compared with.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import wraps
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from statistics import mean, median
from typing import Any

from provenance.cli.opening import open_checker
from provenance.config import Settings
from provenance.detectors import REGISTRY
from provenance.detectors.base import Context
from provenance.jobs.build import build_index
from provenance.model.interval import Interval
from provenance.model.post import Post
from provenance.sources import read_evidence, read_posts

SEED = 20261122
#: What reads dates and places, and compares events.
EVENTS = ("reheated", "stitched")
#: Characters of a short post; a longer one is also compared window by window.
SHORTEST, LONGEST = 24, 140
_CLAUSE = re.compile(r"[^。！？!?；;，,\n]+[。！？!?；;，,\n]*")

#: Stage → functions, as (module, class or None, name). Detectors are added by the registry.
STAGES: dict[str, list[tuple[str, str | None, str]]] = {
    "encoding": [("encoders.e5", "E5Encoder", "encode")],
    "encoding of claims": [("encoders.e5", "E5Encoder", "encode_tokens")],
    "post view": [("retrieval.retriever", None, "view_of")],
    "lexical search": [("indexing.lexical", "LexicalIndex", "search_each")],
    "vector search": [("indexing.vector", "VectorIndex", "search")],
    "lexical search by clauses": [("retrieval.reports", "ReportSearch", "of_clauses")],
    "search of other languages": [("retrieval.reports", "ReportSearch", "of_languages")],
    "cosines": [("retrieval.cosines", "Cosines", "of")],
    "fusion": [("retrieval.candidates", None, "fuse")],
    "records": [("store.records", "RecordTable", "evidence"), ("store.records", "RecordTable", "texts")],
    "features": [("retrieval.retriever", None, "feature_matrices")],
    "re-ranking": [("retrieval.rerank", "Reranker", "rank_each")],
    "hits": [("retrieval.retriever", "Retriever", "_hits"), ("retrieval.retriever", None, "join_hits")],
    "quotations": [("retrieval.quotations", "QuotationFinder", "candidates_each")],
}


class Clock:
    """CPU-seconds by stage, each without those of the stages inside it.

    Args:
        look: CPU-seconds that a stage costs by being watched; they are taken off the stage that it is inside of.
    """

    def __init__(self, look: float = 0.0) -> None:
        self._look = look
        self.spent: Counter[str] = Counter()
        #: Stage → post → CPU-seconds, with those of the stages inside it; a call for a batch is shared out evenly.
        self.of_post: dict[str, Counter[str]] = defaultdict(Counter)
        self._open: list[float] = []

    @contextmanager
    def stage(self, name: str, posts: Sequence[str] = ()) -> Iterator[None]:
        self._open.append(0.0)
        begun = time.process_time()
        try:
            yield
        finally:
            whole = time.process_time() - begun
            for post in posts:
                self.of_post[name][post] += whole / len(posts)
            self.spent[name] += whole - self._open.pop()
            if self._open:
                self._open[-1] += whole + self._look

    def watch(self, name: str, module: str, owner: str | None, function: str) -> None:
        """Count the time of a function under a stage; what it yields is made inside."""
        place: Any = import_module(f"provenance.{module}")
        place = getattr(place, owner) if owner else place
        if not hasattr(place, function):
            return
        inner: Callable[..., Any] = getattr(place, function)

        setattr(place, function, self.watched(name, inner))

    def watched(self, name: str, inner: Callable[..., Any]) -> Callable[..., Any]:
        """The same function, its time counted under a stage."""

        @wraps(inner)
        def outer(*args: Any, **more: Any) -> Any:
            with self.stage(name, [each.post.id for each in _contexts_of(args)]):
                out = inner(*args, **more)
                return iter(list(out)) if isinstance(out, Iterator) else out

        return outer


def cost_of_a_look(times: int = 20_000, rounds: int = 5) -> float:
    """CPU-seconds that calling a function takes longer because its time is counted, by the quickest of some rounds."""

    def nothing(*_: object) -> None:
        return None

    taken = {}
    for function in (nothing, Clock().watched("nothing", nothing)):
        of_each = []
        for _ in range(rounds):
            begun = time.process_time()
            for _ in range(times):
                function(None)
            of_each.append(time.process_time() - begun)
        taken[function] = min(of_each) / times
    plain, counted = taken.values()
    return max(0.0, counted - plain)


def _contexts_of(arguments: Sequence[Any]) -> Sequence[Context]:
    """The posts that a call of a detector is about."""
    last = arguments[-1] if arguments else None
    if isinstance(last, Context):
        return [last]
    return last if isinstance(last, list) and all(isinstance(each, Context) for each in last) else []


def made_posts(count: int) -> Iterator[Post]:
    """Short posts in Chinese and English that no two are alike."""
    source = files("provenance.sample") / "posts.jsonl"
    texts = [json.loads(line) for line in source.read_text(encoding="utf-8").splitlines()]
    clauses: dict[bool, list[str]] = {True: [], False: []}
    for row in texts:
        text = row.get("text") or ""
        chinese = bool(re.search("[㐀-鿿]", text))
        clauses[chinese] += [found.group().strip() for found in _CLAUSE.finditer(text) if len(found.group()) > 5]
    draw = random.Random(SEED)
    seen: set[str] = set()
    while len(seen) < count:
        chinese = draw.random() < 0.6
        text, wanted = "", draw.randint(SHORTEST, LONGEST if not chinese else LONGEST // 2)
        while len(text) < wanted:
            text += ("" if chinese else " ") + draw.choice(clauses[chinese])
        text = re.sub(r"\d+", lambda found: str(draw.randint(1, 10 ** len(found.group()))), text)[:LONGEST].strip()
        if text in seen:
            continue
        at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=draw.randrange(365 * 24 * 60))
        yield Post(id=f"p{len(seen)}", text=text, posted_at=Interval.parse(at.isoformat()), author=f"a{len(seen)}")
        seen.add(text)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--index", type=Path)
    options.add_argument("--posts", type=int, default=10_000)
    options.add_argument("--from", dest="source", type=Path)
    options.add_argument("--batch", type=int, default=Settings().batch_size)
    options.add_argument("--pattern", action="append")
    options.add_argument("--warm", type=int, default=2, help="first posts that are checked before the clock starts")
    given = options.parse_args()
    clock = Clock(cost_of_a_look())
    for name, functions in STAGES.items():
        for function in functions:
            clock.watch(name, *function)
    for pattern, (module, owner) in REGISTRY.items():
        for method in ("may_find", "detect", "detect_batch"):
            clock.watch(f"detector {pattern.value}", f"detectors.{module}", owner, method)
    posts: Iterable[Any] = read_posts(str(given.source)) if given.source else made_posts(given.posts + given.warm)
    posts = list(posts)[: given.posts + given.warm]
    with tempfile.TemporaryDirectory() as folder:
        index = given.index
        if index is None:
            index = Path(folder)
            build_index(read_evidence(str(files("provenance.sample") / "evidence.jsonl")), index)
        # As the command does, which also tells Python to look for garbage less often.
        checker = open_checker(index, Settings(batch_size=given.batch))
        # Tables and models are loaded once, whatever the number of posts.
        checker.check(posts[: given.warm], patterns=given.pattern)
        posts = posts[given.warm :]
        clock.spent.clear()
        clock.of_post.clear()
        with clock.stage("everything else"):
            report = checker.check(posts, patterns=given.pattern)
    times = [clock.of_post[f"detector {name}"] for name in EVENTS]
    events = [sum(each[post.id] for each in times) for post in posts] if any(times) else []
    if events:
        print(
            f"dates, places and identity: median {1000 * median(events):.2f} ms a post, mean {1000 * mean(events):.2f}"
        )
    show(clock.spent, len(posts), f"{index if given.index else 'the sample'}, {len(report.findings)} findings")


def show(spent: Counter[str], count: int, what: str) -> None:
    """Print a line a stage, and the ratio that counts."""
    encoding, claims = spent.pop("encoding"), spent.pop("encoding of claims", 0.0)
    other = sum(spent.values())
    print(f"{count} posts against {what}")
    first = [("encoding", encoding), ("encoding of claims", claims), ("all other", other)]
    for name, seconds in [*first, *spent.most_common()]:
        share = f"{seconds / encoding:6.1%} of encoding" if encoding else ""
        print(f"{name:32} {seconds:8.2f} CPU-s {1000 * seconds / count:8.3f} ms a post   {share}", flush=True)


if __name__ == "__main__":
    main()
