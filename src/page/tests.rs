mod samples;

use crate::snapshot::Part;
use std::rc::Rc;

use serde_json::{Value, json};

use self::samples::{Sample, difference, file, resource};
use super::*;
use crate::drift::{Difference, ResourceDrift, Standing, Verdict};
use crate::model::resource::Kind;
use crate::package::Compared;

const SCRIPT_IN: &str = "<script>document.title='planted'</script>";

fn one(differences: Vec<Difference>, standing: Standing) -> Sample {
    let mut sample = Sample::default();
    sample.drift.resources = vec![ResourceDrift {
        part: Rc::new(Part::bare(resource(Kind::Function, "demo"))),
        resource: resource(Kind::Function, "demo"),
        standing,
        modified: None,
        recorded: None,
        differences,
        kept: Vec::new(),
        released: Vec::new(),
        console: Vec::new(),
        ruled: Vec::new(),
        hidden: Vec::new(),
        interrupted: None,
        code: None,
    }];
    sample
}

fn word_of(verdicts: &[Verdict], standing: Standing) -> &'static str {
    let found = |verdict: &Verdict| difference("timeout", *verdict, [json!(3), json!(5)]);
    let sample = one(verdicts.iter().map(found).collect(), standing);
    State::of(&sample.drift).class()
}

#[test]
fn the_word_is_the_worst_that_is_true() {
    use Verdict::{Agreed, Conflict, Local, Remote, Unknown};
    assert_eq!(word_of(&[Agreed], Standing::Deployed), "clean");
    assert_eq!(word_of(&[Agreed, Local], Standing::Deployed), "changed");
    assert_eq!(word_of(&[], Standing::New), "changed");
    assert_eq!(word_of(&[Local, Remote], Standing::Deployed), "drift");
    assert_eq!(word_of(&[Unknown], Standing::Found), "unknown");
    assert_eq!(word_of(&[Local, Unknown], Standing::Found), "unknown");
    assert_eq!(word_of(&[], Standing::StaysDeleted), "agreed");
    assert_eq!(word_of(&[], Standing::Deleted), "drift");
    assert_eq!(
        word_of(&[Local, Conflict, Remote], Standing::Deployed),
        "conflict"
    );
}

#[test]
fn what_is_left_behind_under_another_name_is_no_clean_page() {
    let mut sample = samples::clean();
    assert_eq!(part(&sample.page(Lang::En)).state, "clean");
    sample.left_behind = vec![Words::same(SCRIPT_IN.to_owned())];
    let part = part(&sample.page(Lang::En));
    assert_eq!(part.state, "drift");
    assert!(part.main.contains("Under another name") && !part.main.contains(SCRIPT_IN));
}

#[test]
fn what_others_put_beside_is_no_part_of_a_clean_sentence() {
    let mut sample = samples::clean();
    let is_what = "The live configuration matches s.yaml.";
    assert!(part(&sample.page(Lang::En)).main.contains(is_what));
    sample.strangers = vec![resource(Kind::Trigger, "theirs")];
    let part = part(&sample.page(Lang::En));
    assert!(!part.main.contains(is_what) && part.main.contains("Everything in s.yaml is online."));
}

#[test]
fn nothing_from_outside_is_markup() {
    let found = difference(
        SCRIPT_IN,
        Verdict::Remote,
        [json!("a\nb"), json!(SCRIPT_IN)],
    );
    let mut sample = one(vec![found], Standing::Deployed);
    sample.drift.resources[0].modified = Some(SCRIPT_IN.to_owned());
    let found = &mut sample.drift.resources[0].resource;
    *found = found.under(&found.sibling(Kind::Function, SCRIPT_IN));
    sample.strangers = vec![resource(Kind::Trigger, SCRIPT_IN)];
    sample.code.files = vec![
        file(
            "\"><script>1</script>.js",
            Some(b"a"),
            Some(SCRIPT_IN.as_bytes()),
        ),
        file(
            "x\u{2028}\u{202E}\u{7}y.js",
            None,
            Some("\u{2029}\u{0}".as_bytes()),
        ),
    ];
    let mut page = sample.page(Lang::En);
    page.function = SCRIPT_IN;
    page.account = SCRIPT_IN;
    let html = render(&page);
    assert_eq!(html.matches("<script").count(), 1);
    assert!(html.contains("&lt;script&gt;document.title=&#39;planted&#39;"));
    let hidden = ['\u{2028}', '\u{2029}', '\u{202E}', '\u{7}', '\u{0}'];
    assert!(!html.contains(hidden));
}

#[test]
fn the_policy_names_what_the_page_holds() {
    let html = render(&Sample::default().page(Lang::En));
    let between = |start: &str, end: &str| {
        let from = html.find(start).unwrap() + start.len();
        html[from..from + html[from..].find(end).unwrap()].to_owned()
    };
    let hash = |text: String| STANDARD.encode(Sha256::digest(text.as_bytes()));
    let style = hash(between("<style>", "</style>"));
    let script = hash(between("<script>", "</script>"));
    assert!(html.contains(&format!("style-src &#39;sha256-{style}&#39;")));
    assert!(html.contains(&format!("script-src &#39;sha256-{script}&#39;")));
    assert!(html.contains("default-src &#39;none&#39;"));
    assert!(!html.contains(" style=\"") && !html.contains("http://") && !html.contains("https://"));
}

