//! Code is compared by what is in it, and told file by file.

use serde_json::json;

use crate::cloud::Fate;
use crate::console::zipped;
use crate::story::{HOME, Story};
use crate::yaml::Fn;

const HELLO: &str = "def handler(event, context):\n    return 'hello'\n";
const HOTFIX: &str = "def handler(event, context):\n    return 'hotfix'\n";

/// A project of three files, deployed.
fn deployed() -> Story {
    let story = Story::new();
    story.write("code/lib/m1.py", "ONE = 1\n");
    story.write("code/lib/m2.py", "TWO = 2\n");
    story.s("deploy").ends("changed");
    story
}

const SAME: [(&str, &str); 3] = [
    ("index.py", HELLO),
    ("lib/m1.py", "ONE = 1\n"),
    ("lib/m2.py", "TWO = 2\n"),
];

/// What a colleague did to it in the console: one file changed, one new, one gone.
fn hot_fixed() -> Story {
    let story = deployed();
    let files = [
        ("index.py", HOTFIX),
        ("lib/m1.py", "ONE = 1\n"),
        ("lib/new.py", "NEW\n"),
    ];
    story.console().change_code("demo", &files);
    story
}

fn downloads(told: &crate::told::Told) -> usize {
    let asks = told
        .sent
        .iter()
        .filter(|line| line.short().starts_with("GET functions/demo/code"));
    asks.count()
}

#[test]
fn the_same_files_packed_by_another_tool_are_the_same_code() {
    let story = deployed();
    story.console().change_code("demo", &SAME);
    let told = story.s("drift").ends("clean").never_says(&["code:"]);
    assert_eq!(downloads(&told), 1, "{}", told.transcript());
    let told = story.s("deploy").ends("clean").writes(&[]);
    assert_eq!(downloads(&told), 1, "{}", told.transcript());
    // It is known now, so nobody has to look again.
    let told = story.s("deploy").ends("clean").writes(&[]);
    assert_eq!(downloads(&told), 0, "{}", told.transcript());
    assert_eq!(told.saved, Vec::<String>::new(), "{}", told.transcript());
    // The next change is ours alone.
    story.write("code/index.py", HOTFIX);
    let told = story
        .s("plan")
        .ends("changed")
        .says(&["code: 1 file changed locally", "index.py"]);
    assert!(
        !told.said.contains("changed online"),
        "{}",
        told.transcript()
    );
    let told = story
        .s("deploy")
        .ends("changed")
        .writes(&["PUT functions/demo"]);
    assert_eq!(downloads(&told), 0, "{}", told.transcript());
    assert_eq!(story.console().code("demo")[0].1, HOTFIX);
}

#[test]
fn repacked_while_we_change_it_is_no_conflict() {
    let story = deployed();
    story.console().change_code("demo", &SAME);
    story.write("code/index.py", HOTFIX);
    story
        .s("deploy")
        .ends("changed")
        .writes(&["PUT functions/demo"]);
    assert_eq!(story.console().code("demo")[0].1, HOTFIX);
    story.s("deploy").ends("clean").writes(&[]);
}

#[test]
fn the_same_change_on_both_sides_is_agreed() {
    let story = hot_fixed();
    story.write("code/index.py", HOTFIX);
    story.write("code/lib/new.py", "NEW\n");
    story.files.delete(&format!("{HOME}/code/lib/m2.py"));
    story.s("deploy").ends("clean").writes(&[]);
    story.s("deploy").ends("clean").writes(&[]);
}

#[test]
fn a_clone_adopts_what_a_colleague_packed_with_something_else() {
    let story = deployed();
    story.console().change_code("demo", &SAME);
    let clone = story.cloned();
    clone.s("deploy").ends("clean").writes(&[]);
    clone.s("drift").ends("clean");
}

