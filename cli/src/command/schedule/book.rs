//! An imported book of orders: from the tables of a CSV file or a workbook to orders of the plant.

use calibration::Fault;
use calibration::read::date::{DayOrder, day_number, day_order, moment};
use calibration::read::header::{has_word, normalised};
use calibration::read::number::number;
use calibration::read::{Cell, Row, Table, file_name, read_tables};
use sim_core::SimDuration;
use std::path::Path;
use twin_models::plant::calendar::TICKS_PER_DAY;
use twin_models::plant::model::{Order, Plant, Shop};
use twin_models::text::units::nearest;

/// Meaning of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Quantity,
    Due,
    Release,
    Priority,
    Sequence,
    Start,
    Product,
    Order,
}

/// THE LIST: roles in order of precedence, their name, words of a header in English, German,
/// Spanish and Portuguese.
const ROLES: [(Role, &str, &[&str]); 8] = [
    (
        Role::Quantity,
        "quantity",
        &[
            "quantity",
            "qty",
            "pieces",
            "pcs",
            "units",
            "menge",
            "stuck",
            "anzahl",
            "auftragsmenge",
            "cantidad",
            "piezas",
            "quantidade",
            "pecas",
        ],
    ),
    (
        Role::Due,
        "due",
        &[
            "due",
            "deadline",
            "delivery",
            "termin",
            "liefertermin",
            "lieferdatum",
            "falligkeit",
            "falligkeitsdatum",
            "vencimiento",
            "vencimento",
            "entrega",
            "prazo",
        ],
    ),
    (
        Role::Release,
        "release",
        &[
            "release",
            "released",
            "available",
            "freigabe",
            "freigabedatum",
            "liberacion",
            "liberacao",
        ],
    ),
    (
        Role::Priority,
        "priority",
        &["priority", "prio", "class", "prioritat", "klasse", "prioridad", "prioridade"],
    ),
    (
        Role::Sequence,
        "sequence",
        &["sequence", "seq", "rank", "reihenfolge", "rang", "secuencia", "sequencia"],
    ),
    (
        Role::Start,
        "start",
        &["start", "begin", "planstart", "beginn", "startdatum", "inicio", "comienzo"],
    ),
    (
        Role::Product,
        "product",
        &[
            "product", "item", "part", "article", "produkt", "artikel", "teil", "producto",
            "articulo", "produto", "artigo",
        ],
    ),
    (
        Role::Order,
        "order",
        &[
            "order",
            "job",
            "id",
            "number",
            "no",
            "auftrag",
            "auftragsnummer",
            "auftragsnr",
            "nummer",
            "nr",
            "orden",
            "pedido",
            "ordem",
        ],
    ),
];

/// Columns that a book must have.
const NEEDED: [Role; 4] = [Role::Order, Role::Product, Role::Quantity, Role::Due];
/// Class of an order that gives none.
const PRIORITY: u32 = 5;
/// The last due date lies within so many days from the start.
const MOST_DAYS: i64 = 49 * 365;

/// Orders and what the reading had to decide.
pub(super) struct Book {
    pub(super) orders: Vec<Order>,
    pub(super) notes: Vec<String>,
}

/// All faults of a book, as text.
fn refuse(mut faults: Vec<Fault>) -> String {
    faults.sort_by_key(|f| f.row);
    let n = faults.len();
    let mut text = format!("the book of orders has {n} fault{}", if n == 1 { "" } else { "s" });
    for fault in faults {
        text.push_str(&format!("\n{fault}"));
    }
    text
}

/// Reads a book for a plant.
///
/// # Errors
/// All faults at once: row, column, reason, remedy.
pub(super) fn read(path: &Path, plant: &Plant) -> Result<Book, String> {
    let Some(shop) = &plant.shop else {
        return Err(scenarios::schedule::no_shop().to_string());
    };
    let tables = read_tables(path).map_err(|error| refuse(error.faults))?;
    let table = choose(&tables, &file_name(path)).map_err(|fault| refuse(vec![*fault]))?;
    let columns = columns(table);
    let mut faults: Vec<Fault> = NEEDED
        .iter()
        .filter(|role| !columns.iter().any(|(found, _)| found == *role))
        .map(|role| missing(table, *role))
        .collect();
    let order = days(table, &columns, &mut faults);
    if !faults.is_empty() {
        return Err(refuse(faults));
    }
    let mut reading = Reading { table, columns: &columns, order, plant, shop, faults };
    let orders: Vec<Order> = table.rows.iter().filter_map(|row| reading.row(row)).collect();
    reading.together(&orders);
    if !reading.faults.is_empty() {
        return Err(refuse(reading.faults));
    }
    let mut notes = table.notes.clone();
    let ignored: Vec<&str> = (0..table.headers.len())
        .filter(|k| !columns.iter().any(|(_, at)| at == k))
        .map(|k| table.headers[k].as_str())
        .collect();
    if !ignored.is_empty() {
        notes.push(format!("{}: columns not used: {}", table.name, ignored.join(", ")));
    }
    Ok(Book { orders, notes })
}

