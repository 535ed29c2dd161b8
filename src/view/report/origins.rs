//! Where differences come from of which no record here tells: the mark or the record of somebody else's deploy
//! may know more of it.

use crate::drift::{Difference, Drift, ResourceDrift, Standing, Verdict};
use crate::view::mark;
use crate::words;
use crate::words::Words;

/// Every difference that is asked about and of which it is not known which side changed, with its resource.
pub(super) fn of_unknown_origin(
    drift: &Drift,
) -> impl Iterator<Item = (&ResourceDrift, &Difference)> {
    let all = drift.resources.iter();
    let all = all.flat_map(|one| one.differences.iter().map(move |found| (one, found)));
    all.filter(|(_, found)| found.asks() && found.verdict == Verdict::Unknown)
}

/// What else is known of a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum OriginClue {
    /// It is online as a deploy of somebody else has left it.
    Left,
    /// Something of what belongs together with it was changed online since that deploy.
    Changed,
    /// Nothing tells.
    Nobody,
}

impl OriginClue {
    fn of(resource: &ResourceDrift, found: &Difference) -> OriginClue {
        if found.is_colleagues {
            return OriginClue::Left;
        }
        match resource.is_as_left(found) {
            Some(true) => OriginClue::Left,
            Some(false) => OriginClue::Changed,
            None => OriginClue::Nobody,
        }
    }
}

/// One sentence for each origin that there is.
pub(super) fn origins(drift: &Drift, deploy: &str) -> Vec<Words> {
    let found: Vec<_> = of_unknown_origin(drift)
        .filter(|(one, _)| one.standing != Standing::MadeAgain)
        .collect();
    let told = [OriginClue::Left, OriginClue::Changed, OriginClue::Nobody].map(|origin| {
        let mut those = found
            .iter()
            .filter(|(one, found)| OriginClue::of(one, found) == origin);
        let first = those.next()?;
        Some(sentence(origin, first, 1 + those.count(), deploy))
    });
    told.into_iter().flatten().collect()
}

fn sentence(
    origin: OriginClue,
    (resource, found): &(&ResourceDrift, &Difference),
    count: usize,
    deploy: &str,
) -> Words {
    let Words { en, zh } = mark::deploy_of(resource, found);
    match (origin, count) {
        (OriginClue::Left, 1) => words!(
            "1 setting differs from what was deployed by {en}; it was not changed online since. '{deploy}' asks what to do about it.",
            "有 1 项配置与 {zh} 部署的内容不同，此后线上没有改动它。执行 '{deploy}' 时会询问如何处理。"
        ),
        (OriginClue::Left, _) => words!(
            "{count} settings differ from what was deployed by {en}; they were not changed online since. '{deploy}' asks what to do about them.",
            "有 {count} 项配置与 {zh} 部署的内容不同，此后线上没有改动它们。执行 '{deploy}' 时会询问如何处理。"
        ),
        (OriginClue::Changed, 1) => words!(
            "1 setting differs, and something was changed online since the deploy by {en}; its tag does not tell whether this is it. '{deploy}' asks what to do about it.",
            "有 1 项配置不一致；{zh} 部署之后线上有改动，但标签无法说明是否就是这一项。执行 '{deploy}' 时会询问如何处理。"
        ),
        (OriginClue::Changed, _) => words!(
            "{count} settings differ, and something was changed online since the deploy by {en}; its tag does not tell which of them. '{deploy}' asks what to do about them.",
            "有 {count} 项配置不一致；{zh} 部署之后线上有改动，但标签无法说明是其中哪些。执行 '{deploy}' 时会询问如何处理。"
        ),
        (OriginClue::Nobody, 1) => words!(
            "1 setting differs, and there is no local record of it: it is not known which side changed. '{deploy}' asks what to do about it.",
            "有 1 项配置不一致，而本地没有它的部署记录：无法判断是线上还是本地改动了它。执行 '{deploy}' 时会询问如何处理。"
        ),
        (OriginClue::Nobody, _) => words!(
            "{count} settings differ, and there is no local record of them: it is not known which side changed. '{deploy}' asks what to do about them.",
            "有 {count} 项配置不一致，而本地没有它们的部署记录：无法判断是线上还是本地改动了它们。执行 '{deploy}' 时会询问如何处理。"
        ),
    }
}
