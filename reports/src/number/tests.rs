use super::*;

#[test]
fn trap_29_digits_follow_the_interval() {
    let scale = Scale::money("USD", 0.55e6, Some(0.12e6));
    assert_eq!(scale.with_range(0.42e6, 0.31e6, 0.55e6), "$420k (310 to 550)");
    let scale = Scale::money("EUR", 429e3, Some(4e3));
    assert_eq!(scale.with_range(58_312.0, -390_100.0, 429_000.0), "€58k (−390 to 429)");
    let scale = Scale::money("CHF", 12_345.0, Some(30.0));
    assert_eq!(scale.full(-12_350.0), "−CHF 12.35k");
    assert_eq!(Scale::money("USD", 812.0, Some(3.0)).full(812.4), "$812");
    assert_eq!(Scale::money("USD", 61e6, None).full(61.2e6), "$61.2M");
    assert_eq!(Scale::plain("h/year", 319.0, Some(2.0)).full(319.4), "319 h/year");
    assert_eq!(
        Scale::plain("pieces/year", 111e6, Some(3e5)).full(111e6),
        "111,000,000 pieces/year"
    );
}

#[test]
fn a_rounded_zero_has_no_sign() {
    let scale = Scale::money("USD", 4e5, Some(2e4));
    assert_eq!(scale.full(-400.0), "$0k");
    assert_eq!(scale.signed(400.0), "$0k");
    assert_eq!(scale.signed(40_000.0), "+$40k");
}

#[test]
fn shares() {
    let share_of = |count: u64, low, high| Share {
        count,
        of: 600,
        value: count as f64 / 600.0,
        ci: Interval { low, high },
    };
    assert_eq!(share(&share_of(498, 0.798, 0.858)), "83 % (80 to 86)");
    assert_eq!(share(&share_of(0, 0.0, 0.0064)), "0.0 % (0.0 to 0.6)");
    assert_eq!(percent(0.001), "under 1 %");
    assert_eq!(percent(0.999), "over 99 %");
    assert_eq!(percent(1.0), "100 %");
}

#[test]
fn absent_numbers_are_words() {
    assert_eq!(payback(PaybackTime::Within(37.6), 60), "38 months");
    assert_eq!(payback(PaybackTime::Within(0.0), 60), "at once");
    assert_eq!(payback(PaybackTime::Within(1.2), 60), "1 month");
    assert_eq!(payback(PaybackTime::Never, 60), "not within 60 months");
    assert_eq!(payback_cell(PaybackTime::Never, 60), "> 60");
    assert_eq!(rate(Some(&RateOfReturn::One(0.214))), "21 %");
    assert_eq!(rate(Some(&RateOfReturn::NoneLosing)), "no IRR (never recovers)");
    assert_eq!(rate(Some(&RateOfReturn::Several(vec![0.1, 0.2]))), "several IRRs (10 %, 20 %)");
    assert_eq!(rate(None), "no IRR");
}

#[test]
fn nothing_prints_nan() {
    let scale = Scale::money("USD", f64::NAN, Some(f64::INFINITY));
    for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        for text in [scale.full(value), scale.signed(value), scale.bare(value)] {
            assert_eq!(text, UNKNOWN);
        }
    }
    assert_eq!(payback(PaybackTime::Within(f64::NAN), 60), "not within 60 months");
}
