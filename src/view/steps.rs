//! What is going on: one line a thing, so that it reads the same in a terminal and in a log.
//!
//! What takes long or writes is named before it is begun, so that a run that hangs or breaks off tells at
//! what.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::apply::{Done, Effect};
use crate::drift::{Difference, Drift, ResourceDrift, Verdict};
use crate::model::document::leaves;
use crate::model::path::{Path, PathStep};
use crate::model::resource::Resource;
use crate::model::routes::OwnRoutes;
use crate::model::seal::is_sealed;
use crate::model::variables::Variables;
use crate::plain::line;
use crate::plan::{self, Asked, Plan, Policy, Side, Stance, Step, WriteCall};
use crate::snapshot::Part;
use crate::view::screen::{Screen, Tone};
use crate::words;
use crate::words::Words;

/// All requests of the reading are about to go.
pub fn reading(screen: Screen<'_>) {
    screen.say(&words!("reading the live state …", "正在读取线上状态 …"));
}

/// The second reading differs from the one that was decided about.
pub fn moved(screen: Screen<'_>) {
    screen.line("");
    screen.say_in(
        Tone::Remote,
        &words!(
            "Something changed online again in the meantime. Compared again:",
            "在此期间线上又发生了变化。重新比较："
        ),
    );
}

/// Of what was decided to go back, that which cannot, and what goes along with it.
pub fn unfit(screen: Screen<'_>, plan: &Plan) {
    for step in &plan.steps {
        for path in &step.unfit {
            about(screen, step, path, &unfitting());
        }
        for path in &step.lasting {
            about(screen, step, path, &lasting());
        }
        for path in &step.lowered {
            about(screen, step, path, &lowered());
        }
    }
}

/// A sentence about one setting.
fn about(screen: Screen<'_>, step: &Step, path: &Path, sentence: &Words) {
    let Words { en, zh } = step.resource.label();
    let Words {
        en: said,
        zh: zh_said,
    } = sentence;
    screen.say_in(
        Tone::Remote,
        &words!("{en} {path}: {said}", "{zh} {path}：{zh_said}"),
    );
}

fn unfitting() -> Words {
    words!(
        "the earlier value does not fit the settings beside it; it is not sent, and stays as the service has it (to choose it, set it in s.yaml)",
        "原来的值与相关设置不匹配；不会发送，保持服务端的值（如需指定，请写入 s.yaml）"
    )
}

fn lasting() -> Words {
    words!(
        "it stays as it is online, since s.yaml does not set it and nothing can be sent that takes it back (to choose it, set it in s.yaml)",
        "线上保持不变：s.yaml 未设置该项，且没有可以撤销它的请求（如需指定，请写入 s.yaml）"
    )
}

fn lowered() -> Words {
    words!(
        "s.yaml does not set it, and it may not be more than the setting that is written with it, so it is made the same (to choose it, set it in s.yaml)",
        "s.yaml 未设置该项，且它不能大于一同写入的设置，因此改为相同的值（如需指定，请写入 s.yaml）"
    )
}

/// What left `s.yaml` and is about to be taken back, so that no run does that without a word.
pub fn taken_back(screen: Screen<'_>, plan: &Plan, drift: &Drift) {
    for step in plan.steps.iter().filter(|step| step.action.writes()) {
        let resources = drift.resources.iter();
        let mut own = resources.filter(|one| one.resource == step.resource);
        let names = own.next().map(|one| taken(step, one)).unwrap_or_default();
        if names.is_empty() || asks_for_none(&step.part) {
            continue;
        }
        let Words { en, zh } = step.resource.label();
        screen.say(&match step.part.is_dropped() {
            true => words!(
                "{en} is no longer in s.yaml, so it is taken back online",
                "s.yaml 中已不再有{zh}，将从线上撤销"
            ),
            false => {
                let names = Vec::from_iter(names).join(", ");
                words!(
                    "{en}: no longer in s.yaml, so it is taken back online: {names}",
                    "{zh}：s.yaml 中已不再有以下配置，将从线上撤销：{names}"
                )
            }
        });
    }
}

/// Secrets that are online and that the file now has as empty texts: a variable that is not set in this shell looks
/// like any other change.
pub fn emptied(screen: Screen<'_>, drift: &Drift, variables: &Variables) {
    for one in &drift.resources {
        let label = one.resource.label();
        for found in one.differences.iter().filter(|found| empties(found)) {
            let variable = variables.taken(&one.resource, &found.path);
            let words = blanked(&label, &found.path, variable);
            screen.say_in(Tone::Remote, &words);
        }
    }
}

/// Whether a secret that is online becomes an empty text by what was changed here.
fn empties(found: &Difference) -> bool {
    let is_ours = found.verdict == Verdict::Local || found.is_ruled();
    // What the service does not show is online as it was sent.
    let hidden = found.sent.as_ref().filter(|_| found.is_hidden());
    let online = found.live.as_ref().or(hidden);
    is_ours
        && online.is_some_and(is_sealed)
        && found.desired.as_ref().is_some_and(|text| text == "")
}

