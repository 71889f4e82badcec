"""Finished batches of vectors, written aside until the build that needs them is done."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import numpy as np

from provenance.encoders.base import Vectors
from provenance.errors import JobError

_LIST = "shards.jsonl"


class ShardFolder:
    """Shards under their ids.

    What counts is what the list names, with the checksum that it names: a torn or foreign file is as good as none.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._listed: dict[str, str] = {}
        try:
            folder.mkdir(parents=True, exist_ok=True)
            lines = (folder / _LIST).read_bytes().splitlines() if (folder / _LIST).exists() else []
        except OSError as error:
            raise JobError(f"cannot keep vectors in {folder}: {error}") from error
        for line in lines:
            try:
                entry = json.loads(line)
                self._listed[str(entry["id"])] = str(entry["sha256"])
            except (ValueError, KeyError, TypeError):
                continue  # the last line of a run that was killed

    def __len__(self) -> int:
        return len(self._listed)

    def get(self, shard: str) -> Vectors | None:
        """The vectors of a shard; None where it has to be encoded."""
        if shard not in self._listed:
            return None
        path = self._path(shard)
        try:
            if hashlib.sha256(path.read_bytes()).hexdigest() != self._listed[shard]:
                return None
            return np.asarray(np.load(path, allow_pickle=False), np.float32)
        except (OSError, ValueError):
            return None

    def put(self, shard: str, vectors: Vectors) -> None:
        """Keep a shard; putting it twice is putting it once.

        Raises:
            JobError: the disk does not take it.
        """
        if shard in self._listed:
            return
        path = self._path(shard)
        aside = path.with_suffix(f".{os.getpid()}")
        try:
            with aside.open("wb") as file:
                np.save(file, np.ascontiguousarray(vectors, np.float32), allow_pickle=False)
            digest = hashlib.sha256(aside.read_bytes()).hexdigest()
            aside.replace(path)
            with (self._folder / _LIST).open("a", encoding="utf-8") as file_list:
                # On a line of its own, also after one that was torn.
                file_list.write("\n" + json.dumps({"id": shard, "rows": len(vectors), "sha256": digest}) + "\n")
        except OSError as error:
            raise JobError(f"cannot keep vectors in {self._folder}: {error}") from error
        self._listed[shard] = digest

    def _path(self, shard: str) -> Path:
        return self._folder / f"{shard}.npy"
