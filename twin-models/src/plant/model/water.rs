//! Water that machines take.

/// What a machine takes from the mains; told afterwards from pieces and hours, so it changes nothing that happens.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Water {
    /// By every piece completed, good or not \[l\].
    pub per_piece: f64,
    /// By every productive hour \[l/h\].
    pub per_hour: f64,
}

impl Water {
    /// Taken for so many pieces and productive hours \[m3\].
    pub fn taken(&self, pieces: f64, hours: f64) -> f64 {
        const LITRES: f64 = 1000.0;
        (self.per_piece * pieces + self.per_hour * hours) / LITRES
    }
}
