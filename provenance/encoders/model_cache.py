"""Model folders derived from installed packages, each made once per user and checked when opened."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from provenance.errors import InputError

#: Overrides where derived models and vectors are kept.
CACHE_VARIABLE = "PROVENANCE_CACHE"

_SIZES = "checksums.json"


def cache_folder() -> Path:
    """The user's cache of this program; `PROVENANCE_CACHE` overrides it."""
    named = os.environ.get(CACHE_VARIABLE)
    if named:
        return Path(named).expanduser()
    from platformdirs import user_cache_path

    return user_cache_path("provenance", appauthor=False)


def derived_folder(name: str, write: Callable[[Path], None]) -> Path:
    """The folder `name` of the cache, written by `write` when absent or damaged.

    Safe when several processes start at once: each writes aside, the first rename wins, and the others use its folder.
    """
    folder = cache_folder() / "models" / name
    if intact(folder):
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=folder.parent))
    try:
        write(aside)
        sizes = {path: {"bytes": (aside / path).stat().st_size} for path in _files(aside)}
        (aside / _SIZES).write_text(json.dumps(sizes, indent=1), encoding="utf-8")
        _publish(aside, folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return folder


def _publish(aside: Path, folder: Path) -> None:
    for _ in range(3):
        try:
            aside.chmod(0o755)  # mkdtemp makes it private; a shared cache is read by others
            aside.rename(folder)
        except OSError:  # not empty: another process was first, or the folder is damaged
            if intact(folder):
                return
            retired = Path(tempfile.mkdtemp(prefix=f".{folder.name}-old-", dir=folder.parent))
            try:
                folder.rename(retired)
            except OSError:
                if not intact(folder) and folder.exists():
                    raise
            finally:
                shutil.rmtree(retired, ignore_errors=True)
        else:
            return
    raise InputError(f"cannot replace the damaged model folder {folder}; delete it by hand and try again")


def intact(folder: Path) -> bool:
    """Whether every file of a derived folder is there with its size; contents are not read, models are large."""
    try:
        sizes = json.loads((folder / _SIZES).read_text(encoding="utf-8"))
        return all((folder / path).stat().st_size == entry["bytes"] for path, entry in sizes.items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def sha256(path: Path) -> str:
    """Hex digest of a file's contents."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