fn blanked(label: &Words, path: &Path, variable: Option<&str>) -> Words {
    let (Words { en, zh }, path) = (label, line(&path.to_string()));
    match variable {
        Some(name) => words!(
            "{en} {path}: a secret that is online becomes empty, because the variable {name} is empty or not set in this shell",
            "{zh} {path}：线上的机密将变为空，因为当前 shell 中未设置环境变量 {name}，或其值为空"
        ),
        None => words!(
            "{en} {path}: a secret that is online becomes empty, as s.yaml has it now",
            "{zh} {path}：线上的机密将变为空，因为 s.yaml 中现在为空"
        ),
    }
}

/// Whether it is a configuration that the file has, and in which it asks for nothing (any more).
fn asks_for_none(part: &Part) -> bool {
    let is_said = part.file.as_object().is_some_and(|file| !file.is_empty());
    part.is_dropped() && is_said
}

/// The settings of a resource that nobody here wants any more, and that will be gone. What is gone as a whole
/// is named as a whole: a block, a route.
fn taken(step: &Step, drift: &ResourceDrift) -> BTreeSet<String> {
    let kind = step.resource.kind;
    let stays = leaves(kind, &step.intended.clone().unwrap_or_default());
    let wanted = leaves(kind, &step.part.desired);
    let left = drift.differences.iter().filter(|found| {
        let is_ours = found.verdict == Verdict::Local && found.sent.is_some();
        is_ours && found.desired.is_none() && !stays.contains_key(&found.path)
    });
    let is_gone = |above: &[PathStep]| !wanted.keys().any(|path| path.0.starts_with(above));
    let name = |path: &Path| {
        let mut lengths = 1..=path.0.len();
        let whole = lengths.find(|length| is_gone(&path.0[..*length]));
        Path(path.0[..whole.unwrap_or(path.0.len())].to_vec()).to_string()
    };
    left.map(|found| name(&found.path)).collect()
}

/// What flags decide about these differences of a comparison.
pub fn decided_by_flag(screen: Screen<'_>, policy: Policy, (decided, drift): (&[Asked], &Drift)) {
    // These stay as they are online whatever is decided.
    let lasting = &plan::lasting(drift, decided)[..];
    screen.line("");
    // One sentence where both halves are decided alike.
    if policy.config == policy.code {
        let about = words!("decided by flags", "由参数决定");
        return stance(screen, &about, policy.config, Reach::of(decided, lasting));
    }
    let half = |all: &[Asked], code| -> Vec<Asked> {
        let half = all.iter().filter(|one| one.question.is_code() == code);
        half.cloned().collect()
    };
    let [config, code] = [false, true].map(|code| (half(decided, code), half(lasting, code)));
    if !config.0.is_empty() {
        let about = words!("config, decided by flags", "配置，由参数决定");
        stance(
            screen,
            &about,
            policy.config,
            Reach::of(&config.0, &config.1),
        );
    }
    if !code.0.is_empty() {
        let about = words!("code, decided by flags", "代码，由参数决定");
        stance(screen, &about, policy.code, Reach::of(&code.0, &code.1));
    }
}

/// How much of what is decided can be taken back.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    All,
    Some,
    None,
}

impl Reach {
    fn of(decided: &[Asked], lasting: &[Asked]) -> Reach {
        match lasting.len() {
            0 => Reach::All,
            count if count < decided.len() => Reach::Some,
            _ => Reach::None,
        }
    }
}

/// What the flags say about some of the differences, in one line for each thing that they say.
fn stance(screen: Screen<'_>, about: &Words, Stance { merge, side }: Stance, reach: Reach) {
    let Words { en, zh } = about;
    let say = |what: Words| {
        let Words {
            en: said,
            zh: zh_said,
        } = what;
        screen.say(&words!("{en}: {said}", "{zh}：{zh_said}"));
    };
    if merge {
        say(words!(
            "changes made online stay, where no local change conflicts with them",
            "他人在线上的改动，凡与本地不冲突的都保留"
        ));
    }
    match side {
        Some(Side::Local) if merge => say(words!(
            "on conflict, the live version is overwritten with the local one",
            "有冲突之处，用本地覆盖线上"
        )),
        Some(Side::Remote) if merge => say(words!(
            "on conflict, the live version is kept, and this decision is recorded",
            "有冲突之处，保留线上的改动，并记录这个决定"
        )),
        Some(Side::Local) => say(match reach {
            Reach::All => words!(
                "the live version is overwritten with the local one",
                "用本地覆盖线上"
            ),
            Reach::Some => words!(
                "the live version is overwritten with the local one, but for what no request takes back",
                "用本地覆盖线上，但没有请求可以撤销的除外"
            ),
            Reach::None => words!(
                "the local version, but no request takes back what is online",
                "以本地为准，但没有请求可以撤销线上的值"
            ),
        }),
        Some(Side::Remote) => say(words!(
            "the live version is kept, and this decision is recorded",
            "保留线上的改动，并记录这个决定"
        )),
        // Only `--merge` was given: what conflicts is still asked about.
        None => {}
    }
}

