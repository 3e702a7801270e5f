//! The keys of `[prices]` and `[finance]`.

use super::units::{HOURLY, JOB, MONEY, PER_PIECE, PRICE, RATE, SHARE, free};
use twin_models::text::{Bounds, Dimension, Field, Kind, Section};

/// `[prices]`.
pub static PRICES: Section = Section {
    name: "[prices]",
    doc: "What the quantities of the plant are worth, at prices of the first day.",
    fields: &[
        Field::required("piece", PRICE, "Price of a piece sold."),
        Field::required(
            "variable_cost",
            Kind::Map(&PRICE),
            "What a piece sold costs beyond what is spent anyway: material, consumables, freight, energy.",
        ),
        Field::required(
            "scrap",
            PRICE,
            "Cash cost of a scrapped piece, less what the scrap dealer pays.",
        ),
        free(
            "scrap_absorbed",
            PRICE,
            "0 $/piece",
            "The same fully absorbed, for the closed form only; 0: the cash cost.",
        ),
        Field::required(
            "escape",
            PRICE,
            "Cost of a defective piece at the customer: credit, replacement, freight, paperwork.",
        ),
        free(
            "false_reject",
            PRICE,
            "0 $/piece",
            "Cost of a good piece rejected, beyond its scrap.",
        ),
        Field::required("overtime_hour", HOURLY, "Extra cost of an hour of overtime of the line."),
        Field::required(
            "line_wage",
            HOURLY,
            "Wages of the people of the line per open hour; for the closed form only (they are paid anyway).",
        ),
        Field::optional(
            "informal_downtime_hour",
            HOURLY,
            "What people of the plant say an hour of downtime costs; printed beside the simulated curve and the formula, never used.",
        ),
        free(
            "lost_sale",
            PRICE,
            "0 $/piece",
            "Cost of a lost sale beyond its margin; 0 unless there is a contract that says so.",
        ),
        free(
            "late",
            Kind::Value(Dimension::Other(&PER_PIECE_DAY), Bounds::NOT_NEGATIVE),
            "0 $/piece/d",
            "Penalty per piece and day of delay.",
        ),
        Field::required(
            "stock_value",
            PRICE,
            "Cash bound in a piece in process or in finished goods.",
        ),
        Field::required(
            "holding",
            RATE,
            "Cost of holding stock without capital: storage, insurance, obsolescence.",
        ),
        Field::optional("crews", Kind::Named(&CREW), "Wages by crew."),
        Field::optional("spares", Kind::Named(&SPARE), "Cost by spare part."),
        Field::optional("products", Kind::Named(&PRODUCT), "Products of the shop."),
        Field::optional("materials", Kind::Named(&MATERIAL), "Money by material in stock."),
        Field::optional("service", Kind::Named(&SERVICE), "External service by failure mode."),
        Field::optional(
            "electricity",
            Kind::Table(&super::sections_energy::ELECTRICITY),
            "The electricity tariff.",
        ),
        Field::optional(
            "quality",
            Kind::Named(&super::sections_quality::QUALITY),
            "Tools, searches, claims by characteristic.",
        ),
        Field::optional(
            "inspections",
            Kind::Named(&super::sections_quality::INSPECTIONS),
            "Looks and rework by inspection point.",
        ),
        Field::optional(
            "cyber",
            Kind::Table(&super::sections_attacks::CYBER),
            "What an attack costs beside the output it takes, for a plant with [cyber].",
        ),
        Field::optional("line", Kind::List(&Kind::Table(&LINE)), "Further lines of the ledger."),
        Field::optional(
            "path",
            Kind::Named(&super::sections_paths::PATH),
            "Prices that move over the years: wage, energy, material, price.",
        ),
    ],
};

/// Money per piece and day.
pub static PER_PIECE_DAY: twin_models::text::Unit = twin_models::text::Unit {
    noun: "a price per piece and day",
    example: "2 $/piece/d",
    si: "money/piece/d",
    units: &[("$/piece/d", 1.0), ("\u{20ac}/piece/d", 1.0), ("\u{a3}/piece/d", 1.0)],
};

/// `[prices.crews.NAME]`.
pub static CREW: Section = Section {
    name: "[prices.crews.NAME]",
    doc: "What the hours of a crew cost.",
    fields: &[
        Field::required("wage", HOURLY, "Loaded wage per person and hour."),
        free(
            "overtime",
            Kind::Value(Dimension::Number, Bounds::between(1.0, 5.0)),
            "1.5",
            "Multiple of the wage off duty.",
        ),
        free(
            "call_out",
            Kind::Value(Dimension::Number, Bounds::between(1.0, 10.0)),
            "2",
            "Multiple of the wage when called out.",
        ),
        free("call_out_fee", JOB, "0 $/job", "Further cost of every call-out."),
        free(
            "cashable",
            SHARE,
            "0 %",
            "Share of freed hours on duty that leaves the payroll; the rest is soft.",
        ),
    ],
};

/// `[prices.spares.NAME]`.
pub static SPARE: Section = Section {
    name: "[prices.spares.NAME]",
    doc: "What a spare part costs.",
    fields: &[
        Field::required("cost", MONEY, "Cost of one at the standard lead time."),
        free("emergency_premium", SHARE, "0 %", "Premium of an emergency purchase."),
    ],
};

