"""Speech made by espeak-ng (Debian) out of the help texts that come with Python: any length, the same on every run."""

from __future__ import annotations

import random
import re
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from pydoc_data.topics import topics

import av
import numpy as np

from provenance.media.audio import RATE

#: Language, pitch and speed of espeak-ng, of one speaker each.
SPEAKERS = {
    "en-gb": ("-p", "45", "-s", "160"),
    "en-us": ("-p", "60", "-s", "175"),
    "en-gb-scotland": ("-p", "30", "-s", "150"),
    "en-us+f3": ("-p", "55", "-s", "170"),
    "en-gb+m7": ("-p", "40", "-s", "165"),
}


@cache
def sentences() -> tuple[str, ...]:
    """About a thousand sentences."""
    text = re.sub(r"[^A-Za-z0-9 .,;?!'()-]+", " ", " ".join(topics[name] for name in sorted(topics)))
    found = [each.strip() for each in re.split(r"(?<=[.?!])\s+", text)]
    prose = re.compile(r"[A-Z][A-Za-z0-9 ,;'()-]+[.?!]")
    return tuple(
        dict.fromkeys(each for each in found if 40 < len(each) < 220 and "--" not in each and prose.fullmatch(each))
    )


def speech(speaker: str, seconds: float, part: int, cache_folder: Path | None = None) -> tuple[np.ndarray, list]:
    """Samples (mono, `RATE` a second) and what is said from when to when; other parts say other sentences."""
    kept = cache_folder and cache_folder / f"espeak-{speaker}-{seconds:g}-{part}.npz"
    if kept and kept.exists():
        data = np.load(kept)
        return data["samples"], list(
            zip(data["start"].tolist(), data["end"].tolist(), data["text"].tolist(), strict=True)
        )
    pool = list(sentences())
    random.Random(20261122).shuffle(pool)
    # Every part has sentences of its own: an eighth of them.
    pool = pool[part::8]
    rng = random.Random(f"{speaker}/{part}")
    parts, said, total = [], [], 0
    while total < seconds * RATE:
        text = pool.pop()
        samples = _spoken(speaker, text)
        said.append((total / RATE, (total + len(samples)) / RATE, text))
        parts += [samples, np.zeros(int(RATE * rng.uniform(0.1, 0.5)), np.float32)]
        total += len(parts[-1]) + len(samples)
    made = np.concatenate(parts)[: int(seconds * RATE)]
    made = made + np.random.default_rng(part).normal(0, 2e-4, len(made)).astype(np.float32)
    if kept:
        start, end, text = zip(*said, strict=True)
        np.savez(kept, samples=made, start=start, end=end, text=text)
    return made, said


def _spoken(speaker: str, text: str) -> np.ndarray:
    with tempfile.NamedTemporaryFile(suffix=".wav") as file:
        subprocess.run(["espeak-ng", "-v", speaker, *SPEAKERS[speaker], "-w", file.name, text], check=True)
        parts = _samples(file.name)
    return np.trim_zeros(np.concatenate(parts).astype(np.float32))


def _samples(name: str) -> list[np.ndarray]:
    with av.open(name) as source:
        resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE)
        return [part.to_ndarray().ravel() for frame in source.decode(audio=0) for part in resampler.resample(frame)]
