"""The same work on a cluster of two nodes, with a worker killed and a node lost: the same index, the same answers.

A worker that is to die kills its own process once, in the middle of a batch.
"""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest

from provenance.checker import Checker
from provenance.cluster import Cluster
from provenance.config import Settings
from provenance.encoders.shards import ShardFolder
from provenance.encoders.spread import Named, SpreadEncoder, shard_id
from provenance.encoders.stub import StubEncoder
from provenance.errors import JobError, UsageError
from provenance.jobs.build import build_index
from provenance.jobs.spread_check import spread
from provenance.model.evidence import Evidence, Kind
from provenance.model.interval import Interval
from provenance.model.post import Post

EVENTS = ("bridge fell", "dam burst", "market burned", "train stopped", "school closed")


SHARED = "They say that the old bridge fell in town 7 last night and nobody was told, please share this everywhere!"


def records(count: int) -> list[Evidence]:
    return [
        Evidence(
            id=f"r{n}",
            kind=Kind.FACT_CHECK if n % 3 else Kind.ARCHIVE,
            text=f"The {EVENTS[n % 5]} in town {n // 5}, and {n} people saw it.",
            claim=f"{EVENTS[n % 5]} in town {n // 5}" if n % 3 else None,
            rating="false" if n % 3 else None,
            published_at=Interval.parse(f"2020-0{1 + n % 9}-11"),
        )
        for n in range(count)
    ]


def posts(count: int) -> list[Post]:
    when = Interval.parse("2024-05-01")
    flood = [Post(id=f"f{n}", text=SHARED, posted_at=when, author=f"account {n}") for n in range(25)]
    return [
        Post(id=f"p{n}", text=f"look, the {EVENTS[n % 5]} in town {n}", posted_at=when) for n in range(count)
    ] + flood


@dataclass(frozen=True)
class DiesOnce:
    """Opens a stub encoder; the first worker to encode a batch with `word` in it is killed."""

    folder: str
    word: str

    def __call__(self) -> StubEncoder:
        return _Dying(Path(self.folder) / "killed", self.word)


class _Dying(StubEncoder):
    def __init__(self, marker: Path, word: str) -> None:
        super().__init__()
        self._marker, self._word = marker, word

    def encode(self, texts, *, query=False):
        if any(self._word in text for text in texts) and not self._marker.exists():
            self._marker.write_text(str(os.getpid()))
            os.kill(os.getpid(), signal.SIGKILL)
        return super().encode(texts, query=query)


@pytest.fixture(scope="module")
def nodes():
    """Two nodes on loopback, each with one core."""
    patch = pytest.MonkeyPatch()
    for name, value in (
        ("RAY_USAGE_STATS_ENABLED", "0"),
        ("RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER", "0"),
        ("RAY_worker_niceness", "0"),
    ):
        patch.setenv(name, value)  # read when ray is imported
    pytest.importorskip("ray")
    from ray.cluster_utils import Cluster as Nodes

    one = {"num_cpus": 1, "node_ip_address": "127.0.0.1", "object_store_memory": 100 * 2**20}
    nodes = Nodes(initialize_head=True, head_node_args={**one, "include_dashboard": False})
    second = nodes.add_node(**one)
    patch.setenv("RAY_ADDRESS", nodes.address)
    yield nodes, second
    nodes.shutdown()
    patch.undo()


@pytest.fixture(scope="module")
def cluster(nodes):
    cluster = Cluster.connect()
    yield cluster
    cluster.close()


def files(folder: Path) -> dict[str, bytes]:
    wanted = ("records.arrow", "ids.npy", "vectors/*", "passages/*")
    return {str(path.relative_to(folder)): path.read_bytes() for each in wanted for path in sorted(folder.glob(each))}


