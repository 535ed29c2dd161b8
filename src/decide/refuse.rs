//! Nobody can be asked and no flag decides: the commands that do, exactly as they can be typed.

use super::barred::is_barred;
use super::{left_over, local, narrow, undecided};
use crate::drift::{Drift, ResourceDrift, Stands, Verdict};
use crate::error::Error;
use crate::plan::{Answers, Asked, Question, asked, standing, stands};
use crate::typed::{DECIDES, ROLLBACK, Typed, YES};
use crate::view::screen::Screen;
use crate::words;
use crate::words::{Lang, Words};

/// Says how the open questions can be decided, and ends the run.
pub(super) fn refuse(screen: Screen<'_>, drift: &Drift, open: &[Question], typed: &Typed) -> Error {
    // What is open is only known as questions here; how each differs tells which flag decides it.
    let is_open = |asked: &Asked| open.contains(&asked.question);
    let what = left_over::undecided(drift, open);
    let open: Vec<Asked> = asked(drift).into_iter().filter(is_open).collect();
    screen.line("");
    screen.say(&unasked(typed));
    // The commands stand at the end of the error alone: a log ends with that.
    Error::local(what)
        .ended(undecided(&open))
        .hint(commands(drift, &open, typed))
}

/// Why the run ends here. Whoever gave a flag is told what it leaves open, and not that there is none.
fn unasked(typed: &Typed) -> Words {
    if DECIDES.iter().any(|flag| typed.has(flag)) {
        return words!(
            "Nobody can be asked (no terminal, or CI is set), and the flags leave this open.",
            "无法询问（没有终端，或设置了 CI），而现有参数没有对此做出决定。"
        );
    }
    match YES.iter().any(|flag| typed.has(flag)) {
        true => words!(
            "Nobody can be asked (no terminal, or CI is set), and no flag decides (-y does not).",
            "无法询问（没有终端，或设置了 CI），也没有用参数做出决定（-y 不算）。"
        ),
        false => words!(
            "Nobody can be asked (no terminal, or CI is set), and no flag decides.",
            "无法询问（没有终端，或设置了 CI），也没有用参数做出决定。"
        ),
    }
}

/// The commands that decide, for the end of an error, each behind what it does.
pub(super) fn commands(drift: &Drift, open: &[Asked], typed: &Typed) -> Words {
    let ways = ways(drift, open, typed);
    let lines = |lang: Lang| {
        let line = |(flags, does): &(String, Words)| {
            let (does, command) = (does.text(lang), typed.with(flags));
            format!("\n  # {does}\n    {command}")
        };
        ways.iter().map(line).collect::<String>()
    };
    let (lines, zh_lines) = (lines(Lang::En), lines(Lang::Zh));
    if drift.resources.iter().any(ResourceDrift::lacks_a_commit) {
        return words!(
            "decide with one of these:\n  # get what was deployed, if this repository has it, and deploy again\n    git pull{lines}",
            "请用以下命令之一来决定：\n  # 先取得已部署的提交（如果它在这个仓库中），再重新部署\n    git pull{zh_lines}"
        );
    }
    words!(
        "decide with one of these:{lines}",
        "请用以下命令之一来决定：{zh_lines}"
    )
}

