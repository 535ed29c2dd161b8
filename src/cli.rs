//! The flags of `s deploy`. They arrive in the inputs, together with the CLI's own, and are parsed
//! here for both doors. A flag that nobody knows is an error: it would otherwise decide nothing
//! while its author believes that it does.

mod misuse;

use clap::Parser;

use crate::commands::compare::Look;
use crate::error::{Error, Result};
use crate::model::scope::{Half, Scope, Triggers};
use crate::plan::{Policy, Side, Stance};
use crate::report::Format;
use crate::words;
use crate::words::Words;

/// What `s deploy` was asked to do.
#[derive(Clone, Debug)]
pub struct DeployFlags {
    /// What flags decide about differences.
    pub policy: Policy,
    /// What is deployed.
    pub scope: Scope,
    /// Whether what stays online is written into `s.yaml`; the person is asked where nothing is said.
    pub write_back: Option<bool>,
    /// Whether images are left as they are in their registry.
    pub skip_push: bool,
    /// The arguments that belong to the CLI itself and name the project (`-t`, `-a`, `--env`), for
    /// the commands that messages suggest.
    pub project: Vec<String>,
}

#[derive(Debug, Parser)]
#[command(
    no_binary_name = true,
    disable_help_flag = true,
    disable_version_flag = true
)]
struct Deploy {
    #[command(flatten)]
    decide: Decide,
    /// Answers confirmations, of which this command has none; it never decides a drift. Parallel
    /// `flow:` groups of the CLI put it here by themselves.
    #[arg(short = 'y', long)]
    assume_yes: bool,
    #[command(flatten)]
    part: Part,
    #[arg(long)]
    skip_push: bool,
    #[arg(long, conflicts_with = "no_write_back")]
    write_back: bool,
    #[arg(long)]
    no_write_back: bool,
    #[command(flatten)]
    global: Global,
    /// `s deploy NAME` deploys every resource and leaves NAME here.
    words: Vec<String>,
}

/// The flags that decide about differences. The short ones stand for both halves; the long ones say
/// more about one.
#[derive(Debug, clap::Args)]
struct Decide {
    #[arg(long, conflicts_with = "use_remote")]
    use_local: bool,
    #[arg(long)]
    use_remote: bool,
    #[arg(long)]
    merge: bool,
    #[arg(long, value_parser = ["local", "remote", "merge"])]
    config: Option<String>,
    #[arg(long, value_parser = ["local", "remote"])]
    code: Option<String>,
}

impl Decide {
    fn policy(&self) -> Policy {
        let short = Stance {
            merge: self.merge,
            side: match (self.use_local, self.use_remote) {
                (true, _) => Some(Side::Local),
                (_, true) => Some(Side::Remote),
                _ => None,
            },
        };
        let half = |word: Option<&str>| match word {
            None => short,
            Some("merge") => Stance {
                merge: true,
                ..short
            },
            Some(word) => Stance {
                merge: false,
                side: Some(match word {
                    "local" => Side::Local,
                    _ => Side::Remote,
                }),
            },
        };
        Policy {
            config: half(self.config.as_deref()),
            code: half(self.code.as_deref()),
        }
    }
}

/// The flags of Serverless Devs itself: it leaves them among the arguments.
#[derive(Debug, clap::Args)]
struct Global {
    #[arg(short, long)]
    template: Option<String>,
    #[arg(short, long)]
    access: Option<String>,
    #[arg(long)]
    env: Option<String>,
    #[arg(short, long = "output-format", visible_alias = "output")]
    output: Option<String>,
    #[arg(long)]
    output_file: Option<String>,
    #[arg(long)]
    debug: bool,
    #[arg(long)]
    silent: bool,
    #[arg(long)]
    skip_actions: bool,
    #[arg(long)]
    no_verify: bool,
    #[arg(long)]
    no_color: bool,
    #[arg(long)]
    baseline_template: Option<String>,
}

