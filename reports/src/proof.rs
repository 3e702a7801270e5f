//! The proof of a number in words: the chain that an auditor walks, link by link.

use crate::document::Table;
use crate::number::count;
use crate::write::text_table::text_table;
use crate::write::wrap;
use scenarios::proof::{Chain, Derivation, InputRow, MoneyLine, Proof};
use scenarios::study::result::StudyResult;

const WIDTH: usize = 100;
/// Lines of the ledger whose quantities and inputs are written out; the others are in the JSON.
const OPENED: usize = 6;
/// Rows of inputs shown for a line.
const ROWS: usize = 8;

/// Full precision, with commas; what does not exist is said.
fn money(value: f64) -> String {
    let cents = libm::round(value * 100.0) / 100.0;
    let text = format!("{:.2}", cents.abs());
    let (whole, rest) = text.split_once('.').unwrap_or((&text, "00"));
    let grouped = whole.parse::<u64>().map_or_else(|_| whole.to_owned(), count);
    let minus = if cents < 0.0 { "\u{2212}" } else { "" };
    format!("{minus}{grouped}.{rest}")
}

fn said(value: Option<f64>, unit: &str, currency: &str) -> String {
    match (value, unit) {
        (None, _) => "none within the horizon".to_owned(),
        (Some(x), "share") => format!("{:.4} %", 100.0 * x),
        (Some(x), "months") => format!("{x:.3} months"),
        (Some(x), unit) => format!("{} {}", money(x), unit.replacen("money", currency, 1)),
    }
}

/// The proof for a terminal.
pub fn text(proof: &Proof, result: &StudyResult) -> String {
    let currency = &result.provenance.currency;
    let mut lines = Vec::new();
    number(proof, currency, &mut lines);
    pair(&proof.chain, currency, &mut lines);
    opened(&proof.chain, currency, &mut lines);
    inputs(&proof.chain, &mut lines);
    heading("5  To repeat it", &mut lines);
    lines.extend(wrap(
        &format!(
            "Seed {}, pair {}: {}. The same luck is behind every number of this pair; the inputs are kept \
             in the folder of the run.",
            proof.seed, proof.chain.pair, proof.replay
        ),
        WIDTH,
    ));
    lines.iter().map(|l| l.trim_end()).collect::<Vec<_>>().join("\n") + "\n"
}

fn heading(text: &str, lines: &mut Vec<String>) {
    lines.extend([String::new(), text.to_owned()]);
}

fn number(proof: &Proof, currency: &str, lines: &mut Vec<String>) {
    let Derivation { number, meaning, unit, value, agrees, rule, interval, .. } = &proof.derivation;
    let say = |x: Option<f64>| said(x, unit, currency);
    lines.push(format!("{number} of {}, row {}: {}", proof.comparison, proof.row, say(*value)));
    lines.extend(wrap(&format!("= {meaning}"), WIDTH));
    heading("1  From the number to the pairs", lines);
    lines.extend(wrap(rule, WIDTH));
    for used in &proof.derivation.used {
        lines.push(format!(
            "  rank {}: pair {}, {}, weight {:.3}",
            used.rank,
            used.pair,
            say(used.value),
            used.weight
        ));
    }
    let same = match agrees {
        true => "the same as in result.json, to the last digit".to_owned(),
        false => format!("NOT what result.json says: {}", say(proof.derivation.stated)),
    };
    lines.push(format!("From pairs.csv: {}: {same}.", say(*value)));
    if let Some(interval) = interval {
        lines.extend(wrap(
            &format!(
                "95 % interval {} to {}: the error of {} pairs, not the risk.",
                say(Some(interval.low)),
                say(Some(interval.high)),
                count(proof.derivation.pairs)
            ),
            WIDTH,
        ));
    }
}

