//! Indicators that look like progress and are none: what software does, not what the plant does.

/// Words and what they count.
const VANITY: &[(&str, &str)] = &[
    ("tag", "signals that are connected"),
    ("tags", "signals that are connected"),
    ("connected", "things that are connected"),
    ("connections", "things that are connected"),
    ("gb", "data that is stored"),
    ("tb", "data that is stored"),
    ("gigabytes", "data that is stored"),
    ("terabytes", "data that is stored"),
    ("datapoints", "data that is stored"),
    ("login", "people who look at a screen"),
    ("logins", "people who look at a screen"),
    ("dashboard", "screens"),
    ("dashboards", "screens"),
    ("users", "people who have an account"),
    ("clicks", "people who look at a screen"),
    ("models", "software that was built"),
    ("algorithms", "software that was built"),
];

/// What a vanity indicator of this name would count; `None`: it sounds like the plant.
pub fn vanity(name: &str) -> Option<&'static str> {
    let plain = name.to_lowercase().replace("log-in", "login").replace("data point", "datapoint");
    let mut words = plain.split(|c: char| !c.is_alphanumeric());
    words.find_map(|word| VANITY.iter().find(|(bad, _)| *bad == word).map(|(_, what)| *what))
}

/// Why it is refused.
pub fn reason(what: &str) -> String {
    format!("this counts {what}, not what the plant does: it can double without a cent of margin")
}

/// What to write instead.
pub const REMEDY: &str = "name what the technology is to change on the shop floor, such as \
                          unplanned_down_h, mtbf or plant_scrap_ratio (`gemba explain` lists them)";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn c04_vanity_indicators_are_known_by_their_words() {
        let bad = [
            "tags_connected",
            "GB stored",
            "Log-ins per week",
            "dashboards",
            "data points",
            "ML models",
        ];
        for name in bad {
            let found = vanity(name).or_else(|| vanity(&name.replace("data points", "datapoints")));
            assert!(found.is_some(), "{name}");
        }
        for name in
            ["unplanned_down_h", "MTBF of the filler", "Stage time", "vintage", "connectedness"]
        {
            assert!(vanity(name).is_none(), "{name}");
        }
    }
}
