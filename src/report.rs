//! What a comparison found, for programs: `s plan` and `s drift` with `--output` and `--report`. The
//! form is version 1 of `report/schema.json`; what is found the same reads the same, byte by byte.

mod behind;
mod build;
mod deployed;
mod files;
mod junit;
mod markdown;
pub mod text;
mod verdict;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::error::{Error, Outcome, Result};
use crate::package::Content;
use crate::page::PagePart;
use crate::plain;
use crate::words::{Lang, Words};

pub use self::behind::LeftBehind;
pub use self::build::{failed, function};
pub use self::deployed::{DeployedReport, KeptDeploy};

/// The version of the form.
pub const VERSION: u32 = 1;

/// What one run of a command found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// [`VERSION`] of who wrote it.
    pub version: u32,
    /// `plan` or `drift`.
    pub command: String,
    /// The word of the worst of the functions.
    pub outcome: String,
    /// In the order in which they were looked at.
    pub functions: Vec<Function>,
}

/// What was found of one resource of `s.yaml`: a function and all that belongs to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Function {
    /// Its name online.
    pub function: String,
    pub region: String,
    pub account: String,
    /// The word of its outcome.
    pub outcome: String,
    /// Why nothing is known, where the outcome is none of the four of a comparison.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// All of which there is something to say.
    pub resources: Vec<ResourceReport>,
    /// What became of the rules of `driftPolicy`.
    pub rules: Vec<RuleReport>,
    /// Deployed from here once, no longer in `s.yaml`, still online.
    pub orphans: Vec<Name>,
    /// Online beside ours, not in s.yaml and not on record here as deployed.
    pub strangers: Vec<Name>,
    /// The function of another name that the resource was deployed as last, where the present one would not
    /// be like it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_behind: Vec<LeftBehind>,
    /// The commands that end what stands kept; none where nothing does.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub end_kept: Vec<String>,
    /// What it was compared with: `record`, `mark` or `nothing`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compared_with: Option<String>,
    /// The deploy that the tag on the function tells of, where that was looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deployed: Option<DeployedReport>,
    /// Its part of the page that the run writes: handed on to the next resource, and in no report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<PagePart>,
}

/// One resource of the API.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ResourceReport {
    /// As the catalogue names kinds.
    pub kind: String,
    /// Its last name, as in [`Name`].
    pub name: String,
    /// The word of how it stands as a whole.
    pub standing: String,
    /// When it was last changed online, as the service says it.
    pub last_modified_time: Option<String>,
    /// Whose deploy it is that would be undone, as records or the mark tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told: Option<ToldReport>,
    /// What the last run was writing when it was interrupted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interrupted: Option<InterruptedReport>,
    /// All that differ or have changed, whether somebody has to decide or not.
    pub differences: Vec<DifferenceReport>,
    /// When it was decided that it stays deleted, in RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stays_deleted_since: Option<String>,
    /// Who decided that; absent where nobody knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stays_deleted_by: Option<String>,
    /// Kept as online by an earlier decision.
    pub kept: Vec<String>,
    /// The same with the values.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kept_values: Vec<DifferenceReport>,
    /// Left to the console by `driftPolicy`.
    pub console: Vec<String>,
}

/// A sentence in both languages.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ToldReport {
    pub en: String,
    pub zh: String,
}

impl From<Words> for ToldReport {
    fn from(Words { en, zh }: Words) -> ToldReport {
        ToldReport { en, zh }
    }
}

impl ToldReport {
    /// It as people read it.
    pub fn words(&self) -> Words {
        Words {
            en: self.en.clone(),
            zh: self.zh.clone(),
        }
    }
}

/// A write whose end the last run did not see.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct InterruptedReport {
    /// When it was begun, in RFC 3339.
    pub at: String,
    /// Whether it stands online.
    pub done: bool,
}

/// One setting. Secrets are `•••` with a tag by which two of them can be told apart.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DifferenceReport {
    /// Within its resource.
    pub path: String,
    /// As `driftPolicy` writes it.
    pub address: String,
    /// Its word.
    pub verdict: String,
    /// `console` or `file`, where `driftPolicy` says so.
    pub owner: Option<String>,
    /// What stood online after the last deploy; null where nothing did.
    pub last_deployed: Option<Value>,
    /// What the service says now.
    pub online: Option<Value>,
    /// What the project says now.
    pub yours: Option<Value>,
    /// What is in force where one of them is absent, if that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<Value>,
    /// The decision by which it stands as it is online.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<Decision>,
    /// Of the function's code: the files that are not the same everywhere, where they are known. The
    /// values are checksums of packages then, and nothing for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub files: Option<Vec<FileReport>>,
    /// How many more there are than are listed.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub more_files: usize,
}

