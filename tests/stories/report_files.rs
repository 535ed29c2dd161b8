//! The files that a command line names for reports and the page: nothing of a person's is replaced, and
//! nothing of them is deployed.

use crate::memory::Node;
use crate::story::{HOME, Story};
use crate::yaml::Fn;

const TYPED: [&str; 3] = ["drift --html", "drift --report", "plan --report"];

fn node(story: &Story, name: &str) -> Option<Node> {
    story.files.all().get(&format!("{HOME}/{name}")).cloned()
}

#[test]
fn a_file_of_the_person_is_never_replaced() {
    let story = Story::deployed();
    story.write("notes.md", "# mine\n");
    story.write("data.json", "{\"version\": 1}\n");
    let page = "<!doctype html>\n<html lang=\"en\">\n<head></head>\n";
    story.write("page.html", page);
    story.files.put(&format!("{HOME}/pipe.md"), Node::Other);
    let before = story.files.all();
    for typed in TYPED {
        let flag = typed.rsplit(' ').next().unwrap_or_default();
        for file in [
            "notes.md",
            "data.json",
            "page.html",
            "pipe.md",
            "s.yaml",
            "code/index.py",
            "code",
        ] {
            // What form a file is, is not asked for these.
            let told = story.s(&format!("{typed} {file} --format text"));
            told.writes(&[])
                .refused(&[file, "it is left as it is", flag, "<file>"]);
            assert_eq!(story.files.all(), before, "{typed} {file}");
        }
    }
}

#[test]
fn nothing_is_written_through_a_link_or_into_the_state_of_programs() {
    let story = Story::deployed();
    story.write("real/old.md", "");
    let link = |name: &str, target: &str| {
        let node = Node::Link(target.to_owned());
        story.files.put(&format!("{HOME}/{name}"), node);
    };
    link("link.md", "real/old.md");
    link("hanging.md", "nowhere.md");
    link("out", ".git");
    story.write(".git/HEAD", "ref");
    for file in [
        "link.md",
        "hanging.md",
        "out/hooks/x.md",
        ".git/x.md",
        ".GIT/x.md",
        ".s/fc-guard/x.md",
        "code/.git/x.md",
        "code/index.py/x.md",
    ] {
        let before = story.files.all();
        story.s(&format!("drift --report {file}")).refused(&[file]);
        story.s(&format!("drift --html {file}")).refused(&[file]);
        assert_eq!(story.files.all(), before, "{file}");
    }
}

#[test]
fn what_was_written_before_is_written_anew() {
    let story = Story::deployed();
    // Who makes a file for it first, as `mktemp` does, loses nothing.
    story.write("empty.md", "");
    for typed in [
        "drift --html d.html",
        "drift --report d.html --format json",
        "plan --report d.html --format text",
        "drift --report d.html --format junit",
        "plan --report d.html --format markdown",
        "drift --html d.html",
        "drift --report empty.md",
    ] {
        story.s(typed).ends("clean");
    }
    story.var("FC_GUARD_LANG", "zh");
    for typed in [
        "drift --html d.html",
        "drift --report d.html --format text",
        "plan --report d.html --format text",
        "drift --html d.html",
    ] {
        story.s(typed).ends("clean");
    }
}

#[test]
fn a_file_that_comes_while_the_command_runs_stays() {
    for typed in ["drift --html d.html", "plan --report d.md"] {
        let story = Story::deployed();
        let file = typed.rsplit(' ').next().unwrap_or_default();
        let path = format!("{HOME}/{file}");
        let files = story.files.shared();
        story.before(1, move |_| files.write(&path, b"theirs", false));
        story.s(typed).ends("failed").says(&["did not write"]);
        assert_eq!(story.read(file), "theirs");
    }
}

