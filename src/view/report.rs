//! The list of differences: what changed online, what changed here, what changed on both sides.
//!
//! Resources stand in the order of the comparison, and their differences in groups by verdict, what others
//! did first. What is decided already is told by `kept`, what is left alone by `notes`.

mod adopted;
mod changes;
mod consoles;
mod drains;
mod failed;
mod kept;
mod notes;
mod origins;

pub use self::changes::changes;
pub use self::kept::{Ends, kept, taken_back};
pub use self::notes::{forecast, in_brackets, interrupted, notes, without_tags};
use crate::drift::{Difference, Drift, ResourceDrift, Standing, Verdict};
use crate::view::files;
use crate::view::mark;
use crate::view::screen::{Screen, Tone};
use crate::view::value::apart;
use crate::words;
use crate::words::Words;

/// Columns of one value where no screen is narrow.
pub(super) const IN_A_LOG: usize = 400;

/// How much of it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Long values are cut to the width of the screen.
    Summary,
    /// Every value whole, and what both sides changed alike.
    Everything,
}

/// Shows every resource on which somebody has to decide, or a rule has decided, or (with everything)
/// every one that changed.
pub fn differences(screen: Screen<'_>, drift: &Drift, detail: Detail) {
    for resource in &drift.resources {
        if resource.asks() || resource.is_ruled() || detail == Detail::Everything {
            resource_report(screen, resource, detail);
        }
    }
}

/// One resource: what it is, how it stands, and its differences by verdict.
fn resource_report(screen: Screen<'_>, drift: &ResourceDrift, detail: Detail) {
    let groups = groups(drift, detail);
    let headline = headline(drift);
    // With everything asked for, resources without any difference come here, too.
    if headline.is_none() && groups.iter().all(|(_, _, found)| found.is_empty()) {
        return;
    }
    let label = drift.resource.label();
    screen.line("");
    screen.say_in(Tone::Title, &title(&label, drift));
    if let Some((tone, words)) = headline {
        screen.text_in(tone, &format!("  {}", words.text(screen.lang)));
    }
    for (verdict, words, found) in groups.iter().filter(|(_, _, found)| !found.is_empty()) {
        screen.text_in(Tone::Plain, &format!("  {}", words.text(screen.lang)));
        for difference in found {
            if drift.resource.kind.is_function() && files::is_code(difference) {
                let lines = files::lines(screen, drift, difference, detail);
                lines
                    .iter()
                    .for_each(|line| screen.line(&format!("    {line}")));
                continue;
            }
            let text = difference_line(screen, difference, detail);
            screen.line(&format!("    {}", screen.paint(tone(*verdict), &text)));
        }
    }
    for path in &drift.hidden {
        let words = words!(
            "  the service does not show {path}: overwriting this loses that value, and it cannot be saved before",
            "  服务端不返回 {path}：如果覆盖这些改动，该值会丢失，且无法事先保存"
        );
        screen.say_in(Tone::Remote, &words);
    }
}

/// What it is called, and when it was last changed online.
fn title(label: &Words, drift: &ResourceDrift) -> Words {
    let Words { en, zh } = label;
    match &drift.modified {
        Some(time) => words!(
            "{en}, last modified online {time}",
            "{zh}，线上最后修改于 {time}"
        ),
        None => label.clone(),
    }
}

