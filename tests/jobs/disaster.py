# ruff: noqa: T201 (a program for the terminal)
"""Kills and cripples nightly updates, and looks at what readers get. Run by tests, and by hand with larger numbers:

python -m tests.jobs.disaster kill --times 200
python -m tests.jobs.disaster fault --mode error|full|kill --step 1
"""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.jobs.disaster_room import Room

SHIM = Path(__file__).with_name("faults.c")
MODES = {"error": 1, "full": 2, "kill": 3}


def compile_shim(folder: Path) -> Path:
    out = folder / "faults.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", str(out), str(SHIM), "-ldl"], check=True)
    return out


def in_child(work, *, quiet: bool = False) -> int:
    """Run in a forked process; its exit code, negative when it was killed."""
    child = os.fork()
    if not child:
        code = 70
        try:
            if quiet:
                os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
            code = work()
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def succeed(work) -> None:
    code = in_child(work)
    assert code == 0, f"the update ended with {code}"


def ask(work):
    """The JSON value of a function, computed in a forked process.

    This process itself never builds or reads an index: a fork of a process that has threads may stand still for ever.
    """
    out, into = os.pipe()
    child = os.fork()
    if not child:
        try:
            os.close(out)
            try:
                answer = {"value": work()}
            except Exception as error:  # noqa: BLE001 (whatever a reader gets is the result)
                answer = {"error": repr(error)}
            with os.fdopen(into, "w", encoding="utf-8") as pipe:
                json.dump(answer, pipe)
        finally:
            os._exit(0)
    os.close(into)
    with os.fdopen(out, encoding="utf-8") as pipe:
        answer = json.load(pipe)
    os.waitpid(child, 0)
    if "error" in answer:
        raise AssertionError(answer["error"])
    return answer["value"]


