//! Code comes home: only where it may, only what was chosen, and as a whole or not at all.

use std::io::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use fc_guard::ports::Files as _;
use serde_json::json;

use crate::memory::Node;
use crate::story::{HOME, Story};
use crate::told::Told;
use crate::yaml::Fn;

const HELLO: &str = "def handler(event, context):\n    return 'hello'\n";

/// An entry of a package that somebody made by hand.
pub(crate) enum Entry<'a> {
    File(&'a str, &'a [u8]),
    Link(&'a str, &'a str),
}

pub(crate) fn zip(entries: &[Entry<'_>]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for entry in entries {
        match entry {
            Entry::File(path, bytes) => {
                zip.start_file(*path, options).unwrap();
                zip.write_all(bytes).unwrap();
            }
            Entry::Link(path, target) => zip.add_symlink(*path, *target, options).unwrap(),
        }
    }
    zip.finish().unwrap().into_inner()
}

/// Puts a package online that was made by hand.
pub(crate) fn put(story: &Story, package: &[u8]) {
    let code = json!({"zipFile": STANDARD.encode(package)});
    story.console().change("demo", json!({"code": code}));
}

/// The names of all files below the project that a run wrote.
fn written(told: &Told) -> Vec<&str> {
    let names = told
        .saved
        .iter()
        .filter(|name| !name.contains(".s/fc-guard/"));
    names.map(String::as_str).collect()
}

/// A package of a colleague who packs `.git` and `.s`, under every spelling.
fn with_git() -> Vec<u8> {
    zip(&[
        Entry::File("index.py", b"theirs"),
        Entry::File(".git/config", b"evil"),
        Entry::File("lib/.GIT/hooks/post-checkout", b"evil"),
        Entry::File(".git./hooks/x", b"evil"),
        Entry::File(".git\\hooks\\y", b"evil"),
        Entry::File("git~1/config", b"evil"),
        Entry::File(".s/fc-guard/key", b"evil"),
        Entry::File(".S /fc-guard/key", b"evil"),
        Entry::Link("hooks", ".git/hooks"),
    ])
}

#[test]
fn over_ours_never_writes_what_is_gits_or_our_own() {
    let story = Story::new();
    story.yaml(&[Fn::demo().bare()]);
    story.s("deploy").ends("changed");
    story.write("code/.git/config", "mine");
    put(&story, &with_git());
    let told = story.keys("roy").s("deploy").ends("clean");
    let told = told.says(&["because it belongs to git or fc-guard", ".git/config"]);
    assert_eq!(story.read("code/index.py"), "theirs");
    assert_eq!(story.read("code/.git/config"), "mine");
    let evil = story.files.all().into_iter().filter(|(_, node)| {
        matches!(node, Node::File { bytes, .. } if bytes == b"evil")
            || matches!(node, Node::Link(_))
    });
    let evil: Vec<String> = evil.map(|(path, _)| path).collect();
    assert_eq!(evil, Vec::<String>::new(), "{}", told.transcript());
}

#[test]
fn beside_and_sync_leave_it_out_and_say_so() {
    for command in ["deploy --use-remote --write-back", "sync"] {
        let story = Story::new();
        story.yaml(&[Fn::demo().bare()]);
        story.s("deploy").ends("changed");
        put(&story, &with_git());
        let told = story.s(command).ends("clean").says(&[
            "left out of the live code",
            ".git/config",
            "and 2 more",
        ]);
        let evil = written(&told)
            .into_iter()
            .filter(|name| !name.ends_with(".gitignore"));
        let evil =
            evil.filter(|name| name.to_lowercase().contains("git") || name.contains("hooks"));
        assert_eq!(
            evil.collect::<Vec<_>>(),
            Vec::<&str>::new(),
            "{}",
            told.transcript()
        );
        assert!(
            written(&told)
                .iter()
                .any(|name| name.ends_with("/index.py"))
        );
    }
}

