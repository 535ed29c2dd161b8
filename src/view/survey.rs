//! What is said of the first look at all resources of the file.

use crate::view::screen::{Screen, Tone};
use crate::words;
use crate::words::Words;

/// All of them are looked at before anything is written.
pub fn begins(screen: Screen<'_>, count: usize) {
    screen.say(&words!(
        "reading the live state of all {count} resources of s.yaml before anything is written …",
        "写入之前，先读取 s.yaml 中全部 {count} 个资源的线上状态 …"
    ));
}

/// Those that cannot be looked at before their turn, with the reasons.
pub fn in_their_turn(screen: Screen<'_>, later: &[(&str, Words)]) {
    for (name, why) in later {
        let Words { en, zh } = why;
        screen.say_in(
            Tone::Remote,
            &words!(
                "{name} can be compared only in its turn, when others may already have been written: {en}",
                "{name} 需等轮到它时才能比较，届时其他资源可能已写入：{zh}"
            ),
        );
    }
}

/// The look counts for nothing for a resource that is not what it was taken for.
pub fn taken_for_another(screen: Screen<'_>, name: Option<&str>) {
    let name = name.unwrap_or_default();
    screen.say_in(
        Tone::Remote,
        &words!(
            "{name} is not what s.yaml and its code said at the beginning of this run: it is compared again",
            "{name} 与本次运行开始时 s.yaml 和代码所示的不同：重新比较"
        ),
    );
}

/// The cause that names the resource of the file.
pub fn of_resource(name: &str) -> Words {
    words!("resource {name} of s.yaml", "s.yaml 中的资源 {name}")
}
