//! Runs a study file and prints its headline: `cargo run --example look -- STUDY [PAIRS]`.
#![expect(clippy::print_stdout, clippy::expect_used, reason = "an example talks")]

use scenarios::study::{RunOptions, read_study_file};

fn main() {
    let mut args = std::env::args().skip(1);
    let path = args.next().expect("give a study file");
    let pairs = args.next().and_then(|n| n.parse().ok());
    let study = match read_study_file(std::path::Path::new(&path)) {
        Ok(study) => study,
        Err(faults) => {
            println!("{faults}");
            std::process::exit(2);
        }
    };
    println!("{}", study.warnings);
    let result = study.run(&RunOptions { pairs, ..RunOptions::default() }).expect("runs");
    for arm in &result.arms {
        println!("== {} ({:?})", arm.name, arm.role);
        for i in &arm.indicators {
            if let Some(s) = &i.spread {
                println!(
                    "  {:24} {:>12.4} sd {:>10.4} p10 {:>12.3} p90 {:>12.3} {}",
                    i.key,
                    s.mean,
                    s.sd.unwrap_or(0.0),
                    s.p10,
                    s.p90,
                    i.unit
                );
            }
        }
        for m in &arm.modes {
            println!(
                "  {} fail {:.2} planned {:.2} prev {:.2} down {:.1} h",
                m.mode, m.failures, m.planned, m.preventive, m.down_hours
            );
        }
    }
    for c in &result.comparisons {
        println!("== {} {:?} break even {:?}", c.id, c.verdict, c.break_even_gain);
        for r in &c.rows {
            let m = &r.metrics;
            println!(
                "  {:24} NPV {:>9.0} [{:>9.0} {:>9.0} {:>9.0}] sd {:>8.0} P>0 {:.2} payback {:?} never {:.2} irr {:?} roi {:.2}",
                r.id,
                m.npv.mean,
                m.npv.p10,
                m.npv.p50,
                m.npv.p90,
                m.npv.sd.unwrap_or(0.0),
                m.npv_positive.value,
                m.payback.p50,
                m.payback.never.value,
                m.irr.p50,
                m.roi_total.as_ref().map_or(0.0, |r| r.p50)
            );
        }
        for b in &c.benefits {
            println!(
                "  {:?} {:12} {:>10.0} of {:>10.0}",
                b.firmness,
                b.category,
                b.per_year.mean,
                b.pool.unwrap_or(0.0)
            );
            for l in &b.lines {
                println!("      {:50} {:>10.0}", l.name, l.per_year);
            }
        }
        for y in &c.benefit_by_year {
            println!("  year {:.0} sd {:.0}", y.mean, y.sd.unwrap_or(0.0));
        }
        for l in &c.costs {
            println!("  cost {:24} {:12} {:>9.0} {:>9.0}", l.name, l.kind, l.planned, l.drawn.mean);
        }
        for d in &c.deltas {
            println!(
                "  {:24} {:>10.3} corr {:?} vrf {:?}",
                d.key,
                d.spread.as_ref().map_or(0.0, |s| s.mean),
                d.correlation,
                d.variance_reduction
            );
        }
        for w in &c.waterfall {
            println!("  {:50} {:>10.0}  {}", w.name, w.amount, w.explanation);
        }
        for x in &c.claims {
            println!("  claim {x:?}");
        }
    }
    for f in &result.flags {
        println!("{} {:?}: {}: {}", f.id, f.state, f.title, f.text);
    }
    println!("{:?}", result.provenance);
    println!(
        "{} assumptions, json {} bytes",
        result.assumptions.len(),
        serde_json::to_string(&result).expect("writes").len()
    );
}