class TestOnTwoNodes:
    pytestmark: ClassVar = [pytest.mark.slow, pytest.mark.enable_socket, pytest.mark.allow_hosts(["127.0.0.1"])]

    def test_an_index_is_the_same_though_a_worker_was_killed(self, cluster, tmp_path):
        here = build_index(records(4_000), tmp_path / "here", encoder=StubEncoder())
        there = SpreadEncoder(cluster, DiesOnce(str(tmp_path), "town 311"), tmp_path / "aside")
        built = build_index(records(4_000), tmp_path / "there", encoder=there)
        assert int((tmp_path / "killed").read_text()) != os.getpid()
        assert files(built.folder) == files(here.folder)
        # Every batch lies aside: a build that was killed itself would go on from there.
        assert len(ShardFolder(tmp_path / "aside")) > 5

    def test_a_check_is_the_same_on_the_cluster(self, cluster, tmp_path):
        build_index(records(300), tmp_path / "i", encoder="stub", cluster=cluster)
        assert not (tmp_path / "i" / ".shards").exists()
        checker = Checker.open(tmp_path / "i", settings=Settings(batch_size=16))
        here = checker.check(posts(60))
        there = checker.check(posts(60), examine=spread(checker, cluster))
        assert here.findings
        assert {finding.pattern.value for finding in here.findings} >= {"debunked", "flooding"}
        assert there == here

    def test_an_error_made_on_purpose_comes_back_as_it_is(self, cluster):
        with pytest.raises(UsageError, match="on purpose"):
            cluster.begin(_refuses)()

    def test_any_other_error_is_one_of_the_job(self, cluster):
        with pytest.raises(JobError, match="ZeroDivisionError"):
            cluster.begin(_divides)()

    def test_nothing_listens_beyond_loopback(self, nodes, cluster):
        cluster.begin(_works)()
        session = Path(nodes[0].head_node.get_session_dir_path()).name
        places = [place for pid in _processes(session) for place in _listening(pid)]
        assert len(places) >= 4
        assert set(places) <= {"0100007F", "0000000000000000FFFF00000100007F"}  # 127.0.0.1, as IPv4 and as IPv6

    def test_an_index_is_the_same_though_a_node_was_lost(self, nodes, cluster, tmp_path):
        def lose(done: int) -> None:
            if done == 2_000:
                nodes[0].remove_node(nodes[1], allow_graceful=False)

        here = build_index(records(4_000), tmp_path / "here", encoder=StubEncoder())
        there = build_index(records(4_000), tmp_path / "there", encoder="stub", cluster=cluster, progress=lose)
        assert files(there.folder) == files(here.folder)


def _processes(session: str) -> list[Path]:
    """Those that were started for a session, and the workers of its nodes."""
    lines = {path.parent: path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if path.exists()}
    return [pid for pid, line in lines.items() if session.encode() in line or line.startswith(b"ray::")]


def _listening(pid: Path) -> list[str]:
    """Addresses, in the spelling of /proc, that a process listens on."""
    links = [fd.readlink().name for fd in (pid / "fd").iterdir() if fd.is_symlink()]
    inodes = {link[8:-1] for link in links if link.startswith("socket:[")}
    rows = [line.split() for name in ("tcp", "tcp6") for line in Path("/proc/net", name).read_text().splitlines()[1:]]
    return [row[1].split(":")[0] for row in rows if row[3] == "0A" and row[9] in inodes]


def _refuses():
    raise UsageError("on purpose")


def _works() -> int:
    return os.getpid()


def _divides():
    return 1 / 0


def test_a_batch_that_was_finished_is_not_encoded_again(tmp_path):
    shards = ShardFolder(tmp_path)
    vectors = StubEncoder(8).encode(["a", "b"])
    name = shard_id("stub", ["a", "b"], query=False)
    assert shards.get(name) is None
    shards.put(name, vectors)
    shards.put(name, vectors)
    again = ShardFolder(tmp_path)
    assert len(again) == 1
    np.testing.assert_array_equal(again.get(name), vectors)


def test_a_file_that_the_list_does_not_vouch_for_is_as_good_as_none(tmp_path):
    shards = ShardFolder(tmp_path)
    shards.put("torn", StubEncoder(8).encode(["a"]))
    np.save(tmp_path / "foreign.npy", np.zeros((1, 8), np.float32))
    (tmp_path / "torn.npy").write_bytes((tmp_path / "torn.npy").read_bytes()[:-4])
    with (tmp_path / "shards.jsonl").open("a") as file:
        file.write('{"id": "half')
    again = ShardFolder(tmp_path)
    assert again.get("torn") is None
    assert again.get("foreign") is None
    again.put("next", StubEncoder(8).encode(["b"]))
    assert ShardFolder(tmp_path).get("next") is not None


def test_batches_have_names_of_their_own():
    names = {
        shard_id(revision, texts, query=query)
        for revision in ("a", "b")
        for texts in (["x", "y"], ["xy"], ["x"], ["y", "x"], [])
        for query in (True, False)
    }
    assert len(names) == 20


def test_equal_names_open_equal_encoders():
    assert Named("stub") == Named("stub")
    assert Named("stub")().revision == StubEncoder().revision
