"""What Milvus must do, whichever it is: answer as the embedded indexes do, and keep old versions as they were.

Subclasses say where it is. What each can serve beside vectors differs, and is asked of it as readers ask.
"""

from __future__ import annotations

from hashlib import blake2b
from pathlib import Path

import numpy as np
import pytest

from provenance.encoders.stub import StubEncoder
from provenance.indexing.bundle import LEXICAL, PICTURES, VECTORS
from provenance.indexing.exact import ExactVectors
from provenance.indexing.lexical_exact import ExactLexical
from provenance.indexing.lexical_writer import LexicalWriter
from provenance.indexing.milvus.publish import upload
from provenance.indexing.milvus.served import MilvusHashes, MilvusVectors, MilvusWords, Served
from provenance.indexing.milvus.store import MilvusStore
from provenance.indexing.picture_store import PictureArrays, PictureKey
from provenance.model.evidence import Evidence, Kind
from provenance.store.records import RecordTable, RecordWriter
from tests.indexing.contract import IndexContract
from tests.indexing.test_hashes import HashContract, codes_of
from tests.indexing.test_vector import write as write_vectors

ENCODER = StubEncoder(32)
VERSION = "20261127T000000Z-ab"
FIELDS = ("claim", "title", "body")


def field_of(number):
    return FIELDS[number % 3]


def texts_of(number, text):
    """What is searched of a fact-check that says a text in a field of its own: all of it as one text but a claim."""
    return {"claim": {"claim": text}, "title": {"title": text, "whole": text}, "body": {"whole": text}}[
        field_of(number)
    ]


def write_version(folder: Path, texts: list[str]) -> None:
    """A version of records that say and show these texts, each in a field of its own."""
    folder.mkdir(parents=True)
    with RecordWriter(folder) as records:
        for number, text in enumerate(texts):
            told = {"text": text} if field_of(number) == "body" else {"text": "", field_of(number): text}
            records.add(Evidence(id=f"r{number}", kind=Kind.FACT_CHECK, rating="false", **told))
    write_vectors(folder / VECTORS, ENCODER.encode(texts), list(range(len(texts))), len(texts))
    with LexicalWriter(folder / LEXICAL) as words:
        for number, text in enumerate(texts):
            words.add(number, texts_of(number, text))
    if texts:
        write_hashes(folder / PICTURES, texts)


def write_hashes(folder: Path, texts: list[str]) -> None:
    count = len(texts)
    PictureArrays(
        keys=tuple(PictureKey(f"r{number}", f"{number}.jpg") for number in range(count)),
        sizes=np.full((count, 2), 64, np.int32),
        starts=np.zeros(count + 1, np.int64),
        points=np.zeros((0, 4), np.float16),
        descriptors=np.zeros((0, 32), np.uint8),
        copy_shapes=np.zeros((count, 2), np.int32),
        copies=np.zeros(0, np.uint8),
        hash_owner=np.arange(count),
        hash_boxes=np.tile(np.float32([0, 0, 1, 1]), (count, 1)),
        pdq=codes_of(texts),
        dct=codes_of(texts, 8),
        graphics=np.zeros((count, 128), np.uint8),
    ).save(folder)


class InMilvus(IndexContract):
    """Subclasses define `uri`, and of what they open `part`."""

    def uri(self, folder: Path) -> str:
        raise NotImplementedError

    def served(self, folder: Path) -> Served:
        records = RecordTable(folder)
        named = (
            "t"
            + blake2b(
                "\n".join(records.id(row) + str(records.evidence(row)) for row in range(len(records))).encode(),
                digest_size=8,
            ).hexdigest()
        )
        store = MilvusStore(self.uri(folder), alias=named)
        client = store.connect()
        known = client.has_collection(store.at(VERSION, "vectors"))  # many stories tell of the same records
        client.close()
        if not known:
            upload(folder, store, VERSION, folder.parent)
        return Served(store, VERSION, records.rows)

    def build(self, folder, texts):
        write_version(folder, texts)
        return self.opened(self.served(folder), folder)

    def reopen(self, index, folder):
        return self.opened(self.served(folder), folder)

    def opened(self, served: Served, folder: Path):
        raise NotImplementedError


class VectorsInMilvus(InMilvus):
    tolerance = 2e-3  # vectors are kept in float16 before they are sent

    def opened(self, served, folder):
        index = served.vectors(folder / VECTORS)
        assert isinstance(index, MilvusVectors)
        return index

    def exact(self, texts):
        return ExactVectors(len(texts), ENCODER.encode(texts), list(range(len(texts))))

    def query(self, text):
        return ENCODER.encode([text], query=True)[0]


class VectorsUnderAWideFilter(VectorsInMilvus):
    @pytest.fixture(autouse=True)
    def _nothing_compared_here(self, monkeypatch):
        monkeypatch.setattr("provenance.indexing.vector.SCAN_UNTIL", 1)


class WordsInMilvus(InMilvus):
    def opened(self, served, folder):
        index = served.words(folder / LEXICAL)
        assert isinstance(index, MilvusWords)
        return index

    def exact(self, texts):
        return ExactLexical([texts_of(number, text) for number, text in enumerate(texts)])

    def query(self, text):
        return text

    def test_equals_come_in_the_order_of_their_rows(self, tmp_path):
        index = self.build(tmp_path / "i", ["a falling bridge"] * 60)
        assert index.search(["falling"], 60)[0].rows[:20].tolist() == list(range(1, 60, 3))


class HashesInMilvus(InMilvus, HashContract):
    def opened(self, served, folder):
        index = served.hashes("pdq", PictureArrays.load(folder / PICTURES))
        assert isinstance(index, MilvusHashes)
        return index

    def test_an_empty_index_finds_nothing(self):
        pytest.skip("a version without pictures has no index of hashes")
