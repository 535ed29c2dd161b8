//! What Serverless Devs hands to a component, as the shim passes it on: JSON, the same for both
//! entry points, and never on a command line.

mod secret;
mod stage;

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

pub use self::secret::Secret;
use crate::error::{Error, Result};
use crate::model::reference::{Identified, Unknown};
use crate::paths::join;
use crate::report::Function;
use crate::typed::Typed;
use crate::wire::Credential;
use crate::words;
use crate::words::{Lang, Words};

/// The environment variables that the core looks at; the entry points pass on these and no others.
pub const VARS: [&str; 12] = [
    "CI",
    "FC_CLIENT_CUSTOM_ENDPOINT",
    "FC_CLIENT_READ_TIMEOUT",
    "FC_CODE_TEMP_OSS_ENDPOINT",
    "FC_GUARD_LANG",
    "FC_GUARD_UNPACK_LIMIT",
    "FC_GUARD_UPLOAD_TIMEOUT",
    "FC_REGION",
    "LANG",
    "LC_ALL",
    "LC_MESSAGES",
    "NO_COLOR",
];

/// The inputs of one command on one resource of `s.yaml`.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Inputs {
    pub command: String,
    /// Everything on the command line but the command and the resource's name, the CLI's own flags
    /// included.
    #[serde(default)]
    pub args: Vec<String>,
    /// The properties of the resource, as Serverless Devs resolved them. A reference that it left in them
    /// is put in by the commands (`commands/outputs`).
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
    pub env: BTreeMap<String, String>,
    /// What the same command found of other resources of `s.yaml` before, in the same run.
    #[serde(default)]
    pub earlier: Vec<Function>,
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
    /// The environment that `s env default` has chosen for the project, where the shim knows it.
    #[serde(default)]
    pub default_env: Option<String>,
    /// Whether a resource before this one has looked at all of them.
    #[serde(default)]
    pub surveyed: bool,
    /// What that look saw of this resource. It holds secrets in clear.
    #[serde(default)]
    pub seen: Value,
    /// The names of the resources of `s.yaml`, where somebody looked.
    #[serde(skip)]
    pub resources: Vec<String>,
    /// Those of them that speak of what another one returned.
    #[serde(skip)]
    pub referring: Vec<String>,
    /// Those of which the props speak, and of which it is not known what they returned.
    #[serde(skip)]
    pub unknown: BTreeMap<String, Unknown>,
    /// What the project's files have under the names of secrets, and what the props draw from there.
    #[serde(skip)]
    pub secret: Secret,
    /// How it is known which function it is.
    #[serde(skip)]
    pub naming: Identified,
    /// Whether a person sits at the terminal, as far as the caller knows.
    #[serde(default)]
    pub interactive: Option<bool>,
}

/// Where the project's file is.
#[derive(Clone, Deserialize)]
pub struct Yaml {
    pub path: Option<String>,
}

/// The resource's name in `s.yaml`.
#[derive(Clone, Deserialize)]
pub struct ResourceName {
    pub name: Option<String>,
    /// As `s.yaml` names it.
    #[serde(default)]
    pub component: Option<String>,
}

