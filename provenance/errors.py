"""Every error that this package raises on purpose: one root, one child per thing the caller can do about it."""


class ProvenanceError(Exception):
    """Root of all errors raised on purpose; its message says what, where, and what to do."""


class UsageError(ProvenanceError):
    """The call itself is off (an unknown pattern, a missing file): correct the call."""


class InputError(ProvenanceError):
    """A whole input cannot be read (a single bad row is a `Skipped`, never an error): correct the file."""


class RecordError(ProvenanceError):
    """One record is malformed.

    Readers catch it at the border of a row and turn it into a `Skipped`.

    Attributes:
        path: where in the record, as `$.posted_at`.
        code: the reason code a `Skipped` would carry.
    """

    def __init__(self, message: str, *, path: str = "$", code: str = "malformed-record") -> None:
        super().__init__(message)
        self.path = path
        self.code = code


class IndexProblem(ProvenanceError):
    """The index is missing, corrupt or built with something else: rebuild it or name another one."""


class IndexMissing(IndexProblem):
    """There is no published index at the place named."""


class IndexCorrupt(IndexProblem):
    """A file of the index does not have the size or checksum that its manifest promises."""


class IndexMismatch(IndexProblem):
    """The index was built with another schema, normaliser or model than this program uses."""


class JobError(ProvenanceError):
    """A job stopped before it published anything; the published index is untouched."""


def told_by(error: Exception) -> str:
    """What the system says of a file, without the number and the path that the message names already."""
    return (isinstance(error, OSError) and error.strerror) or str(error)


class MissingExtra(ProvenanceError):
    """An optional part is not installed.

    Args:
        extra: name of the extra, as in `pip install 'provenance[ocr]'`.
        package: the package that could not be imported.
    """

    def __init__(self, extra: str, package: str) -> None:
        super().__init__(f"{package} is not installed; install it with: pip install 'provenance[{extra}]'")
        self.extra = extra
