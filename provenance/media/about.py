"""What a media file says about itself: dates, place, software, Content Credentials. Shown, never decisive.

Any of it can be missing, wrong or forged, and platforms strip it from what they publish: absence proves nothing.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from provenance.errors import RecordError
from provenance.media.limits import DEFAULT_LIMITS, MediaLimits
from provenance.media.sniff import MediaKind, sniff

#: How far a date may be believed, by the beginning of its source's name.
_RELIABILITY = {
    "EXIF DateTimeOriginal": "set by the camera's clock; can be wrong and can be changed",
    "EXIF DateTimeDigitized": "set by the camera or scanner; can be wrong and can be changed",
    "EXIF DateTime": "last change by a program, not the moment of the picture",
    "XMP xmp:ModifyDate": "last change by a program, not the moment of the picture",
    "XMP": "written by an editing program; can be changed",
    "IPTC": "written by an agency or editing program; can be changed",
    "container": "set by the recorder or by the program that converted the file; can be changed",
}
_STATES = {
    "trusted": "signed by {signer}, on the list of trusted signers, and unchanged since",
    "valid": "unchanged since it was signed by {signer}, who is on no list that was given",
    "invalid": "broken: the file was changed after {signer} signed it, or the signature does not hold",
    "none": "none, which says nothing",
}


@dataclass(frozen=True, slots=True)
class StatedDate:
    """A date in a file: where it stands, as it is written, and how far it may be believed."""

    source: str
    text: str
    reliability: str


@dataclass(frozen=True, slots=True)
class Credentials:
    """Content Credentials (C2PA): `state` is `trusted`, `valid` (signer unknown), `invalid` or `none`."""

    state: str
    signer: str | None = None
    organisation: str | None = None
    signed_at: str | None = None
    made_with: str | None = None
    source_type: str | None = None
    actions: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()

    def __str__(self) -> str:
        return _STATES.get(self.state, self.state).format(signer=self.signer or "an unnamed signer")


@dataclass(frozen=True, slots=True)
class About:
    """What one file says about itself.

    Attributes:
        dates: those that it states, the most telling first.
        camera: make and model.
        software: program that wrote it.
        place: latitude and longitude in degrees.
        credentials: None where the extra `credentials` is not installed.
    """

    dates: tuple[StatedDate, ...] = ()
    camera: str | None = None
    software: str | None = None
    place: tuple[float, float] | None = None
    credentials: Credentials | None = None

    def __str__(self) -> str:
        parts = [f"{date.source} {date.text} ({date.reliability})" for date in self.dates] or ["no date"]
        parts += [f"camera {self.camera}"] if self.camera else []
        parts += [f"written by {self.software}"] if self.software else []
        parts += [f"place {self.place[0]:g}, {self.place[1]:g}"] if self.place else []
        told = "not looked for (extra credentials)" if self.credentials is None else str(self.credentials)
        return "; ".join([*parts, f"Content Credentials: {told}"])

    def to_dict(self) -> dict[str, Any]:
        """JSON values, for the details of a finding."""
        signed = self.credentials
        return {
            "dates": [{"source": d.source, "date": d.text, "reliability": d.reliability} for d in self.dates],
            "camera": self.camera,
            "software": self.software,
            "place": None if self.place is None else list(self.place),
            "credentials": None
            if signed is None
            else {
                "state": signed.state,
                "signer": signed.signer,
                "organisation": signed.organisation,
                "signed_at": signed.signed_at,
                "made_with": signed.made_with,
                "source_type": signed.source_type,
                "actions": list(signed.actions),
                "problems": list(signed.problems),
            },
        }


def about(path: Path, *, anchors: str | None = None, limits: MediaLimits = DEFAULT_LIMITS) -> About:
    """Read what a file says about itself, in a process of its own; 0.3 s of CPU.

    Args:
        path: a picture or a recording.
        anchors: certificates (PEM) whose holders are trusted to sign; without them no signer is.
        limits: of the process.

    Raises:
        RecordError: the file is neither, or missing; `code` says which.
    """
    kind, name = sniff(path)
    request = {
        "path": str(path.resolve()),
        "format": name,
        "recording": kind is MediaKind.RECORDING,
        "pixels": limits.pixels,
        "memory": limits.memory_bytes,
        "anchors": anchors,
    }
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(Path(__file__).with_name("about_worker.py"))],
            input=json.dumps(request).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=limits.picture_s,
            check=True,
        )
        return _about(json.loads(done.stdout))
    except (subprocess.SubprocessError, ValueError):
        raise RecordError(
            f"what {path.name} says about itself cannot be read", path="$.media", code="undecodable-media"
        ) from None


def _about(found: Mapping[str, Any]) -> About:
    signed = found.get("credentials")
    place = found.get("place")
    return About(
        dates=tuple(StatedDate(source, text, _reliability(source)) for source, text in found["dates"]),
        camera=found.get("camera"),
        software=found.get("software"),
        place=None if place is None else (place[0], place[1]),
        credentials=None
        if signed is None
        else Credentials(
            state=str(signed["state"]),
            actions=tuple(signed.get("actions", ())),
            problems=tuple(signed.get("problems", ())),
            **{key: signed.get(key) for key in ("signer", "organisation", "signed_at", "made_with", "source_type")},
        ),
    )


def _reliability(source: str) -> str:
    return next((text for start, text in _RELIABILITY.items() if source == start), None) or next(
        (text for start, text in _RELIABILITY.items() if source.startswith(start)), "not known"
    )
