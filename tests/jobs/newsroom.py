"""A newsroom whose sources change from night to night."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from provenance.encoders.stub import StubEncoder
from provenance.indexing.bundle import IndexBundle
from provenance.jobs.update import update_index

NIGHT = datetime(2026, 1, 1, 2, 0, tzinfo=UTC)


def row(number, **more):
    return {
        "id": f"r{number}",
        "kind": "fact_check",
        "claim": f"bridge number {number} fell",
        "text": f"第{number}座桥没有倒塌。",
        "rating": "false",
        **more,
    }


class Newsroom:
    """A folder with sources, a configuration and its indexes."""

    def __init__(self, folder):
        self.folder = folder
        self.indexes = folder / "indexes"
        self.config = folder / "sources.toml"
        self.encoder = StubEncoder()
        self.nights = 0
        self.configure('[sources.checks]\nfile = "checks.jsonl"\n')

    def configure(self, text, job=""):
        self.config.write_text(f"[job]\nself_retrieval_floor = 0.9\n{job}\n{text}", encoding="utf-8")

    def write(self, rows, name="checks.jsonl"):
        text = "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in rows)
        (self.folder / name).write_text(text, encoding="utf-8")

    def night(self, **how):
        self.nights += 1
        how.setdefault("now", NIGHT + timedelta(days=self.nights))
        return update_index(self.config, self.indexes, encoder=self.encoder, **how)

    def open(self):
        return IndexBundle.open(self.indexes, verify=True)

    def claims(self):
        table = self.open().records
        return {record.id: record.claim for record in table.evidences(range(len(table)))}
