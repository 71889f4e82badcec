"""Made-up recordings: scenes with a camera that moves and speakers that move in front of it, and speech-like sound."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np

from tests.media.scenes import scene

FPS, RATE, WIDTH, HEIGHT = 25, 16_000, 320, 180


def footage(seconds: float, seed: int = 0, shot_s: float = 8.0) -> np.ndarray:
    """Frames, uint8 (n, height, width, 3); a new camera every `shot_s` seconds, every other one stands still."""
    frames = []
    for number in range(int(seconds * FPS)):
        shot, within = divmod(number / FPS, shot_s)
        rng = np.random.default_rng(1000 * seed + int(shot))
        stage = _stage(1000 * seed + int(shot))
        pan = int(within * 12) if int(shot) % 2 else 0
        frame = stage[40 : 40 + HEIGHT, 20 + pan : 20 + pan + WIDTH].copy()
        # The speaker: a head and two hands on paths of their own.
        for part in range(3):
            phase, pace, reach = rng.uniform(0, 6.3), rng.uniform(1.1, 3.7), rng.uniform(8, 26)
            wander = np.sin(number / FPS * pace + phase) + 0.6 * np.sin(number / FPS * pace * 1.618 + 2 * phase)
            x, y = int(160 + 30 * (part - 1) + reach * wander), int(80 + 30 * part % 60 + reach * np.cos(1.3 * wander))
            colour = tuple(int(value) for value in rng.integers(60, 220, 3))
            cv2.circle(frame, (x, y), 16 - 3 * part, colour, -1)
        frames.append(frame)
    return np.stack(frames)


_STAGES: dict[int, np.ndarray] = {}


def _stage(seed: int) -> np.ndarray:
    if seed not in _STAGES:
        _STAGES[seed] = scene(seed, 480, 270)
    return _STAGES[seed]


def speech(seconds: float, seed: int = 0) -> np.ndarray:
    """Speech-like sound: syllables of a buzzing voice whose resonances move, with pauses; float32."""
    rng = np.random.default_rng(seed)
    parts: list[np.ndarray] = []
    total = 0
    while total < seconds * RATE:
        length = int(RATE * rng.uniform(0.09, 0.26))
        at = np.arange(length) / RATE
        pitch = rng.uniform(95, 135) * (1 + 0.1 * np.sin(2 * np.pi * rng.uniform(2, 5) * at))
        phase = 2 * np.pi * np.cumsum(pitch) / RATE
        resonances = [(rng.uniform(250, 850), 90.0), (rng.uniform(900, 2300), 130.0), (rng.uniform(2300, 3400), 180.0)]
        move = rng.uniform(-250, 250, 3)[:, None] * np.linspace(-0.5, 0.5, length)
        voice = np.zeros(length)
        for harmonic in range(1, 34):
            heard = sum(
                1 / (1 + ((harmonic * pitch - f - m) / w) ** 2) for (f, w), m in zip(resonances, move, strict=True)
            )
            voice += heard * np.sin(harmonic * phase)
        if rng.random() < 0.35:  # a consonant
            voice[: length // 3] += rng.normal(0, 0.6, length // 3) * rng.uniform(0.5, 1.5)
        parts.append(voice * np.hanning(length) * rng.uniform(0.5, 1.0))
        pause = int(RATE * (rng.uniform(0.2, 0.6) if rng.random() < 0.12 else rng.uniform(0, 0.05)))
        parts.append(np.zeros(pause))
        total += length + pause
    sound = np.concatenate(parts)[: int(seconds * RATE)]
    return (0.25 * sound + rng.normal(0, 3e-4, len(sound))).astype(np.float32)


def written(path: Path, frames: np.ndarray | None = None, sound: np.ndarray | None = None) -> Path:
    """Encode as an ordinary file."""
    with av.open(str(path), "w") as target:
        video = audio = None
        if frames is not None:
            video = target.add_stream("mpeg4", rate=FPS)
            video.width, video.height, video.pix_fmt = frames.shape[2], frames.shape[1], "yuv420p"
            video.bit_rate = 900_000
        if sound is not None:
            audio = target.add_stream(
                "flac" if path.suffix == ".flac" else "mp3" if path.suffix == ".mp3" else "aac", rate=RATE
            )
            audio.layout = "mono"
        if video is not None and frames is not None:
            for number, pixels in enumerate(frames):
                frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(pixels), format="rgb24")
                frame.pts, frame.time_base = number, Fraction(1, FPS)
                target.mux(video.encode(frame))
            target.mux(video.encode(None))
        if audio is not None and sound is not None:
            resampler = av.AudioResampler(format=audio.codec_context.format, layout="mono", rate=RATE)
            step = 1024
            for start in range(0, len(sound), step):
                frame = av.AudioFrame.from_ndarray(sound[None, start : start + step], format="flt", layout="mono")
                frame.sample_rate, frame.pts, frame.time_base = RATE, start, Fraction(1, RATE)
                for part in resampler.resample(frame):
                    target.mux(audio.encode(part))
            target.mux(audio.encode(None))
    return path
