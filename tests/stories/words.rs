//! What people read: their language, whole lines in a log, and no line on a screen that is too long.

use serde_json::json;
use unicode_width::UnicodeWidthStr as _;

use crate::person::Person;
use crate::story::Story;

fn changed() -> Story {
    let story = Story::deployed();
    let body = json!({"memorySize": 1024, "description": "x".repeat(200)});
    story.console().change("demo", body);
    story
}

#[test]
fn the_language_is_that_of_the_person() {
    let story = changed();
    let cases = [
        ("zh_CN.UTF-8", "", "需要决定；没有写入任何内容\n"),
        ("C", "zh", "请用以下命令之一来决定："),
        (
            "zh_CN.UTF-8",
            "en",
            "need a decision; nothing was written\n",
        ),
    ];
    for (locale, lang, said) in cases {
        story.var("LANG", locale);
        story.var("FC_GUARD_LANG", lang);
        story
            .s("deploy")
            .refused(&[said, "  → ", "deploy --use-local"]);
    }
    story.var("FC_GUARD_LANG", "zh");
    story
        .s("deploy --use-lokal")
        .refused(&["没有参数 --use-lokal", "s deploy -h"]);
}

#[test]
fn a_log_has_no_escape_sequences_and_whole_lines() {
    let told = changed().s("deploy").fails();
    let refusal = "Nobody can be asked (no terminal, or CI is set), and no flag decides.";
    assert!(
        told.said.lines().any(|line| line == refusal),
        "{}",
        told.said
    );
    assert!(!told.said.contains(['\x1b', '\r']), "{:?}", told.said);
}

#[test]
fn eighty_columns_are_enough() {
    for lang in ["en", "zh"] {
        let story = changed();
        story.var("FC_GUARD_LANG", lang);
        let told = story
            .person(Person::pressing("o?s").wide(80))
            .s("deploy")
            .fails()
            .says(&["[s]", "(1/2)"]);
        for line in told.said.lines() {
            assert!(line.trim_end().width() <= 80, "{lang}: {line:?}");
        }
    }
}

/// What stands kept is a list that is not broken like a sentence.
#[test]
fn a_kept_value_is_told_in_eighty_columns() {
    for lang in ["en", "zh"] {
        let story = changed();
        story.console().hot_fix("demo");
        story.var("FC_GUARD_LANG", lang);
        story.s("deploy --use-remote --no-write-back").ends("clean");
        let since = "2026-11-01T08:00:00Z";
        let told = story
            .person(Person::pressing("").wide(80))
            .s("plan")
            .says(&[since]);
        for line in told.said.lines() {
            assert!(line.width() <= 80, "{lang}: {line:?}");
        }
        // A log has no width.
        let whole = story.s("plan").says(&[since]);
        let line = whole.said.lines().find(|line| line.starts_with("    code"));
        assert!(line.unwrap().contains(since), "{}", whole.transcript());
    }
}
