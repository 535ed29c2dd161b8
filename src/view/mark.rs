//! The mark of a deploy, as people read of it.

use crate::drift::{Difference, ResourceDrift, Standing};
use crate::git::{Relation, short};
use crate::model::mark::{Mark, Unread, Vouched, Witness, key};
use crate::model::resource::Resource;
use crate::snapshot::Colleague;
use crate::state::provenance::Provenance;
use crate::view::screen::{Screen, Tone};
use crate::words;
use crate::words::Words;

/// The mark could not be left. The deploy is done all the same.
pub fn unset(screen: Screen<'_>, function: &Resource, why: &Words) {
    let Words { en, zh } = function.label();
    let (why, zh_why) = (&why.en, &why.zh);
    let right = match function.service() {
        None => "fc:TagResources",
        Some(_) => "fc:GetResourceTags, fc:TagResource",
    };
    let words = words!(
        "note: {en} is deployed, but its tag that says by whom and from which commit could not be set ({why}); that needs {right}, and 'mark: false' in s.yaml or FC_GUARD_MARK=off does without",
        "注意：{zh} 已部署，但无法设置记录部署人和提交的标签（{zh_why}）；需要 {right} 权限，也可在 s.yaml 中写 mark: false 或设置 FC_GUARD_MARK=off 关闭"
    );
    screen.say_in(Tone::Remote, &words);
}

/// The mark was left by a deploy that had nothing else to write.
///
/// `again` is whether one was set before; `over` is the mark in the place of which it was set.
pub fn set(screen: Screen<'_>, function: &Resource, again: bool, over: Option<&Mark>) {
    let Words { en, zh } = function.label();
    let key = key(function);
    if let Some(over) = over {
        let Words {
            en: deploy,
            zh: zh_deploy,
        } = deploy(&DeployClaim::of_mark(over));
        screen.say(&words!(
            "{en}: its tag {key} names your commit now: it said 'deployed by {deploy}', which your commit does not contain (squashed, rebased, or not committed then), and nothing differs from that",
            "{zh}：标签 {key} 现已改为你的提交：原先记录的是由 {zh_deploy} 部署，你的提交不包含它（可能已被 squash、rebase，或当时未提交），而内容没有差异"
        ));
        return;
    }
    let words = match again {
        true => words!(
            "{en}: its tag {key} was set again, which says by whom and from which commit this was deployed: another tool (fc3) or somebody in the console had taken it away",
            "{zh}：已重新设置标签 {key}（记录部署人和提交）：它曾被其他工具（fc3）或控制台移除"
        ),
        false => words!(
            "{en}: its tag {key} was set, which says by whom and from which commit this was deployed ('mark: false' in s.yaml does without)",
            "{zh}：已设置标签 {key}，记录部署人和提交（在 s.yaml 中写 mark: false 可关闭）"
        ),
    };
    screen.say(&words);
}

/// The mark of a function that was removed could not be taken off its service.
pub fn stays(screen: Screen<'_>, function: &Resource, why: &Words) {
    let Words { en, zh } = function.holder().label();
    let (why, zh_why) = (&why.en, &why.zh);
    let key = key(function);
    let words = words!(
        "note: the tag {key} stays on {en} ({why}), so a clone without a record will take what was removed for deleted by others; that needs fc:UntagResource, or take it off in the console",
        "注意：标签 {key} 仍留在 {zh} 上（{zh_why}），没有记录的克隆会认为已移除的内容是被他人删除的；需要 fc:UntagResource 权限，或在控制台移除该标签"
    );
    screen.say_in(Tone::Remote, &words);
}

/// Why no mark is left on a function with too many tags.
pub fn full() -> Words {
    words!("it has 20 tags already", "已有 20 个标签")
}

/// By whom and from which commit a deploy was, as its mark or its record claims.
struct DeployClaim<'c> {
    who: Option<&'c str>,
    /// At most its first 12 digits.
    commit: Option<&'c str>,
    is_dirty: bool,
}

