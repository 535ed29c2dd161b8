//! That a write ends requests which are being worked on, said before it.

use crate::drift::{Difference, ResourceDrift, Standing, Verdict};
use crate::words;
use crate::words::Words;

/// What writing the resource would do to running requests, if it comes to that.
pub(super) fn note(drift: &ResourceDrift) -> Option<Words> {
    let part = &drift.part;
    let counts =
        |found: &Difference| found.verdict == Verdict::Local || found.asks() || found.is_ruled();
    let comes = match drift.standing {
        Standing::New => part.is_wanted(),
        _ => drift.differences.iter().any(counts),
    };
    let (own, function) = (drift.resource.label(), drift.resource.root().label());
    let (en, zh) = (&own.en, &own.zh);
    let (of, zh_of) = (function.en, function.zh);
    (part.drains && comes).then(|| words!(
        "{en} has mode: drain: once it is written, the running requests of {of} are ended, and calls fail for about 5 seconds",
        "{zh} 设置了 mode: drain：写入后，{zh_of} 正在执行的请求会被中断，约 5 秒内调用会失败"
    ))
}
