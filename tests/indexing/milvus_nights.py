"""Nights on a standing collection: what changed is sent, older versions keep their answers, broken runs are healed."""

from __future__ import annotations

import threading
from hashlib import blake2b

import pytest

from provenance.config import Settings
from provenance.errors import IndexMissing, JobError
from provenance.indexing.bundle import IndexBundle
from provenance.indexing.milvus import publish
from provenance.indexing.milvus.aliases import aliases_of
from provenance.indexing.milvus.store import OPEN, MilvusStore
from provenance.jobs.versions import current_name, rollback
from tests.jobs.newsroom import Newsroom, row

MONTHS = ["May", "June", "July", "August"]
WORDS = ["bridge number 3 fell", "bridge number 11 fell", "第7座桥", "the market was sold"]


def aliased(store, part="vectors"):
    """The collection that the alias of a part names."""
    client = store.connect()
    name = client.describe_alias(store.published(part))["collection_name"]
    client.close()
    return name


class ServedNewsroom(Newsroom):
    """Publishes into Milvus."""

    def __init__(self, folder, store):
        super().__init__(folder)
        self.store = store
        sections = {"vectors": {"backend": "milvus", "uri": store.uri, "alias": store.alias}}
        self.settings = Settings(sections=sections)

    def night(self, **how):
        return super().night(settings=self.settings, accept_drift=True, **how)

    def reader(self, version=None, *, embedded=False):
        folder = self.indexes / version if version else self.indexes
        return IndexBundle.open(folder, store=None if embedded else self.store)

    def rows(self, part="vectors", where="since > 0"):
        client = self.store.connect()
        name = aliased(self.store, part)
        client.load_collection(name)
        found = client.query(name, filter=where, output_fields=["count(*)"], consistency_level="Strong")
        aliases = aliases_of(client, name)
        client.close()
        return found[0]["count(*)"], len([alias for alias in aliases if "_at_" in alias])


def answers(room, bundle):
    """What is found by meaning and by words: the claims of the records, and how near they are."""
    vectors = room.encoder.encode(WORDS, query=True)
    rankings = [*bundle.vectors.search(vectors, 5), *bundle.lexical.search(WORDS, 5)]
    return [
        {
            (bundle.records.id(at), bundle.records.evidence(at).claim): near
            for at, near in zip(found.rows.tolist(), found.similarities.tolist(), strict=True)
        }
        for found in rankings
    ]


def same(found, expected, within=1e-4):
    """As near as expected, and whatever is clearly nearer than the last is among them: equals may stand for others."""
    return all(
        sorted(one.values()) == pytest.approx(sorted(other.values()), rel=within)
        and {key for key, near in other.items() if near > (1 + within) * min(other.values())} <= set(one)
        for one, other in zip(found, expected, strict=True)
    )


