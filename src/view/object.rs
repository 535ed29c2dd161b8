//! Code that is an object in OSS, as people read it.

use crate::view::screen::{Screen, Tone};
use crate::wire::Failure;
use crate::words;
use crate::words::Words;

/// OSS does not tell which package an object holds now.
pub fn say_unread(screen: Screen<'_>, object: &str, failure: Failure) {
    let label = Words::same(format!("oss://{object}"));
    let Words { en, zh } = failure.into_error(&label).what;
    screen.say_in(
        Tone::Conflict,
        &words!(
            "it is not known whether oss://{object} holds another package than at the last deploy, because OSS did not tell its checksum. --code local sends it again, --use-local with everything else. The cause: {en}",
            "OSS 未给出 oss://{object} 的校验值，因此不知道其中的代码包与上次部署时是否相同。--code local 会再次部署它，--use-local 还包括其他配置。原因：{zh}"
        ),
    );
}