/// How the resource stands as a whole, where that needs a line.
fn headline(drift: &ResourceDrift) -> Option<(Tone, Words)> {
    if let Some(words) = mark::of_resource(drift) {
        return Some((Tone::Conflict, words));
    }
    match drift.standing {
        Standing::Deleted => Some((
            Tone::Remote,
            words!(
                "- deleted online since the last deploy",
                "- 上次部署后在线上被删除"
            ),
        )),
        Standing::Missing => Some((
            Tone::Conflict,
            words!(
                "- not online: new here, or taken away by somebody",
                "- 不在线上：可能是这里新增的，也可能已被他人移除"
            ),
        )),
        Standing::Reopened => Some((
            Tone::Conflict,
            words!(
                "! stays deleted by an earlier decision, and was changed locally since",
                "! 按之前的决定保持删除，而此后本地又有改动"
            ),
        )),
        Standing::Found if drift.differences.iter().any(|found| found.asks()) => Some((
            Tone::Conflict,
            words!(
                "already online, and there is no local record: its origin is unknown",
                "线上已存在，而本地没有部署记录：来源不明"
            ),
        )),
        Standing::MadeAgain if drift.differences.iter().any(|found| found.asks()) => Some((
            Tone::Conflict,
            words!(
                "was to stay deleted by an earlier decision, but has been created again online",
                "按之前的决定应保持删除，而此后在线上被重新创建"
            ),
        )),
        Standing::New => Some((Tone::Local, words!("+ will be created", "+ 将被创建"))),
        _ => None,
    }
}

/// The verdict that gives the colour, the heading, and what stands under it.
type VerdictGroup<'a> = (Verdict, Words, Vec<&'a Difference>);

/// The differences under the headings that they are shown with; some of them may be empty.
fn groups(drift: &ResourceDrift, detail: Detail) -> Vec<VerdictGroup<'_>> {
    let titles = [
        Verdict::Remote,
        Verdict::Conflict,
        Verdict::Unknown,
        Verdict::Older,
        Verdict::Local,
        Verdict::Agreed,
    ];
    // What both sides changed alike is nothing to decide.
    let shown = |verdict: &Verdict| *verdict != Verdict::Agreed || detail == Detail::Everything;
    let found = |wanted: &dyn Fn(&Difference) -> bool| {
        let all = drift.differences.iter();
        all.filter(|found| wanted(found)).collect::<Vec<_>>()
    };
    // What a rule gives to the file has a group of its own, whatever its verdict is.
    let decided = Difference::is_ruled;
    // Nobody changed in the console what a colleague has deployed.
    let is_remote = |found: &Difference| found.verdict == Verdict::Remote;
    let is_deployed = |found: &Difference| is_remote(found) && drift.is_deployed_since(found);
    let is_either = |found: &Difference| is_remote(found) && drift.may_be_deployed_since(found);
    let mut groups: Vec<VerdictGroup<'_>> = titles
        .into_iter()
        .filter(shown)
        .map(|verdict| {
            let is_plain = |found: &Difference| {
                found.verdict == verdict
                    && !decided(found)
                    && !found.reopened()
                    && !is_deployed(found)
                    && !is_either(found)
            };
            (verdict, verdict.heading(), found(&is_plain))
        })
        .collect();
    groups.insert(
        0,
        (
            Verdict::Remote,
            words!(
                "deployed by others since the last deploy from here:",
                "上次从这里部署之后，由他人部署的改动："
            ),
            found(&|found| is_deployed(found) && !decided(found)),
        ),
    );
    groups.insert(
        1,
        (
            Verdict::Remote,
            words!(
                "deployed by others, or changed online, since the last deploy from here:",
                "上次从这里部署之后，由他人部署或在线上改动的："
            ),
            found(&|found| is_either(found) && !decided(found)),
        ),
    );
    groups.push((
        Verdict::Remote,
        words!(
            "moved online along with the above, and kept or overwritten with it:",
            "随以上配置在线上一起变动，将随其一起保留或覆盖："
        ),
        drift.along_with_decided(),
    ));
    if detail == Detail::Everything {
        groups.push((
            Verdict::Along,
            words!(
                "moved online by the service along with another setting, nothing to decide:",
                "在线上由服务随其他配置一起变动，无需单独决定："
            ),
            drift.along_undecided(),
        ));
    }
    groups.push((
        Verdict::Conflict,
        words!(
            "live version kept by an earlier decision, and changed locally since:",
            "按之前的决定保留线上的值，而此后本地又有改动："
        ),
        found(&|found| found.reopened() && !decided(found)),
    ));
    groups.push((
        Verdict::Local,
        words!(
            "changed online, and s.yaml decides (driftPolicy), so it is overwritten:",
            "线上有改动，但由 s.yaml 决定（driftPolicy），将被覆盖："
        ),
        found(&decided),
    ));
    groups
}