#[test]
fn a_secret_is_a_tag_wherever_it_stands() {
    let sealed = |digest: &str| json!({ "$sealed": digest });
    let nested = |digest: &str| json!([{ "token": sealed(digest), "text": "x".repeat(200) }]);
    let html = render(
        &one(
            vec![
                difference(
                    "plain",
                    Verdict::Remote,
                    [sealed("aaaa1111"), sealed("bbbb2222")],
                ),
                difference(
                    "nested",
                    Verdict::Local,
                    [nested("cccc3333"), nested("dddd4444")],
                ),
            ],
            Standing::Deployed,
        )
        .page(Lang::En),
    );
    for tag in ["•••aaaa", "•••bbbb", "•••cccc", "•••dddd"] {
        assert!(html.contains(tag), "{tag}");
    }
    for digest in ["$sealed", "1111", "2222", "3333", "4444"] {
        assert!(!html.contains(digest), "{digest}");
    }
}

#[test]
fn a_file_of_secrets_is_only_named() {
    let mut sample = Sample::default();
    sample.code.files = vec![file(".env", Some(b"TOKEN=canary"), Some(b"TOKEN=canary-2"))];
    let html = render(&sample.page(Lang::En));
    assert!(html.contains(".env") && !html.contains("canary"));
}

#[test]
fn what_is_no_text_or_too_long_is_told_by_its_size() {
    let mut sample = Sample::default();
    let long = "x".repeat((1 << 20) + 1);
    sample.code.files = vec![
        file(
            "logo.png",
            Some(&[0x89, 0x50, 0xFF]),
            Some(&[0x89, 0x50, 0xFF, 0, 1]),
        ),
        file("bundle.js", Some(b"x"), Some(long.as_bytes())),
        file("same.js", Some(b"1"), Some(b"1")),
    ];
    let html = render(&sample.page(Lang::En));
    assert!(html.contains("Not a text file. Live 3 B, local 5 B."));
    assert!(html.contains("Too long to be shown here. Live 1 B, local 1.1 MiB."));
    assert!(html.contains("1 unchanged file"));
}

#[test]
fn the_order_of_the_files_means_nothing() {
    let mut sample = samples::drift();
    let first = render(&sample.page(Lang::Zh));
    sample.code.files.reverse();
    assert_eq!(first, render(&sample.page(Lang::Zh)));
}

#[test]
fn nothing_is_said_in_the_other_language() {
    let text = |lang| render(&samples::drift().page(lang));
    let (en, zh) = (text(Lang::En), text(Lang::Zh));
    assert!(en.contains("lang=\"en\"") && zh.contains("lang=\"zh-CN\""));
    for words in [
        "Settings",
        "Last deployed",
        "changed online",
        "unchanged",
        "Filter",
    ] {
        assert!(
            en.contains(&format!(">{words}")) || en.contains(words),
            "{words}"
        );
        assert!(!zh.contains(&format!(">{words}")), "{words}");
    }
}

#[test]
fn what_nobody_set_is_shown_as_what_is_in_force() {
    let mut found = difference("timeout", Verdict::Remote, [Value::Null, json!(60)]);
    (found.sent, found.seen) = (None, None);
    let html = render(&one(vec![found], Standing::Deployed).page(Lang::En));
    assert!(html.contains("3 (default)"));
}

#[test]
fn what_is_counted_is_counted_in_words_and_nothing_is_counted_as_none() {
    let text = |added, removed| row::tally(added, removed, Lang::En).finish();
    assert!(text(1, 0).contains(">1 line added<"), "{}", text(1, 0));
    assert!(text(0, 2).contains(">2 lines removed<"), "{}", text(0, 2));
    assert!(text(3, 1).contains(">3 lines added, 1 line removed<"));
    assert!(!text(1, 0).contains(['−', '0']) && !text(0, 2).contains(['+', '0']));
}

#[test]
fn the_row_of_the_code_says_what_happened_to_its_files() {
    let package = |files: Value| Some(Rc::new(serde_json::from_value(files).unwrap()));
    let file = |sum: &str| json!({"kind": "file", "size": 1, "sha256": sum});
    let last = || package(json!({"a.py": file("1"), "b.py": file("1")}));
    let found = difference("code", Verdict::Conflict, [json!("1"), json!("2")]);
    let mut sample = one(vec![found], Standing::Deployed);
    sample.drift.resources[0].code = Some(Rc::new(Compared {
        sent: last(),
        seen: last(),
        online: package(json!({"a.py": file("2"), "b.py": file("1"), "c.py": file("1")})),
        yours: package(json!({"a.py": file("1")})),
        ..Compared::default()
    }));
    let html = render(&sample.page(Lang::En));
    for cell in [
        "what was deployed",
        "1 file changed, 1 file added",
        "1 file removed",
    ] {
        assert!(html.contains(&format!(">{cell}<")), "{cell} in {html}");
    }
    assert!(!html.contains("another package"));
}
