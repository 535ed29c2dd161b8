//! What the native program shows of one command. Serverless Devs shows the help of the component in its place
//! (`component/help.js`). What each flag does comes from one file for both.

use clap::{Arg, Command, CommandFactory as _};
use serde_json::Value;

use super::deploy::Deploy;
use super::history::HistoryFlags;
use super::info::InfoFlags;
use super::look::LookArgs;
use super::remove::Remove;
use super::restore::Restore;
use super::state::StateArgs;
use super::sync::SyncFlags;
use crate::words;
use crate::words::Words;

/// The commands, in the order in which they are listed.
pub const COMMANDS: [&str; 9] = [
    "deploy", "plan", "drift", "info", "sync", "remove", "restore", "history", "state",
];

/// The help of a command; `None` for any other word.
pub fn help(verb: &str) -> Option<Words> {
    let (about, command) = described(verb)?;
    let table = serde_json::from_str(FLAGS).unwrap_or_default();
    let flags: Vec<Words> = command
        .get_arguments()
        .filter(|arg| is_of(verb, arg))
        .filter_map(|arg| flag(&table, verb, arg))
        .collect();
    let join = |lines: Vec<&str>| lines.join("\n  ");
    let flags = Words {
        en: join(flags.iter().map(|one| one.en.as_str()).collect()),
        zh: join(flags.iter().map(|one| one.zh.as_str()).collect()),
    };
    let (flags, zh_flags) = (flags.en, flags.zh);
    let word = match verb {
        "restore" => " [ID]",
        "state" => " init",
        _ => "",
    };
    let Words { en, zh } = about;
    Some(words!(
        "{en}\n\nUsage: fc-guard {verb}{word} [flags] < inputs.json\n\nFlags:\n  {flags}\n\n'fc-guard --help' says what the inputs are.",
        "{zh}\n\n用法：fc-guard {verb}{word} [参数] < inputs.json\n\n参数：\n  {zh_flags}\n\n输入的格式见 'fc-guard --help'。"
    ))
}

/// What a command does, and its parser.
fn described(verb: &str) -> Option<(Words, Command)> {
    Some(match verb {
        "deploy" => (
            words!(
                "Deploys what changed locally; shows first what others changed online, and overwrites that only after a decision.",
                "部署本地的改动；先说明他人在线上的改动，只有决定之后才会覆盖。"
            ),
            Deploy::command(),
        ),
        "plan" => (
            words!(
                "Shows what a deploy would do, and changes nothing.",
                "显示部署将做什么，不改动任何内容。"
            ),
            LookArgs::command(),
        ),
        "drift" => (
            words!(
                "Shows what changed online since the last deploy, and changes nothing.",
                "显示上次部署之后线上的改动，不改动任何内容。"
            ),
            LookArgs::command(),
        ),
        "info" => (
            words!("Shows the live resources.", "查看线上资源的详情。"),
            InfoFlags::command(),
        ),
        "sync" => (
            words!(
                "Downloads the live config and code into a local folder.",
                "把线上的配置与代码下载到本地目录。"
            ),
            SyncFlags::command(),
        ),
        "remove" => (
            words!(
                "Lists what would be removed online, asks, and removes it.",
                "列出将从线上删除的内容，确认后删除。"
            ),
            Remove::command(),
        ),
        "restore" => (
            words!(
                "Lists the backups; with an id, puts one back.",
                "列出备份；写明编号时恢复该备份。"
            ),
            Restore::command(),
        ),
        "history" => (
            words!(
                "Tells the deploys of the resource: when, by whom, and from which commit.",
                "列出资源的部署历史：何时、由谁、从哪个提交。"
            ),
            HistoryFlags::command(),
        ),
        "state" => (
            words!(
                "Prepares the place in which a team keeps its records, and proves that it is fit for them.",
                "准备团队存放记录的位置，并验证其适用。"
            ),
            StateArgs::command(),
        ),
        _ => return None,
    })
}

/// Whether it is a flag of that command: `drift` and `plan` have one parser.
fn is_of(verb: &str, arg: &Arg) -> bool {
    let name = arg.get_id().as_str();
    match verb {
        "plan" => name != "html",
        "drift" => !["plan_type", "sub_command"].contains(&name),
        _ => true,
    }
}

/// What each flag does, by commands, in both languages (“中文 / English”); what several of them have is below `all`,
/// and what belongs to Serverless Devs below `cli`.
const FLAGS: &str = include_str!("../../component/flags.json");

/// A flag as it is typed, and what it does; `None` for a word.
fn flag(table: &Value, verb: &str, arg: &Arg) -> Option<Words> {
    let long = arg.get_long()?;
    let aliases = arg.get_visible_aliases().unwrap_or_default();
    let is_named = |typed: &str| {
        let mut words = typed.split(' ').filter_map(|word| word.strip_prefix("--"));
        words.any(|word| word == long || aliases.contains(&word))
    };
    let within = |group: &str| {
        let flags = table.get(group)?.as_object()?;
        let mut said = flags.iter().filter(|(_, says)| says.as_str() != Some(""));
        let (typed, says) = said.find(|(typed, _)| is_named(typed))?;
        Some((typed.clone(), says.as_str()?.to_owned()))
    };
    let (typed, says) = [verb, "all", "cli"].into_iter().find_map(within)?;
    let (zh, en) = says.split_once(" / ")?;
    Some(Words {
        en: format!("{typed}\n      {en}"),
        zh: format!("{typed}\n      {zh}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_a_help_of_its_own() {
        let mut all: Vec<String> = Vec::new();
        for verb in COMMANDS {
            let help = help(verb).expect("a command").en;
            let usage = format!("Usage: fc-guard {verb}");
            assert!(help.contains(&usage), "{help}");
            assert!(!all.contains(&help), "{verb}");
            all.push(help);
        }
        assert!(
            help("history")
                .expect("one")
                .en
                .contains("\n  --all\n      all versions")
        );
        assert!(help("deploy").expect("one").en.contains("--take-over"));
        assert!(!help("plan").expect("one").en.contains("--html"));
        assert!(help("drift").expect("one").en.contains("--html <file>\n"));
        assert!(help("invoke").is_none());
    }

    /// In both languages, and the native program takes everything that the help of the component names.
    #[test]
    fn every_flag_is_shown_with_what_it_does() {
        let table: Value = serde_json::from_str(FLAGS).expect("the table");
        for verb in COMMANDS {
            let (_, command) = described(verb).expect("a command");
            let mut flags: Vec<String> = Vec::new();
            let args = command.get_arguments().filter(|arg| is_of(verb, arg));
            for arg in args.filter(|arg| arg.get_long().is_some()) {
                let name = arg.get_id();
                let said = flag(&table, verb, arg).unwrap_or_else(|| panic!("{verb} {name}"));
                assert!(said.en.len() > 20 && said.zh != said.en, "{verb} {name}");
                let typed = said.en.lines().next().unwrap_or_default();
                flags.push(typed.to_owned());
            }
            for named in table[verb].as_object().expect("flags").keys() {
                assert!(flags.contains(named), "{verb} {named}");
            }
        }
    }
}
