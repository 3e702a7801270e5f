//! Control charts: from the standardised means of samples to alarms.

use crate::plant::model::Chart;

/// What a chart remembers; it begins anew after an alarm that is acted on.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ChartState {
    /// EWMA: z; CUSUM: C+ and C-.
    sums: [f64; 2],
    /// Zones of the last samples, newest in the lowest bits: beyond 1, beyond 2, beyond the centre;
    /// first above, then below.
    zones: [[u8; 3]; 2],
}

impl ChartState {
    /// The next sample: `z` its standardised mean, `deviation` its mean less the target. True: alarm.
    pub(super) fn sample(&mut self, chart: &Chart, z: f64, deviation: f64) -> bool {
        match chart {
            Chart::Limits(limit) => deviation.abs() > *limit,
            Chart::Shewhart { limit, rules } => self.shewhart(z, *limit, rules),
            Chart::Ewma { lambda, limit } => {
                self.sums[0] += lambda * (z - self.sums[0]);
                self.sums[0].abs() > limit * libm::sqrt(lambda / (2.0 - lambda))
            }
            Chart::Cusum { slack, limit } => {
                let [above, below] = self.sums;
                self.sums = [(above + z - slack).max(0.0), (below - z - slack).max(0.0)];
                self.sums.iter().any(|sum| sum > limit)
            }
            // No numbers: decided by whoever knows the process.
            Chart::Check { .. } => false,
        }
    }

    fn shewhart(&mut self, z: f64, limit: f64, rules: &[bool; 3]) -> bool {
        let mut alarm = z.abs() > limit;
        if rules.iter().any(|on| *on) {
            for (zones, z) in self.zones.iter_mut().zip([z, -z]) {
                for (zone, beyond) in zones.iter_mut().zip([1.0, 2.0, 0.0]) {
                    *zone = *zone << 1 | u8::from(z > beyond);
                }
                let [one, two, side] = *zones;
                alarm |= rules[0] && (two & 0b111).count_ones() >= 2;
                alarm |= rules[1] && (one & 0b1_1111).count_ones() >= 4;
                alarm |= rules[2] && side == u8::MAX;
            }
        }
        alarm
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alarm_at(chart: &Chart, samples: &[f64]) -> Option<usize> {
        let mut state = ChartState::default();
        samples.iter().position(|z| state.sample(chart, *z, *z))
    }

    #[test]
    fn rules_of_western_electric() {
        let rules = |rules| Chart::Shewhart { limit: 3.0, rules };
        assert_eq!(alarm_at(&rules([false; 3]), &[2.9, -2.9, 3.1]), Some(2));
        assert_eq!(alarm_at(&rules([true, false, false]), &[2.1, 0.0, 2.1]), Some(2));
        assert_eq!(alarm_at(&rules([true, false, false]), &[2.1, -2.1, 0.0, -2.1]), Some(3));
        assert_eq!(alarm_at(&rules([true, false, false]), &[2.1, 0.0, 0.0, 2.1]), None);
        let four = [-1.5, -1.5, 0.0, -1.5, -1.5];
        assert_eq!(alarm_at(&rules([false, true, false]), &four), Some(4));
        assert_eq!(alarm_at(&rules([true, false, true]), &four), None);
        assert_eq!(alarm_at(&rules([false, false, true]), &[0.1; 8]), Some(7));
        assert_eq!(alarm_at(&rules([true, true, false]), &[0.1; 20]), None);
    }

    #[test]
    fn sums_go_beyond_their_limits() {
        let cusum = Chart::Cusum { slack: 0.5, limit: 4.0 };
        // 0.5 more with each sample, 4.5 with the ninth; reaching 4 is no alarm.
        assert_eq!(alarm_at(&cusum, &[1.0; 12]), Some(8));
        assert_eq!(alarm_at(&cusum, &[-1.0; 12]), Some(8));
        let ewma = Chart::Ewma { lambda: 0.5, limit: 3.0 };
        // Limit sqrt(3): 1.0, 1.5, 1.75.
        assert_eq!(alarm_at(&ewma, &[2.0; 4]), Some(2));
        assert_eq!(alarm_at(&Chart::Limits(1.5), &[1.5, -1.6]), Some(1));
    }
}
