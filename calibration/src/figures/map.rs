//! The map: which column is which figure.

use crate::read::date::DayOrder;
use jiff::civil::Date;
use std::path::Path;
use twin_models::text::{
    Context, Diagnostics, Document, Field, Kind, Reader, Section, Severity, Wrong,
};

/// What is done with rows that are not as they should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// They are faults; nothing is written.
    Refuse,
    /// They are used, and counted.
    Keep,
    /// They are not used, and counted.
    LeaveOut,
}

/// A map that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Map {
    /// Sheet of a workbook.
    pub sheet: Option<String>,
    /// Header of the day or month.
    pub month: String,
    /// Header of the currency.
    pub currency: Option<String>,
    /// Header of the number of the record; none: rows that are equal in every cell are the same.
    pub record: Option<String>,
    /// Order of day and month, where the column does not tell.
    pub date_format: Option<DayOrder>,
    /// Decimal mark, where the column does not tell.
    pub decimal: Option<char>,
    /// First and last day that count.
    pub period: (Option<Date>, Option<Date>),
    /// Rows whose date or value cannot be read.
    pub unreadable: Policy,
    /// Records that stand there again.
    pub duplicates: Policy,
    /// Rows in another currency than the figure's.
    pub other_currency: Policy,
    /// What is asked for.
    pub figures: Vec<Figure>,
}

/// One figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Its key.
    pub name: String,
    /// For people.
    pub title: String,
    /// What is summed.
    pub sum: Part,
    /// What the sum is divided by; none: by years.
    pub per: Option<Part>,
    /// Path in the study file that it becomes.
    pub target: Option<String>,
    /// Unit of the result, such as `$/piece`.
    pub unit: String,
    /// Who answers for it.
    pub owner: String,
    /// Negative values: credits, corrections.
    pub negative: Policy,
    /// A month without a row counts as 0.
    pub empty_is_zero: bool,
}

/// A column, or those rows of it of which another one says the words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Header.
    pub column: String,
    /// Header and words.
    pub only: Option<(String, Vec<String>)>,
}

const DO: Kind = Kind::Word(&["refuse", "leave out"]);
const DO_OR_KEEP: Kind = Kind::Word(&["refuse", "keep", "leave out"]);

/// The file.
pub static MAP: Section = Section {
    name: "the map",
    doc: "Which column of an export is which figure of a study.",
    fields: &[
        Field::required("file", Kind::Table(&FILE), "How the export is written."),
        Field::required("figures", Kind::Named(&FIGURE), "What is asked for."),
    ],
};

/// `[file]`.
pub static FILE: Section = Section {
    name: "[file]",
    doc: "How the export is written.",
    fields: &[
        Field::required("month", Kind::Text, "Header of the day or month of a row."),
        Field::optional(
            "sheet",
            Kind::Text,
            "Sheet of a workbook; absent: the only one with a table.",
        ),
        Field::optional("currency", Kind::Text, "Header of the currency."),
        Field::optional(
            "record",
            Kind::Text,
            "Header of the number of a record; absent: the whole row.",
        ),
        Field::optional(
            "date_format",
            Kind::Word(&["d/m/y", "m/d/y"]),
            "Where the column does not tell.",
        ),
        Field::optional(
            "decimal",
            Kind::Word(&[".", ","]),
            "Decimal mark, where a column does not tell.",
        ),
        Field::optional("from", Kind::Date, "First day that counts."),
        Field::optional("to", Kind::Date, "Last day that counts."),
        Field::optional("owner", Kind::Text, "Who answers for all figures."),
        Field::default("unreadable", DO, "refuse", "Rows whose date or value cannot be read."),
        Field::default("duplicates", DO_OR_KEEP, "refuse", "Records that stand there again."),
        Field::default(
            "other_currency",
            DO,
            "refuse",
            "Rows in another currency than the figure's.",
        ),
    ],
};

/// `[figures.NAME]`.
pub static FIGURE: Section = Section {
    name: "[figures.NAME]",
    doc: "A sum of a column, over the sum of another one or a year.",
    fields: &[
        Field::required("sum", Kind::Text, "Header of what is summed."),
        Field::optional(
            "where",
            Kind::Table(&WHERE),
            "Only rows of which another column says this.",
        ),
        Field::optional("per", Kind::Text, "Header of what it is divided by; absent: a year."),
        Field::optional("per_where", Kind::Table(&WHERE), "The same, for `per`."),
        Field::required("unit", Kind::Text, "Unit of the result, such as \"$/piece\"."),
        Field::optional("for", Kind::Text, "What it is in a study file, such as \"prices.scrap\"."),
        Field::optional("title", Kind::Text, "Name for people."),
        Field::optional("owner", Kind::Text, "Who answers for it; absent: that of [file]."),
        Field::default("negative", DO_OR_KEEP, "refuse", "Negative values: credits, corrections."),
        Field::default(
            "empty_month",
            Kind::Word(&["leave out", "zero"]),
            "leave out",
            "A month without a row to be summed.",
        ),
    ],
};

/// `where = { ... }`.
pub static WHERE: Section = Section {
    name: "where",
    doc: "Rows of which a column says one of these words.",
    fields: &[
        Field::required("column", Kind::Text, "Header."),
        Field::required(
            "is",
            Kind::List(&Kind::Text),
            "Its words, such as [\"SCRAP\"]; capitals do not matter.",
        ),
    ],
};