def kill(times: int, seed: int = 1) -> dict[str, int]:
    """Kill updates at random moments while a reader looks on; then let one finish."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as name:
        room = Room(Path(name))
        succeed(lambda: room.update(0))
        started = time.monotonic()
        room.change(chance)
        succeed(lambda: room.update(1))
        duration = time.monotonic() - started
        looks, stop = os.pipe(), os.pipe()
        reader = os.fork()
        if not reader:
            os.close(stop[1])  # or it would wait for itself
            _look_on(room, looks[1], stop[0])
        os.close(looks[1])
        counts = {"killed": 0, "finished before": 0, "published all the same": 0, "wrong": 0, "not healed": 0}
        for night in range(2, times + 2):
            before = ask(room.published)
            room.change(chance)
            child = os.fork()
            if not child:
                os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
                os._exit(room.update(2 * night))
            time.sleep(chance.uniform(0, duration * 1.2))
            os.kill(child, signal.SIGKILL)
            code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            counts["killed" if code < 0 else "finished before"] += 1
            after = ask(room.published)
            if after not in (before, room.claims):
                counts["wrong"] += 1
            counts["published all the same"] += code < 0 and after == room.claims
            if night % 4 == 0:  # the other nights have to be made good by later ones
                started = time.monotonic()
                healed = in_child(lambda night=night: room.update(2 * night + 1))
                duration = (duration + time.monotonic() - started) / 2  # the machine is not always as busy
                counts["not healed"] += healed != 0 or ask(room.published) != room.claims
        os.close(stop[1])
        result = b"".join(iter(lambda: os.read(looks[0], 65536), b"")).decode()
        os.waitpid(reader, 0)
        return {**counts, **json.loads(result)}


def _look_on(room: Room, out: int, stop: int) -> None:
    """Read the index over and over until the other end of `stop` is closed."""
    import select

    os.set_blocking(stop, False)
    looked, wrong, first = 0, 0, ""
    while not select.select([stop], [], [], 0)[0]:
        try:
            claims = room.published()
            if claims not in room.states():
                wrong, first = wrong + 1, first or "a state that never was"
        except Exception as error:  # noqa: BLE001 (whatever a reader gets is the result)
            wrong, first = wrong + 1, first or repr(error)
        looked += 1
        time.sleep(0.05)
    os.write(out, json.dumps({"reader looked": looked, "reader wrong": wrong, "first": first}).encode())
    os._exit(0)


def fault(mode: str, step: int, first: int = 1, seed: int = 1) -> dict[str, int]:
    """Let every `step`-th file operation of an update fail, one update each; the shim must be loaded."""
    shim = ctypes.CDLL(None)
    shim.fault_count.restype = ctypes.c_long
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as name:
        start = Path(name) / "start"
        start.mkdir()
        room = Room(start)
        succeed(lambda: room.update(0))
        before = ask(room.published)
        room.change(chance)
        work = Path(name) / "work"
        total_file = Path(name) / "total"

        def crippled(at: int) -> int:
            again = Room.__new__(Room)
            again.folder, again.indexes = work, work / "indexes"
            shim.fault_arm(str(again.indexes).encode(), ctypes.c_long(at), MODES[mode] if at else 0)
            code = again.update(1)
            if not at:
                total_file.write_text(str(shim.fault_count()))
            return code

        def restore() -> Room:
            shutil.rmtree(work, ignore_errors=True)
            shutil.copytree(start, work)
            again = Room.__new__(Room)
            again.folder, again.indexes, again.claims = work, work / "indexes", room.claims
            return again

        restore()
        succeed(lambda: crippled(0))
        total = int(total_file.read_text())
        counts = {"operations": total, "tried": 0, "failed": 0, "published": 0, "died": 0, "wrong": 0, "not healed": 0}
        for at in range(first, total + 1, step):
            again = restore()
            code = in_child(lambda at=at: crippled(at), quiet=True)
            counts["tried"] += 1
            counts["failed" if code == 4 else "published" if code == 0 else "died"] += 1
            try:
                found = ask(again.published)
                wrong = found not in (before, room.claims) or (code == 0 and found != room.claims)
            except Exception as error:  # noqa: BLE001 (whatever a reader gets is the result)
                wrong = True
                print(f"operation {at}: {error!r}", file=sys.stderr)
            counts["wrong"] += wrong
            if code not in (0, 4) and mode != "kill":
                escaped = work / "escaped.txt"
                text = escaped.read_text(encoding="utf-8") if escaped.exists() else ""
                print(f"operation {at}: exit {code} {text}", file=sys.stderr)
            healed = in_child(lambda again=again: again.update(2)) == 0 and ask(again.published) == room.claims
            counts["not healed"] += not healed
        return counts


def with_shim(folder: Path, *words: str) -> dict[str, int]:
    """Run this program with the shim loaded."""
    return by_itself(*words, LD_PRELOAD=str(compile_shim(folder)))


def by_itself(*words: str, **environment: str) -> dict[str, int]:
    """Run this program in a process of its own, which has no threads yet and therefore may fork."""
    env = {**os.environ, "OMP_NUM_THREADS": "1", **environment}
    command = [sys.executable, "-m", "tests.jobs.disaster", *words]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise AssertionError(done.stderr)
    sys.stderr.write(done.stderr)
    return dict(json.loads(done.stdout))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["kill", "fault"])
    parser.add_argument("--times", type=int, default=200)
    parser.add_argument("--mode", choices=sorted(MODES), default="error")
    parser.add_argument("--step", type=int, default=1)
    parser.add_argument("--first", type=int, default=1)
    words = parser.parse_args()
    if words.what == "kill":
        print(json.dumps(kill(words.times)))
    elif "faults.so" in os.environ.get("LD_PRELOAD", ""):
        print(json.dumps(fault(words.mode, words.step, words.first)))
    else:
        with tempfile.TemporaryDirectory() as folder:
            print(json.dumps(with_shim(Path(folder), *sys.argv[1:])))


if __name__ == "__main__":
    main()