#[test]
fn the_page_shows_nothing_of_it_either() {
    let story = Story::new();
    story.yaml(&[Fn::demo().bare()]);
    story.s("deploy").ends("changed");
    put(&story, &with_git());
    story.s("drift --html drift.html").ends("drift");
    let page = story.read("drift.html");
    assert!(page.contains("theirs") && !page.contains(">evil"), "{page}");
}

#[test]
fn s_yaml_and_our_key_stay_where_the_code_is_the_whole_project() {
    let story = Story::new();
    story.write("index.py", HELLO);
    let mut function = Fn::demo().bare();
    function.code = "./".to_owned();
    story.yaml(&[function]);
    story.s("deploy").ends("changed");
    let (yaml, key) = (story.read("s.yaml"), story.read(".s/fc-guard/key"));
    put(
        &story,
        &zip(&[
            Entry::File("index.py", b"theirs"),
            Entry::File("s.yaml", b"evil"),
            Entry::File(".s/fc-guard/key", b"evil"),
        ]),
    );
    let told = story.keys("roy").s("deploy").ends("clean");
    told.says(&[
        "the project cannot do without it: s.yaml",
        ".s/fc-guard/key",
    ]);
    assert_eq!(story.read("index.py"), "theirs");
    assert_eq!(story.read("s.yaml"), yaml);
    assert_eq!(story.read(".s/fc-guard/key"), key);
    // A package without it takes it away as little.
    put(&story, &zip(&[Entry::File("index.py", b"later")]));
    story.keys("roy").s("deploy").ends("clean");
    assert_eq!(story.read("index.py"), "later");
    assert_eq!(story.read("s.yaml"), yaml);
}

#[test]
fn nothing_is_written_through_a_link_that_fcignore_hides() {
    let story = Story::new();
    story.yaml(&[Fn::demo().bare()]);
    story.write("code/.fcignore", "data\nself\n");
    story.files.put(
        &format!("{HOME}/code/data"),
        Node::Link("../outside".to_owned()),
    );
    story.files.put(
        &format!("{HOME}/code/self"),
        Node::Link("../outside/self".to_owned()),
    );
    story.write("outside/victim.txt", "mine");
    story.write("outside/self", "mine");
    story.s("deploy").ends("changed");
    put(
        &story,
        &zip(&[
            Entry::File(".fcignore", b"data\nself\n"),
            Entry::File("index.py", b"theirs"),
            Entry::File("data/victim.txt", b"evil"),
            Entry::File("data/new.txt", b"evil"),
            Entry::File("DATA/other.txt", b"evil"),
            Entry::File("self", b"evil"),
        ]),
    );
    let told = story.keys("roy").s("deploy").ends("clean");
    let told = told.says(&["through a local link", "data/victim.txt"]);
    assert_eq!(story.read("outside/victim.txt"), "mine");
    assert_eq!(story.read("outside/self"), "mine");
    assert_eq!(story.read("code/index.py"), "theirs");
    let outside: Vec<&str> = written(&told)
        .into_iter()
        .filter(|name| name.contains("outside"))
        .collect();
    assert_eq!(outside, Vec::<&str>::new());
    assert!(matches!(
        story.files.all()[&format!("{HOME}/code/self")],
        Node::Link(_)
    ));
}

/// Some tools put `./` before every name. It is the same file.
#[test]
fn a_name_with_a_dot_before_it_is_the_same_name() {
    let story = Story::new();
    story.yaml(&[Fn::demo().bare()]);
    story.s("deploy").ends("changed");
    let own = story.read("code/index.py");
    put(&story, &zip(&[Entry::File("./index.py", own.as_bytes())]));
    story.s("deploy").ends("clean").writes(&[]);
    story.s("sync").ends("clean");
    let theirs = HELLO.replace("x", "y") + "# theirs\n";
    put(
        &story,
        &zip(&[Entry::File("././index.py", theirs.as_bytes())]),
    );
    story.keys("roy").s("deploy").ends("clean");
    assert_eq!(story.read("code/index.py"), theirs);
    let both = [Entry::File("a", b"1"), Entry::File("./a", b"2")];
    put(&story, &zip(&both));
    story.s("sync --target-dir other").ends("failed");
}

