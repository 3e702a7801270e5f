//! The keys of what attacks cost.

use super::units::{MONEY, free};
use twin_models::text::Section;

/// `[prices.cyber]`.
pub(super) static CYBER: Section = Section {
    name: "[prices.cyber]",
    doc: "What an attack that stops the shop floor costs beside the output it takes, which is simulated. Both \
          enter the cash flow in the futures and months in which there is such an attack.",
    fields: &[
        free(
            "response",
            MONEY,
            "0 $",
            "Response to one attack: forensics, restoring systems, lawyers, notices; without the output lost.",
        ),
        free(
            "ransom",
            MONEY,
            "0 $",
            "A ransom, where one is paid: needs `ransom_paid` in the plant's [cyber], the chance of it.",
        ),
    ],
};
