"""Compiles the C sources of this folder, each into a library beside it: `python -m provenance.compiled.build`.

Installing the package does so by itself (`hatch_build.py`, which runs this file alone: it imports nothing of the
package). A library carries the digest of its source in its name, so that one made from another source is never loaded.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from hashlib import blake2b
from pathlib import Path

FOLDER = Path(__file__).parent

#: Results are those of the same steps in numpy, bit for bit: no product and sum are contracted into one rounding.
_FLAGS = ("-O3", "-std=c11", "-shared", "-fPIC", "-ffp-contract=off")


def library_path(name: str, folder: Path = FOLDER) -> Path:
    """Where the library of a source lies.

    Args:
        name: of the source, without its ending.
        folder: that holds the source.

    Raises:
        OSError: there is no such source.
    """
    digest = blake2b((folder / f"{name}.c").read_bytes(), digest_size=8).hexdigest()
    return folder / f"{name}-{digest}.so"


def build(folder: Path = FOLDER) -> list[Path]:
    """Compile every source of a folder whose library is not there, and remove libraries of earlier sources.

    Returns:
        The libraries.

    Raises:
        RuntimeError: there is no C compiler, or it refuses a source; with what it said.
    """
    out = []
    for source in sorted(folder.glob("*.c")):
        library = library_path(source.stem, folder)
        if not library.exists():
            _compile(source, library)
        for other in folder.glob(f"{source.stem}-*.so"):
            if other != library:
                other.unlink()
        out.append(library)
    return out


def _compile(source: Path, library: Path) -> None:
    """Written aside first: a library that is there is whole."""
    compiler = _compiler()
    with tempfile.TemporaryDirectory(dir=library.parent) as aside:
        made = Path(aside) / library.name
        command = [*compiler, *_FLAGS, "-o", str(made), str(source), "-lm"]
        try:
            subprocess.run(command, check=True, capture_output=True, text=True)
        except OSError as error:
            raise RuntimeError(f"cannot run the C compiler {compiler[0]}: {error}") from error
        except subprocess.CalledProcessError as error:
            raise RuntimeError(f"{shlex.join(command)} failed:\n{error.stderr}") from error
        made.replace(library)


def _compiler() -> list[str]:
    """That of the environment, else the one that Python was built with, else what other systems call theirs."""
    if own := os.environ.get("CC"):
        return shlex.split(own)
    known = [*shlex.split(sysconfig.get_config_var("CC") or "")[:1], "cc", "gcc", "clang"]
    return [next(filter(shutil.which, known), "cc")]


if __name__ == "__main__":
    try:
        for made in build():
            sys.stdout.write(f"{made}\n")
    except RuntimeError as error:
        sys.exit(str(error))