#[test]
fn a_package_that_would_leave_its_folder_leaves_nothing_behind() {
    let packages = [
        zip(&[Entry::File("../victim", b"evil")]),
        zip(&[Entry::File("/victim", b"evil")]),
        zip(&[Entry::File("a\\..\\..\\victim", b"evil")]),
        zip(&[
            Entry::Link("a", "../outside"),
            Entry::File("a/victim", b"evil"),
        ]),
        zip(&[Entry::Link("a", "/etc"), Entry::File("a/victim", b"evil")]),
        zip(&[Entry::Link("a", "b"), Entry::File("a/victim", b"evil")]),
        zip(&[Entry::Link("a", "b"), Entry::File("A/victim", b"evil")]),
        zip(&[Entry::File("a", b"file"), Entry::File("a/b", b"folder")]),
        zip(&[Entry::Link("x", &"y".repeat(5000))]),
        b"PK\x03\x04 and then nothing of the kind".to_vec(),
        {
            let mut whole = zip(&[Entry::File("index.py", HELLO.as_bytes())]);
            whole.truncate(whole.len() - 10);
            whole
        },
    ];
    for (number, package) in packages.iter().enumerate() {
        let story = Story::new();
        story.yaml(&[Fn::demo().bare()]);
        story.s("deploy").ends("changed");
        put(&story, package);
        let told = story.s("sync").ends("failed");
        assert_eq!(
            told.saved,
            Vec::<String>::new(),
            "{number}\n{}",
            told.transcript()
        );
        let told = told.never_says(&[".fcignore"]);
        assert!(
            told.said.contains("console"),
            "{number}\n{}",
            told.transcript()
        );
        // Nothing is left that would be in the way of the next one.
        put(&story, &zip(&[Entry::File("index.py", HELLO.as_bytes())]));
        story.s("sync").ends("clean");
    }
}

#[test]
fn a_disk_that_fills_up_leaves_no_half_of_a_folder() {
    let story = Story::new();
    story.yaml(&[Fn::demo().bare()]);
    story.s("deploy").ends("changed");
    let files: Vec<String> = (0..20).map(|number| format!("f{number}")).collect();
    let entries: Vec<Entry<'_>> = files.iter().map(|name| Entry::File(name, b"x")).collect();
    put(&story, &zip(&entries));
    story.files.fill_after(9);
    let told = story.s("sync").ends("failed");
    assert_eq!(told.saved, Vec::<String>::new(), "{}", told.transcript());
    story.files.empty();
    story.s("sync").ends("clean");
}

#[test]
fn a_bomb_is_refused_unless_somebody_names_its_size() {
    let zeros = vec![0; 80 << 20];
    let bomb = zip(&[
        Entry::File("index.py", HELLO.as_bytes()),
        Entry::File("zeros", &zeros),
    ]);
    let story = Story::new();
    story.yaml(&[Fn::demo().bare()]);
    story.s("deploy").ends("changed");
    put(&story, &bomb);
    let told = story.s("sync").ends("failed");
    assert_eq!(told.saved, Vec::<String>::new());
    told.says(&["made to fill a disk", "FC_GUARD_UNPACK_LIMIT"]);
    // It is not unpacked to be compared, either, and stays a difference.
    story
        .s("deploy")
        .ends("drift")
        .says(&["could not be compared"]);
    let told = story.keys("ro").s("deploy");
    assert_eq!(story.read("code/index.py"), HELLO, "{}", told.transcript());
    story
        .env
        .borrow_mut()
        .insert("FC_GUARD_UNPACK_LIMIT".to_owned(), "40".to_owned());
    story.s("sync").ends("failed").says(&["the limit is 40 MB"]);
    story
        .env
        .borrow_mut()
        .insert("FC_GUARD_UNPACK_LIMIT".to_owned(), "100".to_owned());
    story.s("sync").ends("clean");
    story
        .env
        .borrow_mut()
        .insert("FC_GUARD_UNPACK_LIMIT".to_owned(), "much".to_owned());
    story.s("sync").ends("usage");
}

