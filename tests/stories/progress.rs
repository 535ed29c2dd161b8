//! Long work tells a log how it went, without anything that only a terminal understands.

use crate::cloud::Fate;
use crate::story::Story;

/// Code of a few megabytes that no compressor makes smaller, and an upload that takes a while.
fn slow() -> Story {
    let story = Story::new();
    let mut state = 1_u64;
    let letters = std::iter::repeat_with(|| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        char::from(33 + (state >> 40) as u8 % 90)
    });
    let text: String = letters.take(3 << 20).collect();
    story.write("code/data.txt", &text);
    story.every("PUT", "oss:*", Fate::Late(1500));
    story
}

/// The lines that begin like one of these.
fn lines<'t>(text: &'t str, starts: &[&str]) -> Vec<&'t str> {
    let begins = |line: &&str| starts.iter().any(|start| line.starts_with(start));
    text.lines().filter(begins).collect()
}

#[test]
fn in_a_log_each_piece_of_work_has_its_first_and_its_last_line() {
    let told = slow().s("deploy").ok();
    assert!(!told.said.contains(['\r', '\x1b']), "{:?}", told.said);
    let uploaded = lines(&told.said, &["uploading", "uploaded"]);
    assert_eq!(uploaded.len(), 2, "{}", told.said);
    assert!(uploaded[0].starts_with("uploading the code package ("));
    // It took more than a second, so it says how long, and how fast.
    assert!(uploaded[1].ends_with("B/s"), "{}", told.said);
    let packed = lines(&told.said, &["packing", "packed"]);
    assert!(
        packed[1].starts_with("packed 2 files: 3.0 MB → "),
        "{}",
        told.said
    );
}
