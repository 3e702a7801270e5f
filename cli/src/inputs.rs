//! Reading what the user named, and remembering its hash.

use anyhow::Context;
use reports::write::InputFile;
use scenarios::baseline::beside::input_hash;
use scenarios::shards::PlanFile;
use sha2::{Digest, Sha256};
use std::cell::RefCell;
use std::path::Path;
use twin_models::text::{Diagnostics, Document};

/// Folder in that of a run that keeps the texts of the inputs.
pub(crate) const FOLDER: &str = "inputs";

/// Name of an input there.
pub(crate) fn stored_name(role: &str) -> String {
    match role {
        crate::baseline::ROLE => "baseline.lock.json".to_owned(),
        role => format!("{role}.toml"),
    }
}

/// SHA-256 of a document's text, hexadecimal.
pub(crate) fn sha256(document: &Document) -> String {
    hex(&Sha256::digest(document.text().as_bytes()))
}

/// Files read so far, in order, with their hashes and texts.
#[derive(Default)]
pub(crate) struct Inputs(RefCell<Vec<(InputFile, String)>>);

impl Inputs {
    /// Notes a file that has been read.
    pub(crate) fn note(&self, role: &str, path: &str, document: &Document) {
        let sha256 = sha256(document);
        let file = InputFile { role: role.to_owned(), path: path.to_owned(), sha256 };
        self.0.borrow_mut().push((file, document.text().to_owned()));
    }

    /// Reads a file; its faults will name it as the user did.
    pub(crate) fn read(&self, role: &str, path: &Path) -> Result<Document, Diagnostics> {
        let document = Document::read(path)?;
        self.note(role, &path.display().to_string(), &document);
        Ok(document)
    }

    /// Notes a table, which others read, by its bytes.
    pub(crate) fn table(&self, role: &str, path: &Path) -> anyhow::Result<()> {
        let bytes =
            std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        let sha256 = hex(&Sha256::digest(&bytes));
        let path = path.display().to_string();
        let file = InputFile { role: role.to_owned(), path, sha256 };
        let text = String::from_utf8_lossy(&bytes).into_owned();
        self.0.borrow_mut().push((file, text));
        Ok(())
    }

    /// Takes a document that is part of the program.
    pub(crate) fn embedded(
        &self,
        role: &str,
        name: &str,
        text: &str,
    ) -> Result<Document, Diagnostics> {
        let document = Document::parse(name, text.as_bytes())?;
        self.note(role, &format!("embedded {name}"), &document);
        Ok(document)
    }

    /// One hash over the roles and contents of all inputs; names and folders do not count.
    pub(crate) fn hash(&self) -> String {
        let files = self.0.borrow();
        input_hash(files.iter().map(|(file, _)| (file.role.as_str(), file.sha256.as_str())))
    }

    /// Notes the inputs of a plan, as they were read when it was made.
    pub(crate) fn planned(&self, files: &[PlanFile]) {
        for PlanFile { role, path, text } in files {
            let sha256 = hex(&Sha256::digest(text.as_bytes()));
            let file = InputFile { role: role.clone(), path: path.clone(), sha256 };
            self.0.borrow_mut().push((file, text.clone()));
        }
    }

    /// The same for a plan to be made.
    pub(crate) fn to_plan(&self) -> Vec<PlanFile> {
        let file = |(file, text): &(InputFile, String)| PlanFile {
            role: file.role.clone(),
            path: file.path.clone(),
            text: text.clone(),
        };
        self.0.borrow().iter().map(file).collect()
    }

    /// For the manifest.
    pub(crate) fn files(&self) -> Vec<InputFile> {
        self.0.borrow().iter().map(|(file, _)| file.clone()).collect()
    }

    /// Names and texts, as they are kept beside the results.
    pub(crate) fn texts(self) -> Vec<(String, String)> {
        let files = self.0.into_inner().into_iter();
        files.map(|(file, text)| (stored_name(&file.role), text)).collect()
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}
