//! What is wrong with flags, in both languages: the library that parses them speaks only English.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::error::Error;
use crate::typed::{PARTS, Typed, YES};
use crate::words;
use crate::words::Words;

/// What was wrong. A kind of error that has no words here keeps the library's own.
pub(super) fn words(error: &clap::Error) -> Words {
    let said = |kind| said(error, kind).unwrap_or_default();
    let flag = said(ContextKind::InvalidArg);
    match error.kind() {
        ErrorKind::UnknownArgument => unknown(&flag, &said(ContextKind::SuggestedArg)),
        ErrorKind::ArgumentConflict => {
            // A flag that stands twice is a conflict with itself.
            let other = said(ContextKind::PriorArg);
            if other == flag {
                return words!("{flag} is given twice", "{flag} 重复出现");
            }
            words!(
                "{flag} and {other} cannot be used together",
                "{flag} 与 {other} 不能同时使用"
            )
        }
        ErrorKind::InvalidValue => invalid(
            &flag,
            &said(ContextKind::InvalidValue),
            &said(ContextKind::ValidValue),
        ),
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            words!(
                "{flag} has the wrong number of values",
                "{flag} 的值个数不对"
            )
        }
        // The library may gain kinds with any release, and most of them cannot come up with these flags.
        _ => {
            let text = error.to_string();
            // What follows is its advice about a help that the CLI shows in its place.
            let first = text.lines().next().unwrap_or_default();
            let first = first.strip_prefix("error: ").unwrap_or(first);
            words!("{first}", "参数有误：{first}")
        }
    }
}

/// A word that belongs to no flag and is no resource of the file.
pub(super) fn stray(typed: &Typed, word: &str) -> Error {
    let (command, help) = (typed.named(), typed.help());
    let names = typed.resources().join(", ");
    let parts = PARTS.join(", ");
    Error::usage(words!(
        "{command} does not take the word “{word}”, and no resource of s.yaml has that name",
        "{command} 不接受“{word}”，s.yaml 中也没有叫此名称的资源"
    ))
    .hint(match names.is_empty() {
        _ if typed.names_parts() => words!(
            "a part is one of: {parts}; '{help}' shows every flag",
            "可用的部分：{parts}；可用 '{help}' 查看所有参数"
        ),
        true => words!("remove it, or see '{help}'", "请删除它，或查看 '{help}'"),
        false => words!(
            "the resources of s.yaml are: {names}; '{help}' shows every flag",
            "s.yaml 中的资源：{names}；可用 '{help}' 查看所有参数"
        ),
    })
}

/// What to type instead of a flag that other tools have.
pub(super) fn remedy(typed: &Typed, error: &clap::Error) -> Option<Words> {
    if error.kind() != ErrorKind::UnknownArgument {
        return None;
    }
    let flag = said(error, ContextKind::InvalidArg)?;
    // The command that is suggested is what was typed, but for the flag that nobody knows.
    let typed = &typed.dropping(&[flag.as_str()]);
    match flag.as_str() {
        "--dry-run" | "--dryrun" => Some(dry_run(typed)),
        "--force" | "-f" => force(typed),
        "--yes" => Some(yes(typed)),
        "--region" | "--function-name" | "--domain-name" => Some(of_the_file(typed, &flag)),
        _ => None,
    }
}

/// What shows what would be done.
fn dry_run(typed: &Typed) -> Words {
    let (plan, again) = (typed.other("plan"), typed.dropping(&YES).again());
    match typed.verb() {
        "deploy" => words!(
            "'{plan}' shows what a deploy would do, and changes nothing",
            "可用 '{plan}' 查看部署将做什么，不做任何改动"
        ),
        "remove" | "restore" => words!(
            "'{again}' shows what it would do, and asks before it does anything",
            "'{again}' 会先列出将做什么，询问之后才执行"
        ),
        _ => changes_nothing(&again),
    }
}

/// What goes on where it would stop.
fn force(typed: &Typed) -> Option<Words> {
    match typed.verb() {
        "deploy" => {
            let local = typed.with("--use-local");
            Some(words!(
                "'{local}' overwrites the live version with the local one, after saving what others changed",
                "'{local}' 会先保存他人的改动，再用本地内容覆盖线上"
            ))
        }
        "remove" | "restore" => Some(yes(typed)),
        // It overwrites nothing, and says what is in its way.
        "sync" => None,
        _ => Some(changes_nothing(&typed.again())),
    }
}

/// What agrees beforehand.
fn yes(typed: &Typed) -> Words {
    let (sure, again) = (typed.with("-y"), typed.again());
    match typed.verb() {
        "deploy" => words!(
            "-y is accepted, but decides no difference: --use-local, --use-remote or --merge does",
            "可以使用 -y，但它不决定任何差异：差异须由 --use-local、--use-remote 或 --merge 决定"
        ),
        "remove" | "restore" => words!(
            "'{sure}' does it without a question",
            "如需不经询问直接执行，请用 '{sure}'"
        ),
        _ => changes_nothing(&again),
    }
}