#[test]
fn a_record_without_manifests_works_as_it_did() {
    let story = hot_fixed();
    for path in story.files.all().keys() {
        if path.ends_with(".files") || path.ends_with(".index") {
            story.files.delete(path);
        }
    }
    story.write("code/lib/m1.py", "ONE = 11\n");
    story
        .s("deploy")
        .ends("conflict")
        .writes(&[])
        .says(&["lib/m1.py  different", "lib/new.py  only online"]);
    story.s("deploy --use-local").ends("changed");
    story.s("deploy").ends("clean");
}

#[test]
fn the_question_says_which_files_changed_and_who_changed_them() {
    let story = hot_fixed();
    let told = story.s("deploy").ends("drift").writes(&[]).says(&[
        "~ index.py  changed online",
        "+ lib/new.py  added online",
        "- lib/m2.py  removed online",
    ]);
    assert_eq!(downloads(&told), 1, "{}", told.transcript());
    story.write("code/lib/m1.py", "ONE = 11\n");
    story.write(
        "code/index.py",
        "def handler(event, context):\n    return 'ours'\n",
    );
    let told = story.s("deploy").ends("conflict").writes(&[]).says(&[
        "! index.py  changed on both sides",
        "+ lib/new.py  added online",
        "- lib/m2.py  removed online",
        "~ lib/m1.py  changed locally",
    ]);
    no_checksum(&told.said, &story);
}

/// No person reads the number of a package.
fn no_checksum(text: &str, story: &Story) {
    let online = story.console().function("demo")["codeChecksum"].to_string();
    let online = online.trim_matches('"');
    assert!(!text.contains(&online[..9]), "{text}");
    let digits = |word: &str| word.len() >= 15 && word.bytes().all(|byte| byte.is_ascii_digit());
    let mut words = text.split(|letter: char| !letter.is_ascii_digit());
    assert!(!words.any(digits_but_the_account(digits)), "{text}");
}

fn digits_but_the_account(
    digits: impl std::ops::Fn(&str) -> bool,
) -> impl std::ops::Fn(&str) -> bool {
    move |word| digits(word) && word != crate::cloud::ACCOUNT && word != "20260101000000"
}

#[test]
fn lines_are_shown_on_demand() {
    let story = hot_fixed();
    story.write("code/.env", "TOKEN=canary\n");
    // One by one, the code as a whole, then stop.
    let told = story.keys("ovs").s("deploy").ends("conflict").says(&[
        "last deployed 48 B · live 49 B · local 48 B",
        "last deployed → live",
        "-     return 'hello'",
        "+     return 'hotfix'",
        "- TWO = 2",
        "+ NEW",
        ".env: added locally",
    ]);
    assert!(!told.said.contains("canary"), "{}", told.transcript());
    no_checksum(&told.said, &story);
    assert_eq!(downloads(&told), 1, "{}", told.transcript());
    story
        .keys("ds")
        .s("deploy")
        .ends("conflict")
        .says(&["+     return 'hotfix'"]);
}

#[test]
fn what_is_no_text_is_told_by_its_size() {
    let story = deployed();
    let long = "x\n".repeat(600_000);
    let files = [
        ("index.py", HELLO),
        ("logo.bin", "a\0b"),
        ("long.txt", &long),
    ];
    story.console().change_code("demo", &files);
    story.keys("ovs").s("deploy").ends("drift").says(&[
        "logo.bin: added online",
        "not shown: it is not text",
        "long.txt: added online",
        "not shown: it is larger than 1 MB",
    ]);
}

