"""Near-copies posted more than 30 days apart: does the product find the earlier one, and the later one, first?

usage: python -m benchmarks.recirculation DATA FOLDER
The posts of `ced_weibo_zh` become archive records of an index in FOLDER, kept from run to run. Each post with a
near-copy more than 30 days before it asks for what is at least as old, by the product's filter of dates, and each with
one more than 30 days after it for what is at least as late. Reported: the share whose first answer is of their own
cluster, over posts that have a right answer at all.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from pathlib import Path

from dateutil.parser import parse

from provenance.config import Settings
from provenance.encoders import open_encoder
from provenance.indexing.base import Filter
from provenance.indexing.bundle import IndexBundle
from provenance.jobs.build import build_index
from provenance.model.evidence import Evidence, Kind
from provenance.model.interval import Interval
from provenance.model.post import Post
from provenance.retrieval import Retriever

APART = timedelta(days=30)


def moment(written: str) -> datetime:
    return datetime.fromtimestamp(int(written), UTC) if written.isdigit() else parse(written)


def minute(begun: datetime) -> Interval:
    return Interval(begun, begun + timedelta(minutes=1))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("data", type=Path)
    options.add_argument("folder", type=Path)
    given = options.parse_args()
    lines = (given.data / "ced_weibo_zh" / "posts.jsonl").read_text("utf8").split("\n")
    rows = [json.loads(line) for line in lines if line]
    when = {row["id"]: moment(str(row["posted_at"])) for row in rows}
    cluster = {row["id"]: row["near_copy_cluster"] for row in rows}
    encoder = open_encoder()
    if not given.folder.exists():
        moments = {name: minute(begun) for name, begun in when.items()}
        build_index(
            (
                Evidence(id=row["id"], kind=Kind.ARCHIVE, text=row["text"], published_at=moments[row["id"]])
                for row in rows
            ),
            given.folder,
            encoder=encoder,
        )
    mates = defaultdict(list)
    for name, of in cluster.items():
        mates[of].append(name)
    retriever = Retriever.open(IndexBundle.open(given.folder), Settings(), encoder)
    for title, sign in (("earlier", -1), ("later", 1)):
        asked = right = 0
        for row in rows:
            edge = when[row["id"]] + sign * APART
            if not any((when[other] - edge) * sign > timedelta() for other in mates[cluster[row["id"]]]):
                continue
            where = Filter(published_before=edge) if sign < 0 else Filter(published_from=edge)
            post = Post(id=row["id"], text=row["text"], posted_at=minute(when[row["id"]]))
            asked += 1
            (hits,) = retriever.rank([post], k=1, where=where)
            right += bool(hits) and cluster[hits[0].evidence.id] == cluster[row["id"]]
        share = right / asked
        print(f"the {title} near-copy, more than {APART.days} days away: first for {right} of {asked}, {share:.4f}")


if __name__ == "__main__":
    main()
