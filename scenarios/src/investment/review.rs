//! What must be looked at before it goes live, and what it takes to connect it.

use sim_core::{Distribution, Streams};

/// Seconds of an hour.
const HOUR: f64 = 3600.0;

/// Interfaces of one kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Interface {
    /// Class of effort.
    pub class: String,
    /// How many.
    pub count: u32,
    /// Work on one of them \[s\]; all of a kind turn out alike.
    pub hours: Distribution,
    /// Are those the hours of the class, because the study says nothing?
    pub by_default: bool,
    /// Money per hour.
    pub rate: f64,
}

impl Interface {
    /// Money for this work on each.
    fn cost(&self, seconds: f64) -> f64 {
        f64::from(self.count) * seconds / HOUR * self.rate
    }

    /// Expected money.
    pub fn planned(&self) -> f64 {
        self.cost(self.hours.mean())
    }
}

/// One review before the effect begins: data governance, cyber security, a rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Review {
    /// What it is about.
    pub topic: String,
    /// What is looked at.
    pub what: String,
    /// Who answers for it.
    pub owner: Option<String>,
    /// Its cost \[money\], in any case.
    pub cost: Distribution,
    /// How long it takes \[months\]; nothing is live before.
    pub lasts: Distribution,
    /// Probability that it blocks the project until something is mended.
    pub chance: f64,
    /// Cost of mending it \[money\].
    pub remedy_cost: Distribution,
    /// How long that takes \[months\].
    pub remedy_time: Distribution,
}

impl Review {
    /// Expected money.
    pub fn planned(&self) -> f64 {
        self.cost.mean() + self.chance * self.remedy_cost.mean()
    }

    fn drawn(&self, k: usize, owner: &str, streams: Streams) -> Reviewed {
        let uniform = |purpose: &str| streams.stream(owner, purpose).uniform_at(k as u64);
        let blocked = uniform("review") < self.chance;
        let remedy = |law: &Distribution, u: f64| if blocked { law.quantile(u) } else { 0.0 };
        Reviewed {
            blocked,
            cost: self.cost.quantile(uniform("review cost"))
                + remedy(&self.remedy_cost, uniform("review remedy")),
            months: self.lasts.quantile(uniform("review time"))
                + remedy(&self.remedy_time, uniform("review remedy time")),
        }
    }
}

/// How one review turns out.
struct Reviewed {
    blocked: bool,
    cost: f64,
    months: f64,
}

/// Cost of the interfaces in one replication, as a multiple of the planned one; 1 without any.
pub fn interfaces_drawn(interfaces: &[Interface], owner: &str, streams: Streams) -> f64 {
    let planned: f64 = interfaces.iter().map(Interface::planned).sum();
    if planned <= 0.0 {
        return 1.0;
    }
    let hours = |(k, one): (usize, &Interface)| {
        let u = streams.stream(owner, "interface").uniform_at(k as u64);
        one.cost(one.hours.quantile(u))
    };
    interfaces.iter().enumerate().map(hours).sum::<f64>() / planned
}

/// Cost of the reviews in one replication as a multiple of the planned one, the months until the last of
/// them is passed (they run side by side), and how many block.
pub fn reviews_drawn(reviews: &[Review], owner: &str, streams: Streams) -> (f64, f64, u32) {
    let planned: f64 = reviews.iter().map(Review::planned).sum();
    let drawn = || reviews.iter().enumerate().map(|(k, review)| review.drawn(k, owner, streams));
    let cost: f64 = drawn().map(|d| d.cost).sum();
    let months = drawn().map(|d| d.months).fold(0.0, f64::max);
    let blocked = drawn().filter(|d| d.blocked).count() as u32;
    (if planned > 0.0 { cost / planned } else { 1.0 }, months, blocked)
}

/// Months until the last review is passed when every review takes its median and none blocks.
pub fn reviews_at_median(reviews: &[Review]) -> f64 {
    reviews.iter().map(|review| review.lasts.quantile(0.5)).fold(0.0, f64::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn review(chance: f64) -> Review {
        Review {
            topic: "cybersecurity".to_owned(),
            what: "remote access".to_owned(),
            owner: None,
            cost: Distribution::constant(1000.0),
            lasts: Distribution::constant(2.0),
            chance,
            remedy_cost: Distribution::constant(5000.0),
            remedy_time: Distribution::constant(3.0),
        }
    }

    #[test]
    fn c43_reviews_run_side_by_side_and_block_as_often_as_written() {
        let both = [review(0.3), Review { lasts: Distribution::constant(4.0), ..review(0.0) }];
        let planned = 1000.0 + 0.3 * 5000.0 + 1000.0;
        let drawn: Vec<(f64, f64, u32)> =
            (0..4000).map(|r| reviews_drawn(&both, "investment:x", Streams::new(3, r))).collect();
        let blocked = drawn.iter().filter(|d| d.2 == 1).count() as f64 / 4000.0;
        assert!((blocked - 0.3).abs() < 0.03, "{blocked}");
        for (cost, months, blocked) in drawn {
            let (money, time) = if blocked == 1 { (7000.0, 5.0) } else { (2000.0, 4.0) };
            assert!((cost * planned - money).abs() < 1e-9 && months == time);
        }
        assert_eq!(reviews_drawn(&[], "investment:x", Streams::new(3, 1)), (1.0, 0.0, 0));
    }

    #[test]
    fn c47_interfaces_cost_count_times_hours_times_rate() {
        let one = |count: u32, rate: f64| Interface {
            class: "plc_legacy".to_owned(),
            count,
            hours: Distribution::uniform(10.0 * HOUR, 30.0 * HOUR).unwrap(),
            by_default: false,
            rate,
        };
        let all = [one(4, 100.0), one(2, 50.0)];
        assert!((all[0].planned() - 8000.0).abs() < 1e-9);
        let draws: Vec<f64> = (0..2000)
            .map(|r| 10_000.0 * interfaces_drawn(&all, "investment:x", Streams::new(3, r)))
            .collect();
        let mean = draws.iter().sum::<f64>() / 2000.0;
        assert!((mean - 10_000.0).abs() < 200.0, "{mean}");
        assert!(draws.iter().all(|x| (5000.0..=15_000.0).contains(x)));
        assert_eq!(interfaces_drawn(&[], "investment:x", Streams::new(3, 1)), 1.0);
    }
}