/// Columns by role; the first of a role wins.
fn columns(table: &Table) -> Vec<(Role, usize)> {
    let mut found: Vec<(Role, usize)> = Vec::new();
    for (k, header) in table.headers.iter().enumerate() {
        let header = normalised(header);
        let role = ROLES.iter().find(|(_, _, words)| has_word(&header, words));
        if let Some((role, ..)) = role
            && !found.iter().any(|(r, _)| r == role)
        {
            found.push((*role, k));
        }
    }
    found
}

/// The sheet that is the book: the one with the most columns understood.
fn choose<'t>(tables: &'t [Table], file: &str) -> Result<&'t Table, Box<Fault>> {
    let most = tables.iter().map(|t| columns(t).len()).max().unwrap_or(0);
    let mut best = tables.iter().filter(|t| columns(t).len() == most);
    match (best.next(), best.next()) {
        (Some(table), None) => Ok(table),
        _ => Err(Box::new(Fault::of_file(
            file,
            "it is not clear which sheet is the book of orders",
            "keep one sheet with the columns order, product, quantity, due",
        ))),
    }
}

fn missing(table: &Table, role: Role) -> Fault {
    let (_, name, words) = ROLES.iter().find(|(r, ..)| *r == role).copied().unwrap_or(ROLES[0]);
    Fault::of_file(
        &table.name,
        format!("there is no column for `{name}`; columns: {}", table.headers.join(", ")),
        format!("name it {}", words[..3].join(", ")),
    )
}

/// The order of day and month, from all columns of dates together.
fn days(table: &Table, columns: &[(Role, usize)], faults: &mut Vec<Fault>) -> DayOrder {
    let is_date = |role: &Role| matches!(role, Role::Due | Role::Release | Role::Start);
    let dates = || columns.iter().filter(|(role, _)| is_date(role)).map(|(_, k)| *k);
    let texts = table.rows.iter().flat_map(|row| {
        dates().filter_map(|k| match row.cells.get(k) {
            Some(Cell::Text(text)) => Some(text.as_str()),
            _ => None,
        })
    });
    day_order(texts).unwrap_or_else(|reason| {
        let remedy = "write dates as 2027-01-12 06:00";
        let header = dates().next().and_then(|k| table.headers.get(k));
        let fault = Fault::of_file(&table.name, reason, remedy);
        faults.push(fault.at(None, header.map(String::as_str)));
        DayOrder::DayFirst
    })
}

/// Reads row by row.
struct Reading<'a> {
    table: &'a Table,
    columns: &'a [(Role, usize)],
    order: DayOrder,
    plant: &'a Plant,
    shop: &'a Shop,
    faults: Vec<Fault>,
}

