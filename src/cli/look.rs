//! The flags of `s plan` and `s drift`.

use clap::Parser;

use super::{Global, misuse, no_words};
use crate::commands::compare::Look;
use crate::error::{Error, Result};
use crate::report::Format;
use crate::words;

/// What `s plan` and `s drift` were asked to report.
#[derive(Clone, Debug)]
pub struct LookFlags {
    /// The form of the report on stdout, and of the file if its name does not tell.
    pub format: Option<Format>,
    /// The file that the report goes to.
    pub report: Option<String>,
    /// The file that the page for people goes to.
    pub html: Option<String>,
    /// Whether a program reads the result that the CLI prints.
    pub is_read: bool,
    /// The arguments that name the project (`-t`, `-a`, `--env`), for the commands that are suggested.
    pub project: Vec<String>,
}

#[derive(Debug, Parser)]
#[command(
    no_binary_name = true,
    disable_help_flag = true,
    disable_version_flag = true
)]
struct LookArgs {
    /// The same as `--output`, of which the CLI itself takes only its own four forms.
    #[arg(long)]
    format: Option<String>,
    #[arg(long)]
    report: Option<String>,
    #[arg(long)]
    html: Option<String>,
    #[arg(short = 'y', long)]
    assume_yes: bool,
    #[command(flatten)]
    global: Global,
    words: Vec<String>,
}

/// Parses the arguments of a command that looks and changes nothing.
///
/// # Errors
/// A flag that is unknown or incomplete.
pub fn look(look: Look, args: &[String]) -> Result<LookFlags> {
    let command = look.command();
    // What stands behind `--` is hidden from the CLI, which would refuse `--output markdown`.
    let hidden = args.iter().skip_while(|arg| *arg != "--");
    let hidden = hidden
        .clone()
        .any(|arg| arg.starts_with("--output") || arg == "-o");
    let args = args.iter().filter(|arg| *arg != "--");
    let parsed = LookArgs::try_parse_from(args).map_err(|error| misuse(command, &error))?;
    no_words(command, &parsed.words)?;
    if look == Look::Plan && parsed.html.is_some() {
        return Err(
            Error::usage(words!("s plan has no --html", "s plan 不支持 --html")).hint(words!(
                "the page is made by: s drift --html drift.html",
                "请用以下命令生成网页：s drift --html drift.html"
            )),
        );
    }
    let ours = parsed.format.as_deref();
    let output = parsed.global.output.as_deref();
    Ok(LookFlags {
        format: ours.or(output).map(format).transpose()?.flatten(),
        project: parsed.global.project(),
        report: parsed.report,
        html: parsed.html,
        is_read: ours.is_none() && !hidden && (output.is_some() || parsed.global.silent),
    })
}

/// The form of a report; `None` for the forms in which the CLI itself prints a result.
fn format(word: &str) -> Result<Option<Format>> {
    Ok(Some(match word {
        "json" => Format::Json,
        "text" => Format::Text,
        "markdown" | "md" => Format::Markdown,
        "junit" => Format::Junit,
        "yaml" | "raw" | "default" => return Ok(None),
        _ => {
            return Err(Error::usage(words!(
                "--output: there is no format “{word}”",
                "--output：不支持格式“{word}”"
            ))
            .hint(words!(
                "write one of: --output text|json|markdown|junit",
                "请改用其中之一：--output text|json|markdown|junit"
            )));
        }
    }))
}
