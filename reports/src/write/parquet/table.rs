//! A table under way: columns of words, counts and numbers.

use ::parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use ::parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use ::parquet::errors::ParquetError;
use ::parquet::file::metadata::KeyValue;
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::writer::SerializedFileWriter;
use ::parquet::schema::types::Type;
use scenarios::study::result::StudyResult;
use std::io::Write;
use std::sync::Arc;

/// Most rows of a row group.
pub(super) const GROUP: usize = 1 << 17;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Whole numbers.
    Count,
    /// Words.
    Word,
    /// Numbers; absent where there is none.
    Number,
}

/// A column: name, unit, what it holds.
#[derive(Clone, Debug)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) unit: String,
    pub(super) kind: Kind,
}

impl Column {
    pub(super) fn new(name: &str, kind: Kind, unit: &str) -> Self {
        Self { name: name.to_owned(), unit: unit.to_owned(), kind }
    }
}

/// The values of one column of a row group.
pub(super) enum Values {
    Count(Vec<i64>),
    Word(Vec<ByteArray>),
    /// The values there are, and which rows have one.
    Number(Vec<f64>, Vec<i16>),
}

impl Values {
    pub(super) fn counts(values: impl Iterator<Item = u64>) -> Self {
        Self::Count(values.map(u64::cast_signed).collect())
    }

    pub(super) fn words<'a>(values: impl Iterator<Item = &'a str>) -> Self {
        Self::Word(values.map(ByteArray::from).collect())
    }

    /// What is no finite number is absent, as in CSV.
    pub(super) fn numbers(values: impl Iterator<Item = Option<f64>>) -> Self {
        let (mut there, mut levels) = (Vec::new(), Vec::new());
        for value in values {
            let value = value.filter(|x| x.is_finite());
            levels.push(i16::from(value.is_some()));
            // Adding zero takes the sign from a negative zero.
            there.extend(value.map(|x| x + 0.0));
        }
        Self::Number(there, levels)
    }
}

/// A file under way.
pub(super) struct Table<W: Write + Send> {
    writer: SerializedFileWriter<W>,
}

impl<W: Write + Send> Table<W> {
    /// `about` says in a sentence what a row is.
    pub(super) fn new(
        result: &StudyResult,
        about: &str,
        columns: &[Column],
        out: W,
    ) -> Result<Self, ParquetError> {
        let field = |column: &Column| {
            let (physical, repetition, logical) = match column.kind {
                Kind::Count => (Physical::INT64, Repetition::REQUIRED, None),
                Kind::Word => {
                    (Physical::BYTE_ARRAY, Repetition::REQUIRED, Some(LogicalType::String))
                }
                Kind::Number => (Physical::DOUBLE, Repetition::OPTIONAL, None),
            };
            let field = Type::primitive_type_builder(&column.name, physical)
                .with_repetition(repetition)
                .with_logical_type(logical);
            field.build().map(Arc::new)
        };
        let fields = columns.iter().map(field).collect::<Result<_, _>>()?;
        let schema = Type::group_type_builder("gemba").with_fields(fields).build()?;
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_created_by(format!("gemba {}", result.provenance.version))
            .set_key_value_metadata(Some(metadata(result, about, columns)?))
            .build();
        let writer = SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties))?;
        Ok(Self { writer })
    }

    /// Writes some rows: the values of every column, in order.
    pub(super) fn group(&mut self, columns: Vec<Values>) -> Result<(), ParquetError> {
        let mut group = self.writer.next_row_group()?;
        for column in columns {
            let more = || ParquetError::General("more values than columns".to_owned());
            let mut writer = group.next_column()?.ok_or_else(more)?;
            match column {
                Values::Count(values) => {
                    writer.typed::<Int64Type>().write_batch(&values, None, None)?
                }
                Values::Word(values) => {
                    writer.typed::<ByteArrayType>().write_batch(&values, None, None)?
                }
                Values::Number(values, levels) => {
                    writer.typed::<DoubleType>().write_batch(&values, Some(&levels), None)?
                }
            };
            writer.close()?;
        }
        group.close()?;
        Ok(())
    }

    /// Writes the end of the file.
    pub(super) fn close(self) -> Result<(), ParquetError> {
        self.writer.close().map(|_| ())
    }
}

/// Where the table comes from, and the unit of every column.
fn metadata(
    result: &StudyResult,
    about: &str,
    columns: &[Column],
) -> Result<Vec<KeyValue>, ParquetError> {
    let p = &result.provenance;
    let all = serde_json::to_string(p).map_err(|error| ParquetError::General(error.to_string()))?;
    let mut pairs = vec![
        ("gemba.about".to_owned(), about.to_owned()),
        ("gemba.version".to_owned(), p.version.clone()),
        ("gemba.study".to_owned(), p.study.clone()),
        ("gemba.plant".to_owned(), p.plant.clone()),
        ("gemba.seed".to_owned(), p.seed.to_string()),
        ("gemba.pairs".to_owned(), p.pairs.to_string()),
        ("gemba.currency".to_owned(), p.currency.clone()),
        ("gemba.start".to_owned(), p.start.clone()),
        ("gemba.horizon_months".to_owned(), p.horizon_months.to_string()),
        ("gemba.provenance".to_owned(), all),
    ];
    pairs.extend(p.input_hash.clone().map(|hash| ("gemba.input_hash".to_owned(), hash)));
    pairs.extend(columns.iter().map(|c| (format!("unit.{}", c.name), c.unit.clone())));
    Ok(pairs.into_iter().map(|(key, value)| KeyValue::new(key, value)).collect())
}
