//! Outcomes and money by channel.

use crate::luck::with;
use scenarios::study::result::{Channel, ChannelMoney, Channels, StudyResult};
use scenarios::study::{RunOptions, Study};

const MORE: &str = "\n[[soft]]\nname = \"nobody reaches in\"\nowner = \"Safety engineer\"\nquantity = 4\n\
    unit = \"near misses/year\"\nchannel = \"safety\"\n\
    [[at_risk]]\nname = \"disclosure\"\nfrom = 2027-03-01\nshare = \"10 %\"\nlost_without = \"50 %\"\n\
    lost_with = \"10 %\"\n";

const COSTED: &str = "\n[[prices.line]]\nname = \"burns at the oven\"\nquantity = \"failures:P1\"\n\
    cost = \"250 $\"\ncategory = \"safety\"\n";

fn press(more: &str) -> Study {
    with("predictive_press.toml", str::to_owned, |text| format!("{text}\n{more}"))
}

fn run(more: &str) -> StudyResult {
    press(more).run(&RunOptions::default()).unwrap()
}

fn table(result: &StudyResult) -> &Channels {
    result.channels.as_ref().unwrap()
}

fn channel<'a>(result: &'a StudyResult, key: &str) -> &'a Channel {
    table(result).channels.iter().find(|c| c.key == key).unwrap_or_else(|| panic!("no {key}"))
}

fn mean(channel: &Channel) -> Option<f64> {
    match &channel.money {
        ChannelMoney::PerYear(spread) => Some(spread.mean),
        ChannelMoney::NotBooked => None,
    }
}

/// Whatever a hard line books stands in one channel and in one only.
#[test]
fn c01_the_money_of_the_channels_is_the_hard_benefit() {
    for more in ["", COSTED] {
        let result = run(more);
        let head = &result.comparisons[0];
        assert_eq!(table(&result).comparison, head.id);
        let sum: f64 = table(&result).channels.iter().filter_map(mean).sum();
        let whole = head.combined.as_ref().unwrap().per_year.mean;
        assert!((sum - whole).abs() < 1e-6 * whole.abs().max(1.0), "{sum}, not {whole}");
        assert!(mean(channel(&result, "uptime")).unwrap() > 0.0);
        assert!(mean(channel(&result, "planning")).is_some());
    }
}

#[test]
fn c01_safety_is_money_only_where_it_is_costed_and_else_a_statement_without() {
    let stated = run(MORE);
    let safety = channel(&stated, "safety");
    assert_eq!((mean(safety), safety.stated.len(), safety.outcomes.len()), (None, 1, 0));
    let json = serde_json::to_value(safety).unwrap();
    assert_eq!(json["money"], "not_booked");
    assert_eq!(json["stated"][0]["owner"], "Safety engineer");
    assert!(json["stated"][0].get("money").is_none());
    // With a price: failures of the press, pair by pair, each 250 $ less.
    let costed = run(&format!("{MORE}{COSTED}"));
    let safety = channel(&costed, "safety");
    let [fewer] = safety.outcomes.as_slice() else { panic!("{:?}", safety.outcomes) };
    let (before, after) = (fewer.before.unwrap(), fewer.after.unwrap());
    let difference = fewer.difference.unwrap();
    assert!(difference < 0.0 && (after - before - difference).abs() < 1e-9, "{fewer:?}");
    assert!((mean(safety).unwrap() + 250.0 * difference).abs() < 1e-6);
    // It is cash: by exactly this the hard benefit is larger.
    let hard = |r: &StudyResult| r.comparisons[0].combined.as_ref().unwrap().per_year.mean;
    assert!((hard(&costed) - hard(&stated) + 250.0 * difference).abs() < 1e-6);
    // Nothing said, nothing printed but the name.
    let silent = run("");
    assert!(table(&silent).channels.iter().all(|c| c.key != "safety"));
    assert_eq!(table(&silent).silent, ["Energy", "Safety", "Compliance"]);
    assert_eq!(hard(&silent), hard(&stated));
}

#[test]
fn c02_each_channel_has_its_outcome_before_and_after_with_an_interval() {
    let result = run(MORE);
    let uptime = channel(&result, "uptime");
    let down = uptime.outcomes.iter().find(|o| o.key == "unplanned_down_h").unwrap();
    let delta = result.comparisons[0].deltas.iter().find(|d| d.key == down.key).unwrap();
    assert_eq!((down.before, down.after), (delta.reference, delta.investment));
    let ci = down.ci.unwrap();
    assert!(ci.low < down.difference.unwrap() && down.difference.unwrap() < ci.high);
    let [p10, p50, p90] = down.quantiles.unwrap();
    assert!(p10 < p50 && p50 < p90);
    // Compliance: the futures that lose the revenue, without and with.
    let [lost] = channel(&result, "compliance").outcomes.as_slice() else { panic!("one rule") };
    let risk = &result.at_risk[0];
    assert_eq!(
        (lost.before, lost.after),
        (Some(risk.lost_without.value), Some(risk.lost_with.value))
    );
    assert_eq!(mean(channel(&result, "compliance")), None);
    // Resilience: the worst week and the way back, in the futures that were watched.
    let found = result.resilience.as_ref().unwrap();
    let resilience = channel(&result, "resilience");
    let week = resilience.outcomes.iter().find(|o| o.key == "worst_week").unwrap();
    assert_eq!(week.before, Some(found.worst_week.as_ref().unwrap().before.mean));
    assert_eq!(week.of_futures, Some(found.futures));
    assert_eq!(mean(resilience), None);
}