#[test]
fn a_download_that_fails_is_told_and_nothing_counts_as_equal() {
    let story = deployed();
    story.console().change_code("demo", &SAME);
    let fails = |_: usize, line: &crate::cloud::Line, _: &crate::console::Console| match line
        .short()
        .contains("functions/demo/code")
    {
        true => Fate::RefusedWith(403, r#"{"Code":"AccessDenied","Message":"no"}"#.to_owned()),
        false => Fate::Arrives,
    };
    let told = story.meddle(fails).s("deploy").ends("drift").writes(&[]);
    let told = told.says(&["could not be compared", "another package is online"]);
    no_checksum(&told.said, &story);
    story.s("deploy").ends("clean").writes(&[]);
}

#[test]
fn plan_and_drift_report_the_files() {
    let story = hot_fixed();
    story.write("code/lib/m1.py", "ONE = 11\n");
    let report = story.s("drift -o json").ends("conflict").json();
    let found = &report["functions"][0]["resources"][0]["differences"][0];
    assert_eq!(found["path"], "code");
    let files = found["files"].as_array().unwrap();
    let short = |file: &serde_json::Value| format!("{} {}", file["path"], file["verdict"]);
    let short: Vec<String> = files.iter().map(short).collect();
    assert_eq!(
        short,
        [
            r#""index.py" "remote""#,
            r#""lib/m1.py" "local""#,
            r#""lib/m2.py" "remote""#,
            r#""lib/new.py" "remote""#,
        ]
    );
    assert_eq!(files[0]["online"]["size"], 49);
    assert_eq!(files[0]["online"]["sha256"].as_str().unwrap().len(), 64);
    assert_eq!(files[2]["online"], json!(null));
    assert!(found["online"].is_string(), "the checksum stays data");
    for command in [
        "drift --report r.txt",
        "drift --report r.md",
        "drift --report r.xml",
    ] {
        story.s(command).ends("conflict");
        let text = story.read(command.rsplit(' ').next().unwrap());
        assert!(
            text.contains("index.py") && text.contains("lib/new.py"),
            "{text}"
        );
        no_checksum(&text, &story);
    }
    let said = story.s("plan").ends("conflict").said;
    assert!(said.contains("lib/m1.py  changed locally"), "{said}");
    no_checksum(&said, &story);
}

#[test]
fn names_from_a_package_are_no_commands() {
    let story = deployed();
    let evil = "a\u{1b}[2J\u{9b}1m\u{202e}b.py";
    story
        .console()
        .change_code("demo", &[("index.py", HELLO), (evil, "x")]);
    let hidden = ['\u{1b}', '\u{9b}', '\u{202e}'];
    for keys in ["ovs", "ds"] {
        let told = story.keys(keys).s("deploy").ends("drift");
        assert!(!told.said.contains(hidden), "{}", told.transcript());
    }
    story.s("drift --report r.md").ends("drift");
    assert!(!story.read("r.md").contains(hidden));
}

#[test]
fn one_page_shows_all_functions_of_a_run() {
    let story = Story::new();
    let named = |name: &str| Fn::named(name, name).bare();
    story.yaml(&[named("one"), named("two"), named("three")]);
    story.s("deploy").ends("changed");
    story.console().change("three", json!({"memorySize": 1024}));
    story.console().change_code("two", &[("index.py", HOTFIX)]);
    let told = story.s("drift --html drift.html").ends("drift");
    let pages: Vec<&String> = told
        .saved
        .iter()
        .filter(|one| one.contains("html"))
        .collect();
    assert_eq!(pages, ["+ drift.html"], "{}", told.transcript());
    let page = story.read("drift.html");
    for text in [
        "one",
        "two",
        "three",
        "memorySize",
        "otfix",
        "index.py",
        "1024",
    ] {
        assert!(page.contains(text), "{text}");
    }
    assert_eq!(page.matches("<html").count(), 1);
    assert_eq!(page.matches("id=\"function-").count(), 3);
    let ids = page
        .split(" id=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap());
    let mut ids: Vec<&str> = ids.collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all, "every anchor stands once");
    no_checksum(&page, &story_of(&story));
}

/// The checks on numbers look at function `demo`.
fn story_of(story: &Story) -> Story {
    let code = json!({"zipFile": zipped(&[("index.py", HELLO)])});
    let body = json!({"functionName": "demo", "runtime": "python3.10", "handler": "index.handler", "code": code});
    story.console().create(body);
    story.copied()
}

/// Code that was kept online and then taken over here.
#[test]
fn what_was_taken_over_is_told_as_the_same() {
    let story = Story::deployed();
    story.console().hot_fix("demo");
    story.keys("roy").s("deploy").ends("clean");
    story
        .s("plan")
        .ends("clean")
        .says(&["= code: the same", "index.py  same as online now"])
        .never_says(&["~ code"]);
}
