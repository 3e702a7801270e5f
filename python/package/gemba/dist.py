"""Shards of a plan on a cluster that people already have: Ray or Dask.

``gemba run STUDY --engine ray://HOST:PORT`` starts this module; by hand::

    python -m gemba.dist --engine ray://auto --plan plan.json --out shards

Only the plan and numbers go out, and only bytes come back: a shard is the same bytes wherever and however often it
is made, so whatever the engine repeats or loses changes nothing. Shards that are there are not made again. Nothing
is printed on stdout.

Exit codes: 0 all shards are there; 2 the plan or the cluster cannot be used; 3 the engine is not installed; 130
stopped; 1 anything else, after which the same command goes on with what is missing.
"""

from __future__ import annotations

import _thread
import argparse
import os
import socket
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError
from pathlib import Path

import gemba
from gemba._progress import Bar

#: A task that is lost with its worker or node is tried so often again.
RETRIES = 10
#: Tasks under way for each core: enough that no core waits for the driver.
AHEAD = 3
#: Seconds after which it is looked whether there is still somebody who works.
PATIENCE = 20.0
#: Seconds that a connection may take.
CONNECT = 10.0

#: Tells people how it goes.
Tell = Callable[[str], None]
#: Number and bytes of the shards as they come in.
Shards = Iterator[tuple[int, bytes]]


class Unusable(Exception):
    """Nothing that another try would mend."""


class NotInstalled(Exception):
    """A package that this Python lacks."""


def file_name(index: int) -> str:
    """Name of the file of a shard."""
    return f"shard-{index:05}.bin"


def numbers(text: str) -> list[int]:
    """``3-5,9`` as numbers."""
    found: list[int] = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        found.extend(range(int(first), int(last or first) + 1))
    return found


def make(plan_json: str, index: int, build: str, log: str | None) -> tuple[int, bytes]:
    """A task: one shard, on one core, by whoever is asked."""
    where = socket.gethostname()
    try:
        import gemba
    except ImportError as error:
        raise RuntimeError(f"{where} cannot import gemba: {error}\nhelp: install {build} of it on all nodes") from None
    found = getattr(gemba, "__build__", gemba.__version__)
    if found != build:
        raise RuntimeError(f"{where} has gemba {found}, and the driver {build}\nhelp: install the same on all nodes")
    if log is not None:
        with open(log, "a", encoding="utf-8") as begun:
            begun.write(f"{index} {os.getpid()}\n")
    return index, gemba.shard(plan_json, index, threads=1)


def write(folder: Path, index: int, content: bytes) -> None:
    """The file appears whole or not at all."""
    half = folder / f".{file_name(index)}.{os.getpid()}.part"
    half.write_bytes(content)
    half.replace(folder / file_name(index))


def reach(address: str, help_: str) -> None:
    """Does anything answer at this address? The engines themselves ask for up to a minute."""
    host, _, port = address.rpartition("://")[2].rpartition(":")
    if not host or not port.isdigit():
        raise Unusable(f"{address} is no HOST:PORT")
    try:
        socket.create_connection((host.strip("[]"), int(port)), CONNECT).close()
    except (OSError, OverflowError) as error:
        raise Unusable(f"nothing answers at {address}: {error}\nhelp: {help_}") from error


def crew(cores: int, of: str) -> str:
    """How many work."""
    return f"{cores} cores on {of}" if cores else f"no free cores on {of}: waiting for some"


