//! What the service could not prepare.

use crate::drift::ResourceDrift;
use crate::plain::line;
use crate::words;
use crate::words::Words;

/// What does not run, and why, as the service says it.
pub(super) fn note(drift: &ResourceDrift) -> Option<Words> {
    let why = drift.part.live.as_ref()?.failure()?;
    let (Words { en, zh }, why) = (drift.resource.label(), line(why));
    Some(words!(
        "{en} does not run: the service could not prepare it ({why})",
        "{zh} 无法运行：服务端未能完成准备（{why}）"
    ))
}
