//! The page: complete, closed, without requests and without numbers that are none.

use crate::fixture;
use scenarios::study::result::{FlowKind, FlowUsed, LuckUsed, StudyResult, Verdict};

fn page(result: &StudyResult) -> String {
    reports::write::html(&reports::compose(result))
}

/// Every tag that is opened is closed, in order. Only what this crate writes has to pass.
fn check_tags(page: &str) {
    const VOID: [&str; 4] = ["meta", "link", "br", "hr"];
    let mut open: Vec<&str> = Vec::new();
    let mut rest = page;
    while let Some(start) = rest.find('<') {
        let end = start + rest[start..].find('>').expect("a tag ends");
        let tag = &rest[start + 1..end];
        rest = &rest[end + 1..];
        let name = tag.split([' ', '\n', '/']).find(|t| !t.is_empty()).unwrap_or_default();
        if tag.starts_with('!') || tag.ends_with('/') || VOID.contains(&name) {
            continue;
        }
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "before {}", &rest[..rest.len().min(80)]);
        } else {
            open.push(name);
        }
        if name == "style" && !tag.starts_with('/') {
            rest = &rest[rest.find("</style").expect("a style ends")..];
        }
    }
    assert!(open.is_empty(), "{open:?}");
}

#[test]
fn every_chapter_and_every_figure_is_there() {
    let page = page(&fixture::study());
    for id in [
        "case",
        "pessimistic",
        "money",
        "closed-form",
        "plan-check",
        "physics",
        "losses",
        "assumptions",
        "method",
    ] {
        assert!(page.contains(&format!("<section id=\"{id}\">")), "{id}");
        assert!(page.contains(&format!("href=\"#{id}\"")), "{id}");
    }
    for id in [
        "npv-distribution",
        "payback-curve",
        "pessimistic-figure",
        "cash-fan",
        "waterfall",
        "states",
        "convergence",
    ] {
        assert!(page.contains(&format!("<figure id=\"{id}\">")), "{id}");
        assert!(page.contains(&format!("<title id=\"{id}-title\">")), "{id}");
    }
    assert!(page.contains("never within 60 months: 24 %"), "plateau of the payback curve");
    check_tags(&page);
}

#[test]
fn nothing_is_fetched_and_nothing_is_nan() {
    let mut placebo = fixture::study();
    placebo.comparisons = vec![fixture::placebo()];
    for page in [page(&fixture::study()), page(&placebo)] {
        for bad in ["http://", "https://", "<script", "@import", "url(", "NaN", "inf<", "-inf"] {
            assert!(!page.contains(bad), "{bad}");
        }
        assert!(page.starts_with("<!DOCTYPE html><html lang=\"en\">"));
        check_tags(&page);
    }
}

#[test]
fn same_result_same_bytes() {
    assert_eq!(page(&fixture::study()), page(&fixture::study()));
}

#[test]
fn what_comes_from_files_is_escaped() {
    let mut result = fixture::study();
    result.provenance.study = "<b>\"study\" & co</b>".to_owned();
    result.arms[2].machines[1].machine = "<filler>".to_owned();
    result.arms[0].machines[1].machine = "<filler>".to_owned();
    result.flags[0].text = "<i>Budget</i>".to_owned();
    let page = page(&result);
    check_tags(&page);
    assert!(page.contains("&lt;b&gt;") && !page.contains("<filler>") && !page.contains("<i>"));
}

#[test]
fn a_result_without_anything_still_has_a_page() {
    let mut result = fixture::study();
    result.comparisons.clear();
    result.arms.clear();
    result.flags.clear();
    result.assumptions.clear();
    result.provenance.pairs = 2;
    let page = page(&result);
    check_tags(&page);
    assert!(page.contains("too few"));
    assert!(reports::write::terminal(&result, &Default::default()).contains("compares nothing"));
}

#[test]
fn the_sentence_follows_the_verdict() {
    let mut result = fixture::study();
    let sentence = |r: &StudyResult| reports::headline::headline(r).unwrap().sentence;
    insta::assert_snapshot!("only_under_optimistic", sentence(&result));
    result.comparisons[0].verdict = Some(Verdict::PositiveUnderPessimistic);
    insta::assert_snapshot!("positive_under_pessimistic", sentence(&result));
    let worst = result.comparisons[0].rows[7].metrics.clone();
    result.comparisons[0].rows[0].metrics = worst;
    result.comparisons[0].verdict = Some(Verdict::NotPositive);
    insta::assert_snapshot!("not_positive", sentence(&result));
}

#[test]
fn the_method_says_what_the_luck_of_the_pairs_was_and_brought() {
    let alone = fixture::study();
    let text = page(&alone);
    assert!(text.contains("Independent: every pair has luck of its own."));
    let mut mirrored = alone;
    let luck = LuckUsed {
        kind: "antithetic".to_owned(),
        unit: 2,
        groups: 200,
        inner: None,
        variance_ratio: Some(0.5),
    };
    mirrored.provenance.luck = Some(luck.clone());
    let text = page(&mirrored);
    for words in ["Antithetic:", "0.50 times the variance", "800 independent", "over 200 couples"] {
        assert!(text.contains(words), "{words}");
    }
    assert!(!text.contains("free of any assumption on the shape"));
    mirrored.provenance.luck = Some(LuckUsed { variance_ratio: None, ..luck });
    assert!(page(&mirrored).contains("What it brought cannot be told"));
}

#[test]
fn the_method_says_how_material_moved_and_what_folding_changed() {
    let mut result = fixture::study();
    // As it is read: without the marks that forbid a line break.
    let page = |r: &StudyResult| page(r).replace('\u{2060}', "").replace('\u{a0}', " ");
    let text = page(&result);
    let words =
        ["At rates:", "Chosen by default", "by \u{2212}0.04 % ± 0.05 %", "The 0.5 % allowed"];
    for words in words {
        assert!(text.contains(words), "{words}");
    }
    let mut say = |mean: f64| {
        let check = result.folding_check.as_mut().expect("a check");
        check.output_difference.mean = mean;
        page(&result)
    };
    assert!(say(0.0048).contains("It may be more than the 0.5 % allowed"));
    assert!(say(-0.0062).contains("That is more than the 0.5 % allowed: do not rely"));
    result.folding_check = None;
    assert!(page(&result).contains("What folding changes was not measured"));
    let lots =
        FlowUsed { kind: FlowKind::Lot, by_default: false, lot: Some(20), minor_stops: None };
    result.provenance.flow = Some(lots);
    let text = page(&result);
    assert!(text.contains("In lots of 20 pieces") && text.contains("The plant file asks for it."));
    assert!(!text.contains("Folded minor stops"));
}