/// The command neither asks nor changes anything online.
fn changes_nothing(again: &str) -> Words {
    words!(
        "'{again}' asks nothing and changes nothing online",
        "'{again}' 不提问，也不改动线上"
    )
}

/// Which function it is, only the file says.
fn of_the_file(typed: &Typed, flag: &str) -> Words {
    let (command, sync) = (typed.named(), typed.in_project("sync").named());
    let (info, remove) = (typed.other("info"), typed.other("remove"));
    words!(
        "'{command}' goes by s.yaml; {flag} is a flag of '{info}', '{sync}' and '{remove}'",
        "'{command}' 以 s.yaml 为准；{flag} 是 '{info}'、'{sync}' 和 '{remove}' 的参数"
    )
}

/// A flag that there is not, or a word too many; `meant` is the flag that looks most like it, or empty.
fn unknown(flag: &str, meant: &str) -> Words {
    match meant.is_empty() {
        true if !flag.starts_with('-') => {
            words!("“{flag}” is one word too many", "多了一个参数“{flag}”")
        }
        true => words!("there is no flag {flag}", "没有参数 {flag}"),
        false => words!(
            "there is no flag {flag}; did you mean {meant}?",
            "没有参数 {flag}，是否想写 {meant}？"
        ),
    }
}

/// A value that the flag does not take; `known` lists those it takes, and is empty where they are not
/// counted.
fn invalid(flag: &str, value: &str, known: &str) -> Words {
    match value.is_empty() {
        true => words!("{flag} needs a value", "{flag} 需要一个值"),
        false if known.is_empty() => {
            words!("{flag} does not take “{value}”", "{flag} 不接受“{value}”")
        }
        false => words!(
            "{flag} does not take “{value}”, only: {known}",
            "{flag} 不接受“{value}”，可用的值：{known}"
        ),
    }
}

/// What the library says in that place of its error, as people would type it.
fn said(error: &clap::Error, kind: ContextKind) -> Option<String> {
    let texts = match error.get(kind)? {
        ContextValue::String(text) => std::slice::from_ref(text),
        ContextValue::Strings(texts) => texts,
        _ => return None,
    };
    // A flag that may stand without a value has an empty one among those it takes.
    let texts = texts.iter().map(|text| bare(text));
    let texts: Vec<&str> = texts.filter(|text| !text.is_empty()).collect();
    Some(texts.join(", "))
}

/// The library names a flag with a mark for its value, `--function [<FUNCTION>]`: nobody types that.
fn bare(text: &str) -> &str {
    let is_flag = text.starts_with('-') && text.ends_with(['>', ']', '.']);
    let bare = text.split([' ', '[', '=']).next();
    bare.filter(|_| is_flag).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use crate::typed::Typed;
    use crate::words::Lang;

    #[test]
    fn flags_of_other_tools_lead_to_ours() {
        let cases = [
            ("deploy", "--dry-run", "'s fn plan -t a.yaml'"),
            (
                "deploy",
                "--force",
                "'s fn deploy -t a.yaml --function code --use-local'",
            ),
            ("deploy", "-f", "--use-local'"),
            ("deploy", "--yes", "-y is accepted"),
            (
                "remove",
                "--force",
                "'s fn remove -t a.yaml --function code -y'",
            ),
        ];
        for (verb, flag, way) in cases {
            let args = ["-t", "a.yaml", flag, "--function", "code"].map(str::to_owned);
            let typed = Typed::new(Some("fn"), verb, &args);
            let error = match verb {
                "deploy" => crate::cli::deploy(&typed).expect_err("a misuse"),
                _ => crate::cli::remove(&typed).expect_err("a misuse"),
            };
            let text = error.render(Lang::En);
            assert!(text.contains(way), "{text}");
        }
    }

    #[test]
    fn every_misuse_is_said_in_both_languages() {
        let cases: [(&[&str], &str, &str); 5] = [
            (
                &["--use-lokal"],
                "s deploy: there is no flag --use-lokal; did you mean --use-local?",
                "没有参数 --use-lokal，是否想写 --use-local？",
            ),
            (&["--frce"], "there is no flag --frce", "没有参数 --frce"),
            (
                &["--use-local", "--use-remote"],
                "cannot be used together",
                "不能同时使用",
            ),
            (
                &["--config", "mine"],
                "does not take “mine”, only: local, remote, merge",
                "不接受“mine”，可用的值：local, remote, merge",
            ),
            (&["--code"], "needs a value", "需要一个值"),
        ];
        for (args, en, zh) in cases {
            let args: Vec<String> = args.iter().map(|arg| (*arg).to_owned()).collect();
            let typed = Typed::new(None, "deploy", &args);
            let error = crate::cli::deploy(&typed).expect_err("a misuse");
            let (english, chinese) = (error.render(Lang::En), error.render(Lang::Zh));
            assert!(english.contains(en), "{english}");
            assert!(english.contains("'s deploy -h'"), "{english}");
            assert!(chinese.contains(zh), "{chinese}");
        }
    }
}