fn pair(chain: &Chain, currency: &str, lines: &mut Vec<String>) {
    heading(
        &format!("2  The books of pair {}, in {currency}, the largest first", chain.pair),
        lines,
    );
    let mut table = Table::new("", &["Line", "Kind", ">Cash", ">Present value"]);
    for line in &chain.lines {
        table.row(vec![
            line.name.as_str().into(),
            line.kind.replace('_', " ").into(),
            money(line.cash).into(),
            money(line.present).into(),
        ]);
    }
    table.strong(vec![
        "Sum".into(),
        "cash flow, NPV".into(),
        money(chain.cash).into(),
        money(chain.npv).into(),
    ]);
    lines.extend(text_table(&table, WIDTH as u16));
    let (cash, present) =
        chain.lines.iter().fold((0.0, 0.0), |(c, p), l| (c + l.cash, p + l.present));
    lines.extend(wrap(
        &format!(
            "The lines add up to {} of cash and {} of present value: the cash flow and the NPV of the pair, \
             to the cent.",
            money(cash),
            money(present)
        ),
        WIDTH,
    ));
    for note in &chain.notes {
        lines.extend(wrap(&format!("Note: {note}."), WIDTH));
    }
    for luck in &chain.luck {
        lines.extend(wrap(&format!("Drawn for this pair: {luck}."), WIDTH));
    }
}

fn quantity(value: f64) -> String {
    match value.abs() {
        x if x >= 1e5 => count(libm::round(x) as u64),
        x if x >= 100.0 => format!("{x:.1}"),
        x => format!("{x:.4}").trim_end_matches('0').trim_end_matches('.').to_owned(),
    }
}

fn signed(value: f64) -> String {
    format!("{}{}", if value < 0.0 { "\u{2212}" } else { "" }, quantity(value))
}

fn opened(chain: &Chain, currency: &str, lines: &mut Vec<String>) {
    heading("3  From the lines to quantities, prices and the rows of the input files", lines);
    for line in chain.lines.iter().take(OPENED) {
        lines.push(format!("{}: {} {currency}", line.name, money(line.cash)));
        terms(line, currency, lines);
        rows(&line.inputs, lines);
    }
    let more = chain.lines.len().saturating_sub(OPENED);
    if more > 0 {
        lines.push(format!("{more} smaller lines: with --json"));
    }
}

fn terms(line: &MoneyLine, currency: &str, lines: &mut Vec<String>) {
    for term in &line.terms {
        lines.extend(indented(
            &format!(
                "{} [{}]: {} with, {} without, {} more; x {} = {} {currency} at prices of the first day",
                term.quantity,
                term.unit,
                signed(term.after),
                signed(term.before),
                signed(term.after - term.before),
                signed(term.price),
                money(term.money),
            ),
            2,
        ));
    }
    if let Some(path) = &line.price_path {
        let words =
            format!("these prices follow the path of `{path}` in this future, month by month");
        lines.extend(indented(&words, 2));
    }
    if let Some(first_day) = line.first_day.filter(|x| *x != 0.0) {
        lines.extend(indented(
            &format!(
                "{} at prices of the first day, {} at the prices of its months",
                money(first_day),
                money(line.cash)
            ),
            2,
        ));
    }
}

fn rows(rows: &[InputRow], lines: &mut Vec<String>) {
    for row in rows.iter().take(ROWS) {
        lines.extend(indented(&input(row), 4));
    }
    if rows.len() > ROWS {
        lines.push(format!("    and {} more rows: with --json", rows.len() - ROWS));
    }
}

fn input(row: &InputRow) -> String {
    let or = |text: &Option<String>, none: &str| text.clone().unwrap_or_else(|| none.to_owned());
    format!(
        "{} file, {} = {}; {}, {}, owner {}{}",
        row.file,
        row.path,
        row.value,
        or(&row.kind, "unknown kind"),
        or(&row.source, "no source"),
        or(&row.owner, "nobody"),
        row.date.as_ref().map_or_else(String::new, |d| format!(", {d}")),
    )
}

fn indented(text: &str, by: usize) -> Vec<String> {
    let margin = " ".repeat(by);
    let lines = wrap(text, WIDTH - by - 2).into_iter().enumerate();
    lines.map(|(k, line)| format!("{margin}{}{line}", if k == 0 { "" } else { "  " })).collect()
}

fn inputs(chain: &Chain, lines: &mut Vec<String>) {
    heading("4  What moves the quantities, and what turns cash into present value", lines);
    lines.push("What the investment does (study file):".to_owned());
    rows(&chain.effect, lines);
    lines.push("Finance (study file):".to_owned());
    rows(&chain.terms, lines);
    lines.extend(wrap(
        &format!(
            "The plant: {} inputs of the plant file, the same in both futures; the register of assumptions in \
             the report lists each with its owner.",
            count(chain.plant_inputs)
        ),
        WIDTH,
    ));
}
