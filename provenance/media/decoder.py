"""The one door for picture files: decoding happens in a process of its own, inside limits, and survives its death."""

from __future__ import annotations

import json
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from provenance.errors import RecordError
from provenance.media.apart import WorksApart, read_some
from provenance.media.limits import DEFAULT_LIMITS, MediaLimits
from provenance.media.sniff import MediaKind, sniff

#: Pixels of the shorter side below which a picture holds nothing to compare.
LEAST_SIDE = 16


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A decoded picture.

    Attributes:
        pixels: uint8, shape (height, width, 3), RGB, upright, reduced to the limit's side.
        width: pixels of the file, upright, before the reduction.
        height: likewise.
        format: what the content is, whatever the name says.
        frames: frames of an animation that may be asked for; 1 for a still.
    """

    pixels: npt.NDArray[np.uint8]
    width: int
    height: int
    format: str
    frames: int = 1


class PictureDecoder(WorksApart):
    """Decodes pictures in a child process; use it as a context manager.

    A crash, a hang or a memory bomb costs that process and one `RecordError`; the next picture gets a new process.
    """

    worker = "worker.py"

    def __init__(self, limits: MediaLimits = DEFAULT_LIMITS) -> None:
        super().__init__()
        self.limits = limits

    def decode(self, path: Path, *, frame: int = 0) -> Picture:
        """Decode one picture.

        Args:
            path: a local file.
            frame: of an animation; later frames are held at the last.

        Raises:
            RecordError: the file is no picture, breaks a limit or cannot be decoded; `code` says which.
        """
        kind, name = sniff(path)
        if kind is not MediaKind.PICTURE:
            raise RecordError(f"{path.name} is a recording ({name})", path="$.media", code="not-a-picture")
        if (size := path.stat().st_size) > self.limits.picture_bytes:
            raise RecordError(
                f"{path.name} has {size} bytes, more than {self.limits.picture_bytes}",
                path="$.media",
                code="media-too-large",
            )
        head, payload = self._ask(
            {
                "path": str(path.resolve()),
                "format": name,
                "pixels": self.limits.pixels,
                "frames": self.limits.animation_frames,
                "side": self.limits.side,
                "least": LEAST_SIDE,
                "frame": frame,
                "memory": self.limits.memory_bytes,
            },
            path,
        )
        pixels = np.frombuffer(payload, np.uint8).reshape(head["shape"])
        return Picture(pixels, head["width"], head["height"], head["format"] or name, head["frames"])

    def _ask(self, request: dict[str, Any], path: Path) -> tuple[dict[str, Any], bytes]:
        process = self._running()
        assert process.stdin is not None
        try:
            process.stdin.write(json.dumps(request).encode() + b"\n")
            process.stdin.flush()
            head, payload = self._answer(process, time.monotonic() + self.limits.picture_s)
        except TimeoutError:
            self.close()
            raise RecordError(
                f"{path.name} took longer than {self.limits.picture_s:g} s", path="$.media", code="media-too-slow"
            ) from None
        except (BrokenPipeError, EOFError, ValueError):
            self.close()
            raise RecordError(f"the decoder died on {path.name}", path="$.media", code="undecodable-media") from None
        if "error" in head:
            raise RecordError(f"{path.name}: {head['error']}", path="$.media", code=head["code"])
        return head, payload

    def _answer(self, process: subprocess.Popen[bytes], deadline: float) -> tuple[dict[str, Any], bytes]:
        assert process.stdout is not None
        handle = process.stdout.fileno()
        data = bytearray()
        while (end := data.find(b"\n")) < 0:
            data += _read(handle, deadline)
        head = json.loads(data[:end])
        wanted = end + 1 + head["bytes"]
        while len(data) < wanted:
            data += _read(handle, deadline)
        return head, bytes(data[end + 1 : wanted])


def _read(handle: int, deadline: float) -> bytes:
    data = read_some(handle, deadline)
    if not data:
        raise EOFError
    return data
