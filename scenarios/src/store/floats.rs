//! Do two machines compute alike? Laws are drawn by functions of floating-point numbers; a machine on which one
//! of them gives another last digit would tell another future.

use sha2::{Digest, Sha256};
use std::sync::OnceLock;

const POINTS: u32 = 1000;

/// SHA-256 of what the functions behind draws and money give at fixed points, hexadecimal.
pub fn floats() -> String {
    static FLOATS: OnceLock<String> = OnceLock::new();
    FLOATS.get_or_init(computed).clone()
}

fn computed() -> String {
    let functions: [fn(f64) -> f64; 9] = [
        libm::log,
        libm::exp,
        libm::sin,
        libm::cos,
        libm::tgamma,
        libm::lgamma,
        libm::erfc,
        |x| libm::pow(x, 1.7),
        |x| (x * x - 1.0 / 3.0).abs().sqrt(),
    ];
    let mut all = Sha256::new();
    for k in 1..=POINTS {
        // From 0.001 to 20, on no round numbers.
        let x = f64::from(k) / 50.0 - 0.019_123_456_789;
        functions.iter().for_each(|function| all.update(function(x).to_bits().to_le_bytes()));
    }
    all.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    /// The figures that every machine has to give.
    #[test]
    fn this_machine_computes_as_all_others() {
        assert_eq!(
            super::floats(),
            "82eee5f1dce51e3480edde40347b6aac93dd1bd45d6dabfa2bfcde8241a2b4e1"
        );
    }
}
