//! Tables for pandas, Polars and everybody else who speaks Arrow: the PyCapsule interface.

use crate::fault;
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{
    Array, ArrayRef, Float64Array, RecordBatch, RecordBatchIterator, StringArray, UInt64Array,
};
use arrow_schema::ffi::FFI_ArrowSchema;
use arrow_schema::{DataType, Field, Schema};
use pyo3::prelude::*;
use pyo3::types::{IntoPyDict, PyCapsule};
use reports::write::columns::{Column, Values};
use scenarios::study::result::StudyResult;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A table of a result. `polars.DataFrame(table)`, `pyarrow.table(table)`, `table.to_pandas()` and whoever else
/// speaks the Arrow PyCapsule interface take it as it lies in memory; none of them is needed to make it. Units are in
/// the metadata of the fields, provenance in that of the schema.
#[pyclass(frozen, module = "gemba")]
#[derive(Clone, Debug)]
pub(crate) struct Table(RecordBatch);

/// Columns of a result as a table.
pub(crate) fn of_columns(
    result: &StudyResult,
    about: &str,
    columns: Vec<Column<'_>>,
) -> PyResult<Table> {
    let provenance = serde_json::to_string(&result.provenance).map_err(fault::run)?;
    let metadata = [("gemba.about", about), ("gemba.provenance", &provenance)];
    of_any(metadata, columns)
}

/// Columns as a table.
pub(crate) fn of_any<const N: usize>(
    metadata: [(&str, &str); N],
    columns: Vec<Column<'_>>,
) -> PyResult<Table> {
    let (mut fields, mut arrays) = (Vec::new(), Vec::<ArrayRef>::new());
    for Column { name, unit, values } in columns {
        let (array, kind, absent): (ArrayRef, _, _) = match values {
            Values::Counts(counts) => {
                (Arc::new(UInt64Array::from(counts)), DataType::UInt64, false)
            }
            Values::Words(words) => (Arc::new(StringArray::from(words)), DataType::Utf8, false),
            Values::Numbers(numbers) => {
                (Arc::new(Float64Array::from(numbers)), DataType::Float64, true)
            }
        };
        let unit = (!unit.is_empty()).then(|| ("unit".to_owned(), unit));
        let unit: BTreeMap<String, String> = unit.into_iter().collect();
        fields.push(Field::new(name, kind, absent).with_metadata(unit));
        arrays.push(array);
    }
    let metadata: BTreeMap<String, String> =
        metadata.into_iter().map(|(k, v)| (k.to_owned(), v.to_owned())).collect();
    let schema = Arc::new(Schema::new_with_metadata(fields, metadata));
    RecordBatch::try_new(schema, arrays).map(Table).map_err(fault::run)
}

#[pymethods]
impl Table {
    /// The Arrow PyCapsule interface. The schema is as it is, whatever is asked for: the consumer casts.
    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let _ = requested_schema;
        let batches = RecordBatchIterator::new([Ok(self.0.clone())], self.0.schema());
        let stream = FFI_ArrowArrayStream::new(Box::new(batches));
        PyCapsule::new_with_value(py, stream, c"arrow_array_stream")
    }

    /// The Arrow PyCapsule interface.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let schema = FFI_ArrowSchema::try_from(self.0.schema().as_ref()).map_err(fault::run)?;
        PyCapsule::new_with_value(py, schema, c"arrow_schema")
    }

    /// Names of the columns.
    #[getter]
    fn column_names(&self) -> Vec<String> {
        self.0.schema().fields().iter().map(|field| field.name().clone()).collect()
    }

    /// Units by column; columns without a unit are absent.
    #[getter]
    fn units(&self) -> BTreeMap<String, String> {
        let schema = self.0.schema();
        let unit = |field: &Arc<Field>| {
            Some((field.name().clone(), field.metadata().get("unit")?.clone()))
        };
        schema.fields().iter().filter_map(unit).collect()
    }

    /// Columns.
    #[getter]
    fn num_columns(&self) -> usize {
        self.0.num_columns()
    }

    /// Rows.
    fn __len__(&self) -> usize {
        self.0.num_rows()
    }

    /// Where the first value of a column of numbers lies in memory: for whoever wants to see that nothing is
    /// copied.
    fn _address(&self, column: &str) -> Option<usize> {
        let buffer = self.0.column_by_name(column)?.to_data();
        buffer.buffers().first().map(|buffer| buffer.as_ptr() as usize)
    }

    /// As a pandas DataFrame over the same memory (needs pyarrow): its columns have Arrow types, and what is absent
    /// is `pandas.NA`. `pandas.DataFrame.from_arrow(table)` gives NumPy types and copies.
    fn to_pandas<'py>(slf: Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        let py = slf.py();
        let types = py.import("pandas")?.getattr("ArrowDtype")?;
        let table = py.import("pyarrow")?.call_method1("table", (slf,))?;
        table.call_method("to_pandas", (), Some(&[("types_mapper", types)].into_py_dict(py)?))
    }

    /// As a Polars DataFrame.
    fn to_polars<'py>(slf: Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("polars")?.call_method1("DataFrame", (slf,))
    }

    /// As a pyarrow Table.
    fn to_pyarrow<'py>(slf: Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        slf.py().import("pyarrow")?.call_method1("table", (slf,))
    }

    fn __repr__(&self) -> String {
        let names = self.column_names().join(", ");
        format!("<gemba.Table {} rows: {names}>", self.0.num_rows())
    }
}
