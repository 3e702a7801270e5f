//! The lock: a file that anybody can check without this program.
//!
//! SHA-256 over the canonical form (RFC 8785: sorted keys, no white space, numbers as ECMAScript
//! writes them) of everything in the file but the hash itself.

use super::leaves::Leaves;
use crate::study::result::{Better, Checkpoint, Interval, LockUsed, LockedValue, MeasuredValue};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Version of this format.
pub const LOCK_FORMAT: &str = "gemba.lock/1";

/// A locked baseline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Lock {
    /// Always [`LOCK_FORMAT`].
    pub format: String,
    /// Name of the study.
    pub study: String,
    /// Name of the plant.
    pub plant: String,
    /// When it was made, ISO 8601 with offset.
    pub locked: String,
    /// Version of the program.
    pub version: String,
    /// Master seed.
    pub seed: u64,
    /// How the luck of pairs hangs together.
    pub luck: String,
    /// Pairs behind the values.
    pub pairs: u64,
    /// The time that the values speak of.
    pub window: Window,
    /// Currency, ISO 4217.
    pub currency: String,
    /// Weighted average cost of capital, effective per year.
    pub wacc: f64,
    /// The scorecard as it stands before the investment.
    pub scorecard: Vec<LockedKpi>,
    /// On which it rests: file (`plant`, `study`), path, value as written.
    pub inputs: BTreeMap<String, Leaves>,
    /// Files with the plant's records.
    pub data: Vec<DataFile>,
    /// SHA-256 over the canonical JSON (RFC 8785) of all other keys, hexadecimal.
    pub sha256: String,
}

/// The time that values speak of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Window {
    /// First day, ISO 8601.
    pub from: String,
    /// Months simulated.
    pub months: u32,
}

/// One indicator as locked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LockedKpi {
    /// Its key in the scorecard.
    pub name: String,
    /// For people.
    pub title: String,
    /// Key of the indicator.
    pub kpi: String,
    /// Formula.
    pub definition: String,
    /// Standard, where it has one.
    pub standard: Option<String>,
    /// Machine or kind of stock.
    pub on: Option<String>,
    /// Unit.
    pub unit: String,
    /// Direction.
    pub better: Better,
    /// Who answers for it.
    pub owner: String,
    /// From which records it is read.
    pub source: String,
    /// How it turns into margin, in words.
    pub money: String,
    /// The same as formulas of the ledger.
    pub formulas: Vec<String>,
    /// Mean over the pairs; absent: it exists in none of them.
    pub value: Option<f64>,
    /// 90 % interval of the mean: the Monte-Carlo error.
    pub interval_90: Option<Interval>,
    /// P5 to P95 of the futures: what one plant over this window may show by luck alone.
    pub futures_90: Option<Interval>,
    /// Pairs in which it does not exist.
    pub not_observed: u64,
    /// As measured in the plant.
    pub measured: Option<MeasuredValue>,
    /// Wanted relative change.
    pub target: Option<f64>,
    /// What may be judged on day 90.
    pub checkpoint: Checkpoint,
    /// What must be true on day 90.
    pub day_90: Option<String>,
}

/// A file with the plant's records.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DataFile {
    /// As the study names it.
    pub name: String,
    /// SHA-256 of its bytes, hexadecimal.
    pub sha256: String,
}

/// Why a lock cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LockError {
    /// The text is no lock.
    #[error("it is no lock of this version ({LOCK_FORMAT}): {0}")]
    NotALock(String),
    /// Somebody changed it.
    #[error(
        "it was changed after it was locked: its contents have the SHA-256 {found}, it says {said}"
    )]
    Tampered {
        /// Hash of what stands there.
        found: String,
        /// Hash that stands there.
        said: String,
    },
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// SHA-256 over the canonical form of everything but the hash.
fn digest(mut value: Value) -> Result<String, LockError> {
    if let Some(object) = value.as_object_mut() {
        object.remove("sha256");
    }
    let bytes = serde_json_canonicalizer::to_vec(&value)
        .map_err(|error| LockError::NotALock(error.to_string()))?;
    Ok(hex(&Sha256::digest(bytes)))
}

impl Lock {
    /// With the hash of what stands in it.
    ///
    /// # Errors
    /// When it cannot be written as JSON, which no lock of this program does.
    pub fn sealed(self) -> Result<Self, LockError> {
        let value = serde_json::to_value(&self).map_err(|e| LockError::NotALock(e.to_string()))?;
        Ok(Self { sha256: digest(value)?, ..self })
    }

    /// Reads a lock, and checks that it is as it was made.
    ///
    /// # Errors
    /// [`LockError::Tampered`] when its hash is not that of its contents.
    pub fn parse(text: &str) -> Result<Self, LockError> {
        let not = |error: serde_json::Error| LockError::NotALock(error.to_string());
        let value: Value = serde_json::from_str(text).map_err(not)?;
        let format = value.get("format").and_then(Value::as_str).unwrap_or("no format");
        if format != LOCK_FORMAT {
            return Err(LockError::NotALock(format!("it says {format}")));
        }
        let said = value.get("sha256").and_then(Value::as_str).unwrap_or("nothing").to_owned();
        let found = digest(value.clone())?;
        if found != said {
            return Err(LockError::Tampered { found, said });
        }
        serde_json::from_value(value).map_err(not)
    }

