//! The flags of `s deploy`. They arrive in the inputs, together with the CLI's own, and are parsed
//! here for both doors. A flag that nobody knows is an error: it would otherwise decide nothing
//! while its author believes that it does.

use clap::Parser;

use crate::error::{Error, Result};
use crate::plan::Side;
use crate::words;
use crate::words::Words;

/// What `s deploy` was asked to do.
#[derive(Clone, Debug)]
pub struct DeployFlags {
    /// The answer to every question, if a flag gives one.
    pub side: Option<Side>,
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
    #[arg(long, conflicts_with = "use_remote")]
    use_local: bool,
    #[arg(long)]
    use_remote: bool,
    /// Answers confirmations, of which this command has none; it never decides a drift. Parallel
    /// `flow:` groups of the CLI put it here by themselves.
    #[arg(short = 'y', long)]
    assume_yes: bool,
    #[command(flatten)]
    global: Global,
    /// `s deploy NAME` deploys every resource and leaves NAME here.
    words: Vec<String>,
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

/// Parses the arguments of `s deploy`.
///
/// # Errors
/// A flag that is unknown, incomplete, not supported yet, or in contradiction with another.
pub fn deploy(args: &[String]) -> Result<DeployFlags> {
    if let Some(flag) = args.iter().find_map(|arg| unsupported(arg)) {
        return Err(Error::usage(words!(
            "fc-guard does not support {flag} yet",
            "fc-guard 暂不支持 {flag}"
        ))
        .hint(words!(
            "deploy the whole resource, or keep it on component fc3 for now",
            "请整体部署该资源，或暂时继续使用 fc3 组件"
        )));
    }
    let parsed = Deploy::try_parse_from(args).map_err(|error| misuse(&error))?;
    if let Some(word) = parsed.words.first() {
        return Err(Error::usage(words!(
            "'s deploy {word}' would deploy every resource, not only {word}",
            "'s deploy {word}' 会部署所有资源，而不只是 {word}"
        ))
        .hint(words!(
            "write: s {word} deploy",
            "请改写为：s {word} deploy"
        )));
    }
    let side = match (parsed.use_local, parsed.use_remote) {
        (true, _) => Some(Side::Local),
        (_, true) => Some(Side::Remote),
        _ => None,
    };
    Ok(DeployFlags {
        side,
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

/// The flags of upstream fc3 that would deploy only a part, which this version cannot do.
fn unsupported(arg: &str) -> Option<&str> {
    const FLAGS: [&str; 5] = [
        "--function",
        "--trigger",
        "--async-invoke-config",
        "--skip-push",
        "--no-assume-yes",
    ];
    let name = arg.split('=').next().unwrap_or(arg);
    FLAGS.contains(&name).then_some(name)
}

fn misuse(error: &clap::Error) -> Error {
    let text = error.to_string();
    let first = text.lines().next().unwrap_or_default();
    let first = first.strip_prefix("error: ").unwrap_or(first);
    Error::usage(words!("s deploy: {first}", "s deploy 参数有误：{first}"))
        .hint(Words::same("s deploy -h"))
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
        assert_eq!(flags.side, Some(Side::Local));
        assert_eq!(flags.project, ["-t", "a.yaml", "-a", "x"]);
    }

    #[test]
    fn yes_decides_nothing() {
        assert_eq!(flags(&["-y"]).expect("valid").side, None);
        assert_eq!(flags(&["--assume-yes"]).expect("valid").side, None);
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        for args in [
            &["--use-local", "--use-remote"][..],
            &["--use-locale"],
            &["--function", "code"],
            &["--trigger=a"],
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
