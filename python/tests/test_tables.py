"""Tables go to pandas, Polars and pyarrow as they lie in memory."""

import csv

import gemba
import pytest

pa = pytest.importorskip("pyarrow")
pd = pytest.importorskip("pandas")
pl = pytest.importorskip("polars")


def test_pyarrow_takes_it_without_a_copy(run):
    table = run.pairs
    column = pa.table(table).column("npv_usd").chunk(0)
    assert column.buffers()[1].address == table._address("npv_usd")


def test_polars_takes_it_without_a_copy(run):
    table = run.pairs
    frame = pl.DataFrame(table)
    numbers = frame["npv_usd"].to_numpy(allow_copy=False)
    assert numbers.__array_interface__["data"][0] == table._address("npv_usd")
    assert frame.shape == (len(table), table.num_columns)


def test_pandas_takes_it_without_a_copy(run):
    table = run.pairs
    frame = table.to_pandas()
    assert list(frame.columns) == table.column_names
    for name in ["npv_usd", "payback_months", "scenario"]:
        column = pa.chunked_array(frame[name].array.__arrow_array__()).chunk(0)
        assert column.buffers()[1].address == table._address(name), name
    # Not within the horizon is absent, and neither NaN nor a number.
    assert frame["payback_months"].isna().any()


def test_pandas_takes_it_by_itself(run):
    if not hasattr(pd.DataFrame, "from_arrow"):
        pytest.skip("pandas before 3")
    frame = pd.DataFrame.from_arrow(run.pairs)
    assert frame["npv_usd"].tolist() == run.pairs.to_pandas()["npv_usd"].tolist()


def test_a_column_of_numbers_reaches_numpy_without_a_copy(run):
    table = run.pairs
    numbers = pa.table(table).column("npv_usd").chunk(0).to_numpy(zero_copy_only=True)
    assert numbers.__array_interface__["data"][0] == table._address("npv_usd")


def test_a_table_outlives_its_run():
    frame = gemba.example().run(pairs=4).pairs.to_polars()
    assert frame["npv_usd"].is_finite().all()


def test_it_is_the_table_of_pairs_csv(run, tmp_path):
    run.save(tmp_path)
    with open(tmp_path / "pairs.csv") as file:
        rows = list(csv.DictReader(file))
    frame = run.pairs.to_polars()
    assert frame.columns == list(rows[0])
    assert frame.height == len(rows)
    for name in ["npv_usd", "payback_months", "irr_per_year"]:
        assert frame[name].to_list() == [float(r[name]) if r[name] else None for r in rows]
    assert frame["scenario"].to_list() == [r["scenario"] for r in rows]
    # Not within the horizon is null, and neither NaN nor a number.
    assert frame["payback_months"].null_count() > 0
    assert frame["payback_months"].is_nan().sum() == 0


def test_the_headline_is_found_in_the_table(run):
    frame = run.pairs.to_pandas()
    one = frame[(frame.comparison == run.comparisons[0].id) & (frame.scenario == "base")]
    assert one.npv_usd.median() == pytest.approx(run.npv.p50, rel=1e-12)
    assert (one.npv_usd > 0).mean() == run.npv_positive.value


def test_units_and_provenance_travel_with_it(run):
    schema = pa.schema(run.pairs)
    assert schema.field("npv_usd").metadata == {b"unit": b"USD"}
    assert b'"seed":7' in schema.metadata[b"gemba.provenance"]
    assert run.pairs.units["payback_months"] == "months"


def test_other_tables(run):
    cash = run.comparisons[0].cash.to_pandas()
    assert list(cash.columns) == ["month", "p10", "p50", "p90"] and len(cash) == 61
    unknowns = run.unknowns
    assert len(unknowns) in (0, 20) and unknowns.column_names[:2] == ["pair", "npv_usd"]
