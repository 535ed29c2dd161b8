//! What Serverless Devs hands to a component, as the shim passes it on: JSON, the same for both
//! entry points, and never on a command line.

mod turn;

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::error::{Error, Result};
use crate::git;
use crate::report::Function;
use crate::turn::{Hook, Vars};
use crate::typed::Typed;
use crate::words;
use crate::words::{Lang, Words};

/// The environment variables that the core looks at; the entry points pass on these and no others.
pub fn variables() -> impl Iterator<Item = &'static str> {
    VARS.into_iter().chain(git::VARIABLES)
}

/// Those that are not of a pipeline.
const VARS: [&str; 20] = [
    "CI",
    "FC_CLIENT_CUSTOM_ENDPOINT",
    "FC_CLIENT_READ_TIMEOUT",
    "FC_CODE_TEMP_OSS_ENDPOINT",
    "FC_GUARD_LANG",
    "FC_GUARD_MARK",
    "FC_GUARD_STATE",
    "FC_GUARD_STATE_ENDPOINT",
    "FC_GUARD_STATE_KEY",
    "FC_GUARD_UNPACK_LIMIT",
    "FC_GUARD_UPLOAD_TIMEOUT",
    "FC_REGION",
    "LANG",
    "LC_ALL",
    "LC_MESSAGES",
    "NO_COLOR",
    "s-default-enable-fc-endpoint",
    "s-default-fc-endpoint",
    "s_default_enable_fc_endpoint",
    "s_default_fc_endpoint",
];

/// The inputs of one command on one resource of `s.yaml`. The command begins by making of them what its
/// rooms need ([`Turn`](crate::turn::Turn)), so that none of them travels on.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Inputs {
    pub command: String,
    /// Everything on the command line but the command and the resource's name, the CLI's own flags
    /// included.
    #[serde(default)]
    pub args: Vec<String>,
    /// The properties of the resource, as Serverless Devs resolved them.
    #[serde(default)]
    pub props: Value,
    /// The folder in which the CLI was started.
    pub cwd: String,
    /// Absent where the CLI runs the component without a project (`s cli`).
    #[serde(default)]
    pub yaml: Option<Yaml>,
    #[serde(default)]
    pub resource: Option<ResourceName>,
    #[serde(default)]
    pub credential: Option<Keys>,
    /// The environment variables that fc-guard looks at.
    #[serde(default)]
    pub env: Vars,
    /// The environment variables that the project's files name, each with its value, or null where it is not
    /// set: Serverless Devs works them out, and a look at other resources has to do so before their turn.
    #[serde(default)]
    pub variables: BTreeMap<String, Option<String>>,
    /// What the same command found of other resources of `s.yaml` before, in the same run.
    #[serde(default)]
    pub earlier: Vec<Function>,
    /// What the resources before this one are online, in the same run of the same command.
    #[serde(default)]
    pub claimed: Value,
    /// What the resources before this one had written online, in the same run.
    #[serde(default)]
    pub wrote: Vec<Words>,
    /// Whether the caller keeps secrets to itself, so that it may have them: those of a result, and
    /// what the first look saw of other resources, which it hands over to their turn.
    #[serde(default)]
    pub hands_on: bool,
    /// The command line of the CLI behind its program's name; empty where no CLI is the caller.
    #[serde(default)]
    pub argv: Vec<String>,
    /// Whether the CLI calls the command as an action of another one, which an error stops.
    #[serde(default)]
    pub action: bool,
    /// The command that the CLI runs, where it calls this one for that.
    #[serde(default)]
    pub caller: Option<String>,
    /// Where in the deploy of another component the command is called, if that one writes.
    #[serde(default)]
    pub hook: Option<Hook>,
    /// The environment that `s env default` has chosen for the project; null where it has chosen none, and absent
    /// where the caller does not know.
    #[serde(default, deserialize_with = "known")]
    pub default_env: Option<Option<String>>,
    /// Whether a resource before this one has looked at all of them.
    #[serde(default)]
    pub surveyed: bool,
    /// What that look saw of this resource. It holds secrets in clear.
    #[serde(default)]
    pub seen: Value,
    /// How many of the arguments stand in the inputs, and not on the command line of the native program; none where
    /// that was not called by hand.
    #[serde(skip)]
    pub by_hand: Option<usize>,
    /// Whether a person sits at the terminal, as far as the caller knows.
    #[serde(default)]
    pub interactive: Option<bool>,
}

