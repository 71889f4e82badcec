"""Records encoded per CPU-second: the default encoder against raw fp32 `SentenceTransformer.encode`, in one run.

usage: python benchmarks/throughput.py FOLDER [--records 1500] [--encoder multilingual-e5-small]

FOLDER holds evidence.jsonl.gz, posts_dev.jsonl and qrels_dev.txt. The pool is every record that some post should find,
filled up with others; MAP@5 of both encoders is over that pool, by cosine alone. One thread each.
"""

from __future__ import annotations

import argparse
import gzip
import json
import time
from collections import defaultdict
from pathlib import Path

import numpy as np

from provenance.encoders import open_encoder
from provenance.encoders.e5 import model_folder
from provenance.evaluate.metrics import average_precision
from provenance.indexing.fields import embedding_text


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--records", type=int, default=1500)
    options.add_argument("--encoder", default="multilingual-e5-small")
    given = options.parse_args()
    import torch
    from sentence_transformers import SentenceTransformer

    torch.set_num_threads(1)
    relevant: dict[str, set[str]] = defaultdict(set)
    for line in (given.folder / "qrels_dev.txt").read_text().splitlines():
        post, _, record, grade = line.split()
        if int(grade) > 0:
            relevant[post].add(record)
    with gzip.open(given.folder / "evidence.jsonl.gz", "rt") as file:
        rows = [json.loads(line) for line in file]
    wanted = set().union(*relevant.values())
    rows.sort(key=lambda row: row["id"] not in wanted)  # stable: the wanted first, the others in their order
    rows = rows[: max(given.records, len(wanted))]
    texts = [embedding_text(row.get("claim") or row.get("title") or row["text"]) for row in rows]
    with (given.folder / "posts_dev.jsonl").open() as file:
        posts = [post for post in map(json.loads, file) if post["id"] in relevant]
    queries = [embedding_text(post["text"]) for post in posts]

    raw = SentenceTransformer(str(model_folder()), device="cpu")
    ours = open_encoder(given.encoder)
    ways = {
        "raw fp32": lambda batch, query: raw.encode(
            batch, prompt_name="query" if query else "document", normalize_embeddings=True
        ),
        given.encoder: lambda batch, query: ours.encode(batch, query=query),
    }
    rates = {}
    for name, encode in ways.items():
        encode(texts[:32], False)
        begun = time.process_time()
        records = encode(texts, False)
        rates[name] = len(texts) / (time.process_time() - begun)
        order = np.argsort(-(encode(queries, True) @ records.T), axis=1)[:, :5]
        ranked = [[rows[i]["id"] for i in line] for line in order]
        scores = [average_precision(line, relevant[post["id"]], 5) for line, post in zip(ranked, posts, strict=True)]
        print(f"{name:26} {rates[name]:7.1f} records a CPU-second   MAP@5 {np.mean(scores):.4f}", flush=True)
    print(f"ratio {rates[given.encoder] / rates['raw fp32']:.2f} over {len(texts)} records, {len(posts)} posts")


if __name__ == "__main__":
    main()