/// What the flags decide, with those that the command had already.
fn ways(drift: &Drift, open: &[Asked], typed: &Typed) -> Vec<(String, Words)> {
    let stands = stands(&standing(drift, &Answers::default()));
    let mut ways: Vec<(&str, Words)> = vec![
        local::flag(open, stands),
        (
            "--use-remote",
            words!(
                "keep the live version, and record this decision",
                "保留线上的改动，并记录这个决定"
            ),
        ),
    ];
    if typed.has("--merge") {
        // The flag stays in the command, so the side is only that of what it leaves.
        let [local, remote] = merged();
        ways[1].1 = remote;
        if ways[0].0 == "--use-local" {
            ways[0].1 = overwriting(local, stands);
        }
    }
    // `--merge` is offered as far as it decides anything: alone where it decides all, else with a side.
    let kept = open.iter().filter(|asked| !asked.collides()).count();
    let unknown = open
        .iter()
        .any(|asked| asked.verdict == Some(Verdict::Unknown));
    if kept == open.len() {
        ways.push(("--merge", merging(unknown)));
    } else if kept > 0 && !typed.has("--merge") {
        ways.push(("--merge --use-local", merging_to_local(unknown, stands)));
    }
    let halves = open.iter().map(|asked| asked.question.is_code());
    if halves.clone().any(|code| code) {
        // Files that others changed are no collision of their own, and go with the package all the same.
        for (flags, words) in &mut ways {
            if *flags == "--merge --use-local" {
                *words = with_code(words);
            }
        }
    }
    let both = halves.clone().any(|code| code) && !halves.clone().all(|code| code);
    if both && !typed.has("--config") && !typed.has("--code") {
        ways.push((
            "--config remote --code local",
            words!(
                "keep the live config, overwrite the live code with the local code",
                "配置以线上为准，代码以本地为准"
            ),
        ));
    }
    let ways = ways.into_iter();
    let mut ways: Vec<(String, Words)> = ways
        .map(|(flags, words)| (flags.to_owned(), words))
        .collect();
    // The flags of a part take back what was kept in it, too, and their texts do not say so.
    if stands == Stands::default() {
        ways.extend(narrow::flags(open, typed));
    }
    let is_older = |asked: &Asked| asked.verdict == Some(Verdict::Older);
    if open.iter().all(is_older) {
        let words = words!(
            "deploy the older version all the same",
            "仍然部署较旧的版本"
        );
        ways.insert(0, (ROLLBACK.to_owned(), words));
    }
    if is_barred(drift) {
        ways.retain(|(flags, _)| {
            !flags.contains("--use-local") && !flags.contains("--config local")
        });
    }
    ways
}

/// What a side decides beside `--merge`.
fn merged() -> [Words; 2] {
    [
        words!(
            "on conflict, overwrite the live version with the local one",
            "有冲突之处，用本地覆盖线上"
        ),
        words!(
            "on conflict, keep the live version, and record this decision",
            "有冲突之处，保留线上的改动，并记录这个决定"
        ),
    ]
}

/// What `--merge` does where nothing collides.
fn merging(unknown: bool) -> Words {
    match unknown {
        true => words!(
            "keep what is online and not mentioned locally, apply local changes; stops on conflict",
            "保留线上有而本地未提及的内容，同时应用本地的改动；有冲突则停止"
        ),
        false => words!(
            "keep changes made online, apply local changes; stops on conflict",
            "保留他人的改动，同时应用本地的改动；有冲突则停止"
        ),
    }
}

/// What `--merge --use-local` does. Where nothing is on record, whatever is here collides with what is
/// online in its place.
fn merging_to_local(unknown: bool, stands: Stands) -> Words {
    let words = match unknown {
        true => words!(
            "keep what is online and not mentioned locally; where both differ, overwrite the live value",
            "保留线上有而本地未提及的内容；两边不一致之处，用本地覆盖线上"
        ),
        false => words!(
            "keep changes made online, except where they conflict with local changes",
            "保留他人的改动，但与本地冲突之处以本地为准"
        ),
    };
    overwriting(words, stands)
}

/// The same, where the code is asked about, too.
fn with_code(words: &Words) -> Words {
    let Words { en, zh } = words;
    words!(
        "{en}; the code goes as a whole: all of it is the local one",
        "{zh}；代码整体以本地为准"
    )
}

/// The same, with what else `--use-local` overwrites.
fn overwriting(words: Words, stands: Stands) -> Words {
    let Words { en, zh } = words;
    match stands == Stands::default() {
        true => Words { en, zh },
        false => words!(
            "{en}; what was kept before is overwritten, too",
            "{zh}；此前保留的内容也会被覆盖"
        ),
    }
}
