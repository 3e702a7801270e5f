//! Reports with figures, shown in a notebook as they are.

use pyo3::prelude::*;
use reports::document::{self, Block};
use reports::write;
use std::path::PathBuf;

/// A report with figures: shown in Jupyter where it stands at the end of a cell, saved with `save`.
#[pyclass(frozen, module = "gemba")]
#[derive(Clone, Debug)]
pub(crate) struct Report(document::Report);

impl Report {
    /// All of it.
    pub(crate) fn of(report: document::Report) -> Self {
        Self(report)
    }

    /// Its first chapter.
    pub(crate) fn first(mut report: document::Report) -> Self {
        report.sections.truncate(1);
        Self(report)
    }
}

/// As text of HTML, in an attribute too.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + text.len() / 8);
    for c in text.chars() {
        match c {
            '&' => quoted.push_str("&amp;"),
            '"' => quoted.push_str("&quot;"),
            '<' => quoted.push_str("&lt;"),
            '>' => quoted.push_str("&gt;"),
            c => quoted.push(c),
        }
    }
    quoted
}

/// A page in a frame of its own, so that its style and that of the notebook leave each other alone.
pub(crate) fn frame(page: &str, height: u32) -> String {
    let quoted = quoted(page);
    format!(
        "<iframe srcdoc=\"{quoted}\" style=\"width: 100%; height: {height}px; border: 0\" loading=\"lazy\" \
         sandbox=\"allow-popups\"></iframe>"
    )
}

#[pymethods]
impl Report {
    /// Titles of the chapters.
    #[getter]
    fn chapters(&self) -> Vec<&str> {
        self.0.sections.iter().map(|section| section.title.as_str()).collect()
    }

    /// Titles of the figures.
    #[getter]
    fn figures(&self) -> Vec<&str> {
        self.figure_blocks().map(|figure| figure.title.as_str()).collect()
    }

    /// A figure, by its title.
    fn figure(&self, title: &str) -> Option<Figure> {
        self.figure_blocks().find(|figure| figure.title == title).map(Figure::of)
    }

    /// A chapter of its own, by its title.
    fn chapter(&self, title: &str) -> Option<Self> {
        let section = self.0.sections.iter().find(|section| section.title == title)?;
        let mut report = self.0.clone();
        report.sections = vec![section.clone()];
        Some(Self(report))
    }

    /// The whole page; the same result gives the same bytes.
    #[getter]
    fn html(&self) -> String {
        write::html(&self.0)
    }

    /// Writes the page.
    fn save(&self, path: PathBuf) -> PyResult<()> {
        Ok(std::fs::write(path, write::html(&self.0))?)
    }

    /// For Jupyter.
    pub(crate) fn _repr_html_(&self) -> String {
        frame(&write::html(&self.0), 900)
    }

    fn __repr__(&self) -> String {
        format!("<gemba.Report {:?}: {} chapters>", self.0.title, self.0.sections.len())
    }
}

impl Report {
    fn figure_blocks(&self) -> impl Iterator<Item = &document::Figure> {
        self.0.sections.iter().flat_map(|section| &section.blocks).filter_map(|block| match block {
            Block::Figure(figure) => Some(figure),
            _ => None,
        })
    }
}

/// A figure of a report: shown in Jupyter, saved as SVG.
#[pyclass(frozen, get_all, module = "gemba")]
#[derive(Clone, Debug)]
pub(crate) struct Figure {
    /// Above it.
    title: String,
    /// What it shows, in words.
    description: String,
    /// The drawing.
    svg: String,
}

impl Figure {
    fn of(figure: &document::Figure) -> Self {
        // On a page it stands in HTML; alone it says what it is.
        let alone = "<svg xmlns=\"http://www.w3.org/2000/svg\" ";
        let svg = figure.svg.replacen("<svg ", alone, 1);
        Self { title: figure.title.clone(), description: figure.description.clone(), svg }
    }
}

#[pymethods]
impl Figure {
    /// Writes the drawing.
    fn save(&self, path: PathBuf) -> PyResult<()> {
        Ok(std::fs::write(path, &self.svg)?)
    }

    /// For Jupyter.
    fn _repr_html_(&self) -> String {
        let (title, description) = (quoted(&self.title), quoted(&self.description));
        format!(
            "<figure style=\"max-width: 720px; margin: 0; padding: 8px; background: white; color: #1D2733\">\
             <strong>{title}</strong>{}<figcaption>{description}</figcaption></figure>",
            self.svg
        )
    }

    fn __repr__(&self) -> String {
        format!("<gemba.Figure {:?}>", self.title)
    }
}
