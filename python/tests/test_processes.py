"""Shards as tasks of other processes, as Ray, Dask and the standard library deal them out."""

import multiprocessing
import pickle
from concurrent.futures import ProcessPoolExecutor

import gemba
import pytest


def broken(text):
    return gemba.Study.parse(text, plant=gemba.example().plant)


@pytest.mark.parametrize("start", ["spawn", "fork"])
def test_shards_of_other_processes_are_one_run(start, run):
    if start not in multiprocessing.get_all_start_methods():
        pytest.skip("there is no fork here")
    plan = gemba.example().plan(pairs=20, per_shard=10, seed=7)
    # A run has used threads before: a fork must not inherit them.
    context = multiprocessing.get_context(start)
    with ProcessPoolExecutor(2, mp_context=context) as pool:
        parts = list(pool.map(gemba.shard, [plan.to_json()] * plan.shards, range(plan.shards)))
    assert plan.merge(parts).to_json() == run.to_json()


def test_faults_come_back_from_another_process():
    text = gemba.example().to_toml().replace('wacc = "', 'wacc = "x')
    with pytest.raises(gemba.InputError) as here:
        broken(text)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context) as pool:
        with pytest.raises(gemba.InputError) as there:
            pool.submit(broken, text).result()
    assert str(there.value) == str(here.value)
    assert [str(f) for f in there.value.faults] == [str(f) for f in here.value.faults]
    assert pickle.loads(pickle.dumps(here.value.faults[0])).line == here.value.faults[0].line
