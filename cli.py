"""The command line's entry file: `python cli.py …` is the same as `provenance …`.

Exit codes: 0 nothing found · 1 findings · 2 usage or unreadable input · 3 index missing, corrupt or mismatched ·
4 job failed, the published index untouched · 5 finished, but more posts skipped than --max-skipped.
"""

from __future__ import annotations

from provenance.cli.app import app, index_app, main

__all__ = ["app", "index_app", "main"]

if __name__ == "__main__":
    main()
