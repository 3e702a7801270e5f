//! One currency per study.

use super::investment::texts;
use twin_models::text::Context;
use twin_models::text::units::{Wrong, parse_quantity};

/// Signs and codes of the currencies that can be written.
const SIGNS: [(char, &str); 3] = [('$', "USD"), ('\u{20ac}', "EUR"), ('\u{a3}', "GBP")];

/// Reports every amount that is not in `currency`.
pub(super) fn check(context: &Context<'_>, currency: &str) {
    let wanted = SIGNS.iter().find(|(_, code)| *code == currency).map_or('?', |(sign, _)| *sign);
    let mut all = Vec::new();
    texts(&context.document.root, &mut Vec::new(), &mut all);
    for (path, node) in all {
        let twin_models::text::Value::String(text) = &node.value else { continue };
        let Some((_, unit)) = parse_quantity(text) else { continue };
        let sign = unit.trim_start_matches(['k', 'M']).trim_start().chars().next();
        let other = SIGNS.iter().find(|(s, _)| sign == Some(*s) && *s != wanted);
        if let (Some((_, code)), false) = (other, path.starts_with("provenance")) {
            let reason = format!("this amount is in {code}, and the study is in {currency}");
            let remedy = format!("convert it to {wanted}: one currency per study");
            context.error(node.span, &path, Wrong::new(reason, remedy));
        }
    }
}