    /// What a result says of it.
    pub fn used(&self, file: &str) -> LockUsed {
        LockUsed {
            file: file.to_owned(),
            sha256: self.sha256.clone(),
            locked: self.locked.clone(),
            version: self.version.clone(),
            pairs: self.pairs,
        }
    }

    /// What it says of an indicator.
    pub fn value_of(&self, name: &str, kpi: &str) -> Option<LockedValue> {
        let line = self.scorecard.iter().find(|line| line.name == name && line.kpi == kpi)?;
        Some(LockedValue { mean: line.value?, interval: line.interval_90 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn canonical(text: &str) -> String {
        let value: Value = serde_json::from_str(text).unwrap();
        serde_json_canonicalizer::to_string(&value).unwrap()
    }

    /// The example of RFC 8785, 3.2.2 and 3.2.3, and numbers of its appendix B.
    #[test]
    fn a10_the_canonical_form_is_that_of_rfc_8785() {
        let text = r#"{
            "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
            "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
            "literals": [null, true, false]
        }"#;
        let expected = "{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],\
                        \"string\":\"\u{20ac}$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}";
        assert_eq!(canonical(text), expected);
        let keys = r#"{"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One","\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"}"#;
        let found = canonical(keys);
        let order = ["Carriage", "One", "Control", "Latin", "Euro", "Emoji", "Hebrew"];
        let places: Vec<usize> = order.iter().map(|word| found.find(word).unwrap()).collect();
        assert!(places.is_sorted(), "{found}");
        for (bits, written) in [
            (0x0000_0000_0000_0000_u64, "0"),
            (0x8000_0000_0000_0000, "0"),
            (0x0000_0000_0000_0001, "5e-324"),
            (0x7fef_ffff_ffff_ffff, "1.7976931348623157e+308"),
            (0x4340_0000_0000_0000, "9007199254740992"),
            (0x4430_0000_0000_0000, "295147905179352830000"),
            (0x44b5_2d02_c7e1_4af6, "1e+23"),
            (0x444b_1ae4_d6e2_ef50, "1e+21"),
            (0x3eb0_c6f7_a0b5_ed8d, "0.000001"),
            (0x41b3_de43_5555_5555, "333333333.3333333"),
        ] {
            let value = serde_json::to_value(f64::from_bits(bits)).unwrap();
            assert_eq!(serde_json_canonicalizer::to_string(&value).unwrap(), written);
        }
    }

    fn lock() -> Lock {
        let inputs = BTreeMap::from([(
            "plant".to_owned(),
            Leaves::from([("machines.mill.cycle".to_owned(), "2 min".to_owned())]),
        )]);
        Lock {
            format: LOCK_FORMAT.to_owned(),
            study: "s".to_owned(),
            plant: "p".to_owned(),
            locked: "2026-11-02T09:00:00+01:00".to_owned(),
            version: "0.1.0".to_owned(),
            seed: 7,
            luck: "independent".to_owned(),
            pairs: 200,
            window: Window { from: "2027-01-04".to_owned(), months: 60 },
            currency: "USD".to_owned(),
            wacc: 0.1,
            scorecard: Vec::new(),
            inputs,
            data: Vec::new(),
            sha256: String::new(),
        }
    }

    #[test]
    fn a10_a_lock_comes_back_however_it_is_laid_out_and_a_changed_one_is_refused() {
        let sealed = lock().sealed().unwrap();
        assert_eq!(sealed.sha256.len(), 64);
        let pretty = serde_json::to_string_pretty(&sealed).unwrap();
        assert_eq!(Lock::parse(&pretty), Ok(sealed.clone()));
        // Order of keys and white space do not count.
        let canonical = canonical(&pretty);
        assert_eq!(Lock::parse(&canonical), Ok(sealed));
        for (old, new) in [("2 min", "3 min"), ("0.1", "0.08"), ("\"seed\": 7", "\"seed\": 8")] {
            let changed = pretty.replacen(old, new, 1);
            assert_ne!(changed, pretty);
            assert!(matches!(Lock::parse(&changed), Err(LockError::Tampered { .. })), "{new}");
        }
        // What is added counts too.
        let added = pretty.replacen("\"seed\"", "\"note\": \"approved\", \"seed\"", 1);
        assert!(matches!(Lock::parse(&added), Err(LockError::Tampered { .. })));
        assert!(matches!(Lock::parse("{}"), Err(LockError::NotALock(_))));
        assert!(matches!(Lock::parse("no"), Err(LockError::NotALock(_))));
    }
}
