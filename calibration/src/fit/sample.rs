//! What was seen of a lifetime: its end, or only bounds of it.

/// One lifetime as far as it was seen. The unit is the sample's.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Seen {
    /// It ended at this age.
    Exact(f64),
    /// It lasted longer than this: still running, or ended by something else.
    Right(f64),
    /// It ended before this age, nobody knows when.
    Left(f64),
    /// It ended between these ages.
    Interval(f64, f64),
}

/// One observation, for `weight` equal units.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Observation {
    /// What was seen.
    pub seen: Seen,
    /// Age at which watching began (left truncation); 0 from new.
    pub entry: f64,
    /// Number of units.
    pub weight: f64,
}

/// Observations of one law.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sample {
    /// The observations.
    pub rows: Vec<Observation>,
}

impl Sample {
    /// Complete lifetimes.
    pub fn complete(times: impl IntoIterator<Item = f64>) -> Self {
        Self::default().with(times.into_iter().map(Seen::Exact))
    }

    /// The same sample with more observations, from new.
    pub fn with(mut self, seen: impl IntoIterator<Item = Seen>) -> Self {
        self.rows.extend(seen.into_iter().map(|seen| Observation {
            seen,
            entry: 0.0,
            weight: 1.0,
        }));
        self
    }

    /// Right-censored units: (time, number).
    pub fn censored(mut self, units: impl IntoIterator<Item = (f64, f64)>) -> Self {
        self.rows.extend(units.into_iter().map(|(time, weight)| Observation {
            seen: Seen::Right(time),
            entry: 0.0,
            weight,
        }));
        self
    }

    /// Number of ends seen (all but right-censored).
    pub fn events(&self) -> f64 {
        let ended = |o: &&Observation| !matches!(o.seen, Seen::Right(_));
        self.rows.iter().filter(ended).map(|o| o.weight).sum()
    }

    /// Number of units.
    pub fn size(&self) -> f64 {
        self.rows.iter().map(|o| o.weight).sum()
    }

    /// The times when all were seen to end from new; `None` otherwise.
    pub fn as_complete(&self) -> Option<Vec<f64>> {
        self.rows
            .iter()
            .map(|o| match o.seen {
                Seen::Exact(t) if o.entry == 0.0 && o.weight == 1.0 => Some(t),
                _ => None,
            })
            .collect()
    }

    /// Every time is finite and positive, entries are not after the times, weights are positive.
    pub fn is_sound(&self) -> bool {
        self.rows.iter().all(|o| {
            let last = match o.seen {
                Seen::Exact(t) | Seen::Right(t) | Seen::Left(t) => t,
                Seen::Interval(a, b) if a >= 0.0 && a < b => b,
                Seen::Interval(..) => return false,
            };
            last.is_finite()
                && last > 0.0
                && (0.0..=last).contains(&o.entry)
                && o.weight > 0.0
                && o.weight.is_finite()
        })
    }
}
