"""Plants and studies: read, built, changed; faults as the command line tells them."""

import datetime

import gemba
import pytest


def test_a_change_is_another_study():
    study = gemba.example()
    dearer = study.set("finance.wacc", "12 %/year")
    assert study.get("finance.wacc") != "12 %/year"
    assert dearer.get("finance.wacc") == "12 %/year"
    assert dearer.plant.to_toml() == study.plant.to_toml()
    assert dearer.run(pairs=4).npv.mean < study.run(pairs=4).npv.mean


def test_a_faster_plant_is_another_question():
    study = gemba.example()
    plant = study.plant.set("failures.F1.life", {"exponential": {"mean": "900 h"}})
    assert plant.get("failures.F1.life") == {"exponential": {"mean": "900 h"}}
    other = study.with_plant(plant)
    assert other.run(pairs=4).npv.mean != study.run(pairs=4).npv.mean


def test_texts_are_read_as_files(tmp_path):
    study = gemba.example()
    again = gemba.Study.parse(study.to_toml(), plant=study.plant)
    expected = study.run(pairs=4).to_json()
    assert again.run(pairs=4).to_json() == expected
    text = gemba.Study.parse(study.to_toml(), plant=study.plant.to_toml())
    assert text.run(pairs=4).to_json() == expected


def test_all_faults_are_told_at_their_places():
    text = gemba.example().to_toml().replace('wacc = "', 'wacc = "x').replace('horizon = "', 'horizon = "y')
    with pytest.raises(gemba.InputError) as told:
        gemba.Study.parse(text, plant=gemba.example().plant, name="mine.toml")
    faults = told.value.faults
    assert len(faults) >= 2
    line = next(k for k, line in enumerate(text.splitlines(), 1) if line.startswith("wacc"))
    fault = next(f for f in faults if f.path == "finance.wacc")
    assert (fault.file, fault.line, fault.column) == ("mine.toml", line, 8)
    assert fault.remedy
    assert f"mine.toml:{line}:8" in str(told.value) and "help: " in str(told.value)
    assert isinstance(told.value, gemba.GembaError)


def test_faults_of_other_calls():
    study = gemba.example()
    for call in [
        lambda: study.set("finance.no.such", 3),
        lambda: study.set("finance.wacc", object()),
        lambda: study.set("finance.wacc", float("nan")),
        lambda: study.run(pairs=1),
        lambda: study.run(threads=0),
        lambda: study.run(luck="good"),
        lambda: gemba.example("none"),
        lambda: gemba.Study.load("/no/such/file.toml"),
        lambda: gemba.sweep(study.plant, ["machines.filler.rate=1:2:2"]),
        lambda: gemba.calibrate("/no/such/file.csv"),
        lambda: gemba.Plan.parse("{}"),
    ]:
        with pytest.raises(gemba.InputError) as told:
            call()
        assert str(told.value)
        assert isinstance(told.value.faults, list)


def test_a_plant_is_built_from_a_dictionary(press):
    assert press.get("plant.start") == datetime.date(2027, 1, 4)
    assert press.machines == ["press"] and press.failure_modes == ["bearing"]
    again = gemba.Plant.parse(press.to_toml())
    assert again.to_toml() == press.to_toml()
    assert "[machines.press]" in press.to_toml()


def test_every_example_reads():
    for name in gemba.examples():
        assert gemba.example(name).investments


def test_effects_that_rest_on_a_word_can_be_left_out():
    study = gemba.example()
    less = study.without("vendor")
    assert less.run(pairs=4).to_dict()["provenance"]["without"] == ["vendor"]
    with pytest.raises(gemba.InputError):
        less.set("finance.wacc", "12 %/year")
