//! What stands as it is online by earlier decisions, and how that ends.

use super::{IN_A_LOG, difference_line};
use unicode_width::UnicodeWidthStr as _;

use crate::drift::{Difference, ResourceDrift};
use crate::plan::Kept;
use crate::view::report::Detail;
use crate::view::screen::{Screen, Tone};
use crate::view::value::apart;
use crate::view::{files, mark};
use crate::words;
use crate::words::{Lang, Words};

/// Columns that one value may take.
const MOST: usize = 40;

/// How all that stands kept ends.
#[derive(Debug, Default)]
pub struct Ends {
    /// To be typed as they are.
    pub commands: Vec<String>,
    /// Lines for `s.yaml`, of what no command writes there by itself.
    pub by_hand: Vec<String>,
    /// Whether nothing can be sent that takes any of it back.
    pub is_lasting: bool,
}

/// Lists what stands kept, and how that ends.
pub fn kept(screen: Screen<'_>, standing: &[Kept<'_>], ends: &Ends) {
    for (resource, found) in standing {
        let Words { en, zh } = resource.resource.label();
        screen.line("");
        // Without settings it is the resource itself that stays deleted.
        if found.is_empty() {
            screen.say(&stays_deleted(resource));
            continue;
        }
        screen.say(&words!(
            "{en}: live version kept by an earlier decision, although s.yaml or the local code says otherwise:",
            "{zh}：按之前的决定保留线上的值（与 s.yaml 或本地代码不同）："
        ));
        for one in found {
            let (line, since) = line(screen, one);
            // Chinese brackets bring their own room.
            let gap = match screen.lang {
                Lang::En if !since.is_empty() => " ",
                _ => "",
            };
            // A date is never broken: it goes to a line of its own where both do not fit.
            let together = format!("    {line}{gap}{since}");
            let fits = !screen.terminal.shown() || together.width() <= screen.terminal.width();
            match fits || since.is_empty() {
                true => screen.text_in(Tone::Remote, &together),
                false => {
                    screen.text_in(Tone::Remote, &format!("    {line}"));
                    screen.text_in(Tone::Remote, &format!("      {since}"));
                }
            }
            let files = files::is_code(one).then(|| files::of(screen, resource, Detail::Summary));
            for line in files.into_iter().flatten() {
                screen.line(&format!("    {line}"));
            }
        }
    }
    let Ends {
        commands,
        by_hand,
        is_lasting,
    } = ends;
    let list = |title: Words, lines: &[String]| {
        if !lines.is_empty() {
            screen.say_in(Tone::Faint, &title);
        }
        for line in lines {
            screen.line(&format!("    {line}"));
        }
    };
    list(
        words!(
            "  to end that for what looks like a secret, put its value into an environment variable, and let s.yaml say:",
            "  疑似机密的值如需结束保留，请把值放入环境变量，并确保 s.yaml 中为："
        ),
        by_hand,
    );
    let title = match (by_hand.is_empty(), commands.len()) {
        _ if *is_lasting => words!(
            "  no request takes it back; to end that, write it back into the project:",
            "  没有请求可以撤销；如需结束保留，可写回本地："
        ),
        // Only of a function that stays deleted there is nothing that could be brought home.
        (true, 1) => words!(
            "  to end that, remove its resource from s.yaml, with all that belongs to it, or create it again:",
            "  如需结束保留，可将其资源连同附属内容从 s.yaml 中删除，或重新创建："
        ),
        (true, _) => words!(
            "  to end that, write it back into the project, or overwrite it:",
            "  如需结束保留，可写回本地，或用本地覆盖线上："
        ),
        (false, 1) => words!("  or overwrite it:", "  或用本地覆盖线上："),
        (false, _) => words!(
            "  to end the rest, write it back into the project, or overwrite all of it:",
            "  其余的可写回本地；或用本地覆盖全部："
        ),
    };
    list(title, commands);
}

/// The line of a resource that stays deleted.
fn stays_deleted(drift: &ResourceDrift) -> Words {
    let Words { en, zh } = drift.resource.label();
    let deploys = drift.part.authorship();
    let by = deploys.and_then(|deploys| deploys.last.who);
    match (&drift.recorded, by) {
        (Some(at), Some(by)) => words!(
            "{en}: stays deleted by an earlier decision of {by} ({at})",
            "{zh}：按 {by} 之前的决定保持删除（{at}）"
        ),
        (Some(at), None) => words!(
            "{en}: stays deleted by an earlier decision ({at})",
            "{zh}：按之前的决定保持删除（{at}）"
        ),
        (None, _) => words!(
            "{en}: stays deleted by an earlier decision",
            "{zh}：按之前的决定保持删除"
        ),
    }
}

/// What stands, and since when, where that is known.
fn line(screen: Screen<'_>, found: &Difference) -> (String, String) {
    let fallback = found.fallback();
    // The last deploy is no column here: that line is about what was decided since.
    let values = [None, found.live.as_ref(), found.desired.as_ref()];
    let path = &found.path;
    // Both values and what stands around them.
    let left = screen
        .terminal
        .width()
        .saturating_sub(path.to_string().width() + 24);
    let most = match screen.terminal.shown() {
        true => (left / 2).clamp(10, MOST),
        false => IN_A_LOG,
    };
    let [_, online, yours] = match files::is_code(found) {
        true => files::packages(values).map(|words| words.text(screen.lang).to_owned()),
        false => apart(values, fallback.as_ref(), screen.lang, Some(most)),
    };
    let words = words!(
        "{path}: live {online}, local {yours}",
        "{path}：线上 {online}，本地 {yours}"
    );
    let kept = found.kept.as_ref();
    let theirs = kept.and_then(|kept| kept.deploy.as_ref());
    if let Some(deploy) = theirs {
        let Words { en, zh } = mark::recorded(deploy);
        let until = words!(
            "(deployed by {en}, until your commit contains that: 'git pull')",
            "（由 {zh} 部署，保留到你的提交包含该提交为止：'git pull'）"
        );
        return (
            words.text(screen.lang).to_owned(),
            until.text(screen.lang).to_owned(),
        );
    }
    let since = kept.and_then(|kept| match (kept.since.as_ref()?, &kept.by) {
        (at, Some(by)) => Some(words!(
            "(kept since {at} by {by})",
            "（由 {by} 决定，自 {at} 起保留）"
        )),
        (at, None) => Some(words!("(kept since {at})", "（自 {at} 起保留）")),
    });
    let since = since.map_or(String::new(), |words| words.text(screen.lang).to_owned());
    (words.text(screen.lang).to_owned(), since)
}

/// Lists what stood kept and is overwritten now.
pub fn taken_back(screen: Screen<'_>, back: &[Kept<'_>]) {
    for (resource, found) in back {
        let Words { en, zh } = resource.resource.label();
        screen.line("");
        if found.is_empty() {
            screen.say(&words!(
                "{en}: stayed deleted by an earlier decision, and is created again",
                "{zh}：此前按决定保持删除，现在将重新创建"
            ));
            continue;
        }
        screen.say(&words!(
            "{en}: live version kept until now, and overwritten (live → local):",
            "{zh}：此前保留线上的值，现在将被覆盖（线上 → 本地）："
        ));
        for one in found {
            if files::is_code(one) {
                let lines = files::lines(screen, resource, one, Detail::Summary);
                lines
                    .iter()
                    .for_each(|line| screen.line(&format!("    {line}")));
                continue;
            }
            let text = difference_line(screen, one, Detail::Summary);
            screen.line(&format!("    {}", screen.paint(Tone::Local, &text)));
        }
    }
}
