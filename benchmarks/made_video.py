"""Recordings drawn frame by frame over photographs: a speaker who moves, cameras that change, streets, pans.

Any frame can be drawn by itself, so that clips are cut without an encoded copy between.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from pathlib import Path

import av
import cv2
import numpy as np
from PIL import Image

from benchmarks.made_speech import SPEAKERS, speech
from provenance.media.audio import RATE

FPS, WIDTH, HEIGHT, SECONDS = 25, 480, 270, 180.0
#: Size at which scenes are composed.
DRAWN = (640, 360)
PHOTOS = ("usr/share/backgrounds", "usr/share/wallpapers")


@cache
def photos(root: Path = Path("/")) -> list[np.ndarray]:
    """Wallpapers below the root of the file system or of a folder into which packages were unpacked."""
    found = []
    for path in sorted(each for folder in PHOTOS for each in (root / folder).rglob("*.jpg")):
        with Image.open(path) as image:
            if min(image.size) < 900:
                continue
            image.draft("RGB", (1600, 900))
            small = image.convert("RGB").resize((1280, 720))
        grey = cv2.cvtColor(np.asarray(small), cv2.COLOR_RGB2GRAY)
        if cv2.Laplacian(grey, cv2.CV_32F).std() > 12:  # not a plain gradient
            found.append(np.asarray(small))
    return found


class Wander:
    """Smooth noise: random knots so many times a second, between them cubic curves."""

    def __init__(self, seed: int, knots_s: float = 2.0, size: int = 1) -> None:
        self.knots_s = knots_s
        self.values = np.random.default_rng(seed).normal(0, 1, (4096, size))

    def __call__(self, t: float) -> np.ndarray:
        at = t * self.knots_s + 2
        low = int(at)
        x = at - low
        a, b, c, d = self.values[low - 1 : low + 3]
        return b + 0.5 * x * (c - a + x * (2 * a - 5 * b + 4 * c - d + x * (3 * (b - c) + d - a)))


@dataclass
class Speaker:
    seed: int
    loud: np.ndarray
    colours: list = field(init=False)

    def __post_init__(self) -> None:
        rng = np.random.default_rng(self.seed)
        self.colours = [tuple(int(v) for v in rng.integers(40, 230, 3)) for _ in range(5)]
        self.head, self.hands, self.sway = (
            Wander(self.seed, 2.5, 2),
            Wander(self.seed + 1, 1.5, 4),
            Wander(self.seed + 2, 0.5),
        )

    def draw(self, canvas: np.ndarray, t: float, x: float, y: float, size: float) -> None:
        skin, hair, coat, tie, hand = self.colours
        sway = 0.1 * size * float(self.sway(t)[0])
        hx, hy = x + sway + 0.12 * size * self.head(t)[0], y + 0.06 * size * self.head(t)[1]

        def at(px, py):
            return int(px), int(py)

        body = [(x + sway - 1.1 * size, y + 3.4 * size), (x + sway - 0.8 * size, y + 1.0 * size)]
        body += [(x + sway + 0.8 * size, y + 1.0 * size), (x + sway + 1.1 * size, y + 3.4 * size)]
        cv2.fillPoly(canvas, [np.array(body, np.int32)], coat, cv2.LINE_AA)
        cv2.line(
            canvas, at(x + sway, y + size), at(x + sway, y + 2.6 * size), tie, max(2, int(0.16 * size)), cv2.LINE_AA
        )
        cv2.ellipse(canvas, at(hx, hy - 0.15 * size), at(0.75 * size, 0.95 * size), 0, 0, 360, hair, -1, cv2.LINE_AA)
        cv2.ellipse(canvas, at(hx, hy + 0.08 * size), at(0.6 * size, 0.78 * size), 0, 0, 360, skin, -1, cv2.LINE_AA)
        opened = float(self.loud[min(len(self.loud) - 1, int(t * 25))])
        cv2.ellipse(
            canvas,
            at(hx, hy + 0.45 * size),
            at(0.22 * size, 0.03 * size + 0.16 * size * opened),
            0,
            0,
            360,
            (90, 20, 30),
            -1,
            cv2.LINE_AA,
        )
        for side in (-0.24, 0.24):
            shut = (t * 0.37 + self.seed * 0.11) % 1 < 0.04
            cv2.ellipse(
                canvas,
                at(hx + side * size, hy - 0.1 * size),
                at(0.09 * size, 0.01 * size if shut else 0.07 * size),
                0,
                0,
                360,
                (20, 20, 30),
                -1,
                cv2.LINE_AA,
            )
        h = self.hands(t)
        for side, (mx, my) in ((-1, h[:2]), (1, h[2:])):
            cv2.circle(
                canvas,
                at(x + side * 0.9 * size + 0.35 * size * mx, y + 2.3 * size + 0.3 * size * my),
                int(0.24 * size),
                hand,
                -1,
                cv2.LINE_AA,
            )


class Recording:
    """One of the kinds; sound by a speaker of its own."""

    def __init__(self, kind: str, number: int, cache_folder: Path, pool: list, seconds: float = SECONDS) -> None:
        self.kind, self.number, self.seconds = kind, number, seconds
        voice = list(SPEAKERS)[number % len(SPEAKERS)]
        part = 2 * (number // len(SPEAKERS))
        self.sound, said = speech(voice, max(400.0, seconds), part, cache_folder)
        self.sound = self.sound[: int(seconds * RATE)]
        self.foreign, _ = speech(voice, 200, part + 1, cache_folder)
        self.said = [each for each in said if each[1] <= seconds]
        frames = np.abs(self.sound[: len(self.sound) // 320 * 320]).reshape(-1, 320).max(1)
        self.speakers = [Speaker(100 * number + k, np.clip(frames / 0.3, 0, 1)) for k in range(2)]
        rng = np.random.default_rng(7000 + number)
        self.shake, self.rng_seed = Wander(300 + number, 2.0, 2), 7000 + number
        self.stages = [pool[i] for i in rng.permutation(len(pool))[:40]]
        lengths = {"podium": (6, 22), "studio": (5, 14), "street": (4, 11), "pans": (4, 8), "static": (900, 901)}[kind]
        self.shots = np.concatenate([[0], np.cumsum(rng.uniform(*lengths, 400))])
        self.movers = [
            (Wander(900 + 50 * number + k, 0.7, 2), int(rng.integers(40)), rng.integers(30, 90, 2)) for k in range(9)
        ]

    def frame(self, t: float) -> np.ndarray:
        """uint8, shape (HEIGHT, WIDTH, 3), RGB."""
        shot = int(np.searchsorted(self.shots, t, side="right") - 1)
        within = t - self.shots[shot]
        made = getattr(self, f"_{self.kind}")(t, shot, within)
        return cv2.resize(made, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA) if made.shape[1] != WIDTH else made

    def _static(self, t, shot, within):
        canvas = _cut(self.stages[0], 320, 180, 640, 360)
        self.speakers[0].draw(canvas, t, 320, 120, 58)
        return canvas

    def _podium(self, t, shot, within):
        camera = (0, 1, 0, 2)[shot % 4]
        if camera == 2:  # the hall: a slow pan
            return _cut(self.stages[1], 200 + 9 * within, 150, 640, 360)
        stage = self.stages[0].copy()
        self.speakers[0].draw(stage, t, 640, 300, 70)
        return _cut(stage, 320, 160, 640, 360) if camera == 0 else _cut(stage, 440, 210, 400, 225)

    def _studio(self, t, shot, within):
        who = shot % 2
        canvas = _cut(self.stages[2 + who], 100, 80, 960, 540)
        self.speakers[who].draw(canvas, t, 250 + 140 * who, 130, 52)
        cv2.rectangle(canvas, (0, 300), (640, 345), (20, 30, 120), -1)
        cv2.putText(
            canvas,
            f"GUEST {who + 1}  STUDIO {self.number}",
            (20, 330),
            cv2.FONT_HERSHEY_DUPLEX,
            0.8,
            (255, 255, 255),
            1,
            cv2.LINE_AA,
        )
        return canvas

    def _street(self, t, shot, within):
        dx, dy = 14 * self.shake(t)
        canvas = _cut(self.stages[3 + shot % 20], 320 + dx + 6 * within, 180 + dy, 640, 360)
        for path, photo, (w, h) in self.movers:
            px, py = path(t) * (220, 120) + (320, 190)
            patch = self.stages[photo][200 : 200 + int(h), 300 : 300 + int(w)]
            x0, y0 = int(np.clip(px, 0, 640 - w)), int(np.clip(py, 0, 360 - h))
            canvas[y0 : y0 + patch.shape[0], x0 : x0 + patch.shape[1]] = patch
        return canvas

    def _pans(self, t, shot, within):
        zoom = 1.0 + 0.03 * within
        w, h = 900 / zoom, 506 / zoom
        return _cut(self.stages[4 + shot % 36], 60 + 14 * within, 40 + 8 * within, w, h)


def _cut(stage: np.ndarray, x: float, y: float, w: float, h: float) -> np.ndarray:
    """A part of a picture, placed to a fraction of a pixel, at the size of the scene."""
    scale_x, scale_y = DRAWN[0] / w, DRAWN[1] / h
    matrix = np.array([[scale_x, 0, -x * scale_x], [0, scale_y, -y * scale_y]])
    return cv2.warpAffine(stage, matrix, DRAWN, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)


KINDS = ("podium", "studio", "street", "pans", "static", "podium", "street")


def write(
    path: Path,
    frames,
    sound: np.ndarray | None,
    *,
    bit_rate: int,
    size=(WIDTH, HEIGHT),
    sound_rate: int = 64_000,
    preset: str = "veryfast",
    gop: int = 250,
) -> Path:
    """H.264 and AAC in MP4; `frames` is any iterable of pictures, 25 a second."""
    with av.open(str(path), "w") as target:
        video = target.add_stream("libx264", rate=FPS, options={"preset": preset, "threads": "1", "g": str(gop)})
        video.width, video.height, video.pix_fmt, video.bit_rate = *size, "yuv420p", bit_rate
        audio = None
        if sound is not None:
            audio = target.add_stream("aac", rate=16_000)
            audio.layout, audio.bit_rate = "mono", sound_rate
        for number, pixels in enumerate(frames):
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(pixels), format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, FPS)
            target.mux(video.encode(frame))
        target.mux(video.encode(None))
        if audio is not None:
            resampler = av.AudioResampler(format=audio.codec_context.format, layout="mono", rate=16_000)
            for start in range(0, len(sound), 1024):
                part = sound[None, start : start + 1024].astype(np.float32)
                frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(part), format="flt", layout="mono")
                frame.sample_rate, frame.pts, frame.time_base = RATE, start, Fraction(1, RATE)
                for piece in resampler.resample(frame):
                    target.mux(audio.encode(piece))
            target.mux(audio.encode(None))
    return path