/// Reads a map.
///
/// # Errors
/// All its faults.
pub fn read(path: &Path) -> Result<Map, Diagnostics> {
    let document = Document::read(path)?;
    let context = Context::new(&document, false);
    let map = of(&context.root(&MAP));
    let (faults, _) = context.finish();
    let errors = faults.iter().any(|fault| fault.severity == Severity::Error);
    match map {
        Some(map) if !errors => Ok(map),
        _ => Err(Diagnostics::new(faults)),
    }
}

fn of(root: &Reader<'_, '_>) -> Option<Map> {
    let file = root.table("file");
    let owner = file.as_ref().and_then(|file| text(file, "owner"));
    let mut figures: Vec<Figure> = Vec::new();
    for (name, reader) in root.named("figures") {
        let Some(figure) = figure(name, &reader, owner.as_deref()) else { continue };
        let target = figure.target.as_deref();
        if let Some(other) =
            figures.iter().find(|f| target.is_some() && f.target.as_deref() == target)
        {
            let reason = format!("`{}` is it already", other.name);
            reader.error("for", reason, "one value has one figure: delete one `for`");
        }
        figures.push(figure);
    }
    if root.own_node("figures").is_some_and(|n| n.as_table().is_some_and(|t| t.entries.is_empty()))
    {
        root.error(
            "figures",
            "no figure is asked for",
            "write [figures.NAME] with `sum` and `unit`",
        );
    }
    let file = file?;
    let order = file.has("date_format").then(|| file.word("date_format"));
    let decimal = file.has("decimal").then(|| file.word("decimal"));
    let date = |key: &str| if file.has(key) { file.date(key) } else { None };
    let period = (date("from"), date("to"));
    if let (Some(from), Some(to)) = period
        && from > to
    {
        file.error("to", "the last day is before the first", "exchange `from` and `to`");
    }
    Some(Map {
        sheet: text(&file, "sheet"),
        month: file.text("month")?.to_owned(),
        currency: text(&file, "currency"),
        record: text(&file, "record"),
        date_format: order.flatten().map(|word| match word {
            "d/m/y" => DayOrder::DayFirst,
            _ => DayOrder::MonthFirst,
        }),
        decimal: decimal.flatten().and_then(|word| word.chars().next()),
        period,
        unreadable: policy(&file, "unreadable"),
        duplicates: policy(&file, "duplicates"),
        other_currency: policy(&file, "other_currency"),
        figures,
    })
}

fn figure(name: &str, reader: &Reader<'_, '_>, owner: Option<&str>) -> Option<Figure> {
    let sum = part(reader, "sum", "where");
    let per = if reader.has("per") { Some(part(reader, "per", "per_where")?) } else { None };
    if per.is_none() && reader.has("per_where") {
        reader.error("per_where", "there is no `per`", "write `per` too, or delete `per_where`");
    }
    let target = text(reader, "for");
    if let Some(Err(wrong)) = target.as_deref().map(twin_models::text::Path::parse) {
        let remedy = wrong.remedy.unwrap_or_default();
        reader.context.error(
            reader.span_of("for"),
            &reader.path_of("for"),
            Wrong::new(wrong.reason, remedy),
        );
    }
    let unit = reader.text("unit");
    if let Some(unit) = unit.filter(|unit| unit.trim().is_empty() || unit.contains('"')) {
        reader.error("unit", format!("`{unit}` is no unit"), "write a unit, such as \"$/piece\"");
    }
    let own = text(reader, "owner").or_else(|| owner.map(str::to_owned));
    if own.is_none() {
        let remedy = "write owner = \"Controller\" here or into [file]: a measured figure needs somebody who answers for it";
        reader.error("owner", "nobody answers for this figure", remedy);
    }
    Some(Figure {
        name: name.to_owned(),
        title: text(reader, "title").unwrap_or_else(|| name.replace('_', " ")),
        sum: sum?,
        per,
        target,
        unit: unit?.to_owned(),
        owner: own?,
        negative: policy(reader, "negative"),
        empty_is_zero: reader.word("empty_month") == Some("zero"),
    })
}

fn part(reader: &Reader<'_, '_>, key: &str, filter: &str) -> Option<Part> {
    let column = reader.text(key).map(str::to_owned);
    let only = if reader.has(filter) {
        let table = reader.item(filter)?.table(&WHERE)?;
        let words: Vec<String> =
            table.list("is").iter().filter_map(|at| at.text().map(str::to_owned)).collect();
        if table.has("is") && words.is_empty() {
            table.error("is", "no word stands there", "write is = [\"SCRAP\"]");
        }
        Some((table.text("column")?.to_owned(), words))
    } else {
        None
    };
    Some(Part { column: column?, only })
}

fn text(reader: &Reader<'_, '_>, key: &str) -> Option<String> {
    if reader.has(key) { reader.text(key).map(str::to_owned) } else { None }
}

fn policy(reader: &Reader<'_, '_>, key: &str) -> Policy {
    match reader.word(key) {
        Some("keep") => Policy::Keep,
        Some("leave out") => Policy::LeaveOut,
        _ => Policy::Refuse,
    }
}
