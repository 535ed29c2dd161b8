//! What is said of baselines that were taken over from another tool.

use std::collections::BTreeSet;

use crate::drift::{Drift, ResourceDrift, Verdict};
use crate::snapshot::Snapshot;
use crate::view::screen::{Screen, Tone};
use crate::words;
use crate::words::Words;

/// Says which baselines are none of ours, and how far they go.
pub(super) fn say(screen: Screen<'_>, drift: &Drift, snapshot: &Snapshot) {
    let mut other = BTreeSet::new();
    for part in snapshot.parts() {
        if let Some(file) = part.disowned.as_ref().filter(|file| other.insert(*file)) {
            screen.say_in(Tone::Remote, &of_another(file, &part.resource.label()));
        }
    }
    let baselines = snapshot.parts().filter_map(|part| part.baseline.as_ref());
    let times = baselines.filter_map(|one| one.adopted.as_ref().map(|_| one.at.as_str()));
    // Times of RFC 3339 in UTC sort as texts.
    if let Some(last) = times.max() {
        screen.say_in(Tone::Faint, &taken_over(last));
    }
    for one in drift.resources.iter().filter(|one| is_code_unknown(one)) {
        screen.say_in(Tone::Remote, &unpacked(&one.resource.label()));
    }
}

/// Whether its code differs, and the baseline of another tool does not tell where it was changed.
fn is_code_unknown(drift: &ResourceDrift) -> bool {
    let baseline = drift.part.baseline.as_ref();
    let is_adopted = baseline.is_some_and(|one| one.adopted.is_some());
    let kind = drift.resource.kind;
    let mut found = drift.differences.iter();
    is_adopted && found.any(|one| kind.is_code(one.path.top()) && one.verdict == Verdict::Unknown)
}

fn unpacked(label: &Words) -> Words {
    let Words { en, zh } = label;
    words!(
        "{en}: what the component fc packed is not known, so it cannot be told whether the code was changed here, online or on both sides",
        "{zh}：组件 fc 打包的内容未知，因此无法判断代码是在本地、在线上还是两边都有改动"
    )
}

fn of_another(file: &str, label: &Words) -> Words {
    let Words { en, zh } = label;
    words!(
        ".s/{file}, which the component fc has left, is not used: the {en} that is online is not the one that was deployed then (it was made again since, or the file belongs to something else of that name). So whatever differs is asked about",
        "不会使用组件 fc 留下的 .s/{file}：线上的{zh}不是当时部署的那一个（此后被重新创建，或该文件属于同名的其他资源）。因此每处差异都会询问你"
    )
}

fn taken_over(last: &str) -> Words {
    words!(
        "fc-guard has not deployed this yet, so what the component fc left in .s/ is taken for the last deploy (last change: {last}). What others changed online after that is asked about. What fc itself recorded as deployed cannot be told from your own: changes that came in while it deployed, or before a deploy of code or configuration alone. The first deploy replaces this; the files stay as they are",
        "fc-guard 尚未部署过，因此以组件 fc 在 .s/ 中留下的状态作为上次部署（最后一次变更：{last}）。此后他人在线上的改动会询问你。被 fc 当作部署结果记下的改动无法与你的改动区分：部署过程中发生的改动，以及只部署代码或只部署配置之前的改动。首次部署后由 fc-guard 自己的记录取代；这些文件保持不变"
    )
}
