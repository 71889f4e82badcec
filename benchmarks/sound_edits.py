"""Cuts, splices and foreign speech in clips of recorded prompts of one voice: what `align_sound` finds of them.

The prompts are those of the Debian package asterisk-core-sounds-en-g722, unpacked into a folder:
python -m benchmarks.sound_edits FOLDER --each 30 --made FOLDER
With `--peer landmarks` or `--peer chromaprint` the same clips are laid against the same record by another matcher.
"""

from __future__ import annotations

import argparse
import io
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np

from benchmarks.made_speech import SPEAKERS
from benchmarks.made_speech import speech as made_speech
from benchmarks.video_peers import PEERS, runs, segments
from provenance.alignment.time.edits import edits_of
from provenance.alignment.time.sound import align_sound
from provenance.media.audio import RATE, sound_of
from provenance.model.media_alignment import MediaEditOp, MediaSegment

CUTS = (0.15, 0.3, 0.5, 1.0, 1.5)


def prompt(path: Path) -> np.ndarray:
    with av.open(str(path), format="g722") as source:
        return _samples(source)


def _samples(source) -> np.ndarray:
    resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE)
    parts = [part.to_ndarray().ravel() for frame in source.decode(audio=0) for part in resampler.resample(frame)]
    return np.concatenate(parts)


def speech(files: list[Path], seconds: float, rng: random.Random) -> np.ndarray:
    parts: list[np.ndarray] = []
    while sum(map(len, parts)) < seconds * RATE:
        parts += [prompt(files.pop()), np.zeros(int(RATE * rng.uniform(0.05, 0.35)), np.float32)]
    sound = np.concatenate(parts)[: int(seconds * RATE)]
    return sound + np.random.default_rng(0).normal(0, 1e-4, len(sound)).astype(np.float32)


def mp3(sound: np.ndarray) -> np.ndarray:
    """Through MP3 at 32 kb/s and back."""
    buffer = io.BytesIO()
    with av.open(buffer, "w", format="mp3") as target:
        stream = target.add_stream("mp3", rate=16_000)
        stream.bit_rate, stream.layout = 32_000, "mono"
        frame = av.AudioFrame.from_ndarray(sound.reshape(1, -1).astype(np.float32), format="flt", layout="mono")
        frame.rate = RATE
        resampler = av.AudioResampler(format="s16p", layout="mono", rate=16_000)
        for part in resampler.resample(frame) + resampler.resample(None):
            part.pts = None
            target.mux(stream.encode(part))
        target.mux(stream.encode(None))
    buffer.seek(0)
    with av.open(buffer) as source:
        return _samples(source)


