//! Whatever the text: a plant or faults with a place, never a panic, always the same.

use proptest::prelude::*;
use twin_models::plant::read::read_plant;
use twin_models::text::Document;

const EVERYTHING: &str = include_str!("../../fixtures/good/everything.toml");

fn outcome(bytes: &[u8]) -> String {
    let read = Document::parse("plant.toml", bytes).and_then(|document| read_plant(&document));
    match read {
        Ok(read) => format!("{} {}", read.plant.machines.len(), read.warnings),
        Err(diagnostics) => {
            assert!(diagnostics.errors() > 0);
            assert!(diagnostics.faults().iter().all(|f| !f.reason.is_empty()));
            diagnostics.to_string()
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn damaged_files(cuts in prop::collection::vec((0..EVERYTHING.len(), 0..40_usize, any::<u8>()), 1..6)) {
        let mut bytes = EVERYTHING.as_bytes().to_vec();
        for (at, length, byte) in cuts {
            let at = at.min(bytes.len());
            let end = (at + length).min(bytes.len());
            bytes.splice(at..end, [byte % 128]);
        }
        prop_assert_eq!(outcome(&bytes), outcome(&bytes));
    }

    #[test]
    fn exchanged_values(
        a in 0..400_usize,
        text in prop_oneof![
            Just("0"), Just("-1"), Just("1e300"), Just("nan"), Just("\"x\""), Just("\"\""),
            Just("[]"), Just("{}"), Just("[[1]]"), Just("\"5 min\""), Just("\"-5 h\""),
            Just("\"150 %\""), Just("true"), Just("2027-01-01"), Just("\"press\""),
            Just("{ weibull = {} }"), Just("{ mixture = [] }"), Just("9223372036854775807"),
            Just("{ empirical = { values = [] } }"), Just("\"1e300 weeks\""), Just("\"24:00\""),
        ],
    ) {
        // The a-th value of the file becomes another one.
        let starts: Vec<usize> = EVERYTHING.match_indices(" = ").map(|(k, _)| k + 3).collect();
        let start = starts[a % starts.len()];
        let rest = &EVERYTHING[start..];
        let length = rest.find([',', '\n', '}']).unwrap_or(rest.len());
        let bytes = format!("{}{text}{}", &EVERYTHING[..start], &rest[length..]);
        prop_assert_eq!(outcome(bytes.as_bytes()), outcome(bytes.as_bytes()));
    }
}
