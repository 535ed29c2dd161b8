//! What the native program shows of one command. Serverless Devs shows the help of the component in its place, which
//! says what each flag does (`component/help.js`).

use clap::{Arg, Command, CommandFactory as _};

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
    // The parser of `drift` is that of `plan`, too.
    let is_of = |arg: &&Arg| verb != "plan" || arg.get_id() != "html";
    let flags: Vec<String> = command
        .get_arguments()
        .filter(is_of)
        .filter_map(flag)
        .collect();
    let flags = flags.join("\n  ");
    let word = match verb {
        "restore" => " [ID]",
        "state" => " init",
        _ => "",
    };
    let Words { en, zh } = about;
    Some(words!(
        "{en}\n\nUsage: fc-guard {verb}{word} [flags] < inputs.json\n\nFlags:\n  {flags}\n\nWhat each of them does stands in README; 'fc-guard --help' says what the inputs are.",
        "{zh}\n\n用法：fc-guard {verb}{word} [参数] < inputs.json\n\n参数：\n  {flags}\n\n各参数的作用见 README；输入的格式见 'fc-guard --help'。"
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

/// A flag as it is typed; `None` for a word.
fn flag(arg: &Arg) -> Option<String> {
    let long = arg.get_long()?;
    let short = arg
        .get_short()
        .map_or(String::new(), |short| format!("-{short}, "));
    let takes = arg.get_action().takes_values();
    let value = if takes { " <…>" } else { "" };
    Some(format!("{short}--{long}{value}"))
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
        assert!(help("history").expect("one").en.contains("\n  --all\n"));
        assert!(help("deploy").expect("one").en.contains("--take-over"));
        assert!(!help("plan").expect("one").en.contains("--html"));
        assert!(help("drift").expect("one").en.contains("--html <…>"));
        assert!(help("invoke").is_none());
    }
}
