"""A Ray cluster as a place where functions run, and run again where a worker died. The only file that imports ray."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from provenance.errors import JobError, MissingExtra, ProvenanceError

T = TypeVar("T")

#: How often a task is run again whose worker or node died. A task that kills every worker must not be run for ever.
RETRIES = 8

#: Tasks that are out at a time for each core of the cluster: enough that none waits for the next one.
TASKS_A_CORE = 2

#: Shared memory of a cluster of this machine alone; a task's arguments and results are a few megabytes (bytes).
_OBJECT_STORE = 200 * 2**20


class Cluster:
    """Runs functions on the workers of a cluster. A function may run more than once: it must not matter how often."""

    def __init__(self, ray: Any) -> None:
        self._ray = ray
        self._remote: dict[Callable[..., Any], Any] = {}

    @classmethod
    def connect(cls, address: str | None = None) -> Cluster:
        """Join a cluster.

        Args:
            address: `host:port` of its head; None means the environment's RAY_ADDRESS, and without that one of this
                machine alone, which listens on loopback only.

        Raises:
            MissingExtra: ray is not installed.
            JobError: the cluster does not answer.
        """
        address = address or os.environ.get("RAY_ADDRESS")
        # Read by ray when it is imported. No word to anybody about its being used; workers as nice as this process.
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
        os.environ.setdefault("RAY_worker_niceness", "0")
        if address is None or address.startswith("127.0.0.1:"):
            # The name is historical: on any system, a node that may not form clusters binds to loopback.
            os.environ["RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"] = "0"
        alone: dict[str, Any] = {}
        if address is None:
            alone = {"include_dashboard": False, "object_store_memory": _OBJECT_STORE}
        try:
            import ray
        except ImportError:
            raise MissingExtra("ray", "ray") from None
        try:
            ray.init(
                address or "local", ignore_reinit_error=True, log_to_driver=False, configure_logging=False, **alone
            )
        except (ConnectionError, RuntimeError, ValueError) as error:
            raise JobError(f"the Ray cluster {address or 'of this machine'} does not answer: {error}") from error
        return cls(ray)

    @property
    def width(self) -> int:
        """Tasks that are worth having out at a time."""
        return max(2, TASKS_A_CORE * int(self._ray.cluster_resources().get("CPU", 1)))

    def begin(self, function: Callable[..., T], *arguments: Any) -> Callable[[], T]:
        """Start a call; what is returned waits for its result.

        The result raises what the function raised if that was on purpose, else JobError.
        """
        if function not in self._remote:
            self._remote[function] = self._ray.remote(num_cpus=1, max_retries=RETRIES)(function)
        reference = self._remote[function].remote(*arguments)

        def result() -> T:
            return self._result(reference)  # type: ignore[no-any-return]

        return result

    def map(self, function: Callable[..., T], calls: Iterable[tuple[Any, ...]]) -> Iterator[T]:
        """Results in the order of the calls; calls are taken as workers become free."""
        out: deque[Callable[[], T]] = deque()
        for arguments in calls:
            if len(out) >= self.width:
                yield out.popleft()()
            out.append(self.begin(function, *arguments))
        while out:
            yield out.popleft()()

    def close(self) -> None:
        """Leave the cluster; one of this machine alone ends."""
        self._ray.shutdown()

    def _result(self, reference: Any) -> Any:
        try:
            return self._ray.get(reference)
        except self._ray.exceptions.RayTaskError as error:
            if isinstance(error.cause, ProvenanceError):
                raise error.cause from None
            raise JobError(f"a task failed on the cluster: {error.cause!r}") from error
        except self._ray.exceptions.RayError as error:
            raise JobError(f"the cluster gave no result after {RETRIES} tries: {error}") from error
