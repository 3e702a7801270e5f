"""What a run tells: plain numbers, and no number where there is none."""

import json
import math
import xml.etree.ElementTree

import gemba
import pytest


def test_numbers_are_those_of_the_result(run):
    told = json.loads(run.to_json())
    base = told["comparisons"][0]["rows"][0]["metrics"]
    assert run.npv.p50 == base["npv"]["p50"] and run.npv.mean_ci[0] == base["npv"]["mean_ci"]["low"]
    assert run.npv.error == pytest.approx((run.npv.mean_ci[1] - run.npv.mean_ci[0]) / 2)
    assert run.npv.min <= run.npv.p10 <= run.npv.p50 <= run.npv.p90 <= run.npv.max
    assert float(run.npv_positive) == base["npv_positive"]["value"]
    assert run.pairs_done == 20 and run.seed == 7 and run.currency == "USD" and not run.partial
    assert run.to_dict() == told


def test_what_is_never_paid_back_is_never_and_no_number(run):
    paybacks = [s.payback for c in run.comparisons for s in c.scenarios]
    ends = [x for p in paybacks for x in (p.p10, p.p50, p.p90)]
    assert "never" in ends
    assert all(x == "never" or (isinstance(x, float) and 0 < x <= 60) for x in ends)
    assert not hasattr(run.payback, "mean")
    assert all(0 <= share.value <= 1 for _, share in run.payback.within)


def test_a_study_that_never_pays_has_a_word_for_its_rate():
    study = gemba.example()
    lines = study.get("investments.pdm.cost")
    key = next(name for name, value in lines.items() if isinstance(value, str) and "$" in value)
    dear = study.set(f"investments.pdm.cost.{key}", "90 M$").run(pairs=4)
    assert dear.payback.p50 == "never"
    assert dear.irr.p50 == "none_losing" or (isinstance(dear.irr.p50, float) and dear.irr.p50 < 0)
    assert dear.npv_positive.value == 0.0


def test_no_number_is_nan(run):
    def numbers(of):
        if isinstance(of, dict):
            of = of.values()
        elif not isinstance(of, list):
            return [of] if isinstance(of, float) else []
        return [x for part in of for x in numbers(part)]

    assert all(math.isfinite(x) for x in numbers(run.to_dict()))


def test_every_row_of_the_pessimistic_table_is_there(run):
    ids = [scenario.id for scenario in run.comparisons[0].scenarios]
    assert ids[0] == "base" and "budget+adoption+gains" in ids and len(ids) == 8
    assert run.comparisons[0].npv.p50 == run.npv.p50


def test_progress_is_told_and_stops_the_run():
    told = []

    def enough(done, planned):
        told.append((done, planned))
        return done < 10

    part = gemba.example().run(pairs=4000, progress=enough)
    assert part.partial and 10 <= part.pairs_done < 1000
    assert told == sorted(told) and all(planned == 4000 for _, planned in told)


def test_what_progress_raises_ends_the_run():
    def refuse(done, planned):
        raise ZeroDivisionError("enough")

    with pytest.raises(ZeroDivisionError, match="enough"):
        gemba.example().run(pairs=4000, progress=refuse)


def test_a_bar(capfd):
    gemba.example().run(pairs=4, progress=True)
    assert "4/4" in capfd.readouterr().err


def test_a_notebook_shows_the_figures(run):
    shown = run._repr_html_()
    assert shown.startswith("<iframe srcdoc=") and "&lt;svg" in shown
    report = run.report
    assert len(report.figures) >= 5
    figure = report.figure(report.figures[0])
    drawing = xml.etree.ElementTree.fromstring(figure.svg)
    assert drawing.tag == "{http://www.w3.org/2000/svg}svg" and len(drawing) > 20
    assert figure.svg in figure._repr_html_() and figure.title in figure._repr_html_()
    assert report.figure("none") is None
    one = report.chapter("Money")
    assert one.chapters == ["Money"] and one.html != report.html
    assert "20 pairs" in str(run) and "20 pairs" in repr(run)


def test_a_simulation_tells_its_plant():
    found = gemba.example().plant.simulate(replications=3, months=1, kpis=True)
    good = found.line["good"]
    assert good.unit == "pieces/year" and good.mean > 0 and good.error > 0 and good.n == 3
    # What does not exist has a reason and no number.
    absent = found.line["otd"] if "otd" in found.line else next(
        e for e in found.line.values() if e.mean is None
    )
    assert absent.mean is None and absent.p50 is None
    assert set(found.machines) == set(gemba.example().plant.machines)
    assert found.to_dict()["kpis"]


def test_a_sweep_of_a_study_looks_for_the_margin():
    found = gemba.sweep(
        gemba.example(), ["machines.filler.rate=200/min,400/min"], months=2, first=5, most=10
    )
    assert found.best == "machines.filler.rate = 400/min"
    assert found.points.column_names == ["point", "replications", "mean", "error"]
    assert found.to_dict()["format"].startswith("gemba.sweep")


def test_a_stop_log_becomes_a_plant(tmp_path):
    rows = ["start,end,machine,reason"]
    for k in range(60):
        day, hour = 1 + k % 28, 6 + k % 8
        month = 1 + k // 28
        stamp = f"2026-{month:02}-{day:02} {hour:02}"
        rows.append(f"{stamp}:00,{stamp}:{10 + k % 40},press,{'belt' if k % 3 else 'motor'}")
    log = tmp_path / "stops.csv"
    log.write_text("\n".join(rows) + "\n")
    found = gemba.calibrate(log)
    assert found.plant.failure_modes
    assert "60" in str(found) and found.to_dict()["rows"] == 60