/// A decision to keep what is online.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Decision {
    /// When it was made, in RFC 3339; null where that is not on record.
    pub since: Option<String>,
    /// Who made it; absent where nobody knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// The deploy of a colleague that had left it so; absent where somebody had changed it online.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deploy: Option<KeptDeploy>,
    /// What the project said then; null where it said nothing.
    pub yours_then: Option<Value>,
}

/// What is zero is left out of the JSON.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
fn is_zero(number: &usize) -> bool {
    *number == 0
}

/// One file of the code; a side that is null does not have it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FileReport {
    /// In the package.
    pub path: String,
    /// Its word, as of a setting.
    pub verdict: String,
    /// After the last deploy.
    pub last_deployed: Option<Content>,
    /// Now.
    pub online: Option<Content>,
    pub yours: Option<Content>,
    /// The decision by which it was kept as online.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<FileDecision>,
}

/// What was here when it was decided to keep what is online; null where there was nothing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FileDecision {
    pub yours_then: Option<Content>,
}

/// A rule of `driftPolicy`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RuleReport {
    /// The pattern as `s.yaml` has it.
    pub paths: String,
    /// `console` or `file`.
    pub owner: String,
    /// What its author wrote; empty where nothing.
    pub reason: String,
    /// The last day on which it applies, as `s.yaml` has it.
    pub until: Option<String>,
    /// Whether any setting of either side is meant by it.
    pub matched: bool,
    /// Whether that day has passed.
    pub expired: bool,
}

/// A resource that nothing more is known of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Name {
    pub kind: String,
    pub name: String,
    /// Where it is not that of the function of `s.yaml`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
}

/// A form in which a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// How a person reads it in a log.
    Text,
    /// The form of the schema.
    Json,
    /// A comment on a merge request.
    Markdown,
    /// Tests of a pipeline.
    Junit,
}

/// The page is a file of its own.
fn without_page(function: Function) -> Function {
    Function {
        page: None,
        ..function
    }
}

impl Report {
    /// The report on several resources of `s.yaml`, in the order in which they were looked at.
    pub fn new(command: &str, functions: Vec<Function>) -> Report {
        // A word that is none is of no comparison that came to its end, and is told by `error`.
        let outcomes = functions
            .iter()
            .filter_map(|function| Outcome::of(&function.outcome));
        Report {
            version: VERSION,
            command: command.to_owned(),
            outcome: outcomes.max().unwrap_or(Outcome::Clean).word().to_owned(),
            functions: functions.into_iter().map(without_page).collect(),
        }
    }

    /// The report in one form, ended by a line break. People's text has the given language;
    /// programs' has none.
    ///
    /// # Errors
    /// A bug: the report cannot be written as JSON.
    pub fn render(&self, format: Format, lang: Lang) -> Result<String> {
        // Texts of others are in all of them, so each goes through `plain` once more as a whole.
        match format {
            Format::Text => Ok(plain::lines(text::render(self, lang))),
            Format::Markdown => Ok(plain::lines(markdown::render(self, lang))),
            Format::Junit => Ok(plain::lines(junit::render(self, lang))),
            Format::Json => {
                let mut text = serde_json::to_string_pretty(self)
                    .map_err(|error| Error::unwritable(&error))?;
                text.push('\n');
                // JSON has escapes of its own for what `plain` would spell out.
                Ok(plain::json(&text))
            }
        }
    }
}

impl DifferenceReport {
    /// Whether a person or a flag has to decide.
    fn asks(&self) -> bool {
        // What `driftPolicy` gives to the file is overwritten without a question.
        let foreign = ["remote", "conflict", "unknown"].contains(&self.verdict.as_str());
        foreign && self.owner.as_deref() != Some("file")
    }
}

impl Format {
    /// The form that a file's name asks for.
    pub fn of_file(name: &str) -> Option<Format> {
        let (_, ending) = name.rsplit_once('.')?;
        match ending.to_ascii_lowercase().as_str() {
            "json" => Some(Format::Json),
            "md" | "markdown" => Some(Format::Markdown),
            "xml" => Some(Format::Junit),
            "txt" | "log" => Some(Format::Text),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
