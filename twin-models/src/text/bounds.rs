//! What a number may be, and what it plausibly is.

/// Allowed and plausible values, in SI units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// Smallest allowed value.
    pub least: f64,
    /// True: `least` itself is not allowed.
    pub open: bool,
    /// Largest allowed value.
    pub most: f64,
    /// Outside of these a warning is given.
    pub likely: (f64, f64),
}

impl Bounds {
    /// Every finite number.
    pub const ANY: Self = Self {
        least: f64::NEG_INFINITY,
        open: false,
        most: f64::INFINITY,
        likely: (f64::NEG_INFINITY, f64::INFINITY),
    };
    /// More than 0.
    pub const POSITIVE: Self = Self { least: 0.0, open: true, ..Self::ANY };
    /// 0 or more.
    pub const NOT_NEGATIVE: Self = Self { least: 0.0, ..Self::ANY };
    /// 0 to 1.
    pub const SHARE: Self = Self { least: 0.0, most: 1.0, ..Self::ANY };

    /// From `least` to `most`.
    pub const fn between(least: f64, most: f64) -> Self {
        Self { least, most, ..Self::ANY }
    }

    /// With a warning outside of `least` to `most`.
    #[must_use]
    pub const fn likely(self, least: f64, most: f64) -> Self {
        Self { likely: (least, most), ..self }
    }

    /// May the number be this?
    pub fn allows(&self, value: f64) -> bool {
        value.is_finite()
            && value <= self.most
            && (value > self.least || (value == self.least && !self.open))
    }

    /// Is it plausible?
    pub fn expects(&self, value: f64) -> bool {
        self.likely.0 <= value && value <= self.likely.1
    }

    /// In words: `more than 0`, `0 to 1`; `say` writes one number.
    pub fn describe(&self, say: impl Fn(f64) -> String) -> String {
        match (self.least.is_finite(), self.most.is_finite(), self.open) {
            (true, true, false) if self.least == 0.0 => format!("0 to {}", say(self.most)),
            (true, true, false) => format!("{} to {}", say(self.least), say(self.most)),
            (true, true, true) => {
                format!("more than {} and at most {}", say(self.least), say(self.most))
            }
            (true, false, true) if self.least == 0.0 => "more than 0".to_owned(),
            (true, false, true) => format!("more than {}", say(self.least)),
            (true, false, false) if self.least == 0.0 => "0 or more".to_owned(),
            (true, false, false) => format!("at least {}", say(self.least)),
            (false, true, _) => format!("at most {}", say(self.most)),
            (false, false, _) => "a finite number".to_owned(),
        }
    }
}
