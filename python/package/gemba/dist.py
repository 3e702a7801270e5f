"""Shards of a plan on a cluster that people already have: Ray or Dask.

``gemba run STUDY --engine ray://HOST:PORT`` starts this module; by hand::

    python -m gemba.dist --engine ray://auto --plan plan.json --out shards

Only the plan and numbers go out, and only bytes come back: a shard is the same bytes wherever and however often it
is made, so whatever the engine repeats or loses changes nothing. Retries of lost tasks, workers and nodes are the
engine's. Shards that are there are not made again. Nothing is printed on stdout.

Exit codes: 0 all shards are there; 2 the plan or the engine's name cannot be used; 3 the engine is not installed; 1
anything else, after which the same command goes on with what is missing.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import gemba
from gemba._progress import Bar

#: A task that is lost with its worker or node is tried so often again.
RETRIES = 10
#: Tasks under way for each core: enough that no core waits for the driver.
AHEAD = 3


class Unusable(Exception):
    """Nothing that another try would mend."""


class NotInstalled(Exception):
    """The engine is no part of this Python."""


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


def make(plan_json: str, index: int, version: str, log: str | None) -> tuple[int, bytes]:
    """A task: one shard, on one core, by whoever is asked."""
    import gemba

    if gemba.__version__ != version:
        raise RuntimeError(
            f"a worker has gemba {gemba.__version__}, and the driver {version}: install the same on all"
        )
    if log is not None:
        with open(log, "a", encoding="utf-8") as begun:
            begun.write(f"{index} {os.getpid()}\n")
    return index, gemba.shard(plan_json, index, threads=1)


def write(folder: Path, index: int, content: bytes) -> None:
    """The file appears whole or not at all."""
    half = folder / f".{file_name(index)}.part"
    half.write_bytes(content)
    half.replace(folder / file_name(index))


def on_ray(address: str, plan: str, todo: Iterable[int], log: str | None) -> Iterator[tuple[int, bytes]]:
    """Shards as Ray makes them."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        import ray
    except ImportError as error:
        raise NotInstalled("ray") from error
    # Ray takes 127.0.0.1 for an outer address; on loopback the driver has to be told where it is.
    host = address.rpartition(":")[0]
    own = {"_node_ip_address": host} if host.startswith("127.") else {}
    ray.init(address=address, log_to_driver=False, logging_level="ERROR", **own)
    try:
        task = ray.remote(num_cpus=1, max_retries=RETRIES)(make)
        given = ray.put(plan)
        waiting = iter(todo)
        running: dict[object, int] = {}
        while True:
            ahead = AHEAD * max(1, int(ray.cluster_resources().get("CPU", 1)))
            while len(running) < ahead and (index := next(waiting, None)) is not None:
                running[task.remote(given, index, gemba.__version__, log)] = index
            if not running:
                return
            for done in ray.wait(list(running), num_returns=1)[0]:
                del running[done]
                yield ray.get(done)
    finally:
        ray.shutdown()


def on_dask(address: str, plan: str, todo: Iterable[int], log: str | None) -> Iterator[tuple[int, bytes]]:
    """Shards as Dask makes them."""
    try:
        import distributed
    except ImportError as error:
        raise NotInstalled("dask") from error
    at = None if address == "auto" else address
    with distributed.Client(at) as client:
        given = client.scatter(plan, broadcast=True, hash=False)
        waiting = iter(todo)

        def more(count: int) -> list[distributed.Future]:
            found = [index for _ in range(count) if (index := next(waiting, None)) is not None]
            return [
                client.submit(make, given, index, gemba.__version__, log, pure=False, retries=RETRIES)
                for index in found
            ]

        cores = sum(client.nthreads().values())
        running = distributed.as_completed(more(AHEAD * max(1, cores)))
        for done in running:
            yield done.result()
            done.release()
            for future in more(1):
                running.add(future)


def on_here(_: str, plan: str, todo: Iterable[int], log: str | None) -> Iterator[tuple[int, bytes]]:
    """Shards in this process, one by one: what an engine adds is measured against this."""
    for index in todo:
        yield make(plan, index, gemba.__version__, log)


ENGINES = {"ray": on_ray, "dask": on_dask, "here": on_here}


def run(engine: str, plan: str, todo: list[int], folder: Path, log: str | None = None, bar: bool = False) -> None:
    """Makes the shards ``todo`` of a plan (JSON) into ``folder``."""
    name, found, address = engine.partition("://")
    if not found or name not in ENGINES:
        raise Unusable(
            f"there is no engine {engine}\nhelp: ray://HOST:PORT, ray://auto, dask://HOST:PORT or dask://auto"
        )
    folder.mkdir(parents=True, exist_ok=True)
    tell = Bar() if bar else None
    for count, (index, content) in enumerate(ENGINES[name](address or "auto", plan, todo, log), start=1):
        write(folder, index, content)
        if tell is not None:
            tell(count, len(todo))


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
    typed = parser.parse_args(words)
    try:
        text = typed.plan.read_text(encoding="utf-8")
        plan = gemba.Plan.parse(text)
        todo = numbers(typed.indexes) if typed.indexes else list(range(plan.shards))
        if typed.indexes is None:
            todo = [index for index in todo if not (typed.out / file_name(index)).exists()]
        begun = time.monotonic()
        bar = not typed.quiet and sys.stderr.isatty()
        run(typed.engine, text, todo, typed.out, typed.log, bar)
        if bar:
            sys.stderr.write(f"{len(todo)} shards in {time.monotonic() - begun:.1f} s\n")
        return 0
    except NotInstalled as missing:
        sys.stderr.write(f"error: the engine is not installed\nhelp: pip install 'gemba[{missing}]'\n")
        return 3
    except (Unusable, gemba.InputError, OSError, ValueError) as error:
        sys.stderr.write(f"error: {error}\n")
        return 2
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # noqa: BLE001 - whatever an engine raises is told in one line
        sys.stderr.write(f"error: {type(error).__name__}: {str(error).strip().splitlines()[-1]}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main())