/// The colour of a verdict.
pub fn tone(verdict: Verdict) -> Tone {
    match verdict {
        Verdict::Remote | Verdict::Standing => Tone::Remote,
        Verdict::Local => Tone::Local,
        Verdict::Conflict | Verdict::Unknown | Verdict::Older => Tone::Conflict,
        Verdict::Agreed | Verdict::Along | Verdict::Settled => Tone::Faint,
    }
}

/// One difference on one line: a sign, the path, old → new. Where a deploy would overwrite, what is
/// online stands on the left.
pub fn difference_line(screen: Screen<'_>, difference: &Difference, detail: Detail) -> String {
    let path = &difference.path;
    let width = match detail {
        Detail::Summary => Some(value_width(screen, &path.to_string(), difference.verdict)),
        Detail::Everything => None,
    };
    let fallback = difference.fallback();
    let fallback = fallback.as_ref();
    let [seen, live, sent, desired] = apart(witnesses(difference), fallback, screen.lang, width);
    match difference.verdict {
        // What is asked about is shown as it happened online; what a rule overwrites as what the deploy
        // does.
        Verdict::Remote if difference.asks() => {
            let sign = sign(difference.seen.is_some(), difference.live.is_some());
            format!("{sign} {path}: {seen} → {live}")
        }
        // The service does not show it, so what was sent last is all that it can be compared with.
        Verdict::Local if difference.is_hidden() => format!("~ {path}: {sent} → {desired}"),
        Verdict::Conflict if difference.reopened() => words!(
            "! {path}: kept live {live}, local then {sent}, local now {desired}",
            "! {path}：保留的线上值 {live}，当时的本地值 {sent}，现在的本地值 {desired}"
        )
        .text(screen.lang)
        .to_owned(),
        Verdict::Conflict => words!(
            "! {path}: live {seen} → {live}, local {sent} → {desired}",
            "! {path}：线上 {seen} → {live}，本地 {sent} → {desired}"
        )
        .text(screen.lang)
        .to_owned(),
        Verdict::Unknown
        | Verdict::Older
        | Verdict::Local
        | Verdict::Standing
        | Verdict::Remote => {
            let sign = sign(difference.live.is_some(), difference.desired.is_some());
            format!("{sign} {path}: {live} → {desired}")
        }
        Verdict::Along => {
            let sign = sign(difference.seen.is_some(), difference.live.is_some());
            format!("{sign} {path}: {seen} → {live}")
        }
        Verdict::Agreed | Verdict::Settled => format!("= {path}: {live}"),
    }
}

/// The four values of a difference, as [`apart`] takes them.
fn witnesses(difference: &Difference) -> [Option<&serde_json::Value>; 4] {
    [
        difference.seen.as_ref(),
        difference.live.as_ref(),
        difference.sent.as_ref(),
        difference.desired.as_ref(),
    ]
}

/// Columns that one value may take, so that all of them and the path fit on the screen; where there is
/// none, nothing has to fit.
fn value_width(screen: Screen<'_>, path: &str, verdict: Verdict) -> usize {
    if !screen.terminal.shown() {
        return IN_A_LOG;
    }
    // What stands around the values, and how many there are.
    let (around, values) = match verdict {
        Verdict::Conflict => (32, 4),
        _ => (14, 2),
    };
    let taken = path.chars().count() + around;
    (screen.terminal.width().saturating_sub(taken) / values).max(10)
}

/// Came, went, or became another.
fn sign(before: bool, after: bool) -> char {
    match (before, after) {
        (false, true) => '+',
        (true, false) => '-',
        _ => '~',
    }
}
