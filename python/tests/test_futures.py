"""Kept futures: other money on them, more of them, and the folder of a run with them."""

import subprocess

import gemba
import pytest


def test_other_money_on_the_same_futures(tmp_path):
    file = tmp_path / "runs" / "futures.bin"
    study = gemba.example()
    run = study.run(pairs=8, seed=5, futures=file)
    assert run.to_json() == study.run(pairs=8, seed=5).to_json()
    # What is simulated beside the pairs (the worst event, what nothing changes) is not there.
    assert study.reprice(file).to_dict()["comparisons"] == run.to_dict()["comparisons"]
    dearer = study.set("finance.wacc", "14 %/year")
    again = dearer.reprice(file)
    assert again.to_dict()["comparisons"] == dearer.run(pairs=8, seed=5).to_dict()["comparisons"]
    assert again.npv.mean < run.npv.mean and again.missing_pairs == 0
    faster = study.with_plant(study.plant.set("machines.filler.rate", "410/min"))
    with pytest.raises(gemba.InputError, match="machines.filler.rate"):
        faster.reprice(file)


def test_a_run_goes_on_where_another_one_stopped(tmp_path):
    file, told = tmp_path / "futures.bin", []
    study = gemba.example()
    part = study.run(pairs=40, seed=5, futures=file, progress=lambda done, _: done < 6)
    assert part.partial
    study.run(pairs=12, seed=5, futures=file)
    whole = study.run(pairs=12, seed=5, futures=file, progress=lambda done, _: told.append(done))
    assert whole.to_json() == study.run(pairs=12, seed=5).to_json()
    assert not told


def test_a_saved_folder_has_its_futures(command_line, tmp_path):
    study = gemba.example()
    file = tmp_path / "kept.bin"
    run = study.run(pairs=4, futures=file, luck="antithetic")
    assert "futures.bin" in run.save(tmp_path / "run")
    words = ["reprice", str(tmp_path / "run"), "--set", "finance.wacc=14 %/year", "--json"]
    told = subprocess.run([command_line, *words], check=True, capture_output=True, text=True)
    mine = study.set("finance.wacc", "14 %/year").reprice(file)
    assert told.stdout == mine.to_json() != run.to_json()
    # Futures of one run do not stay in the folder of another.
    assert "futures.bin" not in study.run(pairs=4).save(tmp_path / "run")
    assert not (tmp_path / "run" / "futures.bin").exists()


def test_a_policy_in_python_keeps_no_futures(tmp_path):
    class Nothing:
        def on(self, event, mode, machine):
            pass

    study = gemba.example().with_policy("filler", Nothing)
    for call in [
        lambda: study.run(pairs=4, futures=tmp_path / "futures.bin"),
        lambda: study.reprice(tmp_path / "futures.bin"),
    ]:
        with pytest.raises(gemba.InputError, match="policy"):
            call()
    assert not list(tmp_path.iterdir())


def test_futures_of_another_run_are_not_kept_with_this_one(tmp_path):
    file, study = tmp_path / "futures.bin", gemba.example()
    one = study.run(pairs=2, seed=1, futures=file)
    study.run(pairs=2, seed=2, futures=file)
    with pytest.raises(gemba.InputError, match="holds other futures now"):
        one.save(tmp_path / "one")


def test_a_file_that_cannot_be_written_does_not_spoil_the_run(tmp_path):
    with pytest.warns(UserWarning, match="the futures are not kept: "):
        run = gemba.example().run(pairs=2, seed=1, futures=tmp_path)
    assert run.pairs_done == 2
