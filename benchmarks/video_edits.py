"""Edits of clips of recordings, found through the index as `check` finds them: kind of edit, boundaries, false alarms.

python -m benchmarks.video_edits --folder FOLDER --each 17
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import time
from collections import Counter, defaultdict
from pathlib import Path

import cv2
import numpy as np

from benchmarks.made_video import FPS, HEIGHT, KINDS, RATE, WIDTH, Recording, write
from provenance.alignment.time.find import RecordingFinder
from provenance.indexing.picture_build import PictureWriter
from provenance.indexing.recordings.search import RecordingIndex
from provenance.indexing.recordings.writer import RecordingWriter
from provenance.model.evidence import Evidence
from provenance.model.media_alignment import Track
from provenance.model.media_path import MediaPath
from provenance.model.post import Post

#: Part of a clip: seconds of the record, or "F" for foreign material of so many seconds.
Part = tuple[float, float] | tuple[str, float]
BIT_RATE = 600_000


def cpu() -> float:
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


class Clips:
    """Draws clips of recordings; `picture` and `sound` are lists of parts."""

    def __init__(self, recordings, folder: Path) -> None:
        self.recordings, self.folder = recordings, folder

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

    def write(self, at: int, picture, sound, look=lambda frame: frame, size=(WIDTH, HEIGHT), bit_rate=BIT_RATE) -> Path:
        path = self.folder / "clip.mp4"
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


#: What the whole picture went through is no edit of what was said; it is asked for by itself.
_WHOLE = {"mirrored", "cropped", "inset"}


def build(recordings, folder: Path):
    """Write the recordings and index them; returns the finder and CPU seconds a second of recording."""
    records, spent, total = {}, 0.0, 0.0
    pictures = PictureWriter()
    target = folder / f"index-{time.time_ns()}"
    writer = RecordingWriter(target, pictures)
    for number, recording in enumerate(recordings):
        path = folder / f"record-{number}-{recording.kind}-{recording.seconds:g}.mp4"
        if not path.exists():
            count = round(recording.seconds * FPS)
            frames = (recording.frame(at / FPS) for at in range(count))
            write(path, frames, recording.sound, bit_rate=1_500_000)
        row = {"id": str(number), "kind": "release", "text": recording.kind, "media": [MediaPath(path.name, path)]}
        records[str(number)] = Evidence.from_dict(row)
        start = cpu()
        writer.add(records[str(number)])
        spent, total = spent + cpu() - start, total + recording.seconds
    writer.save()
    pictures.__exit__()
    return RecordingFinder(RecordingIndex.load(target), pictures.index(), records.get), spent / total


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--each", type=int, default=17)
    parser.add_argument("--seconds", type=float, default=90.0)
    parser.add_argument("--seed", type=int, default=20261122)
    parser.add_argument("--edits", nargs="*")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    options.folder.mkdir(parents=True, exist_ok=True)
    recordings = [Recording(kind, number, options.folder, options.seconds) for number, kind in enumerate(KINDS)]
    finder, cost = build(recordings, options.folder)
    print(f"indexed: {cost:.4f} CPU s a second", flush=True)
    clips, rows, spent = Clips(recordings, options.folder), defaultdict(Counter), []
    errors: list[float] = []
    for turn in range(options.each):
        rng = random.Random(options.seed + turn)
        made = [*edits(rng, options.seconds), *unedited(rng, options.seconds)]
        for number, (name, (picture, sound, look, size, rate, expected, at)) in enumerate(made):
            if options.edits and name not in options.edits:
                continue
            which = (turn + number) % len(recordings)
            path = clips.write(which, picture, sound, look, size, rate)
            start = cpu()
            found, _ = finder.find(Post(id="p", text="", media=(MediaPath(path.name, path),)))
            spent.append(cpu() - start)
            hit = next((h for f in found for h in f.hits if h.evidence.id == str(which)), None)
            row = rows[name]
            row["clips"] += 1
            row["recording found"] += hit is not None
            ops = {t.value: [e.op.value for e in hit.alignment.edits if e.track is t] for t in Track} if hit else {}
            plainly = {t: [op for op in ops.get(t, ["none"]) if op not in _WHOLE] for t in ("picture", "sound")}
            wanted = {t: [op for op in expected[t] if op not in _WHOLE] for t in expected}
            for track in ("picture", "sound"):
                row[f"{track} right"] += plainly[track] == wanted[track]
            row["right"] += plainly == wanted
            row["flagged"] += any(plainly.values())
            row["whole"] += set(expected["picture"]) & _WHOLE <= set(ops.get("picture", []))
            if plainly == wanted and at and hit:
                for edit in hit.alignment.edits:
                    if edit.op.value in _WHOLE:
                        continue
                    errors.append(abs(edit.clip.start_s - at[0]))
                    if len(at) > 1:
                        errors.append(abs(edit.clip.end_s - at[1]))
            if plainly != wanted:
                print(name, recordings[which].kind, which, turn, plainly, "wanted", wanted, flush=True)
                if hit:
                    told = [
                        (s.track.value[0], s.clip.start_s, s.clip.end_s, s.official and s.official.start_s, s.score)
                        for s in hit.alignment.segments
                    ]
                    print("   ", picture, told, flush=True)
        if turn % 3 == 2 or turn == options.each - 1:
            report(rows, errors, spent)


def report(rows, errors, spent) -> None:
    for name, row in rows.items():
        print(f"{name}: {json.dumps(dict(row))}", flush=True)
    edited = [row for name, row in rows.items() if not name.startswith("unedited")]
    calm = [row for name, row in rows.items() if name.startswith("unedited")]
    if edited:
        print(f"right edit {sum(r['right'] for r in edited)} / {sum(r['clips'] for r in edited)}")
    if calm:
        print(f"unedited flagged {sum(r['flagged'] for r in calm)} / {sum(r['clips'] for r in calm)}")
    if errors:
        print(f"boundary error median {np.median(errors):.3f} s, p95 {np.quantile(errors, 0.95):.3f} s, {len(errors)}")
    print(f"CPU s a clip {np.mean(spent):.2f}", flush=True)


if __name__ == "__main__":
    main()