/// The write that is about to be sent.
pub fn writing(screen: Screen<'_>, resource: &Resource, call: &WriteCall) {
    let Words { en, zh } = resource.label();
    let names = match call {
        WriteCall::Create { .. } => {
            return screen.say(&words!("creating {en} …", "正在创建{zh} …"));
        }
        WriteCall::Delete => return screen.say(&words!("deleting {en} …", "正在删除{zh} …")),
        WriteCall::Update { body, code } => {
            // The body of an update has no code, which goes beside it.
            let code = code.then_some("code");
            let names = body.keys().map(String::as_str).chain(code);
            names.collect::<Vec<_>>().join(", ")
        }
        WriteCall::Tags { .. } => "tags".to_owned(),
        WriteCall::ResourceGroup(_) => "resourceGroupId".to_owned(),
        WriteCall::Bind { add, remove } => {
            let signed = |sign: &str, names: &[String]| -> Vec<String> {
                names.iter().map(|name| format!("{sign}{name}")).collect()
            };
            [signed("+", add), signed("-", remove)].concat().join(", ")
        }
    };
    screen.say(&words!(
        "updating {en}: {names} …",
        "正在更新{zh}：{names} …"
    ));
}

/// What is about to be deleted.
pub fn deleting(screen: Screen<'_>, label: &Words) {
    let Words { en, zh } = label;
    screen.say(&words!("deleting {en} …", "正在删除{zh} …"));
}

/// Our routes are about to go out of a domain that others share.
pub fn taking_out(screen: Screen<'_>, domain: &Resource) {
    let (Words { en, zh }, own) = (domain.label(), OwnRoutes::of(domain, []).label());
    let (own, zh_own) = (&own.en, &own.zh);
    screen.say(&words!(
        "removing {own} from {en} …",
        "正在从{zh} 中移除{zh_own} …"
    ));
}

/// How many routes of others are named.
const NAMED: usize = 5;

/// The pause before the routes of a shared domain are looked at again. `others` are the routes that others have
/// in it.
pub fn holding(screen: Screen<'_>, domain: &Resource, others: &[Value]) {
    let Words { en, zh } = domain.label();
    kept_by_others(screen, domain, others);
    screen.say_in(
        Tone::Faint,
        &words!(
            "{en} is shared: checking in a moment that the routes are still as they were written …",
            "{zh} 由多个函数共用：稍后确认写入的路由是否仍在 …"
        ),
    );
}

/// The routes of others in a domain, which stay as they are.
pub fn kept_by_others(screen: Screen<'_>, domain: &Resource, others: &[Value]) {
    let Words { en, zh } = domain.label();
    if others.is_empty() {
        return;
    }
    let (paths, more) = (named(others), others.len().saturating_sub(NAMED));
    screen.say(&match more {
        0 => words!(
            "{en}: the routes of others stay: {paths}",
            "{zh}：他人的路由保持不变：{paths}"
        ),
        _ => words!(
            "{en}: the routes of others stay: {paths} and {more} more",
            "{zh}：他人的路由保持不变：{paths} 等（另有 {more} 条）"
        ),
    });
}

/// The paths of the first of these routes.
fn named(routes: &[Value]) -> String {
    let path = |route: &Value| line(route["path"].as_str().unwrap_or_default());
    let paths: Vec<String> = routes.iter().take(NAMED).map(path).collect();
    paths.join(", ")
}

/// What became of every resource.
pub fn summary(screen: Screen<'_>, done: &[Done]) {
    // Of what is not there, and is not to be, nothing is said.
    let is_there = |one: &&Done| one.live.is_some() || one.effect != Effect::Unchanged;
    for done in done.iter().filter(is_there) {
        let Words { en, zh } = done.resource.label();
        let words = match done.effect {
            Effect::Created => words!("{en}: created", "{zh}：已创建"),
            Effect::Updated => words!("{en}: updated", "{zh}：已更新"),
            Effect::Deleted => words!("{en}: deleted", "{zh}：已删除"),
            Effect::Unchanged => words!("{en}: unchanged", "{zh}：无变化"),
            Effect::StaysDeleted => words!("{en}: stays deleted", "{zh}：保持删除"),
            Effect::Accepted => words!(
                "{en}: no setting was written; the present live state is recorded",
                "{zh}：未写入任何配置；已记录线上的现状"
            ),
        };
        let tone = match done.effect {
            Effect::Unchanged | Effect::StaysDeleted | Effect::Accepted => Tone::Faint,
            _ => Tone::Local,
        };
        screen.say_in(tone, &words);
    }
}
