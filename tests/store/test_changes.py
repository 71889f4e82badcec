from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.errors import JobError
from provenance.model.evidence import Evidence, Kind
from provenance.model.media_path import media_file
from provenance.store.changes import ChangeStore
from provenance.store.source_update import Outcome


def record(key: str, text: str = "text", **more) -> Evidence:
    return Evidence(id=key, kind=Kind.FACT_CHECK, text=text, **more)


def take(store, records, *, source="a", rank=0, part="p", digest="d", at="2026-01-01", keep_missing=False):
    """One run over a source of one part; the fingerprint of a record is its content."""
    with store.updating(source, rank=rank, digest=digest, at=at, keep_missing=keep_missing) as update:
        update.keep_only({part})
        writer = update.open_part(part)
        outcomes = []
        for item in records:
            print_ = repr(item).encode()
            outcomes.append(Outcome.SAME if writer.unchanged(print_) else writer.put(item, print_))
        writer.close({"digest": str(len(records))})
    return update.counts, outcomes


@pytest.fixture
def store(tmp_path):
    with ChangeStore(tmp_path / "changes.sqlite") as opened:
        yield opened


def test_first_night_second_night_and_a_quiet_one(store):
    take(store, [record("1"), record("2"), record("3")])
    first = store.head
    counts, _ = take(store, [record("1"), record("2", "other words"), record("4")])
    assert (counts.added, counts.changed, counts.removed, counts.after) == (1, 1, 1, 3)
    assert [(change.id, change.record and change.record.text) for change in store.changes(first)] == [
        ("2", "other words"),
        ("3", None),
        ("4", "text"),
    ]
    second = store.head
    take(store, [record("1"), record("2", "other words"), record("4")])
    assert store.head == second
    assert list(store.changes(second)) == []


def test_a_changed_rating_is_told(store):
    take(store, [record("1", rating="unproven")], at="2026-01-01")
    take(store, [record("1", rating="false")], at="2026-03-01")
    take(store, [record("1", "better text", rating="false")], at="2026-04-01")
    (now,) = store.records()
    assert now.rating == "false"
    assert now.extra["rating_history"] == [{"rating": "unproven", "until": "2026-03-01"}]
    assert [version.record.text for version in store.history("a", "1")] == ["text", "text"]


def test_an_error_in_the_middle_leaves_the_source_as_it_was(store):
    take(store, [record("1"), record("2")])
    head = store.head
    with suppress(ValueError), store.updating("a", rank=0, digest="d", at="x") as update:
        update.open_part("p").put(record("3"), b"f")
        raise ValueError("the network is gone")
    assert store.head == head
    assert [item.id for item in store.records()] == ["1", "2"]


def test_the_first_configured_source_of_an_id_counts_and_the_next_steps_in(store):
    take(store, [record("1", "from a")], source="a", rank=0)
    head = store.head
    take(store, [record("1", "from b")], source="b", rank=1)
    assert [change.record.text for change in store.changes(head)] == ["from a"]
    assert (len(store), store.shadowed()) == (1, 1)
    head = store.head
    take(store, [], source="a", rank=0)
    assert [change.record.text for change in store.changes(head)] == ["from b"]


def test_another_order_of_sources_is_a_change(store):
    take(store, [record("1", "from a")], source="a", rank=0)
    take(store, [record("1", "from b")], source="b", rank=1)
    head = store.head
    take(store, [record("1", "from b")], source="b", rank=0)
    take(store, [record("1", "from a")], source="a", rank=1)
    assert [change.record.text for change in store.changes(head)] == ["from b"]


def test_one_id_twice_in_a_source_is_a_duplicate(store):
    _, outcomes = take(store, [record("1"), record("1", "again"), record("1")])
    assert outcomes == [Outcome.ADDED, Outcome.DUPLICATE, Outcome.DUPLICATE]


def test_a_record_may_move_from_one_file_to_another(store):
    with store.updating("a", rank=0, digest="d", at="x") as update:
        update.keep_only({"old", "new"})
        writer = update.open_part("old")
        writer.put(record("1"), b"1")
        writer.close({"digest": "1"})
    with store.updating("a", rank=0, digest="d", at="x") as update:
        update.keep_only({"new"})
        writer = update.open_part("new")
        assert writer.put(record("1"), b"1") is Outcome.SAME
        writer.close({"digest": "1"})
    assert update.counts.removed == 0
    assert len(store) == 1


def test_a_feed_that_shows_only_its_newest_keeps_the_others(store):
    take(store, [record("1"), record("2")], keep_missing=True)
    counts, _ = take(store, [record("3")], keep_missing=True)
    assert (counts.removed, len(store)) == (0, 3)


def test_a_source_taken_out_of_the_configuration_takes_its_records_along(store):
    take(store, [record("1")], source="a")
    take(store, [record("2")], source="b")
    assert store.forget_sources({"b"}, at="x") == ["a"]
    assert [item.id for item in store.records()] == ["2"]
    assert [state.name for state in store.sources()] == ["b"]


def test_a_picture_replaced_under_its_name_is_a_change(store, tmp_path):
    from provenance.sources.confine import confine

    (tmp_path / "a.jpg").write_bytes(b"one")

    def night():
        item = record("1", media=confine(["a.jpg"], tmp_path))
        with store.updating("a", rank=0, digest="d", at="x") as update:
            writer = update.open_part("p")
            outcome = writer.put(item, b"f", tmp_path)
            writer.close({"digest": "1"})
            assert update.must_read("p", "1")  # its own bytes do not tell
        return outcome

    assert night() is Outcome.ADDED
    assert night() is Outcome.SAME
    (tmp_path / "a.jpg").write_bytes(b"two")
    assert night() is Outcome.CHANGED
    assert media_file(store.record("1").media[0]).read_bytes() == b"two"


def test_rows_are_read_again_when_their_meaning_changed(store):
    take(store, [record("1")], digest="kind unknown")
    with store.updating("a", rank=0, digest="kind known", at="x") as update:
        assert update.must_read("p", "1")
        assert not update.open_part("p").unchanged(repr(record("1")).encode())


def test_a_store_of_another_version_is_refused(tmp_path):
    ChangeStore(tmp_path / "s").close()
    import sqlite3

    base = sqlite3.connect(tmp_path / "s")
    with base:
        base.execute("UPDATE meta SET value = '99' WHERE key = 'schema'")
    base.close()
    with pytest.raises(JobError, match="move it away"):
        ChangeStore(tmp_path / "s")


def test_a_damaged_store_says_so(tmp_path):
    (tmp_path / "s").write_bytes(b"no database at all, but long enough to be looked at" * 30)
    with pytest.raises(JobError, match="the published index is untouched"):
        ChangeStore(tmp_path / "s")


nights = st.lists(st.dictionaries(st.sampled_from("abcdef"), st.sampled_from(["x", "y"]), max_size=6), max_size=6)


@given(nights=nights)
def test_changes_since_any_night_lead_to_the_present(nights, tmp_path_factory):
    with ChangeStore(tmp_path_factory.mktemp("s") / "s") as store:
        seen = [(0, {})]
        for night in nights:
            take(store, [record(key, text) for key, text in night.items()])
            seen.append((store.head, night))
        for head, then in seen:
            state = dict(then)
            for change in store.changes(head):
                state.pop(change.id, None)
                if change.record:
                    state[change.id] = change.record.text
            assert state == seen[-1][1]
