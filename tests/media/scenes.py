"""Made-up photographs: textured shapes on a gradient, different for every seed, with corners as photographs have."""

from __future__ import annotations

import cv2
import numpy as np
from PIL import Image


def scene(seed: int, width: int = 640, height: int = 480) -> np.ndarray:
    rng = np.random.default_rng(seed)
    canvas = np.linspace(rng.integers(60, 200), rng.integers(60, 200), height)[:, None, None] * np.ones((1, width, 3))
    canvas = np.ascontiguousarray(canvas.astype(np.uint8))
    for _ in range(70):
        centre = rng.integers(0, (width, height))
        corners = (centre + rng.integers(-90, 90, (rng.integers(3, 7), 2))).astype(np.int32)
        cv2.fillPoly(canvas, [corners], tuple(int(v) for v in rng.integers(0, 255, 3)))
    grain = cv2.resize(rng.normal(0, 14, (height // 4, width // 4, 1)), (width, height), interpolation=cv2.INTER_CUBIC)
    return np.clip(cv2.GaussianBlur(canvas, (0, 0), 1.0) + grain[:, :, None], 0, 255).astype(np.uint8)


def resized(pixels: np.ndarray, width: int, height: int) -> np.ndarray:
    return np.asarray(cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA))


def on_page(pixels: np.ndarray) -> np.ndarray:
    """A phone screenshot with the picture between lines of text."""
    page = np.full((1170, 540, 3), 246, np.uint8)
    for y in (*range(60, 260, 30), *range(760, 1100, 30)):
        cv2.line(page, (30, y), (30 + 37 * y % 430, y), (40, 40, 40), 8)
    page[300:675, 20:520] = resized(pixels, 500, 375)
    return page


def branded(pixels: np.ndarray) -> np.ndarray:
    """A channel's banner and sign over the picture."""
    made = pixels.copy()
    height, width = made.shape[:2]
    cv2.rectangle(made, (0, int(0.8 * height)), (width, int(0.95 * height)), (170, 20, 20), -1)
    cv2.putText(made, "BREAKING NEWS 9", (20, int(0.9 * height)), cv2.FONT_HERSHEY_DUPLEX, 1.2, (255, 255, 255), 2)
    cv2.circle(made, (width - 50, 45), 30, (20, 40, 160), -1)
    cv2.putText(made, "9", (width - 60, 58), cv2.FONT_HERSHEY_DUPLEX, 1.2, (255, 255, 255), 3)
    return made


def saved(pixels: np.ndarray, path, mode: str | None = None, **options):
    image = Image.fromarray(pixels) if mode is None else Image.frombytes(mode, pixels.shape[1::-1], pixels.tobytes())
    image.save(path, **options)
    return path