/// Three files of ours; others changed one, and we another.
fn two_hands() -> Story {
    let story = Story::new();
    story.yaml(&[Fn::demo().bare()]);
    story.write("code/a.py", "a");
    story.write("code/b.py", "b");
    story.s("deploy").ends("changed");
    story.console().change_code(
        "demo",
        &[
            ("index.py", HELLO),
            ("a.py", "theirs"),
            ("b.py", "b"),
            ("new.py", "theirs"),
        ],
    );
    story.write("code/b.py", "ours");
    story.write("code/mine.py", "ours");
    story
}

#[test]
fn file_by_file_what_only_others_changed_is_marked() {
    let story = two_hands();
    // Keep what is online, file by file, each as it is marked, yes.
    let told = story.keys("rf⏎⏎⏎⏎y").s("deploy").ends("clean").writes(&[]);
    let told = told.says(&[
        "1 file changed online, 1 file added online, 1 file changed locally, 1 file added locally",
        "a.py: changed online. Take the live version?",
        "b.py: changed locally. Take the live version?",
        "1 changed, 1 added, 0 removed",
        "taken from the live code into /home/a/app/code: a.py, new.py; the other files are",
    ]);
    let read = |name: &str| story.read(&format!("code/{name}"));
    assert_eq!(
        (read("a.py"), read("new.py")),
        ("theirs".to_owned(), "theirs".to_owned())
    );
    assert_eq!(
        (read("b.py"), read("mine.py")),
        ("ours".to_owned(), "ours".to_owned())
    );
    let saved: Vec<&str> = written(&told)
        .into_iter()
        .filter(|name| name.contains("before-"))
        .collect();
    assert_eq!(saved.len(), 1, "{}", told.transcript());
}

#[test]
fn file_by_file_each_can_be_taken_left_and_looked_at() {
    let story = two_hands();
    let told = story.keys("rfvnyynn").s("deploy");
    let told = told.says(&[
        "last deployed → live",
        "+ theirs",
        "Overwrite your local code?",
    ]);
    assert_eq!(story.read("code/a.py"), "a", "{}", told.transcript());
    assert_eq!(story.read("code/b.py"), "ours", "the last answer was no");
    let story = two_hands();
    story.keys("rfry").s("deploy").ends("clean");
    assert_eq!(story.read("code/a.py"), "theirs");
    assert_eq!(story.read("code/b.py"), "ours");
}

#[test]
fn all_of_it_or_none_of_it() {
    let story = two_hands();
    story.keys("roy").s("deploy").ends("clean");
    assert_eq!(story.read("code/b.py"), "b");
    assert!(
        !story
            .files
            .all()
            .contains_key(&format!("{HOME}/code/mine.py"))
    );
    let story = two_hands();
    story.keys("rn").s("deploy").ends("clean");
    assert_eq!(story.read("code/a.py"), "a");
}

/// What was taken file by file is our own work: it is no change of theirs here, and no question.
#[test]
fn what_came_home_file_by_file_is_no_change_here() {
    let story = two_hands();
    story.keys("rf⏎⏎⏎⏎y").s("deploy").ends("clean");
    for command in ["plan", "deploy"] {
        let told = story.s(command).ends("clean").writes(&[]);
        let told = told.never_says(&["changed locally", "both sides", "a.py  "]);
        told.says(&["b.py  live version kept", "mine.py  live version kept"]);
    }
    // What is changed from here on was changed without what is kept.
    story.write("code/a.py", "ours");
    let told = story.s("deploy").ends("conflict").writes(&[]);
    told.says(&["a.py  changed locally", "b.py  live version kept"])
        .never_says(&["new.py"]);
    story.write("code/b.py", "ours again");
    let told = story.s("deploy").ends("conflict").writes(&[]);
    told.says(&["b.py  live version kept, changed locally since"]);
    story.s("deploy --use-local").ends("changed");
    story.s("deploy").ends("clean").never_says(&["kept"]);
}

