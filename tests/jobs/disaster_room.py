"""What the disasters happen to: sources, indexes, and every state that was ever meant to be published."""

from __future__ import annotations

import json
import random
import sys
import traceback
from datetime import UTC, datetime, timedelta
from pathlib import Path

START = datetime(2026, 1, 1, tzinfo=UTC)


class Room:
    """Sources, indexes, and every state that was ever meant to be published."""

    def __init__(self, folder: Path, records: int = 60) -> None:
        self.folder, self.indexes = folder, folder / "indexes"
        self.claims = {f"r{n}": f"bridge b{n} fell in generation g0" for n in range(records)}
        self.generation = 0
        (folder / "sources.toml").write_text('[job]\nkeep = 3\n[sources.a]\nfile = "a.jsonl"\n', encoding="utf-8")
        self.write()

    def write(self) -> None:
        rows = ({"id": key, "kind": "fact_check", "claim": claim, "text": "x"} for key, claim in self.claims.items())
        (self.folder / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        with (self.folder / "states.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(self.claims, sort_keys=True) + "\n")

    def change(self, chance: random.Random) -> None:
        self.generation += 1
        for key in chance.sample(sorted(self.claims), 4):
            self.claims[key] = f"bridge b{key} fell in generation g{self.generation}"
        del self.claims[chance.choice(sorted(self.claims))]
        self.claims[f"n{self.generation}"] = f"tower t{self.generation} fell in generation g{self.generation}"
        self.write()

    def states(self) -> list[dict[str, str]]:
        return [json.loads(line) for line in (self.folder / "states.jsonl").read_text(encoding="utf-8").splitlines()]

    def update(self, night: int) -> int:
        """0 when all went well, 4 when the job failed in an orderly way."""
        from provenance.encoders.stub import StubEncoder
        from provenance.errors import JobError
        from provenance.jobs.update import update_index

        try:
            now = START + timedelta(hours=night)
            update_index(self.folder / "sources.toml", self.indexes, encoder=StubEncoder(), now=now)
        except JobError as error:
            sys.stderr.write(f"{error}\n")
            return 4
        except Exception as error:
            (self.folder / "escaped.txt").write_text("".join(traceback.format_exception(error)), encoding="utf-8")
            raise
        return 0

    def published(self) -> dict[str, str]:
        """What a reader finds, the words and vectors checked against the records.

        Raises:
            AssertionError: the parts do not fit one another.
            IndexProblem: it cannot be opened.
        """
        from provenance.encoders.stub import StubEncoder
        from provenance.indexing.bundle import IndexBundle

        bundle = IndexBundle.open(self.indexes, verify=True)
        table = bundle.records
        claims = {record.id: record.claim or "" for record in table.evidences(range(len(table)))}
        sizes = {len(claims), len(table), len(bundle.lexical), len(bundle.vectors)}
        assert len(sizes) == 1, f"the parts differ in size: {sizes}"
        for word in ("bridge", "tower"):
            (ranking,) = bundle.lexical.search([word], len(table))
            found = {table.id(int(row)) for row in ranking.rows}
            expected = {key for key, claim in claims.items() if word in claim}
            assert found == expected, f"{word} finds {sorted(found ^ expected)} wrongly or not at all"
        some = sorted(claims)[:: max(1, len(claims) // 5)]
        rankings = bundle.vectors.search(StubEncoder().encode([claims[key] for key in some]), 1)
        for key, ranking in zip(some, rankings, strict=True):
            nearest = table.id(int(ranking.rows[0]))
            assert claims[nearest] == claims[key], f"{key} finds {nearest}: {claims[nearest]}, not {claims[key]}"
        return claims
