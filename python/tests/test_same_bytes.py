"""The same seed gives the same bytes as the command line, whatever the threads."""

import subprocess

import gemba
import pytest


def gemba_run(command_line, folder, *words):
    subprocess.run([command_line, *words, "--quiet", "--out", str(folder)], check=True)


def test_result_is_that_of_the_command_line(command_line, run, tmp_path):
    gemba_run(command_line, tmp_path, "run", "--pairs", "20", "--seed", "7", "--no-futures")
    assert run.to_json() == (tmp_path / "result.json").read_text()
    assert run.report.html == (tmp_path / "report.html").read_text()


def test_saved_folder_is_that_of_the_command_line(command_line, run, tmp_path):
    theirs, ours = tmp_path / "theirs", tmp_path / "ours"
    gemba_run(command_line, theirs, "run", "--pairs", "20", "--seed", "7", "--no-futures")
    names = run.save(ours)
    assert "pairs.csv" in names
    # The manifest says when, how long and by which command.
    for name in set(names) - {"manifest.json"}:
        assert (ours / name).read_bytes() == (theirs / name).read_bytes(), name
    for file in (theirs / "inputs").iterdir():
        assert (ours / "inputs" / file.name).read_bytes() == file.read_bytes(), file
    # Other commands take the folder as one of their own.
    proof = [command_line, "prove", str(ours), "--number", "npv.p50"]
    subprocess.run(proof, check=True, stdout=subprocess.DEVNULL)


def test_simulation_is_that_of_the_command_line(command_line, tmp_path):
    words = ["simulate", "--replications", "3", "--months", "2", "--seed", "5"]
    gemba_run(command_line, tmp_path, *words)
    plant = gemba.example().plant
    found = gemba.simulate(plant, replications=3, months=2, seed=5)
    assert found.to_json() == (tmp_path / "simulate.json").read_text()


def test_files_are_read_as_the_command_line_reads_them(command_line, tmp_path):
    study = gemba.example()
    (tmp_path / "plants").mkdir()
    (tmp_path / "studies").mkdir()
    study.plant.save(tmp_path / "plants" / "bottling_line.toml")
    file = tmp_path / "studies" / "mine.toml"
    study.set("finance.wacc", "12 %/year").save(file)
    words = ["run", str(file), "--pairs", "4", "--no-futures"]
    gemba_run(command_line, tmp_path / "out", *words)
    mine = gemba.Study.load(file).run(pairs=4)
    assert mine.to_json() == (tmp_path / "out" / "result.json").read_text()
    assert mine.to_json() != study.run(pairs=4).to_json()


@pytest.mark.parametrize("threads", [1, 3])
def test_threads_change_nothing(run, threads):
    again = gemba.example().run(pairs=20, seed=7, threads=threads)
    assert again.to_json() == run.to_json()


def test_another_seed_is_another_result(run):
    assert gemba.example().run(pairs=20, seed=8).npv.mean != run.npv.mean


def test_shards_merge_to_the_run_in_one_piece(run):
    plan = gemba.example().plan(pairs=20, per_shard=6, seed=7)
    assert plan.shards == 4 and plan.range(3) == (18, 20)
    text = plan.to_json()
    shards = [gemba.shard(text, index) for index in (2, 0, 3, 1)]
    assert gemba.shard(text, 3, threads=1) == shards[2]
    assert gemba.Plan.parse(text).merge(shards).to_json() == run.to_json()
    with pytest.raises(gemba.InputError, match="1"):
        plan.merge(shards[:3])
    with pytest.raises(gemba.InputError, match="there is no shard 4"):
        gemba.shard(text, 4)


def test_plan_and_shards_are_those_of_the_command_line(command_line, tmp_path):
    study = gemba.example()
    study.plant.save(tmp_path / "plant.toml")
    file = tmp_path / "study.toml"
    file.write_text(study.to_toml().replace("../plants/bottling_line.toml", "plant.toml"))
    plan_file = tmp_path / "plan.json"
    words = [command_line, "plan", str(file), "--pairs", "6", "--per-shard", "4", "--seed", "3"]
    subprocess.run([*words, "--quiet", "--out", str(plan_file)], check=True)
    plan = gemba.Study.load(file).plan(pairs=6, per_shard=4, seed=3)
    assert plan.to_json() == plan_file.read_text()
    words = [command_line, "shard", str(plan_file), "--index", "1", "--quiet", "--out", str(tmp_path)]
    subprocess.run(words, check=True)
    theirs = tmp_path / gemba.Plan.file_name(1)
    assert gemba.shard(plan_file.read_text(), 1) == theirs.read_bytes()
    # A shard made by one and a shard made by the other are one run.
    run = plan.merge([theirs, gemba.shard(plan.to_json(), 0, threads=2)])
    assert run.to_json() == gemba.Study.load(file).run(pairs=6, seed=3).to_json()
