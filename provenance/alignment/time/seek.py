"""Where short windows of a clip may come from: normalised correlation with every place of the record."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

#: Numbers of the record that are laid out at once (64 MB); bounds memory.
_AT_ONCE = 1 << 24


def pooled(rows: Floats, factor: int) -> Floats:
    """Means of `factor` consecutive rows; an incomplete end is left out.

    Returns:
        float32, shape (rows // factor, columns).
    """
    whole = len(rows) // factor * factor
    return np.asarray(rows[:whole].reshape(-1, factor, rows.shape[1]).mean(1), np.float32)


def correlation(windows: Floats, record: Floats) -> Floats:
    """Correlation of windows with each place of a record.

    Args:
        windows: shape (w, length, bands).
        record: shape (n, bands).

    Returns:
        Shape (w, n - length + 1), -1 to 1; empty along the second axis where the record is shorter than a window.
    """
    count, length, bands = windows.shape
    places = len(record) - length + 1
    if places <= 0:
        return np.zeros((count, 0), np.float32)
    flat = windows.reshape(count, -1)
    flat = flat / (np.linalg.norm(flat, axis=1, keepdims=True) + 1e-6)
    energy = np.concatenate([[0.0], np.cumsum((record.astype(np.float64) ** 2).sum(1))])
    norm = np.sqrt(np.maximum(energy[length:] - energy[:-length], 1e-6)).astype(np.float32)
    out = np.empty((count, places), np.float32)
    step = max(1, _AT_ONCE // (length * bands))
    for start in range(0, places, step):
        end = min(places, start + step)
        laid = np.lib.stride_tricks.sliding_window_view(record[start : end + length - 1], length, axis=0)
        out[:, start:end] = flat @ laid.transpose(0, 2, 1).reshape(end - start, length * bands).T
    return np.asarray(out / norm, np.float32)


def proposals(
    clip: Floats, record: Floats, *, length: int, hop: int, most: int, apart: int
) -> list[tuple[int, int, float]]:
    """Start in the clip, offset (record minus clip) and correlation of the likeliest places of each window, in rows.

    Args:
        clip: shape (n, bands).
        record: shape (m, bands).
        length: rows of a window.
        hop: rows from one window to the next.
        most: places of a window.
        apart: rows between two of its places.
    """
    length = min(length, len(clip))
    starts = range(0, max(1, len(clip) - length + 1), hop)
    windows = np.stack([clip[start : start + length] for start in starts])
    found = []
    for start, scores in zip(starts, correlation(windows, record), strict=True):
        for _ in range(most if len(scores) else 0):
            at = int(scores.argmax())
            found.append((start, at - start, float(scores[at])))
            scores[max(0, at - apart) : at + apart + 1] = -1
    return found
