//! The one language between chapters, which know what to say, and writers, which know how to print.

/// A finished report.
#[derive(Clone, Debug, PartialEq)]
pub struct Report {
    /// Name of the study.
    pub title: String,
    /// Plant, horizon, date: one line.
    pub subtitle: String,
    /// Shown before everything else, for example that the run was cut short.
    pub warnings: Vec<Note>,
    /// Chapters in reading order.
    pub sections: Vec<Section>,
    /// Seed, version, hash of the inputs: the last line.
    pub colophon: String,
}

/// One chapter.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// Anchor, stable and unique.
    pub id: String,
    /// Heading.
    pub title: String,
    /// Whose question it answers, for example `For the CFO`.
    pub reader: String,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// A piece of a chapter.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// The sentence of the whole report, set large.
    Lead(String),
    /// A heading inside the chapter.
    Heading(String),
    /// Running text.
    Paragraph(String),
    /// Question and answer, or term and definition.
    Terms(Vec<(String, String)>),
    /// A few numbers that everybody looks for first.
    Facts(Vec<Fact>),
    /// Rows and columns.
    Table(Table),
    /// A drawing.
    Figure(Figure),
    /// Something the reader must not overlook.
    Note(Note),
}

/// One number of the first page.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    /// What it is.
    pub label: String,
    /// The number with its unit.
    pub value: String,
    /// Its interval, or what it means.
    pub detail: String,
    /// Good, bad or neither.
    pub tone: Tone,
}

/// A table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// What it shows.
    pub caption: String,
    /// Columns, left to right.
    pub columns: Vec<Column>,
    /// Rows, top to bottom.
    pub rows: Vec<Row>,
    /// Shown below it.
    pub note: Option<String>,
    /// Long tables are folded; this is the line to unfold them.
    pub folded: Option<String>,
}

/// A column of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Heading, with the unit where all cells share it.
    pub title: String,
    /// Numbers to the right, words to the left.
    pub align: Align,
}

/// Where the text of a column stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// A row of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// As many as columns.
    pub cells: Vec<Cell>,
    /// A sum, or the row that matters most.
    pub strong: bool,
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// What it says; empty where nothing is known.
    pub text: String,
    /// How it says it.
    pub tone: Tone,
}

/// Meaning of a number or a note. Never told by colour alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Neither good nor bad.
    #[default]
    Plain,
    /// Speaks for the investment.
    Good,
    /// Speaks against it, or needs attention.
    Bad,
    /// Of less weight.
    Quiet,
}

/// A drawing with the words that replace it for whoever cannot see it.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Anchor, stable and unique.
    pub id: String,
    /// Title.
    pub title: String,
    /// What there is to see, in words.
    pub description: String,
    /// The drawing: an `svg` element that scales to any width.
    pub svg: String,
}

/// A remark set apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// In two or three words.
    pub label: String,
    /// In full.
    pub text: String,
    /// Its weight.
    pub tone: Tone,
}

impl Table {
    /// An empty table; a heading that begins with `>` is of a column of numbers.
    pub fn new(caption: impl Into<String>, headings: &[&str]) -> Self {
        let column = |heading: &&str| match heading.strip_prefix('>') {
            Some(title) => Column { title: title.to_owned(), align: Align::Right },
            None => Column { title: (*heading).to_owned(), align: Align::Left },
        };
        let columns = headings.iter().map(column).collect();
        Self { caption: caption.into(), columns, ..Self::default() }
    }

    /// Adds a row.
    pub fn row(&mut self, cells: Vec<Cell>) {
        self.rows.push(Row { cells, strong: false });
    }

    /// Adds a row that stands out.
    pub fn strong(&mut self, cells: Vec<Cell>) {
        self.rows.push(Row { cells, strong: true });
    }

    /// Sets the line below the table.
    pub fn noted(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }

    /// Folds the table under a line that says what is in it.
    pub fn folded(mut self, summary: impl Into<String>) -> Self {
        self.folded = Some(summary.into());
        self
    }
}

impl Cell {
    /// A cell with a tone.
    pub fn toned(text: impl Into<String>, tone: Tone) -> Self {
        Self { text: text.into(), tone }
    }
}

impl<T: Into<String>> From<T> for Cell {
    fn from(text: T) -> Self {
        Self { text: text.into(), tone: Tone::Plain }
    }
}

impl Note {
    /// A note that needs attention.
    pub fn warning(label: impl Into<String>, text: impl Into<String>) -> Self {
        Self { label: label.into(), text: text.into(), tone: Tone::Bad }
    }

    /// A note for information.
    pub fn information(label: impl Into<String>, text: impl Into<String>) -> Self {
        Self { label: label.into(), text: text.into(), tone: Tone::Plain }
    }
}