/// The commands that have no flags of their own.
#[derive(Debug, Parser)]
#[command(
    no_binary_name = true,
    disable_help_flag = true,
    disable_version_flag = true
)]
struct Plain {
    #[arg(short = 'y', long)]
    assume_yes: bool,
    #[command(flatten)]
    global: Global,
    words: Vec<String>,
}

/// Flags of upstream that shorten its lists of triggers. They are taken and change nothing: here
/// everything that would be read or go is always shown.
#[derive(Debug, clap::Args)]
struct Lists {
    #[arg(long, num_args = 0..=1)]
    disable_list_remote_eb_triggers: Option<String>,
    #[arg(long, num_args = 0..=1)]
    disable_list_remote_alb_triggers: Option<String>,
}

/// What `s sync` was asked to do.
#[derive(Debug, Parser)]
#[command(
    no_binary_name = true,
    disable_help_flag = true,
    disable_version_flag = true
)]
pub struct SyncFlags {
    /// The folder to put it into, seen from the folder of `s.yaml`.
    #[arg(long, default_value = "sync-clone")]
    pub target_dir: String,
    #[arg(long, default_value = "LATEST")]
    pub qualifier: String,
    #[arg(short = 'y', long)]
    assume_yes: bool,
    #[command(flatten)]
    lists: Lists,
    #[command(flatten)]
    global: Global,
    words: Vec<String>,
}

/// Parses the arguments of `s sync`.
///
/// # Errors
/// A flag that is unknown or incomplete.
pub fn sync(args: &[String]) -> Result<SyncFlags> {
    let parsed = SyncFlags::try_parse_from(args).map_err(|error| misuse("sync", &error))?;
    no_words("sync", &parsed.words)?;
    Ok(parsed)
}

/// What `s remove` was asked to do.
#[derive(Clone, Debug)]
pub struct RemoveFlags {
    pub scope: Scope,
    pub assume_yes: bool,
}

#[derive(Debug, Parser)]
#[command(
    no_binary_name = true,
    disable_help_flag = true,
    disable_version_flag = true
)]
struct Remove {
    #[arg(short = 'y', long)]
    assume_yes: bool,
    #[arg(long)]
    function: bool,
    #[arg(long, num_args = 0..=1, default_missing_value = "")]
    trigger: Option<String>,
    #[arg(long)]
    async_invoke_config: bool,
    #[command(flatten)]
    lists: Lists,
    #[command(flatten)]
    global: Global,
    words: Vec<String>,
}

/// Parses the arguments of `s remove`.
///
/// # Errors
/// A flag that is unknown or incomplete.
pub fn remove(args: &[String]) -> Result<RemoveFlags> {
    let parsed = Remove::try_parse_from(args).map_err(|error| misuse("remove", &error))?;
    no_words("remove", &parsed.words)?;
    let part = Part {
        function: parsed.function.then(String::new),
        trigger: parsed.trigger,
        async_invoke_config: parsed.async_invoke_config,
    };
    Ok(RemoveFlags {
        scope: part.scope()?,
        assume_yes: parsed.assume_yes,
    })
}

/// Parses the arguments of a command that has no flags of its own.
///
/// # Errors
/// A flag that is unknown or incomplete.
pub fn plain(command: &str, args: &[String]) -> Result<()> {
    let parsed = Plain::try_parse_from(args).map_err(|error| misuse(command, &error))?;
    no_words(command, &parsed.words)
}

/// What `s restore` was asked to do.
#[derive(Clone, Debug)]
pub struct RestoreFlags {
    /// The backup that is put back; without one they are listed.
    pub id: Option<String>,
    /// What flags decide about what others changed since.
    pub policy: Policy,
    pub assume_yes: bool,
    /// Whether a program reads the result.
    pub is_read: bool,
}

#[derive(Debug, Parser)]
#[command(
    no_binary_name = true,
    disable_help_flag = true,
    disable_version_flag = true
)]
struct Restore {
    #[command(flatten)]
    decide: Decide,
    #[arg(short = 'y', long)]
    assume_yes: bool,
    #[command(flatten)]
    global: Global,
    id: Option<String>,
}

