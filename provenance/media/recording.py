"""The one door for video and sound: decoded in a process of its own, inside limits, a block at a time."""

from __future__ import annotations

import json
import struct
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from provenance.errors import RecordError
from provenance.media.apart import end_worker, read_some, start_worker
from provenance.media.limits import DEFAULT_LIMITS, MediaLimits
from provenance.media.sniff import MediaKind, sniff

_HEAD = struct.Struct("<dI")


def blocks(
    path: Path, request: dict[str, Any], limits: MediaLimits = DEFAULT_LIMITS
) -> Iterator[tuple[str, float, bytes]]:
    """Kind, second and payload of each block that the decoding process writes (see `recording_worker`).

    Raises:
        RecordError: the file is no recording, breaks a limit or cannot be decoded; `code` says which.
    """
    kind, name = sniff(path)
    if kind is not MediaKind.RECORDING:
        raise RecordError(f"{path.name} is a picture ({name})", path="$.media", code="not-a-recording")
    whole = {
        **request,
        "path": str(path.resolve()),
        "seconds": limits.recording_s,
        "memory": limits.memory_bytes,
        "pixels": limits.pixels,
    }
    process = start_worker("recording_worker.py")
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(json.dumps(whole).encode() + b"\n")
        process.stdin.close()
        yield from _blocks(process.stdout.fileno(), path, limits)
    finally:
        end_worker(process)


def _blocks(handle: int, path: Path, limits: MediaLimits) -> Iterator[tuple[str, float, bytes]]:
    data = bytearray()
    while True:
        _fill(handle, data, 1 + _HEAD.size, path, limits)
        kind = chr(data[0])
        second, size = _HEAD.unpack(data[1 : 1 + _HEAD.size])
        _fill(handle, data, 1 + _HEAD.size + size, path, limits)
        payload = bytes(data[1 + _HEAD.size : 1 + _HEAD.size + size])
        del data[: 1 + _HEAD.size + size]
        if kind == "E":
            reason = json.loads(payload)
            raise RecordError(f"{path.name}: {reason['text']}", path="$.media", code=reason["code"])
        if kind == "Z":
            return
        yield kind, second, payload


def _fill(handle: int, data: bytearray, size: int, path: Path, limits: MediaLimits) -> None:
    deadline = time.monotonic() + limits.stall_s
    while len(data) < size:
        try:
            part = read_some(handle, deadline)
        except TimeoutError:
            raise RecordError(
                f"{path.name}: nothing was decoded for {limits.stall_s:g} s", path="$.media", code="media-too-slow"
            ) from None
        if not part:
            raise RecordError(f"the decoder died on {path.name}", path="$.media", code="undecodable-media")
        data += part
