//! What a command begins with: the turn, and the run that it belongs to, as the inputs tell of them.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Inputs, Keys};
use crate::error::{Error, Result};
use crate::model::reference::Identified;
use crate::model::resource::Generation;
use crate::paths::join;
use crate::stated::{AccountOf, Outside};
use crate::turn::{CallingCommand, CliRun, ProjectPlace, Secret, Turn};
use crate::typed::Typed;
use crate::wire::Credential;
use crate::words;

impl Inputs {
    /// The turn, as far as nobody has looked at other resources.
    pub fn turn(&self) -> Turn {
        let resource = self.resource.as_ref();
        let resource = resource.and_then(|one| one.name.as_deref());
        let generation = Generation::of_props(|name| self.props.get(name).is_some());
        let typed = Typed::new(resource, &self.command, &self.args)
            .naming_parts(generation == Generation::SECOND)
            .hooked(self.hook.is_some());
        Turn {
            typed: match self.by_hand {
                Some(given) => typed.by_hand(given),
                None => typed,
            },
            place: self.place(),
            props: self.props.clone(),
            unknown: BTreeMap::new(),
            secret: Secret::default(),
            naming: Identified::default(),
            credential: credential(self.credential.as_ref(), self.by_hand.is_some()),
            vars: self.env.clone(),
            team_key: None,
            outside: self.outside(),
            needs_role: false,
            hook: self.hook,
        }
    }

    /// What is known of what the files speak of and do not hold.
    fn outside(&self) -> Outside {
        let id = self
            .credential
            .as_ref()
            .and_then(|keys| keys.account.clone());
        let place = self.place();
        // Without a resource nobody knows whose access it is.
        let is_known = place.is_access_named || place.resource.is_some();
        let account = id.filter(|_| is_known).map(|id| AccountOf {
            id,
            resource: place.resource.filter(|_| !place.is_access_named),
        });
        Outside {
            variables: self.variables.clone(),
            account,
        }
    }

    /// The run of Serverless Devs.
    pub fn run(&self) -> CliRun {
        CliRun {
            is_over_file: first_word(&self.argv) == Some(&self.command),
            is_surveyed: self.surveyed,
        }
    }

    /// The command whose action this one is, if it is one.
    pub fn caller(&self) -> Option<CallingCommand> {
        // The CLI hands over its own command line (in a parallel group with a `-y` of its own), where an
        // action has what the file gives it.
        let is_typed = |arg: &String| arg == "-y" || self.argv.contains(arg);
        self.action.then(|| CallingCommand {
            name: self.caller.clone(),
            has_its_args: self.args.iter().all(is_typed),
        })
    }

    /// Where in the project's files the resource stands.
    fn place(&self) -> ProjectPlace {
        let path = self.yaml.as_ref().and_then(|yaml| yaml.path.as_deref());
        let path = path.map(|path| join(&self.cwd, path));
        let resource = self.resource.as_ref();
        ProjectPlace {
            cwd: self.cwd.clone(),
            base: match &path {
                Some(path) => join(path, ".."),
                None => join(&self.cwd, "."),
            },
            path,
            resource: resource.and_then(|one| one.name.clone()),
            component: resource.and_then(|one| one.component.clone()),
            typed_env: self.value_of(&["--env"]).map(str::to_owned),
            default_env: self.default_env.clone().flatten(),
            is_default_known: self.default_env.is_some(),
            is_access_named: self.value_of(&["-a", "--access"]).is_some(),
        }
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
}

/// The key to sign with.
///
/// # Errors
/// When a part of it is missing.
fn credential(keys: Option<&Keys>, is_by_hand: bool) -> Result<Credential> {
    let missing = |name: &str| {
        let hint = match is_by_hand {
            true => words!(
                "put it into the inputs: AccountID, AccessKeyID and AccessKeySecret in 'credential'",
                "请在输入的 'credential' 中写明 AccountID、AccessKeyID 和 AccessKeySecret"
            ),
            false => words!(
                "add one with 's config add', or set AccountID, AccessKeyID and AccessKeySecret",
                "请执行 's config add' 添加密钥，或设置环境变量 AccountID、AccessKeyID 和 AccessKeySecret"
            ),
        };
        Error::usage(words!(
            "the credential has no {name}",
            "访问凭证中缺少 {name}"
        ))
        .hint(hint)
    };
    let keys = keys.ok_or_else(|| missing("AccessKeyID"))?;
    let account = match &keys.account {
        Some(Value::String(text)) if !text.is_empty() => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        _ => return Err(missing("AccountID")),
    };
    // An empty text is no token, and would be signed and sent as one; nor is it a key.
    let given = |value: &Option<String>| value.clone().filter(|text| !text.is_empty());
    Ok(Credential {
        account,
        access_key_id: given(&keys.access_key_id).ok_or_else(|| missing("AccessKeyID"))?,
        access_key_secret: given(&keys.access_key_secret)
            .ok_or_else(|| missing("AccessKeySecret"))?,
        security_token: given(&keys.security_token),
    })
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
