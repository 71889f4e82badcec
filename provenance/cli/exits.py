"""How a command ends: errors of the package become one line on stderr and the exit code of their family."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

import typer

from provenance.cli.output import say

if TYPE_CHECKING:
    from provenance.report.check_report import CheckReport

log = logging.getLogger(__name__)

FOUND, USAGE, NO_INDEX, JOB_FAILED, TOO_MANY_SKIPPED = 1, 2, 3, 4, 5


@contextmanager
def errors_to_exit_codes() -> Iterator[None]:
    """Turn the package's errors into one line on stderr and the exit code of their family; others end with 4."""
    from provenance.errors import IndexProblem, JobError, ProvenanceError, told_by

    try:
        yield
    except BrokenPipeError:
        # The reader of our output went away (`| head`): nothing is wrong, and nothing more can be written.
        sys.stderr.close()
        raise typer.Exit(0) from None
    except IndexProblem as error:
        fail(error, NO_INDEX)
    except JobError as error:
        fail(error, JOB_FAILED)
    except ProvenanceError as error:
        fail(error, USAGE)
    except OSError as error:  # a full disk behind stdout, a file that went away: no error of the program
        fail(f"{error.filename or 'the output'}: {told_by(error)}", USAGE)
    except (typer.Exit, typer.Abort):
        raise
    except Exception:  # the border of the program: Python's own code, 1, would say that something was found
        log.exception("provenance: an error of the program itself; nothing was changed, please report it")
        raise typer.Exit(JOB_FAILED) from None


def fail(error: Exception | str, code: int) -> NoReturn:
    """Say what went wrong and leave with `code`."""
    say(f"provenance: {error}")
    raise typer.Exit(code)


def leave(report: CheckReport, *, max_skipped: float, exit_zero: bool) -> NoReturn:
    """Say the summary and leave: 5 where too much was skipped, 1 where something was found, else 0."""
    from provenance.report.terminal import summary

    say(summary(report))
    rows = report.header.checked + len(report.skipped)
    if rows and len(report.skipped) / rows > max_skipped:
        raise typer.Exit(TOO_MANY_SKIPPED)
    raise typer.Exit(FOUND if report.findings and not exit_zero else 0)
