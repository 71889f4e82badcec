"""Parts of a computation side by side: all are done, failures are told, and the answers are those of one thread."""

from __future__ import annotations

import os
import subprocess
import sys
from threading import Event, get_ident

import pytest
import threadpoolctl

from provenance.compiled import threads as own
from provenance.compiled.threads import beside, plain_products, side_by_side, threads

SAY = "from provenance.compiled.threads import threads; print(threads())"


@pytest.fixture
def several(monkeypatch):
    """As on a machine of four cores."""
    own._pool.cache_clear()
    monkeypatch.setattr(own, "threads", lambda: 4)
    yield
    own._pool().shutdown()
    own._pool.cache_clear()


@pytest.fixture
def one(monkeypatch):
    monkeypatch.setattr(own, "threads", lambda: 1)


def test_every_part_is_done_once(several):
    done = []
    side_by_side(done.append, range(100))
    assert sorted(done) == list(range(100))


def test_parts_wait_for_one_another_where_there_are_threads(several):
    first, second = Event(), Event()

    def meet(parts):
        mine, other = parts
        mine.set()
        assert other.wait(10)

    side_by_side(meet, [(first, second), (second, first)])  # one after the other would wait for ever


def test_one_thread_does_everything_itself_and_in_order(one):
    done = []
    side_by_side(lambda part: done.append((part, get_ident())), range(5))
    assert done == [(part, get_ident()) for part in range(5)]


def test_a_part_that_fails_is_told(several):
    with pytest.raises(ZeroDivisionError):
        side_by_side(lambda part: 1 / part, [1, 0, 2])


def test_what_is_begun_beside_is_done_without_being_waited_for(several):
    go, done = Event(), Event()
    beside(lambda: go.wait(10) and done.set())
    assert not done.is_set()
    go.set()
    assert done.wait(10)


def test_nothing_is_begun_beside_on_one_thread(one):
    begun = []
    beside(lambda: begun.append(1))
    assert not begun


@pytest.mark.parametrize(("said", "meant"), [("1", 1), ("3", 3), ("2,1", 2)])
def test_the_environment_says_how_many_threads_there_are(said, meant):
    told = subprocess.run(
        [sys.executable, "-c", SAY], env=os.environ | {"OMP_NUM_THREADS": said}, capture_output=True, check=True
    )
    assert int(told.stdout) == meant


def test_without_a_word_there_is_a_thread_for_each_core(monkeypatch):
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    threads.cache_clear()
    try:
        assert threads() == len(os.sched_getaffinity(0))
    finally:
        threads.cache_clear()


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")  # from Python 3.12 on
def test_a_forked_process_has_threads_of_its_own(several):
    side_by_side(lambda _: None, range(4))
    if (child := os.fork()) == 0:  # threads are not inherited: to wait for those of the parent would last for ever
        done = []
        side_by_side(done.append, range(4))
        os._exit(0 if len(done) == 4 else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def of_products():
    """Threads of NumPy's BLAS, where it has its own ones."""
    told = [each for each in threadpoolctl.threadpool_info() if each.get("threading_layer") == "pthreads"]
    return [each["num_threads"] for each in told]


def test_products_stay_on_the_thread_that_asks_and_are_let_go_behind_it():
    own._waiting.cache_clear()
    with threadpoolctl.threadpool_limits(2):
        before = of_products()
        with plain_products():
            assert set(of_products()) <= {1}
        assert of_products() == before