def music(sound: np.ndarray) -> np.ndarray:
    """Under plucked notes; the speech is 3 dB louder."""
    rng, length = np.random.default_rng(5), 2000
    at = np.arange(length)
    notes = [
        np.sin(2 * np.pi * rng.choice([262, 294, 330, 392, 440, 523, 587, 659]) * at / RATE) * np.exp(-at / 1200)
        + 0.5 * np.sin(2 * np.pi * rng.choice([131, 165, 196, 220]) * at / RATE)
        for _ in range(len(sound) // length + 1)
    ]
    tune = np.concatenate(notes)[: len(sound)].astype(np.float32)
    return sound + tune * np.sqrt((sound**2).mean() / (tune**2).mean() / 10**0.3)


#: Lays the sound of a clip against a record.
Laid = Callable[[np.ndarray], list[MediaSegment]]


def ours(official: np.ndarray) -> Laid:
    record = sound_of(official)
    return lambda sound: align_sound(sound_of(sound), record, clip_name="clip", official_name="record")


def through(name: str, official: np.ndarray) -> Laid:
    """As another matcher does it, whose name begins so; a clip of which too little matches is not the record's."""
    peer = next(each for each in PEERS if each.name.lower().startswith(name))

    def described(sound: np.ndarray):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "sound.wav")
            with av.open(str(path), "w") as target:
                stream = target.add_stream("pcm_s16le", rate=RATE, layout="mono")
                scaled = (np.clip(sound, -1, 1) * 32767).astype(np.int16).reshape(1, -1)
                frame = av.AudioFrame.from_ndarray(scaled, format="s16", layout="mono")
                frame.rate = RATE
                target.mux(stream.encode(frame))
                target.mux(stream.encode(None))
            return peer.describe(path)

    record = described(official)

    def laid(sound: np.ndarray) -> list[MediaSegment]:
        near = peer.near(described(sound), record)
        if int(near.any(1).sum()) < max(peer.least, peer.share * len(near)):
            return []
        return segments(runs(near), peer.step, peer.track)

    return laid


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--each", type=int, default=10)
    parser.add_argument("--made", type=Path, help="Folder for speech made by espeak-ng; adds its speakers.")
    parser.add_argument("--seed", type=int, default=3)
    parser.add_argument("--peer", choices=("landmarks", "chromaprint"), help="Ask this one instead.")
    options = parser.parse_args()
    rng = random.Random(options.seed)
    # Prompts that are nothing but silence are left out: cutting silence out of silence is no edit.
    files = sorted(path for path in options.folder.rglob("*.g722") if path.parent.name != "silence")
    rng.shuffle(files)
    official, foreign = speech(files, 400, rng), speech(files, 200, rng)

    def against(official: np.ndarray) -> Laid:
        return through(options.peer, official) if options.peer else ours(official)

    run = against(official)

    def part(start, end, source=official):
        return source[int(start * RATE) : int(end * RATE)]

    for name, condition in {"clean": lambda sound: sound, "mp3 32 kb/s": mp3, "music +3 dB": music}.items():
        found, extra, errors, spent = 0, 0, [], time.process_time()
        told = dict.fromkeys(CUTS, 0)
        for cut in CUTS:
            for _ in range(options.each):
                start, middle = rng.uniform(5, 380), rng.uniform(3, 7)
                clip = [part(start, start + middle), part(start + middle + cut, start + cut + 10)]
                edits = list(edits_of(run(condition(np.concatenate(clip)))))
                hits = [edit for edit in edits if edit.op is MediaEditOp.CUT and abs((edit.seconds or 0) - cut) < 0.1]
                hits = [edit for edit in hits if abs(edit.clip.start_s - middle) < 0.6]
                found, extra = found + bool(hits), extra + len(edits) - len(hits[:1])
                told[cut] += bool(hits)
                errors += [abs(edit.clip.start_s - middle) for edit in hits[:1]]
        count = len(CUTS) * options.each
        spent = (time.process_time() - spent) / count
        error = f"{np.median(errors):.3f} s, p95 {np.quantile(errors, 0.95):.3f}" if errors else "none"
        print(f"cuts, {name}: {found}/{count} {told}, {extra} extra, error {error}, {spent:.2f} CPU s", flush=True)
        untouched = [part(start := rng.uniform(5, 380), start + 10) for _ in range(4 * options.each)]
        flagged = sum(bool(list(edits_of(run(condition(clip))))) for clip in untouched)
        print(f"unedited, {name}: {flagged}/{len(untouched)} flagged")
    clips = [part(start := rng.uniform(0, 189), start + 10, foreign) for _ in range(8 * options.each)]
    claimed = sum(any(segment.official for segment in run(clip)) for clip in clips)
    print(f"other words of the same voice: {claimed}/{len(clips)} clips claimed", flush=True)
    for speaker in SPEAKERS if options.made else ():
        # A machine says the same words in the very same way each time, which is harder than any speaker makes it.
        run = against(made_speech(speaker, 400, 0, options.made)[0])
        other = made_speech(speaker, 200, 1, options.made)[0]
        clips = [part(start := rng.uniform(0, 189), start + 10, other) for _ in range(6 * options.each)]
        claimed = sum(any(segment.official for segment in run(clip)) for clip in clips)
        print(f"other words of {speaker}: {claimed}/{len(clips)} clips claimed", flush=True)


if __name__ == "__main__":
    main()
