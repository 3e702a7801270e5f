"""Ctrl-C ends a run as Python ends: with KeyboardInterrupt."""

import signal
import subprocess
import sys
import threading
import time

import gemba
import pytest

PROGRAM = """
import sys, time, gemba
study = gemba.example()
try:
    study.run(pairs=1_000_000, progress=lambda done, planned: print(done, flush=True))
except KeyboardInterrupt:
    print("interrupted", flush=True)
print(study.run(pairs=4).pairs_done, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_control_c_ends_a_run_and_not_the_interpreter():
    program = subprocess.Popen([sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE, text=True)
    assert program.stdout.readline().strip().isdigit()
    program.send_signal(signal.SIGINT)
    sent = time.monotonic()
    told, _ = program.communicate(timeout=30)
    assert time.monotonic() - sent < 20
    assert told.splitlines()[-2:] == ["interrupted", "4"] and program.returncode == 0


def test_other_threads_go_on_while_it_runs():
    ticks, over = [], threading.Event()

    def tick():
        while not over.wait(0.005):
            ticks.append(time.monotonic())

    other = threading.Thread(target=tick)
    other.start()
    begun = time.monotonic()
    gemba.example().run(pairs=20, threads=1)
    lasted = time.monotonic() - begun
    over.set()
    other.join()
    # With the GIL held there would be none.
    assert len(ticks) > lasted / 0.1
