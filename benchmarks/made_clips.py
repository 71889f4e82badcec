"""Clips of drawn recordings, edited in twelve ways or not at all, written once with what is true of each.

python -m benchmarks.made_clips --folder FOLDER --photos ROOT --each 17

`ROOT` is the root of the file system, or a folder into which the packages of `photo_tiles` were unpacked.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import cv2
import numpy as np

from benchmarks.made_video import FPS, HEIGHT, KINDS, RATE, WIDTH, Recording, photos, write

#: Part of a clip: seconds of the record, or "F" for foreign material of so many seconds.
Part = tuple[float, float] | tuple[str, float]
BIT_RATE = 600_000


@dataclass(frozen=True)
class Clip:
    """What is true of a clip.

    Attributes:
        file: its name in the folder of clips.
        edit: name of what was done.
        recording: number of the one that it plays.
        picture: parts of each track, sound likewise.
        expected: ops of each track, in the order of the clip.
        at: seconds of the clip at which material changes.
    """

    file: str
    edit: str
    recording: int
    picture: list[list]
    sound: list[list]
    expected: dict[str, list[str]]
    at: list[float]

    @property
    def edited(self) -> bool:
        """Whether anything was done but to the look of the whole."""
        return not self.edit.startswith("unedited")


def clips_of(folder: Path) -> list[Clip]:
    """Those that were written, in the order in which they were drawn."""
    rows = (folder / "clips" / "clips.jsonl").read_text(encoding="utf-8").splitlines()
    return [Clip(**json.loads(row)) for row in rows]


def recording_path(folder: Path, number: int, kind: str, seconds: float) -> Path:
    return folder / f"record-{number}-{kind}-{seconds:g}.mp4"


class Clips:
    """Draws clips of recordings; `picture` and `sound` are lists of parts."""

    def __init__(self, recordings) -> None:
        self.recordings = recordings

    def frames(self, at: int, parts, look):
        other = self.recordings[(at + 3) % len(self.recordings)]
        for part in parts:
            recording, start, end = (other, 20.0, 20.0 + part[1]) if part[0] == "F" else (self.recordings[at], *part)
            for number in range(round((end - start) * FPS)):
                yield look(recording.frame(start + number / FPS))

    def sound(self, at: int, parts) -> np.ndarray:
        recording = self.recordings[at]
        out = []
        for part in parts:
            source, start, end = (
                (recording.foreign, 30.0, 30.0 + part[1]) if part[0] == "F" else (recording.sound, *part)
            )
            out.append(source[round(start * RATE) : round(end * RATE)])
        return np.concatenate(out)

    def write(self, path: Path, at: int, picture, sound, look, size, bit_rate) -> Path:
        return write(path, self.frames(at, picture, look), self.sound(at, sound), bit_rate=bit_rate, size=size)


def mirrored(frame):
    return frame[:, ::-1]


def vertical(frame):
    width = HEIGHT * 9 // 16 // 2 * 2
    left = (WIDTH - width) // 2
    return frame[:, left : left + width]


def inset(frame):
    canvas = np.full((HEIGHT, WIDTH, 3), 32, np.uint8)
    canvas[::8] = 48
    small = cv2.resize(frame, (int(0.7 * WIDTH), int(0.7 * HEIGHT)), interpolation=cv2.INTER_AREA)
    canvas[20 : 20 + small.shape[0], 20 : 20 + small.shape[1]] = small
    return canvas


def captioned(frame):
    made = frame.copy()
    cv2.rectangle(made, (0, int(0.82 * HEIGHT)), (WIDTH, HEIGHT), (250, 220, 0), -1)
    cv2.putText(made, "WATCH UNTIL THE END", (20, int(0.95 * HEIGHT)), cv2.FONT_HERSHEY_DUPLEX, 0.9, (0, 0, 0), 2)
    return made


def told():
    """A look that lays words over the lower rim, other ones every second and a half."""
    rng, shown = random.Random(5), {"frames": 0, "words": ""}

    def look(frame):
        if shown["frames"] % round(1.5 * FPS) == 0:
            shown["words"] = " ".join(rng.choices(("they", "never", "said", "the", "bridge", "was", "closed"), k=5))
        shown["frames"] += 1
        made = frame.copy()
        cv2.rectangle(made, (0, int(0.82 * HEIGHT)), (WIDTH, HEIGHT), (20, 20, 20), -1)
        cv2.putText(made, shown["words"], (20, int(0.95 * HEIGHT)), cv2.FONT_HERSHEY_DUPLEX, 0.8, (255, 255, 255), 2)
        return made

    return look


def cropped(frame):
    part = frame[int(0.12 * HEIGHT) : int(0.92 * HEIGHT), int(0.1 * WIDTH) : int(0.9 * WIDTH)]
    return cv2.resize(part, (WIDTH, HEIGHT))


def plain(frame):
    return frame


def small(frame):
    return cv2.resize(frame, HALF, interpolation=cv2.INTER_AREA)


HALF = (WIDTH // 4 * 2, HEIGHT // 4 * 2)
VERTICAL = (HEIGHT * 9 // 16 // 2 * 2, HEIGHT)


def edits(rng: random.Random, seconds: float):
    """name → (picture, sound, look, size, bit rate, expected ops of each track, boundaries in the clip)."""

    def cut(gone):
        a = rng.uniform(3, seconds - 20)
        first, second = rng.uniform(4, 7), rng.uniform(4, 7)
        parts = [(a, a + first), (a + first + gone, a + first + gone + second)]
        return parts, [first]

    def far(order=1):
        a, b = rng.uniform(3, 0.3 * seconds), rng.uniform(0.6 * seconds, seconds - 10)
        first, second = rng.uniform(4.5, 7), rng.uniform(4.5, 7)
        parts = [(a, a + first), (b, b + second)][::order]
        return parts, [parts[0][1] - parts[0][0]]

    def swap():
        a = rng.uniform(3, seconds - 16)
        length = rng.uniform(4.5, 6)
        return [(a + length, a + 2 * length), (a, a + length)], [length]

    def foreign(put, gone):
        a = rng.uniform(3, seconds - 20)
        first, second = rng.uniform(4, 6), rng.uniform(4, 6)
        parts = [(a, a + first), ("F", put), (a + first + gone, a + first + gone + second)]
        return parts, [first, first + put]

    def both(made, op, look=plain, size=(WIDTH, HEIGHT), rate=BIT_RATE, extra=()):
        parts, at = made
        return parts, parts, look, size, rate, {"picture": [*op, *extra], "sound": list(op)}, at

    put = rng.uniform(2, 4)
    yield "cut .4-1 s", both(cut(rng.uniform(0.4, 1.0)), ["cut"])
    yield "cut 1-6 s", both(cut(rng.uniform(1.0, 6.0)), ["cut"])
    yield "splice", both(far(), ["splice"])
    yield "answers exchanged", both(swap(), ["reordered"])
    yield "passage replaced", both(foreign(put, put), ["replaced"])
    yield "passage put in", both(foreign(put, 0.0), ["inserted"])
    parts, at = foreign(put, put)
    yield (
        "sound replaced",
        (
            [(parts[0][0], parts[2][1])],
            parts,
            plain,
            (WIDTH, HEIGHT),
            BIT_RATE,
            {"picture": [], "sound": ["replaced"]},
            at,
        ),
    )
    yield "mirror + splice", both(far(), ["splice"], mirrored, extra=["mirrored"])
    yield "vertical crop + cut", both(cut(rng.uniform(1, 5)), ["cut"], vertical, VERTICAL, extra=["cropped"])
    yield "inset + splice", both(far(), ["splice"], inset, extra=["inset"])
    yield "caption bar + cut", both(cut(rng.uniform(1, 5)), ["cut"], captioned)
    yield "half size, 90 kb/s + cut", both(cut(rng.uniform(1, 5)), ["cut"], small, HALF, 90_000)


def unedited(rng: random.Random, seconds: float):
    a = rng.uniform(3, seconds - 15)
    parts = [(a, a + rng.uniform(8, 12))]
    looks = {
        "plain": (plain, (WIDTH, HEIGHT), BIT_RATE),
        "half size, 90 kb/s": (small, HALF, 90_000),
        "caption bar": (captioned, (WIDTH, HEIGHT), BIT_RATE),
        "cropped": (cropped, (WIDTH, HEIGHT), BIT_RATE),
        "mirrored": (mirrored, (WIDTH, HEIGHT), BIT_RATE),
    }
    for name, (look, size, rate) in looks.items():
        yield f"unedited, {name}", (parts, parts, look, size, rate, {"picture": [], "sound": []}, [])


def worded(rng: random.Random, seconds: float):
    """Drawn after the others, which stay as they are."""
    a, first, second = rng.uniform(3, seconds - 20), rng.uniform(4, 7), rng.uniform(4, 7)
    gone = rng.uniform(1, 5)
    size = (WIDTH, HEIGHT)
    cut = [(a, a + first), (a + first + gone, a + first + gone + second)]
    yield "changing words + cut", (cut, cut, told(), size, BIT_RATE, {"picture": ["cut"], "sound": ["cut"]}, [first])
    whole = [(a, a + first + second)]
    yield "unedited, changing words", (whole, whole, told(), size, BIT_RATE, {"picture": [], "sound": []}, [])


def drawn(seed: int, seconds: float, turn: int) -> Iterator[tuple[int, str, tuple]]:
    """Number of the recording, name of the edit and its parts; every turn gives every edit another recording."""
    rng = random.Random(seed + turn)
    for number, (name, made) in enumerate([*edits(rng, seconds), *unedited(rng, seconds), *worded(rng, seconds)]):
        yield (turn + number) % len(KINDS), name, made


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--photos", type=Path, default=Path("/"))
    parser.add_argument("--first", type=int, default=0, help="Clips an edit to pass over: two may draw at once.")
    parser.add_argument("--each", type=int, default=17)
    parser.add_argument("--seconds", type=float, default=90.0)
    parser.add_argument("--seed", type=int, default=20261122)
    parser.add_argument("--only", default="", help="What the names of the edits begin with, as unedited.")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    target = options.folder / "clips"
    target.mkdir(parents=True, exist_ok=True)
    pool = photos(options.photos)
    print(f"{len(pool)} photographs", flush=True)
    recordings = [Recording(kind, n, options.folder, pool, options.seconds) for n, kind in enumerate(KINDS)]
    for number, recording in enumerate(recordings):
        path = recording_path(options.folder, number, recording.kind, options.seconds)
        if not path.exists():
            frames = (recording.frame(at / FPS) for at in range(round(options.seconds * FPS)))
            whole = write(path.with_suffix(".part.mp4"), frames, recording.sound, bit_rate=1_500_000)
            whole.rename(path)
            print(path.name, flush=True)
    clips = Clips(recordings)
    with (target / "clips.jsonl").open("a+", encoding="utf-8") as listed:
        listed.seek(0)
        known = {json.loads(row)["file"] for row in listed}
        for turn in range(options.first, options.each):
            for number, (which, name, made) in enumerate(drawn(options.seed, options.seconds, turn)):
                picture, sound, look, size, rate, expected, at = made
                file = f"clip-{turn:02d}-{number:02d}.mp4"
                if file in known or not name.startswith(options.only):
                    continue
                clips.write(target / file, which, picture, sound, look, size, rate)
                listed.write(json.dumps(asdict(Clip(file, name, which, picture, sound, expected, at))) + "\n")
                listed.flush()
            print(f"{turn + 1} clips an edit", flush=True)


if __name__ == "__main__":
    main()