/// What was handed over, null included.
fn known<'de, D: Deserializer<'de>>(given: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(given).map(Some)
}

/// Where the project's file is.
#[derive(Deserialize)]
pub struct Yaml {
    pub path: Option<String>,
}

/// The resource's name in `s.yaml`.
#[derive(Deserialize)]
pub struct ResourceName {
    pub name: Option<String>,
    /// As `s.yaml` names it.
    #[serde(default)]
    pub component: Option<String>,
}

/// The credential as `getCredential()` of the CLI answers it.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Keys {
    /// A text, or a number where somebody has written it without quotes.
    #[serde(rename = "AccountID")]
    account: Option<Value>,
    #[serde(rename = "AccessKeyID")]
    access_key_id: Option<String>,
    access_key_secret: Option<String>,
    security_token: Option<String>,
}

impl Inputs {
    /// Reads the inputs.
    ///
    /// # Errors
    /// When the text is not the JSON that the shim sends. The text itself is never shown: it holds
    /// credentials.
    pub fn parse(text: &str) -> Result<Inputs> {
        serde_json::from_str(text).map_err(|error| unreadable(&error))
    }

    /// Whether a person may be asked: nobody is there in a pipeline, even one with a terminal.
    pub fn attended(&self) -> bool {
        let ci = self.env.get("CI");
        let ci = ci.is_some_and(|value| value != "false" && value != "0");
        self.interactive != Some(false) && !ci
    }

    /// The language to speak.
    pub fn lang(&self) -> Lang {
        self.env.lang()
    }
}

/// A command that this version does not have.
pub fn unknown_command(typed: &Typed) -> Error {
    let (command, all) = (typed.verb(), typed.all_commands());
    Error::usage(words!(
        "fc-guard has no command {command}",
        "fc-guard 没有 {command} 命令"
    ))
    .hint(words!(
        "'{all}' lists the commands",
        "可用 '{all}' 查看所有命令"
    ))
}