/// The credential as `getCredential()` of the CLI answers it.
#[derive(Clone, Deserialize)]
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

    /// The same, once it was found out which function it is.
    #[must_use]
    pub fn known(self, naming: Identified) -> Inputs {
        Inputs { naming, ..self }
    }

    /// An environment variable that was passed on and is not empty.
    pub fn var(&self, name: &str) -> Option<&str> {
        self.env
            .get(name)
            .map(String::as_str)
            .filter(|value| !value.is_empty())
    }

    /// Whether a person may be asked: nobody is there in a pipeline, even one with a terminal.
    pub fn attended(&self) -> bool {
        let ci = self
            .var("CI")
            .is_some_and(|value| value != "false" && value != "0");
        self.interactive != Some(false) && !ci
    }

    /// The language to speak.
    pub fn lang(&self) -> Lang {
        Lang::from_env(|name| self.var(name))
    }

    /// Whether the CLI runs the command over the whole file. `s NAME COMMAND` is about one resource.
    pub fn is_over_file(&self) -> bool {
        first_word(&self.argv) == Some(&self.command)
    }

    /// Whether the arguments are those of another command, for which the CLI asks: it hands over its own
    /// command line (in a parallel group with a `-y` of its own), where an action has what the file gives it.
    pub fn has_args_of_another(&self) -> bool {
        let is_typed = |arg: &String| arg == "-y" || self.argv.contains(arg);
        self.action && self.args.iter().all(is_typed)
    }

    /// The project's file, if there is one.
    pub fn yaml_path(&self) -> Option<String> {
        let path = self.yaml.as_ref()?.path.as_deref()?;
        Some(join(&self.cwd, path))
    }

    /// The environment that the command line names. Without one it may still be that Serverless Devs
    /// uses its default environment, and does not tell.
    pub fn env_name(&self) -> Option<&str> {
        self.value_of(&["--env"])
    }

    /// The access that the command line names, for every resource of the file.
    pub fn access_name(&self) -> Option<&str> {
        self.value_of(&["-a", "--access"])
    }

    /// The value of the first of these flags, as `--flag value` or `--flag=value`.
    fn value_of(&self, flags: &[&str]) -> Option<&str> {
        let mut args = self.args.iter().map(String::as_str);
        while let Some(arg) = args.next() {
            if flags.contains(&arg) {
                return args.next();
            }
            let joined = arg.split_once('=').filter(|(flag, _)| flags.contains(flag));
            if let Some((_, value)) = joined {
                return Some(value);
            }
        }
        None
    }

    /// The folder of `s.yaml`: relative paths start there, and the state stands there.
    pub fn base(&self) -> String {
        match self.yaml_path() {
            Some(path) => join(&path, ".."),
            None => join(&self.cwd, "."),
        }
    }

    /// The resource's name in `s.yaml`, if the CLI told it.
    pub fn resource_name(&self) -> Option<&str> {
        self.resource.as_ref()?.name.as_deref()
    }

    /// The component as `s.yaml` names it, if the CLI told it.
    pub fn component(&self) -> Option<&str> {
        self.resource.as_ref()?.component.as_deref()
    }

    /// The command as it was typed.
    pub fn typed(&self) -> Typed {
        Typed::new(self.resource_name(), &self.command, &self.args)
            .knowing(&self.resources, &self.referring)
    }

    /// The key to sign with.
    ///
    /// # Errors
    /// When a part of it is missing.
    pub fn credential(&self) -> Result<Credential> {
        let keys = self.credential.clone();
        let missing = |name: &str| {
            Error::usage(words!("the credential has no {name}", "访问凭证中缺少 {name}")).hint(words!(
                "add one with 's config add', or set AccountID, AccessKeyID and AccessKeySecret",
                "请执行 's config add' 添加密钥，或设置环境变量 AccountID、AccessKeyID 和 AccessKeySecret"
            ))
        };
        let keys = keys.ok_or_else(|| missing("AccessKeyID"))?;
        let account = match keys.account {
            Some(Value::String(text)) if !text.is_empty() => text,
            Some(Value::Number(number)) => number.to_string(),
            _ => return Err(missing("AccountID")),
        };
        let given = |value: Option<String>, name| {
            value
                .filter(|text| !text.is_empty())
                .ok_or_else(|| missing(name))
        };
        Ok(Credential {
            account,
            access_key_id: given(keys.access_key_id, "AccessKeyID")?,
            access_key_secret: given(keys.access_key_secret, "AccessKeySecret")?,
            // An empty text is no token, and would be signed and sent as one.
            security_token: keys.security_token.filter(|token| !token.is_empty()),
        })
    }
}

/// The first word of a command line that is no flag and no value of one, as the CLI reads it.
fn first_word(argv: &[String]) -> Option<&String> {
    // The CLI's parser (minimist) knows only these as flags without a value: an unknown flag takes the word
    // behind it, `--no-…` and `--flag=value` take none.
    const WITHOUT_VALUE: [&str; 6] = [
        "--debug",
        "--skip-actions",
        "--help",
        "-h",
        "--version",
        "-v",
    ];
    let mut words = argv.iter().peekable();
    while let Some(word) = words.next() {
        let is_flag = |word: &str| word.starts_with('-') && word.len() > 1;
        if !is_flag(word) {
            return Some(word);
        }
        let is_alone = word.contains('=') || word.starts_with("--no-");
        if !is_alone && !WITHOUT_VALUE.contains(&word.as_str()) {
            words.next_if(|next| !is_flag(next));
        }
    }
    None
}

/// A command that this version does not have.
pub fn unknown_command(command: &str) -> Error {
    Error::usage(words!(
        "fc-guard has no command {command}",
        "fc-guard 没有 {command} 命令"
    ))
    .hint(words!(
        "'s -h' lists the commands of this component",
        "可用 's -h' 查看该组件的所有命令"
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
        "run it through Serverless Devs, for example: s deploy",
        "请通过 Serverless Devs 执行，例如：s deploy"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_says_whether_it_is_about_one_resource() {
        let over_file = |line: &str| {
            let argv: Vec<&str> = line.split_whitespace().collect();
            let inputs = serde_json::json!({"command": "deploy", "cwd": "/", "argv": argv});
            Inputs::parse(&inputs.to_string()).is_ok_and(|inputs| inputs.is_over_file())
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
