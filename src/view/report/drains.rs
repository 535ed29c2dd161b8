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
        Standing::New => part.is_wanted() || part.is_drain_due,
        Standing::Gone => part.is_drain_due,
        _ => drift.differences.iter().any(counts),
    };
    if !(part.drains && comes) {
        return None;
    }
    let (own, function) = (drift.resource.label(), drift.resource.root().label());
    let (en, zh) = (&own.en, &own.zh);
    let (of, zh_of) = (function.en, function.zh);
    Some(match part.is_drain_due {
        true => words!(
            "{en} has mode: drain, and the run that wrote it was stopped before it ended the running requests of {of}: a deploy ends them, and calls fail for about 5 seconds",
            "{zh} 设置了 mode: drain，而写入它的运行在中断{zh_of} 正在执行的请求之前被终止：部署会中断这些请求，约 5 秒内调用会失败"
        ),
        false => words!(
            "{en} has mode: drain: once it is written, the running requests of {of} are ended, and calls fail for about 5 seconds",
            "{zh} 设置了 mode: drain：写入后，{zh_of} 正在执行的请求会被中断，约 5 秒内调用会失败"
        ),
    })
}