/// What is wrong with inputs that cannot be read. Two things of `s.yaml` come through the CLI as they
/// are, and no parser of JSON takes them.
fn unreadable(error: &serde_json::Error) -> Error {
    let cause = error.to_string();
    // The parser has no codes for its errors, only these words; a test holds each of them to a real text.
    if cause.contains("surrogate") || cause.contains("escape") {
        return Error::template(words!(
            "a text in s.yaml holds half of a character (a lone UTF-16 surrogate)",
            "s.yaml 的某段文本中有半个字符（单独的 UTF-16 代理项）"
        ))
        .hint(words!(
            "write the whole character there, then run the command again",
            "请在该处写出完整的字符，然后重新执行该命令"
        ));
    }
    if cause.contains("recursion") {
        return Error::template(words!(
            "a value in s.yaml is nested more than 100 levels deep",
            "s.yaml 中某个值的嵌套超过 100 层"
        ))
        .hint(words!(
            "make it flatter, or write it as a text, then run the command again",
            "请减少嵌套层数，或将其写成文本，然后重新执行该命令"
        ));
    }
    let (line, column) = (error.line(), error.column());
    Error::usage(words!(
        "the inputs are not the JSON that the component hands over (line {line}, column {column})",
        "输入不是组件传递的 JSON（第 {line} 行，第 {column} 列）"
    ))
    .hint(words!(
        "hand over what Serverless Devs hands to a component; 'fc-guard --help' says more",
        "请传入 Serverless Devs 交给组件的内容；详见 'fc-guard --help'"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::record::Origin;

    #[test]
    fn the_command_line_says_whether_it_is_about_one_resource() {
        let over_file = |line: &str| {
            let argv: Vec<&str> = line.split_whitespace().collect();
            let inputs = serde_json::json!({"command": "deploy", "cwd": "/", "argv": argv});
            Inputs::parse(&inputs.to_string()).is_ok_and(|inputs| inputs.run().is_over_file)
        };
        for line in [
            "deploy",
            "deploy -y --use-local",
            "-t other/s.yaml deploy",
            "--debug -a fn deploy",
            "--access=fn deploy -o json",
        ] {
            assert!(over_file(line), "{line}");
        }
        for line in [
            "",
            "fn deploy",
            "-t s.yaml fn deploy -y",
            "--debug fn deploy",
            "cli fc-guard deploy",
        ] {
            assert!(!over_file(line), "{line}");
        }
    }

    #[test]
    fn the_command_line_says_which_environment_and_access_are_meant() {
        let place = |line: &str| {
            let args: Vec<&str> = line.split_whitespace().collect();
            let inputs = serde_json::json!({
                "command": "deploy", "cwd": "/p", "args": args, "yaml": {"path": "app/s.yaml"},
                "defaultEnv": "dev",
            });
            let place = Inputs::parse(&inputs.to_string())
                .expect("inputs")
                .turn()
                .place;
            (place.typed_env, place.is_access_named)
        };
        let staging = || Some("staging".to_owned());
        assert_eq!(place("-y"), (None, false));
        assert_eq!(place("--env staging"), (staging(), false));
        assert_eq!(place("--env=staging -a fn"), (staging(), true));
        assert_eq!(place("--access=fn"), (None, true));
    }

    #[test]
    fn a_default_environment_counts_where_none_is_typed() {
        let turn = |args: &[&str]| {
            let inputs = serde_json::json!({
                "command": "deploy", "cwd": "/p", "args": args, "yaml": {"path": "app/s.yaml"},
                "resource": {"name": "fn"}, "defaultEnv": "dev",
            });
            Inputs::parse(&inputs.to_string()).expect("inputs").turn()
        };
        let (said, unsaid) = (turn(&["--env", "staging"]).place, turn(&[]).place);
        assert_eq!(said.environment(), Some("staging"));
        assert_eq!(said.unsaid_env(), None);
        assert_eq!(unsaid.environment(), Some("dev"));
        assert_eq!(unsaid.unsaid_env(), Some("dev"));
        let origin = unsaid.origin().expect("an origin");
        assert!(unsaid.is_own(Some(&origin)) && !said.is_own(Some(&origin)));
        // Earlier versions put none on record.
        let before = Origin {
            env: None,
            ..origin
        };
        assert!(unsaid.is_own(Some(&before)) && !said.is_own(Some(&before)));
        assert_eq!(
            (said.base, said.path),
            ("/p/app".to_owned(), Some("/p/app/s.yaml".to_owned()))
        );
    }

    #[test]
    fn that_no_environment_is_chosen_is_told_from_not_knowing_it() {
        let knows = |default: &str, args: &str| {
            let text =
                format!(r#"{{"command": "deploy", "cwd": "/p", "args": [{args}]{default}}}"#);
            let place = Inputs::parse(&text).expect("inputs").turn().place;
            place.has_no_environment()
        };
        assert!(knows(r#", "defaultEnv": null"#, ""));
        assert!(!knows(r#", "defaultEnv": null"#, r#""--env", "dev""#));
        assert!(!knows(r#", "defaultEnv": "dev""#, ""));
        assert!(!knows("", ""));
    }

    fn refused(props: &str) -> String {
        let text = format!(r#"{{"command": "deploy", "cwd": "/", "props": {props}}}"#);
        match Inputs::parse(&text) {
            Ok(_) => panic!("{props} was read"),
            Err(error) => error.what.en,
        }
    }

    #[test]
    fn what_no_parser_takes_is_named() {
        let lone = refused(r#"{"description": "half \ud83d of it"}"#);
        assert!(lone.contains("half of a character"), "{lone}");
        let deep = refused(&format!("{}{}", "[".repeat(200), "]".repeat(200)));
        assert!(deep.contains("nested"), "{deep}");
        let other = refused("nothing");
        assert!(other.contains("not the JSON"), "{other}");
    }
}