#[test]
fn what_came_home_whole_ends_what_stands_kept() {
    let story = two_hands();
    story.keys("roy").s("deploy").ends("clean");
    story.s("deploy").ends("clean").never_says(&["kept"]);
    story.write("code/a.py", "ours");
    story.s("deploy").ends("changed");
    // With `code: ./` the project's file is left alone, so that this one differs.
    let story = Story::new();
    let here = Fn {
        code: "./".to_owned(),
        ..Fn::demo().bare()
    };
    story.yaml(&[here]);
    story.s("deploy").ends("changed");
    story
        .console()
        .change_code("demo", &[("index.py", HELLO), ("new.py", "theirs")]);
    story.keys("roy").s("deploy").ends("clean");
    assert_eq!(story.read("new.py"), "theirs");
    let told = story.s("deploy").ends("clean").writes(&[]);
    told.says(&["s.yaml  live version kept"])
        .never_says(&["new.py", "index.py"]);
}

/// What a person edits while a question waits is their change, and stays one.
#[test]
fn what_was_edited_meanwhile_is_a_change_here() {
    let story = two_hands();
    let files = story.files.shared();
    story.keys("rf⏎⏎⏎⏎y").meanwhile(6, move |_| {
        files.write(&format!("{HOME}/code/index.py"), b"edited", false);
    });
    story.s("deploy").ends("clean");
    assert_eq!(story.read("code/index.py"), "edited");
    let told = story.s("deploy").ends("conflict").writes(&[]);
    told.says(&["index.py  changed locally"]);
}

/// Others went on after what they had done was kept.
#[test]
fn what_changes_online_after_it_was_kept_is_told_as_it_is() {
    let story = two_hands();
    story.keys("rn").s("deploy").ends("clean");
    let files = [
        ("index.py", HELLO),
        ("a.py", "theirs again"),
        ("b.py", "b"),
        ("new.py", "theirs"),
    ];
    story.console().change_code("demo", &files);
    let told = story.keys("ovs").s("deploy").ends("drift").says(&[
        "a.py: changed online",
        "(kept live 6 B · live now 12 B · local then 1 B · local now 1 B)",
        "live → local",
    ]);
    told.never_says(&["last deployed → live"]);
}

/// A file appears, changes or goes between the list and the answer: nothing is taken.
#[test]
fn what_is_not_as_it_was_shown_is_not_replaced() {
    for (name, edited) in [
        ("new.py", Some("mine, just now")),
        ("a.py", Some("mine, just now")),
        ("a.py", None),
    ] {
        let story = two_hands();
        let files = story.files.shared();
        story.keys("rf⏎⏎⏎⏎y").meanwhile(6, move |_| {
            let path = format!("{HOME}/code/{name}");
            match edited {
                Some(text) => files.write(&path, text.as_bytes(), false),
                None => files.remove(&path).unwrap(),
            }
        });
        let told = story.s("deploy").ends("failed").writes(&[]).says(&[
            &format!("changed locally since it was shown: {name}"),
            "the local code was left as it is",
        ]);
        assert!(!told.said.contains("EEXIST"), "{}", told.transcript());
        let all = story.files.all();
        let text = |name: &str| match all.get(&format!("{HOME}/code/{name}")) {
            Some(Node::File { bytes, .. }) => Some(String::from_utf8(bytes.clone()).unwrap()),
            _ => None,
        };
        assert_eq!(text(name).as_deref(), edited);
        let other = if name == "a.py" { "new.py" } else { "a.py" };
        assert_ne!(text(other).as_deref(), Some("theirs"));
    }
}
