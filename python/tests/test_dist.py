"""The driver of `gemba run --engine`; `.ci/cluster` has clusters that lose parts."""

import os
import subprocess
import sys

import gemba
import pytest
from gemba import dist


@pytest.fixture
def plan():
    return gemba.example().plan(pairs=6, per_shard=2, seed=7)


@pytest.fixture
def path(plan, tmp_path):
    file = tmp_path / "plan.json"
    file.write_text(plan.to_json())
    return file


def driver(path, *words):
    out = path.parent / "shards"
    return dist.main(["--plan", str(path), "--out", str(out), "--quiet", *words]), out


def test_shards_are_those_of_the_plan_and_none_is_made_twice(plan, path, capsys):
    log = path.parent / "log"
    code, out = driver(path, "--engine", "here://", "--indexes", "1-2", "--log", str(log))
    assert code == 0
    assert sorted(file.name for file in out.iterdir()) == ["shard-00001.bin", "shard-00002.bin"]
    code, _ = driver(path, "--engine", "here://", "--log", str(log))
    assert code == 0
    assert [line.split()[0] for line in log.read_text().splitlines()] == ["1", "2", "0"]
    for index in range(plan.shards):
        assert (out / plan.file_name(index)).read_bytes() == gemba.shard(plan.to_json(), index)
    assert capsys.readouterr() == ("", "")


def test_a_cluster_of_this_machine(plan, path):
    pytest.importorskip("distributed")
    # In a process of its own, as `gemba run` starts it: tasks go to others.
    words = ["--engine", "dask://auto", "--plan", path, "--out", path.parent / "shards"]
    ran = subprocess.run([sys.executable, "-m", "gemba.dist", *words], capture_output=True, text=True, check=True)
    assert ran.stdout == "" and "dask://auto: " in ran.stderr and " cores on " in ran.stderr
    parts = [path.parent / "shards" / plan.file_name(index) for index in range(plan.shards)]
    assert plan.merge(parts).pairs_done == 6


def test_shards_are_called_as_whoever_gave_them_calls_them(plan, path):
    code, out = driver(path, "--engine", "here://")
    assert code == 0
    assert plan.merge(out).pairs_done == plan.merge(str(out)).pairs_done == 6
    parts = [out / plan.file_name(index) for index in (2, 0, 1)]
    torn = parts[0].read_bytes()[:-100]
    with pytest.raises(gemba.InputError, match="number 2 of the shards given ends in the middle"):
        plan.merge([*parts[1:], torn])
    parts[0].write_bytes(torn)
    with pytest.raises(gemba.InputError) as told:
        plan.merge(parts)
    assert f"{parts[0]} ends in the middle" in str(told.value) and "/tmp/." not in str(told.value)
    with pytest.raises(gemba.InputError, match="nowhere.bin: "):
        plan.merge([out / "nowhere.bin"])


def test_what_cannot_be_used_is_told(path, capsys, monkeypatch):
    def refused(code, told, *words):
        assert driver(path, *words)[0] == code
        out, error = capsys.readouterr()
        assert out == "" and told in error and error.startswith("error: "), error

    refused(2, "there is no engine spark://x\nhelp: ray://HOST:PORT", "--engine", "spark://x")
    refused(2, "there is no engine ray://\n", "--engine", "ray://")
    refused(2, "no shard 9", "--engine", "here://", "--indexes", "9")
    if os.environ.get("GEMBA_CI"):
        pytest.importorskip("ray")
        refused(2, "nothing answers at 127.0.0.1:9: ", "--engine", "ray://127.0.0.1:9")
        refused(2, "nothing answers at tcp://127.0.0.1:9: ", "--engine", "dask://tcp://127.0.0.1:9")
    monkeypatch.setitem(sys.modules, "ray", None)
    refused(3, "help: pip install ray\n", "--engine", "ray://auto")
    path.write_text("no plan")
    refused(2, "this is no plan", "--engine", "here://")


def test_a_node_with_another_version_is_refused(plan):
    with pytest.raises(RuntimeError, match="has gemba .*, and the driver 0.0.7\nhelp: install the same"):
        dist.make(plan.to_json(), 0, "0.0.7", None)


def test_the_driver_ends_with_whoever_started_it(path, tmp_path):
    long = gemba.example().plan(pairs=100_000, per_shard=50_000)
    path.write_text(long.to_json())
    words = ["--engine", "here://", "--plan", path, "--out", tmp_path, "--until-eof"]
    driver = subprocess.Popen(
        [sys.executable, "-m", "gemba.dist", *words], stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert driver.stderr.readline() == "here://: 1 core, no engine\n"
    driver.stdin.close()
    assert driver.wait(timeout=20) == 130


def test_a_plan_has_the_luck_that_is_asked_for():
    study = gemba.example()
    plan = study.plan(pairs=8, per_shard=4, seed=7, luck="antithetic")
    parts = [gemba.shard(plan.to_json(), index) for index in range(plan.shards)]
    assert plan.merge(parts).to_json() == study.run(pairs=8, seed=7, luck="antithetic").to_json()
    assert gemba.plan(study, 8, 4, seed=7, luck="antithetic").to_json() == plan.to_json()
    with pytest.raises(gemba.InputError, match='there is no "fair"'):
        study.plan(luck="fair")
