"""The stubs tell the types that are there."""

import subprocess
import sys

import pytest

pytest.importorskip("mypy")

PROGRAM = """
import gemba

study: gemba.Study = gemba.example().set("finance.wacc", "12 %/year")
run = study.run(pairs=20, progress=lambda done, planned: done < 10)
npv: float = run.npv.p50
error: float | None = run.npv.error
months = run.payback.p50
if months != "never":
    later: float = months + 1.0

class Weekly:
    def on(self, event: str, mode: str | None, machine: gemba.MachineView) -> None:
        machine.look_in(7 * 86400.0)

plant = study.plant.with_policy("filler", Weekly)
parts: list[bytes] = [gemba.shard(study.plan(pairs=4).to_json(), 0)]
"""
WRONG = {
    "run.npv.p50 + 'x'": "operator",
    "study.run(pairs='many')": "arg-type",
    "run.payback.mean": "attr-defined",
    "run.payback.p50 + 1.0": "operator",
    "study.plant.with_policy('filler', object)": "arg-type",
}


def mypy(tmp_path, text):
    file = tmp_path / "user.py"
    file.write_text(text)
    words = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path), str(file)]
    return subprocess.run(words, capture_output=True, text=True, cwd=tmp_path)


def test_a_program_is_checked_strictly(tmp_path):
    told = mypy(tmp_path, PROGRAM)
    assert told.returncode == 0, told.stdout
    told = mypy(tmp_path, PROGRAM + "\n".join(WRONG) + "\n")
    for code in WRONG.values():
        assert f"[{code}]" in told.stdout
    assert told.stdout.count(": error:") == len(WRONG), told.stdout


def test_the_stubs_are_those_of_the_module(tmp_path):
    words = [sys.executable, "-m", "mypy.stubtest", "gemba._gemba", "--ignore-disjoint-bases"]
    told = subprocess.run(words, capture_output=True, text=True, cwd=tmp_path)
    assert told.returncode == 0, told.stdout