impl Reading<'_> {
    fn cell<'r>(&self, row: &'r Row, role: Role) -> Option<&'r Cell> {
        let (_, k) = self.columns.iter().find(|(r, _)| *r == role)?;
        row.cells.get(*k).filter(|cell| **cell != Cell::Empty)
    }

    fn fault(&mut self, row: usize, role: Role, reason: String, remedy: impl Into<String>) {
        let header = self.columns.iter().find(|(r, _)| *r == role);
        let header = header.and_then(|(_, k)| self.table.headers.get(*k));
        let fault = Fault::of_file(&self.table.name, reason, remedy);
        self.faults.push(fault.at(Some(row), header.map(String::as_str)));
    }

    fn row(&mut self, row: &Row) -> Option<Order> {
        let name = self.needed(row, Role::Order).and_then(Cell::text);
        let product = self.product(row);
        self.needed(row, Role::Quantity);
        let quantity = self.count(row, Role::Quantity, Shop::MOST_PIECES);
        self.needed(row, Role::Due);
        let due = self.instant(row, Role::Due);
        let release = self.instant(row, Role::Release);
        let start = self.instant(row, Role::Start);
        let priority = self.count(row, Role::Priority, 9);
        let sequence = self.count(row, Role::Sequence, 1_000_000);
        let known = release.max(start).unwrap_or(SimDuration::ZERO).max(SimDuration::ZERO);
        Some(Order {
            name: name?,
            product: product?,
            quantity: quantity?,
            release: known,
            due: due?,
            priority: priority.unwrap_or(PRIORITY),
            sequence,
        })
    }

    /// A cell that must not be empty.
    fn needed<'r>(&mut self, row: &'r Row, role: Role) -> Option<&'r Cell> {
        let cell = self.cell(row, role);
        if cell.is_none() {
            self.fault(row.number, role, "the cell is empty".to_owned(), "fill it in");
        }
        cell
    }

    fn product(&mut self, row: &Row) -> Option<u32> {
        let name = self.needed(row, Role::Product)?.text()?;
        let names = || self.shop.products.iter().map(|p| &*p.name);
        if let Some(found) = names().position(|n| n == name) {
            return Some(found as u32);
        }
        let remedy = match nearest(&name, names()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("the plant makes: {}", names().collect::<Vec<_>>().join(", ")),
        };
        self.fault(row.number, Role::Product, format!("there is no product `{name}`"), remedy);
        None
    }

    /// A whole number from 1; `None` where the cell is empty or wrong.
    fn count(&mut self, row: &Row, role: Role, most: u32) -> Option<u32> {
        let cell = self.cell(row, role)?;
        match number(cell).filter(|v| v.fract() == 0.0 && (1.0..=f64::from(most)).contains(v)) {
            Some(value) => Some(value as u32),
            None => {
                let said = cell.text().unwrap_or_default();
                let reason = format!("\"{said}\" is no whole number from 1 to {most}");
                self.fault(row.number, role, reason, "correct the cell");
                None
            }
        }
    }

    /// An instant from the start of the run, below 0 before it. A date alone is the begin of its day,
    /// and of a due date the end.
    fn instant(&mut self, row: &Row, role: Role) -> Option<SimDuration> {
        let cell = self.cell(row, role)?;
        let (date, seconds) = match moment(cell, self.order) {
            Ok((Some(date), seconds)) => (date, seconds),
            Ok((None, _)) => {
                self.fault(row.number, role, "the date is missing".to_owned(), "add it");
                return None;
            }
            Err(reason) => {
                self.fault(row.number, role, reason, "write it as 2027-01-12 06:00");
                return None;
            }
        };
        let days = day_number(date) - day_number(self.plant.start);
        if days > MOST_DAYS {
            let reason = format!("{date} is {} years after the start of the plant", days / 365);
            self.fault(row.number, role, reason, "correct the cell, or `start` of the plant");
            return None;
        }
        let time = match (seconds, role) {
            (Some(seconds), _) => SimDuration::from_seconds(seconds).0,
            (None, Role::Due) => TICKS_PER_DAY,
            (None, _) => 0,
        };
        Some(SimDuration(days * TICKS_PER_DAY + time))
    }

    /// What only the whole book shows.
    fn together(&mut self, orders: &[Order]) {
        let name = |row: &Row| self.cell(row, Role::Order).and_then(Cell::text);
        let place = |row: &Row| self.cell(row, Role::Sequence).and_then(number);
        let mut twice = Vec::new();
        let rows = &self.table.rows;
        for (k, row) in rows.iter().enumerate() {
            let same = rows[..k].iter().find(|r| name(r).is_some() && name(r) == name(row));
            if let (Some(first), Some(name)) = (same, name(row)) {
                let reason = format!("row {} has the order `{name}`, too", first.number);
                twice.push((row.number, Role::Order, reason, "give every order a name of its own"));
            }
            let same = rows[..k].iter().find(|r| place(r).is_some() && place(r) == place(row));
            if let Some(first) = same {
                let reason = format!("row {} has this place in the sequence, too", first.number);
                twice.push((row.number, Role::Sequence, reason, "give every order its own place"));
            }
        }
        for (row, role, reason, remedy) in twice {
            self.fault(row, role, reason, remedy);
        }
        if self.faults.is_empty() && orders.iter().all(|o| o.due <= SimDuration::ZERO) {
            let reason = match orders.is_empty() {
                true => "there is no order".to_owned(),
                false => {
                    format!("every order is due before the plant starts on {}", self.plant.start)
                }
            };
            let remedy = "correct the dates, or `start` of the plant";
            self.faults.push(Fault::of_file(&self.table.name, reason, remedy));
        }
    }
}