/// Parses the arguments of `s restore`.
///
/// # Errors
/// A flag that is unknown or incomplete.
pub fn restore(args: &[String]) -> Result<RestoreFlags> {
    let parsed = Restore::try_parse_from(args).map_err(|error| misuse("restore", &error))?;
    Ok(RestoreFlags {
        id: parsed.id,
        policy: parsed.decide.policy(),
        assume_yes: parsed.assume_yes,
        is_read: parsed.global.output.is_some() || parsed.global.silent,
    })
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

/// `s COMMAND NAME` works on every resource and leaves NAME among the arguments.
fn no_words(command: &str, words: &[String]) -> Result<()> {
    match words.first() {
        Some(word) => Err(Error::usage(words!(
            "'s {command} {word}' would run on every resource, not only {word}",
            "'s {command} {word}' 会对所有资源执行，而不只是 {word}"
        ))
        .hint(words!(
            "write: s {word} {command}",
            "请改写为：s {word} {command}"
        ))),
        None => Ok(()),
    }
}

/// Parses the arguments of `s deploy`.
///
/// # Errors
/// A flag that is unknown, incomplete, not supported yet, or in contradiction with another.
pub fn deploy(args: &[String]) -> Result<DeployFlags> {
    let parsed = Deploy::try_parse_from(args).map_err(|error| misuse("deploy", &error))?;
    no_words("deploy", &parsed.words)?;
    Ok(DeployFlags {
        policy: parsed.decide.policy(),
        scope: parsed.part.scope()?,
        skip_push: parsed.skip_push,
        write_back: match (parsed.write_back, parsed.no_write_back) {
            (true, _) => Some(true),
            (_, true) => Some(false),
            _ => None,
        },
        project: parsed.global.project(),
    })
}

impl Global {
    fn project(&self) -> Vec<String> {
        [
            ("-t", &self.template),
            ("-a", &self.access),
            ("--env", &self.env),
        ]
        .into_iter()
        .filter_map(|(flag, value)| Some([flag.to_owned(), value.clone()?]))
        .flatten()
        .collect()
    }
}

/// The flags that leave out a part of the resource. Together they name several parts.
#[derive(Debug, clap::Args)]
struct Part {
    /// Both halves where neither is named.
    #[arg(long, num_args = 0..=1, default_missing_value = "", value_parser = ["", "code", "config"])]
    function: Option<String>,
    /// All triggers where none is named.
    #[arg(long, num_args = 0..=1, default_missing_value = "")]
    trigger: Option<String>,
    #[arg(long)]
    async_invoke_config: bool,
}

impl Part {
    fn scope(&self) -> Result<Scope> {
        if self.function.is_none() && self.trigger.is_none() && !self.async_invoke_config {
            return Ok(Scope::whole());
        }
        let function = self.function.as_deref().map(|half| match half {
            "code" => Half::Code,
            "config" => Half::Config,
            _ => Half::Both,
        });
        Ok(Scope {
            function,
            triggers: self.trigger.as_deref().map(triggers).transpose()?,
            async_invoke: self.async_invoke_config,
            rest: false,
        })
    }
}

fn triggers(names: &str) -> Result<Triggers> {
    if names.is_empty() {
        return Ok(Triggers::All);
    }
    let names: Vec<String> = names
        .split(',')
        .map(|name| name.trim().to_owned())
        .collect();
    if names.iter().any(String::is_empty) {
        return Err(Error::usage(words!(
            "--trigger: a name is empty",
            "--trigger：触发器名称为空"
        ))
        .hint(words!(
            "write for example: --trigger http,timer",
            "例如：--trigger http,timer"
        )));
    }
    Ok(Triggers::Named(names))
}

fn misuse(command: &str, error: &clap::Error) -> Error {
    let Words { en, zh } = misuse::words(error);
    Error::usage(words!("s {command}: {en}", "s {command}：{zh}")).hint(words!(
        "'s {command} -h' shows every flag",
        "可用 's {command} -h' 查看所有参数"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flags(args: &[&str]) -> Result<DeployFlags> {
        deploy(&args.iter().map(|arg| (*arg).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn the_clis_own_flags_are_let_through() {
        let args = [
            "-t",
            "a.yaml",
            "-o",
            "json",
            "--silent",
            "--debug",
            "-a",
            "x",
            "--use-local",
        ];
        let flags = flags(&args).expect("valid");
        assert_eq!(flags.policy, Policy::all(Side::Local));
        assert_eq!(flags.project, ["-t", "a.yaml", "-a", "x"]);
    }

    #[test]
    fn a_report_has_a_form_and_a_file() {
        let flags = |args: &[&str]| {
            let args: Vec<String> = args.iter().map(|arg| (*arg).to_owned()).collect();
            look(Look::Drift, &args)
        };
        for (args, read) in [
            (&["--output", "junit"][..], true),
            (&["--format=junit", "-o", "json"], false),
            (&["--", "--output", "junit"], false),
        ] {
            let flags = flags(args).expect("valid");
            assert_eq!(flags.format, Some(Format::Junit), "{args:?}");
            assert_eq!(flags.is_read, read, "{args:?}");
        }
        assert_eq!(flags(&["-o", "yaml"]).expect("valid").format, None);
        assert!(flags(&["--output", "pdf"]).is_err());
        assert!(look(Look::Plan, &["--html=x".to_owned()]).is_err());
    }

    #[test]
    fn yes_decides_nothing() {
        for yes in ["-y", "--assume-yes"] {
            assert!(!flags(&[yes]).expect("valid").policy.is_given());
        }
    }

    #[test]
    fn what_is_said_of_one_half_goes_before_what_is_said_of_both() {
        let policy = |args: &[&str]| flags(args).expect("valid").policy;
        let stance = |merge, side| Stance { merge, side };
        let apart = policy(&["--config", "remote", "--code=local"]);
        assert_eq!(apart.config, stance(false, Some(Side::Remote)));
        assert_eq!(apart.code, stance(false, Some(Side::Local)));
        let both = policy(&["--merge", "--use-local"]);
        assert_eq!(both.config, stance(true, Some(Side::Local)));
        assert_eq!(both.code, both.config);
        let mixed = policy(&["--merge", "--code", "remote"]);
        assert_eq!(mixed.config, stance(true, None));
        assert_eq!(mixed.code, stance(false, Some(Side::Remote)));
        let config = policy(&["--config", "merge", "--use-remote"]);
        assert_eq!(config.config, stance(true, Some(Side::Remote)));
        assert_eq!(config.code, stance(false, Some(Side::Remote)));
    }

    #[test]
    fn a_part_is_named_by_flags() {
        let scope = |args: &[&str]| flags(args).expect("valid").scope;
        assert_eq!(scope(&[]), Scope::whole());
        let code = scope(&["--function", "code"]);
        assert_eq!(code.function, Some(Half::Code));
        assert_eq!((code.triggers, code.rest), (None, false));
        assert_eq!(scope(&["--function", "-y"]).function, Some(Half::Both));
        let named = scope(&["--trigger=a, b", "--async-invoke-config"]);
        let names = vec!["a".to_owned(), "b".to_owned()];
        assert_eq!(named.triggers, Some(Triggers::Named(names)));
        assert!(named.async_invoke && named.function.is_none());
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        for args in [
            &["--use-local", "--use-remote"][..],
            &["--use-locale"],
            &["--function", "codde"],
            &["--code", "merge"],
            &["--config"],
            &["--trigger", "a,,b"],
            &["fn"],
        ] {
            assert_eq!(
                flags(args).expect_err("refused").outcome.code(),
                2,
                "{args:?}"
            );
        }
    }
}
