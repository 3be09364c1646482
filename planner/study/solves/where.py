"""Where solves run, by its name: `local`, `local:N`, or `dask:ADDRESS` for the workers of a Dask scheduler.

`python -m planner.study.solves.where NAME` prints how many solves run there at once.
"""

import asyncio
import logging
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from planner.solver.options import available_cores
from planner.study.errors import ExecutorError
from planner.study.solves.reach import check_listening, reason_of

LOCAL, DASK = "local", "dask"
ADDRESS_VARIABLE = "DASK_SCHEDULER_ADDRESS"
CONNECT_SECONDS = 5


@dataclass(frozen=True, slots=True)
class Where:
    """This machine, with so many solves at once (0 where the name does not say), or the address of a scheduler."""

    kind: str
    address: str = ""
    slots: int = 0


def where(name: str) -> Where:
    """Return the place of a name. Raises ExecutorError for any other name."""
    kind, _, rest = name.partition(":")
    if kind == DASK:
        address = rest or os.environ.get(ADDRESS_VARIABLE, "")
        if not address:
            raise ExecutorError(f"Give the address of the scheduler, as dask:tcp://host:8786 or in {ADDRESS_VARIABLE}.")
        return Where(DASK, address)
    if kind != LOCAL or (rest and not (rest.isdigit() and int(rest) > 0)):
        raise ExecutorError(f"{name!r} is not an executor: write local, local:N or dask:ADDRESS")
    return Where(LOCAL, slots=int(rest) if rest else 0)


def connect(address: str) -> tuple[Any, dict[str, Any]]:
    """Return a client of a Dask scheduler, and its workers by address.

    Raises ExecutorError within ten seconds where there is no scheduler, or none with workers.
    """
    if find_spec("distributed") is None:
        raise ExecutorError("A cluster needs the extra cluster: pip install 'fab-planner[cluster]'.")
    try:
        check_listening(address, CONNECT_SECONDS)
    except (OSError, ValueError) as error:  # the port may be a word
        reason = reason_of(error, CONNECT_SECONDS) if isinstance(error, OSError) else str(error)
        raise ExecutorError(f"There is no Dask scheduler at {address}: {reason}.") from error
    from distributed import Client

    # A client logs every attempt to find a lost scheduler again, with its traceback; a study says it in a sentence.
    logging.getLogger("distributed.client").setLevel(logging.CRITICAL)
    try:
        with ThreadPoolExecutor(1) as thread:  # a notebook has an event loop in this one
            thread.submit(asyncio.run, _answers(address)).result()
        client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False, name="planner")
        workers: dict[str, Any] = client.scheduler_info(n_workers=-1)["workers"]
    except Exception as error:  # anything may listen there
        known = isinstance(error, OSError | ValueError | TypeError)
        reason = str(error).split("\n")[0] if known else "something else answers there"
        reason = reason or f"nothing answers within {CONNECT_SECONDS} s"
        raise ExecutorError(f"There is no Dask scheduler at {address}: {reason}.") from error
    if not workers:
        client.close(timeout=1)
        raise ExecutorError(f"The scheduler at {address} has no workers: start some with dask worker {address}.")
    return client, workers


async def _answers(address: str) -> None:
    """Raise an error where nothing of Dask answers: a client itself takes long to give up, and complains."""
    from distributed import Security
    from distributed.comm import connect as connected

    async with asyncio.timeout(CONNECT_SECONDS):
        security = Security().get_connection_args("client")
        comm = await connected(address, timeout=CONNECT_SECONDS, **security)
        await comm.close()


def slots_of(workers: dict[str, Any]) -> int:
    """Return how many solves the workers of a scheduler do at once: one in each of their threads."""
    return sum(worker["nthreads"] for worker in workers.values())


def main(name: str) -> int:
    """Print the number of solves at once, or why there can be none."""
    try:
        place = where(name)
        slots = place.slots or available_cores()
        if place.kind == DASK:
            client, workers = connect(place.address)
            slots = slots_of(workers)
            client.close(timeout=1)
    except ExecutorError as error:
        print(error, file=sys.stderr)
        return 2
    print(slots)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