class Nights:
    """Subclasses define `uri`."""

    @pytest.fixture
    def room(self, tmp_path):
        (tmp_path / "room").mkdir()
        named = "n" + blake2b(str(tmp_path).encode(), digest_size=8).hexdigest()
        return ServedNewsroom(tmp_path / "room", MilvusStore(self.uri(tmp_path / "room"), alias=named))

    def assert_as_embedded(self, room, version=None):
        """Lengths of texts are those of the night a collection was begun, which moves scores by words a little."""
        found, expected = (answers(room, room.reader(version, embedded=embedded)) for embedded in (False, True))
        assert same(found, expected, within=0.05)

    def test_a_night_sends_only_what_changed_and_older_versions_keep_their_answers(self, room):
        room.write([row(n) for n in range(30)])
        first = room.night().version
        reader = room.reader()
        before = answers(room, reader)
        collection, (sent, _) = aliased(room.store), room.rows()
        room.write([row(3, claim="bridge number 11 fell again"), *(row(n) for n in range(4, 31))])
        second = room.night().version
        assert aliased(room.store) == collection
        assert room.rows()[0] == sent + 2
        assert room.rows(where=f"until < {OPEN} and since > 0")[0] == 4
        assert same(answers(room, reader), before)
        self.assert_as_embedded(room, first)
        self.assert_as_embedded(room, second)
        assert not same(answers(room, room.reader()), before)

    def test_a_reader_that_asks_all_along_never_sees_a_mix(self, room):
        room.write([row(n) for n in range(30)])
        room.night()
        reader = room.reader()
        right = answers(room, reader)
        seen, done = [], threading.Event()

        def ask():
            while not done.is_set():
                seen.append(answers(room, reader))

        asking = threading.Thread(target=ask)
        asking.start()
        for night in range(3):
            room.write([row(n, claim=f"bridge number {n} fell {'again ' * (night + 1)}") for n in range(30)])
            room.night()
        done.set()
        asking.join()
        assert len(seen) >= 3
        assert [each for each in seen if not same(each, right)] == []

    @pytest.mark.parametrize("call", ["insert", "upsert", "flush", "create_alias"])
    def test_a_night_that_breaks_off_is_healed_by_the_next(self, room, monkeypatch, call):
        room.write([row(n) for n in range(30)])
        first = room.night().version
        reader = room.reader()
        before = answers(room, reader)

        class Breaks(publish.UploadedPart):
            def __init__(self, client, *rest):
                super().__init__(Breaking(client), *rest)

        class Breaking:
            """Does what is asked, and then is gone."""

            def __init__(self, client):
                self.client = client

            def __getattr__(self, name):
                def asked(*given, **named):
                    getattr(self.client, name)(*given, **named)
                    raise JobError("the power went out")

                return asked if name == call else getattr(self.client, name)

        with monkeypatch.context() as broken:
            broken.setattr(publish, "UploadedPart", Breaks)
            room.write([row(3, claim="bridge number 11 fell again"), *(row(n) for n in range(4, 31))])
            with pytest.raises(JobError, match="power"):
                room.night()
        assert current_name(room.indexes) == first
        assert same(answers(room, reader), before)
        assert same(answers(room, room.reader()), before)
        room.write([row(n) for n in range(5, 32)])
        assert room.night().outcome == "published"
        assert same(answers(room, reader), before)
        self.assert_as_embedded(room)
        assert room.rows(where=f"until == {OPEN}")[0] == room.reader().manifest.counts["vectors"]

    def test_after_going_back_the_next_night_is_right_all_the_same(self, room):
        room.write([row(n) for n in range(20)])
        first = room.night().version
        room.write([row(n) for n in range(10, 25)])
        second = room.night().version
        rollback(room.indexes, first)
        room.write([row(n) for n in range(30)])
        third = room.night().version
        for version in (first, second, third):
            self.assert_as_embedded(room, version)

    def test_what_only_pruned_versions_saw_goes(self, room):
        room.configure('[sources.checks]\nfile = "checks.jsonl"\n', "keep = 2")
        for night in range(4):
            altered = [row(n, claim=f"bridge number {n} fell in {MONTHS[night]}") for n in range(4)]
            room.write([*altered, *(row(n) for n in range(4, 40))])
            room.night()
        rows, versions = room.rows()
        assert versions == 3  # the one before the last night's pruning goes with the next night
        assert rows == 40 + 4 + 4  # what the last one sees, and what it took the place of in two nights
        self.assert_as_embedded(room)

    def test_an_index_that_is_not_there_yet_is_brought_though_nothing_changed(self, room):
        room.write([row(n) for n in range(10)])
        version = Newsroom.night(room).version
        with pytest.raises(IndexMissing, match="index update"):
            answers(room, room.reader())
        assert room.night().outcome == "unchanged"
        self.assert_as_embedded(room, version)
        assert aliased(room.store) == room.store.collection(version, "vectors")
        assert room.night().outcome == "unchanged"
        assert room.rows() == (10, 1)

    def test_where_no_older_version_is_left_a_collection_is_begun(self, room):
        room.write([row(n) for n in range(10)])
        first = room.night().version
        collection = aliased(room.store)
        (room.indexes / first).rename(room.folder / "elsewhere")
        room.write([row(n) for n in range(11)])
        room.night()
        assert aliased(room.store) != collection
        self.assert_as_embedded(room)