/// `[prices.products.NAME]`.
pub static PRODUCT: Section = Section {
    name: "[prices.products.NAME]",
    doc: "What pieces of a product of the shop bring and cost.",
    fields: &[
        free(
            "margin",
            Kind::Value(Dimension::Other(&PER_PIECE), Bounds::NOT_NEGATIVE),
            "0 $/piece",
            "Price less variable cost of a good piece past its last operation.",
        ),
        free(
            "scrap",
            Kind::Value(Dimension::Other(&PER_PIECE), Bounds::NOT_NEGATIVE),
            "0 $/piece",
            "Cost of a piece scrapped, or on the floor when its order is cancelled.",
        ),
        free(
            "late",
            Kind::Value(Dimension::Other(&PER_PIECE_DAY), Bounds::NOT_NEGATIVE),
            "0 $/piece/d",
            "Penalty for each piece of an order and day of its lateness, up to `late_at_most`.",
        ),
    ],
};

/// `[prices.materials.NAME]`.
pub static MATERIAL: Section = Section {
    name: "[prices.materials.NAME]",
    doc: "What a material in stock costs and brings. The material that a piece takes stands in \
          `variable_cost` and `scrap`; here is what comes on top of it. Holding it costs the rate \
          `holding`, without capital; the capital it binds is working capital.",
    fields: &[
        Field::required("value", MONEY, "Cash bound in a unit of it: its purchase price."),
        free("order", MONEY, "0 $", "Cost of an order."),
        free("expedite", SHARE, "0 %", "Surcharge on the value of what is ordered in haste."),
        free("alternate", SHARE, "0 %", "Surcharge on the value of what alternates deliver."),
        free("margin", MONEY, "0 $", "Margin of a unit delivered to its customers."),
        free(
            "lost",
            MONEY,
            "0 $",
            "Cost of a unit that its customers wanted in vain, beyond margin.",
        ),
        free(
            "late",
            Kind::Value(Dimension::Other(&PER_PIECE_DAY), Bounds::NOT_NEGATIVE),
            "0 $/piece/d",
            "Penalty per unit owed and day.",
        ),
    ],
};

/// `[prices.service.MODE]`.
pub static SERVICE: Section = Section {
    name: "[prices.service.MODE]",
    doc: "External service of a repair.",
    fields: &[
        Field::required("failure", MONEY, "At a failure."),
        Field::required("planned", MONEY, "At a planned repair."),
    ],
};

/// `[[prices.line]]`.
pub static LINE: Section = Section {
    name: "[[prices.line]]",
    doc: "A further line of the ledger: a quantity and its price.",
    fields: &[
        Field::required("name", Kind::Text, "Name for people."),
        Field::required(
            "quantity",
            Kind::Text,
            "Key of a quantity of the plant, such as tasks:mill_service.",
        ),
        Field::optional(
            "cost",
            Kind::Either(&[MONEY, Kind::Value(Dimension::Other(&PER_PIECE), Bounds::NOT_NEGATIVE)]),
            "Money out per unit.",
        ),
        Field::optional("income", MONEY, "Money in per unit."),
        Field::default(
            "category",
            Kind::Word(&[
                "downtime",
                "quality",
                "maintenance",
                "inventory",
                "delivery",
                "labour",
                "energy",
                "safety",
                "compliance",
            ]),
            "maintenance",
            "Where it belongs.",
        ),
        Field::default(
            "firmness",
            Kind::Word(&["hard", "soft", "upside", "shadow"]),
            "hard",
            "Only hard money enters cash flow, NPV and ROI.",
        ),
        Field::default(
            "follows",
            Kind::Word(&["wage", "energy", "material", "price", "fixed"]),
            "material",
            "Which prices it follows through the years.",
        ),
    ],
};

/// `[finance]`.
pub static FINANCE: Section = Section {
    name: "[finance]",
    doc: "Currency, cost of capital, tax.",
    fields: &[
        Field::required(
            "currency",
            Kind::Word(&["USD", "EUR", "GBP"]),
            "The one currency of the study.",
        ),
        Field::required("wacc", RATE, "Weighted average cost of capital, nominal, effective."),
        Field::required("tax", SHARE, "Income tax."),
        Field::required(
            "inflation",
            Kind::Either(&[RATE, Kind::Table(&INFLATION)]),
            "Rise of prices.",
        ),
        Field::default(
            "depreciation",
            Kind::Word(&[
                "macrs 3",
                "macrs 5",
                "macrs 7",
                "macrs 10",
                "macrs 15",
                "straight line 3",
                "straight line 5",
                "straight line 7",
                "straight line 10",
            ]),
            "macrs 5",
            "Of all capital.",
        ),
        free("bonus", SHARE, "0 %", "Share of capital deducted in the first year."),
        Field::default(
            "convention",
            Kind::Word(&["mid-month", "end-month"]),
            "mid-month",
            "When flows of a month are dated.",
        ),
        Field::default(
            "losses",
            Kind::Word(&["refund", "carry forward"]),
            "refund",
            "A negative tax base: set against other income, or carried forward.",
        ),
        Field::default("tax_period", Kind::Word(&["year", "quarter"]), "year", "When tax is paid."),
        Field::default(
            "book_value",
            Kind::Word(&["written off", "continued"]),
            "written off",
            "What is not depreciated at the horizon.",
        ),
        Field::default(
            "working_capital",
            Kind::Word(&["reverses", "kept"]),
            "reverses",
            "What becomes of it at the horizon.",
        ),
    ],
};

/// `inflation = { ... }`.
pub static INFLATION: Section = Section {
    name: "inflation",
    doc: "Rise of prices by category.",
    fields: &[
        Field::required("wage", RATE, "Wages."),
        Field::required("energy", RATE, "Energy."),
        Field::required("material", RATE, "Material, spare parts, services."),
        Field::required("price", RATE, "Sales prices and variable cost."),
        Field::required("subscription", RATE, "Annual fees."),
    ],
};
