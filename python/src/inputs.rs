//! What a run was made of: roles, names and texts, as the command line keeps them.

use reports::write::InputFile;
use scenarios::baseline::beside::{ROLE, input_hash};
use scenarios::baseline::lock::hex;
use sha2::{Digest, Sha256};

/// An input: where it came from, and its text.
#[derive(Clone, Debug)]
pub(crate) struct Input {
    /// Role, path and hash, for a manifest.
    pub(crate) file: InputFile,
    /// What stands in it.
    pub(crate) text: String,
}

impl Input {
    /// A text in its role.
    pub(crate) fn new(role: &str, path: &str, text: &str) -> Self {
        let sha256 = hex(&Sha256::digest(text.as_bytes()));
        let file = InputFile { role: role.to_owned(), path: path.to_owned(), sha256 };
        Self { file, text: text.to_owned() }
    }

    /// Name of its copy in the folder of a run.
    pub(crate) fn stored_name(&self) -> String {
        match self.file.role.as_str() {
            ROLE => "baseline.lock.json".to_owned(),
            role => format!("{role}.toml"),
        }
    }
}

/// The one hash over all of them.
pub(crate) fn hash(inputs: &[Input]) -> String {
    input_hash(inputs.iter().map(|i| (i.file.role.as_str(), i.file.sha256.as_str())))
}