impl<'c> DeployClaim<'c> {
    fn of_mark(mark: &'c Mark) -> DeployClaim<'c> {
        DeployClaim {
            who: mark.who.as_deref(),
            commit: mark.commit.as_deref(),
            is_dirty: mark.is_dirty,
        }
    }

    fn of_record(tree: &'c Provenance) -> DeployClaim<'c> {
        DeployClaim {
            who: tree.who.as_deref(),
            commit: tree.commit.as_deref().map(short),
            is_dirty: tree.is_dirty == Some(true),
        }
    }
}

/// By whom and from which commit what a mark tells of was deployed.
pub fn deployed(vouched: &Vouched) -> Words {
    deploy(&DeployClaim::of_mark(&vouched.mark))
}

/// The same as a mark claims, of which nothing was compared.
pub fn of_claim(mark: &Mark) -> Words {
    deploy(&DeployClaim::of_mark(mark))
}

/// By whom and from which commit a deploy on record was.
pub fn recorded(tree: &Provenance) -> Words {
    deploy(&DeployClaim::of_record(tree))
}

fn deploy(claim: &DeployClaim<'_>) -> Words {
    let Words { en, zh } = who(claim.who);
    let dirty = claim.is_dirty;
    match claim.commit {
        Some(commit) if dirty => words!(
            "{en} from {commit} with changes that were not committed",
            "{zh}（提交 {commit}，含未提交的改动）"
        ),
        Some(commit) => words!("{en} from {commit}", "{zh}（提交 {commit}）"),
        None => words!("{en} from an unknown commit", "{zh}（提交未知）"),
    }
}

fn who(who: Option<&str>) -> Words {
    match who {
        Some(who) => Words::same(who),
        None => words!("somebody", "某人"),
    }
}

/// A deploy goes forward again over a rollback that is on record.
pub fn forward_of_record(rollback: &Provenance) -> Words {
    let from = rollback.rolled_back.as_deref().map(short);
    forward(&DeployClaim::of_record(rollback), from)
}

/// The same over one of which the mark tells.
pub fn forward_of_mark(vouched: &Vouched) -> Words {
    forward(&DeployClaim::of_mark(&vouched.mark), None)
}

/// What a run of somebody has removed is created again by another one of the same person.
pub fn again(resource: &Resource, removal: &Provenance) -> Words {
    let Words { en, zh } = resource.label();
    let Words { en: by, zh: zh_by } = recorded(removal);
    words!(
        "{en} was removed by a pipeline, by {by}; this run is of the same person and creates it again",
        "{zh} 曾被流水线移除（{zh_by}）；本次运行由同一人触发，将重新创建"
    )
}

fn forward(claim: &DeployClaim<'_>, from: Option<&str>) -> Words {
    let Words { en, zh } = deploy(claim);
    match from {
        Some(from) => words!(
            "what is online is a rollback, from {from} to what was deployed by {en}: this deploy goes forward again",
            "线上是一次回退的结果：从 {from} 退回到由 {zh} 部署的版本；本次部署会再次前进"
        ),
        None => words!(
            "what is online is a rollback, deployed by {en}: this deploy goes forward again",
            "线上是一次回退的结果，由 {zh} 部署；本次部署会再次前进"
        ),
    }
}

/// Whose deploy has left a setting of a resource, or was the last before somebody changed it, as far as the
/// record or the mark of one tells.
pub fn deploy_of(drift: &ResourceDrift, found: &Difference) -> Words {
    let is_code = drift.resource.kind.is_code(found.path.top());
    let colleague = drift
        .part
        .colleague(is_code)
        .filter(|_| found.is_colleagues);
    match (colleague, drift.part.mark.read()) {
        (Some(colleague), _) => deploy(&DeployClaim::of_record(&colleague.deploy)),
        (None, Some(vouched)) => deployed(vouched),
        (None, None) => who(None),
    }
}

/// What the mark says of a resource in which something is to be decided; nothing where it says no more than is
/// known without it.
pub fn of_resource(drift: &ResourceDrift) -> Option<Words> {
    of_colleague(drift).or_else(|| of_mark(drift))
}

/// What the records of colleagues' deploys say of a resource of which something is as those deploys left it.
fn of_colleague(drift: &ResourceDrift) -> Option<Words> {
    let mut told: Vec<Words> = Vec::new();
    for is_code in [false, true] {
        let said = drift
            .part
            .colleague(is_code)
            .and_then(|one| of_half(drift, one, is_code));
        told.extend(said.filter(|said| !told.contains(said)));
    }
    told.into_iter().reduce(|one, other| {
        let (
            Words { en, zh },
            Words {
                en: more,
                zh: zh_more,
            },
        ) = (one, other);
        words!("{en}; {more}", "{zh}；{zh_more}")
    })
}

fn of_half(drift: &ResourceDrift, colleague: &Colleague, is_code: bool) -> Option<Words> {
    let claim = DeployClaim::of_record(&colleague.deploy);
    if drift.standing == Standing::Deleted {
        let removal = &colleague.deploy;
        let is_of_pipeline = removal.is_of_pipeline() && drift.resource.is_root();
        return Some(taken_away(&claim, removal.is_by_hand, is_of_pipeline));
    }
    let kind = drift.resource.kind;
    let mut asked = drift.differences.iter().filter(|one| one.asks());
    let is_left = asked.any(|one| one.is_colleagues && kind.is_code(one.path.top()) == is_code);
    is_left.then(|| standing(&claim, colleague.told()))
}

/// It was deployed, and a colleague has taken it away since.
fn taken_away(claim: &DeployClaim<'_>, is_by_hand: bool, is_of_pipeline: bool) -> Words {
    let Words { en, zh } = deploy(claim);
    if is_of_pipeline {
        return words!(
            "taken away by {en}, in a removal by a pipeline, while s.yaml here still has it; a pipeline of the same person that comes after that commit creates it again without a flag",
            "已被 {zh} 在流水线的一次移除中删除，而这里的 s.yaml 中仍有它；由同一人触发、且包含该提交的流水线无需参数即可重新创建"
        );
    }
    if is_by_hand {
        return words!(
            "taken away by {en}, in a removal, while s.yaml here still has it",
            "已被 {zh} 在一次移除中删除，而这里的 s.yaml 中仍有它"
        );
    }
    words!(
        "taken away by the deploy of {en}, while s.yaml here still has it",
        "已被 {zh} 的部署移除，而这里的 s.yaml 中仍有它"
    )
}

/// What the mark says of a resource that is not online.
fn absent(drift: &ResourceDrift, vouched: &Vouched) -> Option<Words> {
    let claim = DeployClaim::of_mark(&vouched.mark);
    let Words { en, zh } = deploy(&claim);
    match drift.standing {
        Standing::Deleted if drift.part.baseline.is_none() => Some(words!(
            "- deleted online since the deploy by {en}",
            "- 在 {zh} 部署之后，在线上被删除"
        )),
        Standing::Missing if vouched.relation.is_contained() => Some(words!(
            "- not online: new here, or taken away since the deploy by {en}; its tag does not tell which",
            "- 不在线上：可能是这里新增的，也可能在 {zh} 部署之后被移除；标签无法说明是哪一种"
        )),
        Standing::Missing => {
            let Words { en, zh } = standing(&claim, vouched.told());
            Some(words!(
                "- not online: new here, or taken away by others; {en}",
                "- 不在线上：可能是这里新增的，也可能已被他人移除；{zh}"
            ))
        }
        _ => None,
    }
}

fn of_mark(drift: &ResourceDrift) -> Option<Words> {
    let vouched = drift.part.mark.read()?;
    if drift.part.live.is_none() {
        return absent(drift, vouched);
    }
    let asked: Vec<&Difference> = drift.differences.iter().filter(|one| one.asks()).collect();
    let is_changed = asked.iter().any(|one| drift.is_as_left(one) == Some(false));
    let is_left = asked.iter().any(|one| drift.is_as_left(one) == Some(true));
    let claim = DeployClaim::of_mark(&vouched.mark);
    let Words { en, zh } = deploy(&claim);
    if is_changed && let Some(later) = drift.later() {
        return Some(mixed(drift, &asked, later));
    }
    if is_changed {
        if claim.who.is_none() && claim.commit.is_none() {
            // What the head of the differences says anyway need not be said, but where nothing else tells of a
            // deploy.
            let is_recorded = drift.part.baseline.is_some();
            return (!is_recorded).then(|| {
                words!(
                    "changed online since the last deploy, as its tag tells",
                    "标签显示：上次部署之后，线上又有改动"
                )
            });
        }
        return Some(words!(
            "changed online since the deploy by {en}: in the console, by another tool, or by a restore",
            "在 {zh} 部署之后，线上又有改动：来自控制台、其他工具或恢复操作"
        ));
    }
    is_left.then(|| standing(&claim, vouched.told()))
}

/// What is to be decided stands behind a deploy that the tree here does not hold, and behind changes that somebody has
/// made online since.
fn mixed(drift: &ResourceDrift, asked: &[&Difference], vouched: &Vouched) -> Words {
    let Words { en, zh } = standing(&DeployClaim::of_mark(&vouched.mark), vouched.told());
    let left = asked
        .iter()
        .filter(|one| drift.is_as_left(one) == Some(true));
    let mut left: Vec<&str> = left.map(|one| one.path.top()).collect();
    left.dedup();
    let left = left.join(", ");
    match left.is_empty() {
        true => words!(
            "{en}; since then something of this was changed online, too: its tag does not tell which",
            "{zh}；此后线上又有改动，但标签无法说明是其中哪些"
        ),
        false => words!(
            "{en}; {left}: as that deploy left it. Of the rest something was changed online since then, too: its tag does not tell which",
            "{zh}；{left} 仍是那次部署的内容；其余部分此后线上又有改动，但标签无法说明是哪些"
        ),
    }
}

/// How the tree here stands to the one that is online.
fn standing(claim: &DeployClaim<'_>, relation: Relation) -> Words {
    let Words { en, zh } = deploy(claim);
    match relation {
        Relation::Apart => words!(
            "deployed by {en}, which you do not have ('git pull' may bring it, unless it was squashed or rebased)",
            "由 {zh} 部署，你的代码不包含该提交（可先执行 'git pull'；也可能它已被 squash 或 rebase）"
        ),
        Relation::Older => words!(
            "you are older than what is online: deployed by {en}; --rollback deploys yours all the same",
            "你的版本比线上旧：线上由 {zh} 部署；--rollback 可仍然部署你的版本"
        ),
        Relation::Same | Relation::Contains => words!(
            "deployed by {en}, which does not vouch for this: something here was kept as others had it, left to the console, or no part of that deploy",
            "由 {zh} 部署，但该部署不能为此担保：其中有内容按他人的改动保留、交给控制台，或不在那次部署范围内"
        ),
        Relation::Unknown(reason) => {
            let why = reason.words();
            let (why, zh_why) = (why.en, why.zh);
            words!(
                "deployed by {en}; whether you have that is not known: {why}",
                "由 {zh} 部署；无法判断你的代码是否包含该提交：{zh_why}"
            )
        }
    }
}

/// What is said once of a mark that says nothing.
pub fn unread(witness: &Witness) -> Option<Words> {
    match witness {
        Witness::Absent | Witness::Read(_) => None,
        Witness::Gone => Some(words!(
            "the tag that says who deployed last is gone: another tool (fc3) or somebody in the console has taken it away",
            "记录上次部署的标签已不存在：被其他工具（fc3）或控制台移除"
        )),
        Witness::Unread(why) => Some(unbelieved(*why)),
    }
}

fn unbelieved(why: Unread) -> Words {
    match why {
        Unread::Newer => words!(
            "the tag fc-guard is of a newer version, and not read: update fc-guard",
            "标签 fc-guard 由更新的版本写入，无法读取：请升级 fc-guard"
        ),
        Unread::Forged => words!(
            "the tag fc-guard is not what a deploy of this function left (copied with another function, or changed by hand), and is not believed",
            "标签 fc-guard 不是该函数的部署所留（随其他函数复制而来，或被手工改动），不予采信"
        ),
        Unread::Keyed => words!(
            "the tag fc-guard was made with the key of a team: set FC_GUARD_STATE_KEY to read it",
            "标签 fc-guard 是用团队密钥生成的：设置 FC_GUARD_STATE_KEY 后才能读取"
        ),
        Unread::Unkeyed => words!(
            "the tag fc-guard was made without the key of the team (FC_GUARD_STATE_KEY), and is not believed",
            "标签 fc-guard 不是用团队密钥（FC_GUARD_STATE_KEY）生成的，不予采信"
        ),
        Unread::Denied => words!(
            "the tags of the service, which say who deployed last, may not be read with this access key (fc:GetResourceTags)",
            "当前密钥无权读取服务的标签（fc:GetResourceTags），因此不知道上次由谁部署"
        ),
        Unread::Stale => words!(
            "the tag fc-guard is of an earlier deploy than one that was seen here, and is not believed",
            "标签 fc-guard 属于比已知部署更早的一次，不予采信"
        ),
    }
}
