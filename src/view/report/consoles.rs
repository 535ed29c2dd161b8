//! What is left as it is online, by a rule or without one.

use crate::drift::{ResourceDrift, Standing};
use crate::view::amount;
use crate::view::screen::Tone;
use crate::words;
use crate::words::Words;

/// The blocks of a domain that are left as they are without a rule: another resource names them, or nobody here
/// does.
pub(super) fn left(drift: &ResourceDrift) -> Option<(Tone, Words)> {
    let left = drift
        .console
        .iter()
        .filter(|path| !drift.ruled.contains(path));
    let paths: Vec<String> = left.map(ToString::to_string).collect();
    let (paths, Words { en, zh }) = (paths.join(", "), drift.resource.label());
    (!paths.is_empty()).then(|| {
        let words = words!(
            "{en}: left as it is online, since this resource does not set it: {paths}",
            "{zh}：本资源未设置，线上保持不变：{paths}"
        );
        (Tone::Faint, words)
    })
}

/// What left the file and stays as it is online, before the record takes notice of it.
pub(super) fn released(drift: &ResourceDrift) -> Option<(Tone, Words)> {
    let paths: Vec<String> = drift.released.iter().map(ToString::to_string).collect();
    let (paths, Words { en, zh }) = (paths.join(", "), drift.resource.label());
    (!paths.is_empty()).then(|| {
        let words = words!(
            "{en}: no longer in s.yaml, and stays as it is online, since no request takes it back: {paths} (to change it, set it in s.yaml)",
            "{zh}：以下配置已不在 s.yaml 中，但没有可以撤销它的请求，线上保持不变：{paths}（如需更改，请写入 s.yaml）"
        );
        (Tone::Remote, words)
    })
}

/// What belongs to the console, and from when on.
pub(super) fn ruled(drift: &ResourceDrift) -> Words {
    let Words { en, zh } = drift.resource.label();
    let paths: Vec<String> = drift.ruled.iter().map(ToString::to_string).collect();
    let paths = paths.join(", ");
    let Words {
        en: count,
        zh: zh_count,
    } = amount::settings(drift.ruled.len());
    match drift.standing {
        Standing::New | Standing::Deleted | Standing::Missing | Standing::Reopened => words!(
            "{en}: {count} set at creation, and left to the console by driftPolicy from then on: {paths}",
            "{zh}：{zh_count}在创建时设置，此后由 driftPolicy 交给控制台：{paths}"
        ),
        Standing::StaysDeleted
        | Standing::Found
        | Standing::MadeAgain
        | Standing::Deployed
        | Standing::Gone => words!(
            "{en}: {count} left to the console by driftPolicy: {paths}",
            "{zh}：driftPolicy 将 {zh_count}交给控制台：{paths}"
        ),
    }
}
