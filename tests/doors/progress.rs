//! Long work shows how far it is, in a terminal in one line that stays in its place. What a log gets
//! stands in `tests/stories/progress.rs`; here bytes are counted on a real wire.

use serde_json::json;

use crate::project::Project;
use crate::signal::Way;

/// Code of a few megabytes that no compressor makes smaller.
fn code(project: &Project) {
    let mut state = 1_u64;
    let letters = std::iter::repeat_with(|| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        char::from(33 + (state >> 40) as u8 % 90)
    });
    let text: String = letters.take(3 << 20).collect();
    project.write("app/code/data.txt", &text);
}

through_s_and_alone! {
    one_line_stays_in_its_place_and_none_of_it_is_left
}

fn one_line_stays_in_its_place_and_none_of_it_is_left(way: Way) {
    let project = way.project();
    code(&project);
    let slow = |kind: &str| json!({"kind": kind, "ms": 1500, "method": "PUT", "path": "/fc-temp-bucket/*", "times": 1});
    project.emulator.fault(&slow("hang"));
    let mut session = way.session(&project, &["deploy"]);
    session.see("sent, waiting for the confirmation");
    session.press("\x03");
    assert_eq!(session.end(), 130, "{}", session.log());
    let screen = session.screen();
    let is_told = |line: &&str| line.starts_with("  nothing was written online");
    assert_eq!(screen.lines().filter(is_told).count(), 1, "{screen}");
    assert!(!screen.contains("waiting for the confirmation"), "{screen}");

    project.emulator.fault(&slow("delay"));
    let mut session = way.session(&project, &["deploy"]);
    session.see("sent, waiting for the confirmation");
    assert_eq!(session.end(), 0, "{}", session.log());
    // The result scrolls it away, so this looks at what was written.
    let log = session.log();
    let (_, rest) = log.split_once("\r\x1b[Kuploaded ").expect("the last line");
    let last = rest.lines().next().unwrap_or_default();
    assert!(last.contains(" MB, ") && last.ends_with("B/s"), "{last:?}");
    let started = log.matches("uploading the code package (").count();
    assert_eq!(started, 1, "{log}");
}
