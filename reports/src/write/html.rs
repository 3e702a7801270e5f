//! One self-contained page: styles and drawings inside, no script, no font, no request.

use crate::document::{Align, Block, Cell, Fact, Figure, Note, Report, Row, Section, Table, Tone};
use maud::{DOCTYPE, Markup, PreEscaped, html as markup};

const STYLE: &str = include_str!("report.css");

/// Nothing may be fetched, whatever stands in the page.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/// The page.
pub fn html(report: &Report) -> String {
    let page = markup! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="color-scheme" content="light";
                title { (report.title) " · Gemba" }
                link rel="icon" href="data:,";
                style { (PreEscaped(STYLE)) }
            }
            body {
                header {
                    h1 { (report.title) }
                    p class="subtitle" { (words(&report.subtitle)) }
                    @for warning in &report.warnings { (note(warning)) }
                }
                nav aria-label="Chapters" {
                    @for section in &report.sections {
                        a href={ "#" (section.id) } { (section.title) }
                    }
                }
                main { @for section in &report.sections { (chapter(section)) } }
                footer { (report.colophon) }
            }
        }
    };
    let mut text = page.into_string();
    text.push('\n');
    text
}

/// A number stays with its percent sign and with its minus.
fn words(text: &str) -> String {
    text.replace(" %", "\u{a0}%").replace('\u{2212}', "\u{2212}\u{2060}").replace('±', "±\u{2060}")
}

fn chapter(section: &Section) -> Markup {
    // Figures that follow each other stand side by side where there is room.
    let mut groups: Vec<&[Block]> = Vec::new();
    let blocks = &section.blocks;
    let mut start = 0;
    for k in 1..=blocks.len() {
        let same = k < blocks.len()
            && matches!((&blocks[k - 1], &blocks[k]), (Block::Figure(_), Block::Figure(_)));
        if !same {
            groups.push(&blocks[start..k]);
            start = k;
        }
    }
    markup! {
        section id=(section.id) {
            h2 { (section.title) " " span class="reader" { (section.reader) } }
            @for group in groups {
                @if group.len() > 1 {
                    div class="figures" { @for one in group { (block(one)) } }
                } @else if let [Block::Figure(one)] = group {
                    div class="alone" { (figure(one)) }
                } @else {
                    @for one in group { (block(one)) }
                }
            }
        }
    }
}

fn block(block: &Block) -> Markup {
    match block {
        Block::Lead(text) => markup! { p class="lead" { (words(text)) } },
        Block::Heading(text) => markup! { h3 { (text) } },
        Block::Paragraph(text) => markup! { p { (words(text)) } },
        Block::Terms(terms) => markup! {
            dl {
                @for (term, text) in terms {
                    div { dt { (term) } dd { (words(text)) } }
                }
            }
        },
        Block::Facts(facts) => markup! {
            div class="facts" { @for one in facts { (fact(one)) } }
        },
        Block::Table(table) => match &table.folded {
            Some(summary) => markup! {
                details { summary { (summary) } (table_markup(table)) }
            },
            None => table_markup(table),
        },
        Block::Figure(one) => figure(one),
        Block::Note(one) => note(one),
    }
}

fn tone(tone: Tone) -> &'static str {
    match tone {
        Tone::Plain => "plain",
        Tone::Good => "good",
        Tone::Bad => "bad",
        Tone::Quiet => "quiet",
    }
}

fn fact(fact: &Fact) -> Markup {
    markup! {
        div class={ "fact " (tone(fact.tone)) } {
            div class="label" { (fact.label) }
            div class="value" { (words(&fact.value)) }
            div class="detail" { (words(&fact.detail)) }
        }
    }
}

fn note(note: &Note) -> Markup {
    markup! {
        p class={ "note " (tone(note.tone)) } { strong { (note.label) ": " } (words(&note.text)) }
    }
}

fn figure(figure: &Figure) -> Markup {
    let (title, text) = (format!("{}-title", figure.id), format!("{}-text", figure.id));
    let inside = markup! {
        title id=(title) { (figure.title) }
        desc id=(text) { (figure.description) }
    };
    let named = format!("role=\"img\" aria-labelledby=\"{title} {text}\">{}", inside.into_string());
    let svg = figure.svg.replacen("role=\"img\">", &named, 1);
    markup! {
        figure id=(figure.id) {
            h3 { (figure.title) }
            (PreEscaped(svg))
            figcaption { (words(&figure.description)) }
        }
    }
}

fn class(cell: &Cell, align: Align) -> Option<String> {
    let mut names = Vec::new();
    if align == Align::Right {
        names.push("number");
        if cell.text.starts_with(char::is_alphabetic) {
            names.push("reason");
        }
    } else if cell.text.chars().count() > 40 {
        names.push("long");
    }
    if cell.tone != Tone::Plain {
        names.push(tone(cell.tone));
    }
    (!names.is_empty()).then(|| names.join(" "))
}

fn table_markup(table: &Table) -> Markup {
    markup! {
        div class="table" {
            // Not a `caption`: that would be as wide as the table, and cut off on a phone.
            p class="caption" { (words(&table.caption)) }
            div class=(if table.columns.len() >= 8 { "scroll wide" } else { "scroll" }) role="region" aria-label=(table.caption) tabindex="0" {
                table {
                    thead {
                        tr {
                            @for column in &table.columns {
                                th scope="col" class=[(column.align == Align::Right).then_some("number")] {
                                    (words(&column.title))
                                }
                            }
                        }
                    }
                    tbody { @for one in &table.rows { (row(table, one)) } }
                }
            }
            @if let Some(text) = &table.note { p class="below" { (words(text)) } }
        }
    }
}

fn row(table: &Table, row: &Row) -> Markup {
    markup! {
        tr class=[row.strong.then_some("strong")] {
            @for (k, (cell, column)) in row.cells.iter().zip(&table.columns).enumerate() {
                @if k == 0 && column.align == Align::Left {
                    th scope="row" class=[class(cell, column.align)] { (words(&cell.text)) }
                } @else {
                    td class=[class(cell, column.align)] { (words(&cell.text)) }
                }
            }
        }
    }
}