#[test]
fn what_is_written_into_code_is_not_deployed() {
    let story = Story::new();
    story.write(
        "index.py",
        "def handler(event, context):\n    return 'hello'\n",
    );
    story.yaml(&[Fn {
        code: "./".to_owned(),
        ..Fn::demo().bare()
    }]);
    story.s("deploy").ends("changed");
    for file in ["d.html", "reports/d.md", "d.json", "d.xml", "d.txt"] {
        let flag = if file.ends_with("html") {
            "html"
        } else {
            "report"
        };
        story.s(&format!("drift --{flag} {file}")).ends("clean");
        assert!(node(&story, file).is_some());
        story.s("plan").ends("clean");
        story.s("deploy").ends("clean").writes(&[]);
    }
    // Nor are they lost when the code that is online comes home.
    story
        .console()
        .change_code("demo", &[("index.py", "hotfix")]);
    story.keys("roy").s("deploy");
    assert_eq!(story.read("index.py"), "hotfix");
    assert!(node(&story, "d.html").is_some());
    story.s("deploy --use-local").ends("changed");
    // What a person puts in its place is code.
    story.write("d.html", "<p>a page of the shop</p>");
    story.s("plan").ends("changed").says(&["d.html"]);
}

#[test]
fn the_code_of_another_resource_is_code_too() {
    let story = Story::new();
    story.write(
        "b/index.py",
        "def handler(event, context):\n    return 'hello'\n",
    );
    let other = Fn {
        code: "./b".to_owned(),
        ..Fn::named("two", "other").bare()
    };
    story.yaml(&[Fn::demo().bare(), other]);
    story.s("deploy").ok();
    story.s("fn drift --html b/d.html").ends("clean");
    story.s("plan").ends("clean");
    // Where .fcignore keeps it out there is nothing to remember.
    story.write("b/.fcignore", "*.md\n.fcignore\n");
    let told = story.s("drift --report b/d.md").ends("clean");
    assert_eq!(told.saved, ["+ b/d.md"]);
}

#[test]
fn a_crash_leaves_nothing_to_deploy() {
    let story = Story::deployed();
    story.write("code/.fc-guard-Ab12Cd", "half of a file");
    story.s("plan").ends("clean");
}

/// Code that was set aside beside one function's lies within that of another.
#[test]
fn what_is_set_aside_is_not_deployed_with_the_code_around_it() {
    for keys in ["rb", "roy"] {
        let story = Story::new();
        let hello = "def handler(event, context):\n    return 'hello'\n";
        story.write("index.py", hello);
        story.write("b/index.py", hello);
        let with = |name, function, code: &str| Fn {
            code: code.to_owned(),
            ..Fn::named(name, function).bare()
        };
        story.yaml(&[with("fn", "demo", "./"), with("two", "other", "./b")]);
        story.write(".fcignore", "/b/\n");
        story.s("deploy").ok();
        story.write(".fcignore", "/b/index.py\n");
        story.s("deploy --use-local").ok();
        let fix = [("index.py", "hotfix")];
        story.console().change_code("other", &fix);
        let told = story.keys(keys).s("two deploy");
        let aside = |path: &String| path.contains("/b.online-") || path.contains("/b.before-");
        let all = story.files.all();
        assert!(all.keys().any(aside), "{}", told.transcript());
        story.s("fn plan").ends("clean");
        // A folder of the person's own is code.
        story.write("b.online-old/index.py", "");
        story.s("fn plan").ends("changed");
    }
}

/// An empty `__init__.py` is code that a person wrote.
#[test]
fn an_empty_file_in_a_code_folder_is_code() {
    let story = Story::deployed();
    story.write("code/pkg/__init__.py", "");
    story.s("deploy").ends("changed");
    let before = story.files.all();
    for typed in TYPED {
        let told = story.s(&format!("{typed} code/pkg/__init__.py --format text"));
        told.refused(&["code/pkg/__init__.py", "empty file", "it is left as it is"]);
        assert_eq!(story.files.all(), before, "{typed}");
    }
    // What no package takes in is no code, so whoever makes a file for it first loses nothing.
    story.write("code/.fcignore", "*.md\n.fcignore\n");
    story.write("code/empty.md", "");
    story.s("drift --report code/empty.md").ends("clean");
    story.s("plan").ends("clean");
}

