//! The flags of `s plan` and `s drift`.

use clap::Parser;

use super::named::{self, NamedPart};
use super::{Global, Yes, misuse, no_words};
use crate::error::{Error, Result};
use crate::model::scope::Scope;
use crate::report::Format;
use crate::typed::Typed;
use crate::words;

/// What is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// What a deploy would find.
    Plan,
    /// What changed online since the last deploy.
    Drift,
}

impl Look {
    /// The command that looks for it.
    pub fn command(self) -> &'static str {
        match self {
            Look::Plan => "plan",
            Look::Drift => "drift",
        }
    }
}

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
    /// The part of the resource that it is about.
    pub scope: Scope,
}

#[derive(Debug, Parser)]
#[command(
    no_binary_name = true,
    disable_help_flag = true,
    disable_version_flag = true
)]
/// The arguments of `s plan` and `s drift`, as they are typed.
pub(super) struct LookArgs {
    /// The same as `--output`, of which the CLI itself takes only its own four forms.
    #[arg(long)]
    format: Option<String>,
    /// The file for the report; its ending tells the form.
    #[arg(long)]
    report: Option<String>,
    /// The file for the page, of `s drift` only.
    #[arg(long)]
    html: Option<String>,
    /// As of the component `fc`: what is planned, and which part of it.
    #[arg(long)]
    plan_type: Option<String>,
    #[arg(long)]
    sub_command: Option<String>,
    /// As of `s deploy`, whose end a plan foretells.
    #[arg(long)]
    allow_unknown: bool,
    #[command(flatten)]
    yes: Yes,
    #[command(flatten)]
    global: Global,
    words: Vec<String>,
}

/// Parses the arguments of a command that looks and changes nothing.
///
/// # Errors
/// A flag that is unknown or incomplete.
pub fn look(look: Look, typed: &Typed) -> Result<LookFlags> {
    let args = typed.args();
    // What stands behind `--` is hidden from the CLI, which would refuse `--output markdown`.
    let hidden = args.iter().skip_while(|arg| *arg != "--");
    let hidden = hidden
        .clone()
        .any(|arg| arg.starts_with("--output") || arg == "-o");
    // Without the mark the parser takes what stands behind it for flags again.
    let args = args.iter().filter(|arg| *arg != "--");
    let parsed = LookArgs::try_parse_from(args).map_err(|error| misuse(typed, &error))?;
    no_words(typed, &parsed.words)?;
    let scope = scope(look, typed, &parsed)?;
    // Both commands share their parser, so that a flag of the one is named for the other, and not as
    // unknown.
    if look == Look::Plan && parsed.html.is_some() {
        let (command, page) = (typed.named(), typed.other("drift --html drift.html"));
        let none = words!("{command} has no --html", "{command} 不支持 --html");
        return Err(Error::usage(none).hint(words!(
            "the page is made by: {page}",
            "请用以下命令生成网页：{page}"
        )));
    }
    let ours = parsed.format.as_deref();
    let output = parsed.global.output.as_deref();
    let format = match (ours, output) {
        (Some(word), _) => Some(format("--format", word)?),
        // In the other three forms the CLI itself prints a result.
        (None, Some("yaml" | "raw" | "default") | None) => None,
        (None, Some(word)) => Some(format("--output", word)?),
    };
    // A name without an ending is text; one whose ending nobody knows may have been meant as another form.
    if let (None, Some(file)) = (format, &parsed.report) {
        named(file)?;
    }
    Ok(LookFlags {
        format,
        report: parsed.report,
        html: parsed.html,
        // A report of our own is printed in the place of a result, so nobody reads that.
        is_read: ours.is_none() && !hidden && (output.is_some() || parsed.global.silent),
        scope,
    })
}

/// The part that the flags of the component `fc` name, which only a plan of FC 2.0 has.
fn scope(look: Look, typed: &Typed, parsed: &LookArgs) -> Result<Scope> {
    let (kind, part) = (parsed.plan_type.as_deref(), parsed.sub_command.as_deref());
    let given = [("--plan-type", kind), ("--sub-command", part)];
    let first = given.iter().find(|(_, value)| value.is_some());
    match first {
        Some((flag, _)) if look != Look::Plan || !typed.names_parts() => {
            return Err(named::unknown(typed, flag));
        }
        _ => {}
    }
    match kind {
        None | Some("deploy") => {}
        Some("remove") => {
            let remove = typed
                .dropping(&["--plan-type", "--sub-command"])
                .other("remove");
            return Err(Error::usage(words!(
                "--plan-type remove: a plan tells what a deploy would do",
                "--plan-type remove：plan 只显示部署会做什么"
            ))
            .hint(words!(
                "'{remove}' shows everything that would be deleted, and asks before it deletes anything",
                "'{remove}' 会先列出将被删除的全部内容，询问后才会删除"
            )));
        }
        Some(_) => {
            return Err(Error::usage(words!(
                "--plan-type takes deploy or remove",
                "--plan-type 只接受 deploy 或 remove"
            ))
            .hint(words!("write one of them", "请填写其中之一")));
        }
    }
    let words: Vec<String> = part.map(str::to_owned).into_iter().collect();
    let scope = NamedPart::default().scope(typed, &words, &[])?;
    Ok(scope.unwrap_or_else(Scope::whole))
}

/// The form of a report.
fn format(flag: &str, word: &str) -> Result<Format> {
    match word {
        "json" => Ok(Format::Json),
        "text" => Ok(Format::Text),
        "markdown" | "md" => Ok(Format::Markdown),
        "junit" => Ok(Format::Junit),
        _ => Err(Error::usage(words!(
            "{flag}: there is no format “{word}”",
            "{flag}：不支持格式“{word}”"
        ))
        .hint(words!(
            "write one of: {flag} text|json|markdown|junit",
            "请改用其中之一：{flag} text|json|markdown|junit"
        ))),
    }
}

/// A name that ends like a form of its own must end like one that there is.
fn named(file: &str) -> Result<()> {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let ending = name.rsplit_once('.').map(|(_, ending)| ending);
    match ending {
        Some(ending) if Format::of_file(file).is_none() => Err(Error::usage(words!(
            "--report {file}: no format is known for .{ending}",
            "--report {file}：无法识别 .{ending} 格式"
        ))
        .hint(words!(
            "let its name end in .txt, .json, .md or .xml, or add --format text|json|markdown|junit",
            "文件名请以 .txt、.json、.md 或 .xml 结尾，或加上 --format text|json|markdown|junit"
        ))),
        _ => Ok(()),
    }
}
