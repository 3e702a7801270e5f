//! Why an effect happens at all: signal, decision, physical change.

use super::edit::Edit;

/// A chain that explains effects of an investment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chain {
    /// What is measured.
    pub signal: String,
    /// Who decides what otherwise.
    pub decision: String,
    /// What is then physically different.
    pub change: String,
    /// Names of the effects that it explains, of [`Chain::effects`].
    pub of: Vec<String>,
}

impl Chain {
    /// Names of the effects of an investment: `programme`, `office`, then the paths of its edits; the one
    /// that is calibrated is `claim_calibrated`.
    pub fn effects(
        programme: bool,
        office: bool,
        edits: &[Edit],
        calibrated: Option<usize>,
    ) -> Vec<String> {
        let whole = [(programme, "programme"), (office, "office")];
        let whole = whole.into_iter().filter(|(is, _)| *is).map(|(_, name)| name.to_owned());
        let edits = edits.iter().enumerate().map(|(k, edit)| match calibrated == Some(k) {
            true => "claim_calibrated".to_owned(),
            false => edit.path.to_string(),
        });
        whole.chain(edits).collect()
    }
}

/// Effects that no chain explains.
pub fn uncovered<'e>(effects: &'e [String], chains: &[Chain]) -> Vec<&'e str> {
    let told = |effect: &&String| chains.iter().any(|chain| chain.of.contains(effect));
    effects.iter().filter(|effect| !told(effect)).map(String::as_str).collect()
}