/// Only this program knows that it is ours.
#[test]
fn who_lets_it_be_written_into_code_is_told_that_others_would_deploy_it() {
    for typed in ["drift --html", "drift --report", "plan --report"] {
        let story = Story::deployed();
        let told = story.s(&format!("{typed} code/d.html --format text"));
        told.ends("clean")
            .says(&["other tools", ".fcignore", ".gitignore"]);
        let told = story.s(&format!("{typed} d.html --format text"));
        told.ends("clean").never_says(&["other tools"]);
    }
}

/// The command that is suggested must be one that works.
#[test]
fn the_command_with_another_file_works() {
    // Of a resource that speaks of another one the command has one flag more.
    let api = Fn::named("api", "api").bare();
    let own = Fn::demo().variable("API", "${resources.api.output.functionName}");
    let referring = Story::new();
    referring.yaml(&[api, own]);
    referring.s("deploy").ends("changed");
    for story in [Story::deployed(), referring] {
        the_commands_with_another_file_work(&story);
    }
}

#[track_caller]
fn the_commands_with_another_file_work(story: &Story) {
    story.s("fn sync --target-dir mine").ok();
    let told = story.s("fn sync --target-dir mine").fails();
    let hint = told.said.split("name another folder: '").nth(1).unwrap();
    let command = hint.split('\'').next().unwrap().replace("FOLDER", "other");
    let told = story.s(command.strip_prefix("s ").unwrap()).ok();
    assert!(told.saved.iter().any(|line| line.starts_with("+ other/")));
    for (typed, file) in [
        ("fn drift --html", "user.html"),
        ("fn drift --report", "user.md"),
        ("fn plan --report", "user.md"),
    ] {
        story.write(&format!("code/{file}"), "mine\n");
        for typed in [
            format!("{typed} code/{file} --silent"),
            format!("{typed}=code/{file} --silent"),
        ] {
            let told = story.s(&typed).fails();
            let hint = told.said.split("name another file: '").nth(1).unwrap();
            let command = hint.split('\'').next().unwrap();
            assert!(!command.contains("user"), "{command}");
            let other = format!("other-{file}");
            story.files.delete(&format!("{HOME}/{other}"));
            let command = command.replace("<file>", &other);
            story.s(command.strip_prefix("s ").unwrap()).ok();
            assert!(!story.read(&other).is_empty());
        }
    }
}

/// A report is one wherever it is moved to, and however it got into the code.
#[test]
fn a_report_under_another_name_is_not_deployed() {
    let story = Story::deployed();
    let forms = [
        ("drift --html", "d.html"),
        ("drift --report", "d.md"),
        ("plan --report", "d.json"),
        ("drift --report", "d.xml"),
        ("plan --report", "d.txt"),
    ];
    for folder in ["code/", ""] {
        for (typed, file) in forms {
            story.s(&format!("{typed} {folder}{file}")).ends("clean");
            let text = story.read(&format!("{folder}{file}"));
            story.files.delete(&format!("{HOME}/{folder}{file}"));
            for name in ["code/renamed", "code/lib/copy.py"] {
                story.write(name, &text);
            }
            story.s("plan").ends("clean");
            story.s("deploy").ends("clean").writes(&[]);
            story.cloned().s("plan").ends("clean");
        }
    }
    // It is not lost where the code that is online comes home.
    story
        .console()
        .change_code("demo", &[("index.py", "hotfix")]);
    story.keys("roy").s("deploy");
    assert_eq!(story.read("code/index.py"), "hotfix");
    assert!(node(&story, "code/renamed").is_some());
    story.s("deploy").ok().writes(&[]);
    // Where nothing else is there, they are named.
    let report = story.read("code/renamed");
    let only = Story::new();
    only.files.delete(&format!("{HOME}/code/index.py"));
    only.write("code/mine.txt", &report);
    let told = only.s("deploy").ends("usage").writes(&[]);
    told.says(&["nothing to pack", "reports of fc-guard", "mine.txt"])
        .never_says(&["it is empty"]);
    // What only looks a little like one is code.
    story.write("code/renamed", "### fc-guard drifts\n");
    story.s("plan").ends("changed").says(&["renamed"]);
}
