"""Compiles the inner loops when the package is built or installed; without a C compiler, numpy does what they do."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledLoops(BuildHookInterface):
    """Runs `provenance/compiled/build.py` before a wheel is made, also one for an editable installation."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """See `BuildHookInterface.initialize`."""
        try:
            runpy.run_path(str(Path(self.root, "provenance/compiled/build.py")))["build"]()
        except RuntimeError as error:
            self.app.display_warning(
                f"{error}\nGoing on without: searches in large indexes take several times as long."
            )
            return
        build_data["pure_python"] = False
        build_data["infer_tag"] = True
