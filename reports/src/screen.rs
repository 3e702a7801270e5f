//! `gemba screen` in words: the three kinds side by side, all losses, and what to start with.

use crate::document::Table;
use crate::number::{Scale, half_width, largest};
use crate::write::text_table::text_table;
use scenarios::screen::{Loss, Screen};

/// Rows that are printed.
const ROWS: usize = 12;

/// For a terminal.
pub fn terminal(screen: &Screen) -> String {
    let mut text = format!(
        "{} · prices of \"{}\" · {} pairs of {} months · seed {}\n\n",
        screen.plant, screen.study, screen.pairs, screen.months, screen.seed
    );
    let scale = scale(screen);
    let all: Vec<(usize, &Loss)> = (1..).zip(&screen.losses).collect();
    let kinds: Vec<(usize, &Loss)> = screen
        .by_kind()
        .into_iter()
        .filter_map(|loss| all.iter().copied().find(|(_, one)| std::ptr::eq(*one, loss)))
        .collect();
    text += "The largest loss of each kind:\n";
    text += &text_table(&table(&kinds, &scale), 100).join("\n");
    text += "\n\nAll losses, hard money a year:\n";
    text += &text_table(&table(&all[..all.len().min(ROWS)], &scale), 100).join("\n");
    if all.len() > ROWS {
        text += &format!("\n{} smaller ones: --json", all.len() - ROWS);
    }
    text += "\n\nEach loss is what the plant would earn more under the same luck if this problem were down to a \
             hundredth:\nwhat buffers, stock and overtime recover is out of it. Losses overlap: do not add \
             them up.\n\n";
    text + &advice(screen, &scale)
}

fn scale(screen: &Screen) -> Scale {
    let most = largest(screen.losses.iter().map(|loss| loss.per_year.mean));
    let error = screen.losses.first().and_then(|loss| half_width(loss.per_year.mean_ci));
    Scale::money(&screen.currency, most, Some(error.unwrap_or(0.0).clamp(0.01 * most, 0.1 * most)))
}

/// Which one to start with, and how sure that is.
fn advice(screen: &Screen, scale: &Scale) -> String {
    let Some(first) = screen.start() else {
        return "Start with nothing yet: no loss is told from 0 in these pairs; run more of them (--pairs)."
            .to_owned();
    };
    let rivals: Vec<String> =
        screen.rivals().map(|loss| format!("{} of {}", loss.kind.name(), loss.asset)).collect();
    let rest = match rivals.is_empty() {
        true => "No other loss comes near it.".to_owned(),
        false => format!("These pairs do not tell it from {}.", rivals.join(", ")),
    };
    format!(
        "Start with one: {} at {} ({} a year). {rest}\n\
         It fits `gemba catalogue {}`; `gemba screen STUDY --start FOLDER` writes a study of it.",
        first.kind.name(),
        first.asset,
        scale.full(first.per_year.mean),
        first.fits
    )
}

fn table(losses: &[(usize, &Loss)], scale: &Scale) -> Table {
    let headings = [
        ">No.".to_owned(),
        "Kind".to_owned(),
        "Asset".to_owned(),
        format!(">{} a year", scale.unit()),
        ">95 % interval".to_owned(),
        ">P10 to P90".to_owned(),
        "What".to_owned(),
    ];
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
    let mut table = Table::new("", &headings);
    for (number, loss) in losses {
        let spread = &loss.per_year;
        table.row(vec![
            number.to_string().into(),
            loss.kind.name().into(),
            loss.asset.as_str().into(),
            scale.bare(spread.mean).into(),
            spread.mean_ci.map_or(String::new(), |ci| scale.range(ci.low, ci.high)).into(),
            scale.range(spread.p10, spread.p90).into(),
            loss.what.as_str().into(),
        ]);
    }
    table
}
