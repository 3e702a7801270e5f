//! The headline for a terminal: at most thirty lines of at most a hundred columns, the questions of
//! the CFO first.

use super::text_table::text_table;
use crate::chapter::{pessimistic_scale, project_notes};
use crate::document::{Table, Tone};
use crate::headline::headline;
use crate::look;
use crate::number::{payback_cell, percent};
use scenarios::study::result::{Comparison, FlagState, Standing, StudyResult};

/// Lines that a headline may take.
const LINES: usize = 30;
/// Columns of the questions.
const LABEL: usize = 11;

/// How to print.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// Use the colours of the terminal?
    pub colour: bool,
    /// Columns of the terminal; 0: a hundred. Never more than a hundred, never less than sixty.
    pub width: u16,
    /// Where the report is, to be named in the last line.
    pub report: Option<String>,
}

impl Style {
    fn columns(&self) -> usize {
        if self.width == 0 { 100 } else { usize::from(self.width).clamp(60, 100) }
    }

    fn paint(&self, text: &str, tone: Tone, bold: bool) -> String {
        if !self.colour {
            return text.to_owned();
        }
        let code = match (tone, bold) {
            (Tone::Good, _) => "1;32",
            (Tone::Bad, _) => "1;31",
            (Tone::Quiet, _) => "2",
            (Tone::Plain, true) => "1",
            (Tone::Plain, false) => return text.to_owned(),
        };
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }
}

/// The headline of a study.
pub fn terminal(result: &StudyResult, style: &Style) -> String {
    let width = style.columns();
    let mut lines = vec![style.paint(&title(result, width), Tone::Quiet, false)];
    for warning in crate::warnings(result).into_iter().chain(project_notes(result)) {
        let line = cut(&format!("{}: {}", warning.label, warning.text), width);
        lines.push(style.paint(&line, warning.tone, true));
    }
    lines.push(String::new());
    let (Some(answers), Some(comparison)) = (headline(result), look::headline(result)) else {
        lines.push("The study compares nothing.".to_owned());
        return finish(lines);
    };
    lines.extend(wrap(&answers.sentence, width).iter().map(|l| style.paint(l, Tone::Plain, true)));
    lines.push(String::new());
    let questions = [
        ("Worst?", answers.worst.as_ref()),
        ("Pays?", Some(&answers.pays)),
        ("When?", Some(&answers.when)),
        ("How sure?", Some(&answers.surely)),
        ("Hangs on?", Some(&answers.hangs_on)),
    ];
    let questions = questions.iter().filter_map(|(label, text)| Some((label, (*text)?)));
    for (question, answer) in questions {
        for (k, line) in wrap(answer, width - LABEL).iter().enumerate() {
            let label = format!("{:<LABEL$}", if k == 0 { question } else { "" });
            lines.push(format!("{}{line}", style.paint(&label, Tone::Plain, true)));
        }
    }
    if comparison.rows.len() > 1 {
        lines.push(String::new());
        lines.extend(table(result, comparison, style, width));
    }
    // What is left of the thirty lines goes to the flags.
    let room = LINES.saturating_sub(lines.len() + 3);
    let flags = flags(result, style, width, room);
    if !flags.is_empty() {
        lines.push(String::new());
        lines.extend(flags);
    }
    if let Some(report) = &style.report {
        lines.push(format!("Report: {report}"));
    }
    finish(lines)
}

/// Blank lines give way where thirty lines are too few.
fn finish(mut lines: Vec<String>) -> String {
    while lines.len() > LINES {
        let Some(blank) = lines.iter().rposition(String::is_empty) else { break };
        lines.remove(blank);
    }
    let mut text = lines.iter().map(|l| l.trim_end()).collect::<Vec<_>>().join("\n");
    text.push('\n');
    text
}

fn title(result: &StudyResult, width: usize) -> String {
    let provenance = &result.provenance;
    let text = format!(
        "{} · {} · {} pairs · seed {}",
        provenance.study,
        provenance.plant,
        crate::number::count(provenance.pairs),
        provenance.seed
    );
    cut(&text, width)
}

fn table(
    result: &StudyResult,
    comparison: &Comparison,
    style: &Style,
    width: usize,
) -> Vec<String> {
    let horizon = result.provenance.horizon_months;
    let scale = pessimistic_scale(result, comparison);
    let title = format!("NPV in {}, if", scale.unit());
    let never = format!(">never in {horizon}");
    let headings = [&title, ">P10", ">P50", ">P90", ">NPV > 0", ">payback", &never];
    let mut table = Table::new("", &headings);
    for row in &comparison.rows {
        let metrics = &row.metrics;
        table.row(vec![
            look::row_title(row).into(),
            scale.bare(metrics.npv.p10).into(),
            scale.bare(metrics.npv.p50).into(),
            scale.bare(metrics.npv.p90).into(),
            percent(metrics.npv_positive.value).into(),
            payback_cell(metrics.payback.p50, horizon).into(),
            percent(metrics.payback.never.value).into(),
        ]);
    }
    let mut lines = text_table(&table, width as u16);
    if let Some(found) = &comparison.judgement {
        let tone = match found.standing {
            Standing::Robust => Tone::Good,
            Standing::Nothing => Tone::Plain,
            Standing::Fragile | Standing::Fails => Tone::Bad,
        };
        // What a fragile case needs stands in the report: thirty lines are few.
        let short = found.sentence.split("; it needs").next().unwrap_or_default();
        let text = format!("Verdict: {}.", short.trim_end_matches('.'));
        lines.extend(wrap(&text, width).iter().map(|line| style.paint(line, tone, true)));
    }
    lines
}

/// The loudest flags, one line each, in at most `room` lines.
fn flags(result: &StudyResult, style: &Style, width: usize, room: usize) -> Vec<String> {
    let warnings = look::speaking(result, FlagState::Warning).map(|f| (f, Tone::Bad));
    let information = look::speaking(result, FlagState::Information).map(|f| (f, Tone::Plain));
    let all: Vec<_> = warnings.chain(information).collect();
    let shown = if all.len() <= room { all.len() } else { room.saturating_sub(1) };
    let mut lines: Vec<String> = Vec::with_capacity(shown + 1);
    for (flag, tone) in &all[..shown] {
        let mark = if *tone == Tone::Bad { "!" } else { "i" };
        let text = cut(&format!("{mark} {} {}: {}", flag.id, flag.title, flag.text), width);
        lines.push(style.paint(&text, *tone, false));
    }
    if all.len() > shown {
        lines.push(format!("  {} more flags in the report", all.len() - shown));
    }
    lines
}

/// At most `width` characters.
fn cut(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let kept: String = text.chars().take(width.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// Breaks a text between words.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut length = 0;
    // A number and its percent sign stay together.
    for word in text.replace(" %", "\u{a0}%").split(' ') {
        let letters = word.chars().count();
        if length > 0 && length + 1 + letters > width {
            lines.push(std::mem::take(&mut line));
            length = 0;
        }
        if length > 0 {
            line.push(' ');
            length += 1;
        }
        line.push_str(&word.replace('\u{a0}', " "));
        length += letters;
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_wrapped_and_cut() {
        assert_eq!(wrap("one two 83 % three", 12), vec!["one two 83 %", "three"]);
        assert_eq!(wrap("a 83 %", 4), vec!["a", "83 %"]);
        assert_eq!(cut("abcdef", 4), "abc…");
    }
}