def on_ray(address: str, plan: str, todo: Iterable[int], log: str | None, tell: Tell) -> Shards:
    """Shards as Ray makes them. Tasks that are lost are made again by Ray."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        import ray
    except ImportError as error:
        raise NotInstalled("ray") from error
    if address != "auto":
        reach(address, "the address is that of Ray's head itself, HOST:6379 as a rule")
    # Ray takes 127.0.0.1 for an outer address; on loopback the driver has to be told where it is.
    host = address.rpartition(":")[0]
    own = {"_node_ip_address": host} if host.startswith("127.") else {}
    try:
        ray.init(address=address, log_to_driver=False, logging_level="ERROR", **own)
    except (ConnectionError, RuntimeError, ValueError) as error:
        raise Unusable(f"{reason(error)}\nhelp: is this Ray, of the version {ray.__version__} of this Python?") from error

    def cores() -> int:
        return int(ray.cluster_resources().get("CPU", 0))

    try:
        tell(crew(cores(), f"{sum(node['Alive'] for node in ray.nodes())} nodes"))
        task = ray.remote(num_cpus=1, max_retries=RETRIES)(make)
        given = ray.put(plan)
        waiting = iter(todo)
        running: set[object] = set()
        while True:
            ahead = AHEAD * max(1, cores())
            while len(running) < ahead and (index := next(waiting, None)) is not None:
                running.add(task.remote(given, index, gemba.__build__, log))
            if not running:
                return
            done, _ = ray.wait(list(running), num_returns=1, timeout=PATIENCE)
            if not done and not cores():
                tell("no cores any more: waiting for nodes")
            for one in done:
                running.remove(one)
                yield ray.get(one)
    finally:
        ray.shutdown()


def on_dask(address: str, plan: str, todo: Iterable[int], log: str | None, tell: Tell) -> Shards:
    """Shards as Dask makes them. Dask gives a task up whose workers were lost four times; it is asked again."""
    try:
        import distributed
    except ImportError as error:
        raise NotInstalled("distributed") from error
    if address != "auto":
        reach(address, "the address is that of the scheduler, HOST:8786 as a rule")
    with distributed.Client(None if address == "auto" else address, timeout=CONNECT) as client:

        def cores() -> int:
            return sum(client.nthreads().values())

        tell(crew(cores(), f"{len(client.nthreads())} workers"))
        waiting = iter(todo)
        running: dict[distributed.Future, int] = {}
        lost: Counter[int] = Counter()

        def submit(index: int) -> None:
            # With every task, not once for all: what is laid on workers is lost with them.
            future = client.submit(make, plan, index, gemba.__build__, log, pure=False)
            running[future] = index

        while True:
            ahead = AHEAD * max(1, cores())
            while len(running) < ahead and (index := next(waiting, None)) is not None:
                submit(index)
            if not running:
                return
            try:
                distributed.wait(list(running), timeout=PATIENCE, return_when="FIRST_COMPLETED")
            except CancelledError as error:
                raise RuntimeError("the connection to the scheduler of Dask is lost") from error
            except distributed.TimeoutError:
                if not cores():
                    tell("no cores any more: waiting for workers")
            for future in [future for future in running if future.done()]:
                index = running.pop(future)
                if isinstance(future.exception(), distributed.KilledWorker) and lost[index] < RETRIES:
                    lost[index] += 1
                    submit(index)
                    continue
                yield future.result()


def on_here(_: str, plan: str, todo: Iterable[int], log: str | None, tell: Tell) -> Shards:
    """Shards in this process, one by one: what an engine adds is measured against this."""
    tell("1 core, no engine")
    for index in todo:
        yield make(plan, index, gemba.__build__, log)


ENGINES = {"ray": on_ray, "dask": on_dask, "here": on_here}


def run(engine: str, plan: str, todo: list[int], folder: Path, log: str | None = None, quiet: bool = True) -> None:
    """Makes the shards ``todo`` of a plan (JSON) into ``folder``."""
    name, found, address = engine.partition("://")
    if not found or name not in ENGINES or (name != "here" and not address):
        raise Unusable(
            f"there is no engine {engine}\nhelp: ray://HOST:PORT, ray://auto, dask://HOST:PORT or dask://auto"
        )
    folder.mkdir(parents=True, exist_ok=True)
    if not todo:
        return
    bar = Bar("shards") if not quiet and sys.stderr.isatty() else None
    lines = Lines() if not quiet and bar is None else None

    def tell(text: str) -> None:
        if not quiet:
            sys.stderr.write(f"{engine}: {text}\n")
            sys.stderr.flush()
        if bar is not None:
            bar(done, len(todo))

    done = 0
    for index, content in ENGINES[name](address, plan, todo, log, tell):
        write(folder, index, content)
        done += 1
        for show in (bar, lines):
            if show is not None:
                show(done, len(todo))


class Lines:
    """Progress where there is no terminal: a line a minute."""

    def __init__(self, every: float = 60.0) -> None:
        self.begun = self.told = time.monotonic()
        self.every = every

    def __call__(self, done: int, planned: int) -> None:
        now = time.monotonic()
        if now - self.told < self.every or done >= planned:
            return
        self.told = now
        left = (now - self.begun) * (planned - done) / done / 60
        sys.stderr.write(f"{done} of {planned} shards, about {left:.0f} min left\n")
        sys.stderr.flush()


def reason(error: BaseException) -> str:
    """What went wrong, without the traces of the engines."""
    # Ray keeps what a task raised.
    error = getattr(error, "cause", None) or error
    text = str(error).strip() or type(error).__name__
    lines = [line for line in text.splitlines() if line.strip()]
    return text if len(lines) <= 5 else lines[-1].strip()


def until_eof() -> None:
    """Stops all when whoever started this is gone, however that happened: then nobody holds the other end of stdin."""

    def wait() -> None:
        while os.read(0, 1024):
            pass
        _thread.interrupt_main()

    threading.Thread(target=wait, daemon=True).start()


def main(words: list[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m gemba.dist", description="Shards of a plan on a cluster.")
    parser.add_argument("--engine", required=True, help="ray://HOST:PORT, ray://auto, dask://HOST:PORT, dask://auto")
    parser.add_argument("--plan", required=True, type=Path, help="plan.json of `gemba plan`")
    parser.add_argument("--out", default=Path("shards"), type=Path, help="folder for the shards [shards]")
    parser.add_argument("--indexes", help="only these, such as 3-7,12 [all that are not in the folder]")
    parser.add_argument(
        "--log",
        default=os.environ.get("GEMBA_DIST_LOG"),
        help="a file that all nodes can write: a line for every task that begins [$GEMBA_DIST_LOG]",
    )
    parser.add_argument("--quiet", action="store_true", help="no progress")
    parser.add_argument("--until-eof", action="store_true", help="stop when stdin ends")
    typed = parser.parse_args(words)
    if typed.until_eof:
        until_eof()
    try:
        text = typed.plan.read_text(encoding="utf-8")
        plan = gemba.Plan.parse(text)
        todo = numbers(typed.indexes) if typed.indexes else list(range(plan.shards))
    except (gemba.InputError, OSError, ValueError) as error:
        sys.stderr.write(f"error: {error}\n")
        return 2
    try:
        if typed.indexes is None:
            todo = [index for index in todo if not (typed.out / file_name(index)).exists()]
        run(typed.engine, text, todo, typed.out, typed.log, typed.quiet)
        return 0
    except NotInstalled as missing:
        sys.stderr.write(f"error: this Python has no {missing}\nhelp: pip install {missing}\n")
        return 3
    except (Unusable, gemba.InputError) as error:
        sys.stderr.write(f"error: {error}\n")
        return 2
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # noqa: BLE001 - whatever an engine raises is told
        sys.stderr.write(f"error: {reason(error)}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main())
