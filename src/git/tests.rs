//! What git is asked, with answers from a list; and what the real one answers (`real`).

#[cfg(unix)]
mod real;
mod relation;

use std::cell::RefCell;
use std::future::ready;

use futures_util::FutureExt;

use super::{Checkout, Commit, Deployed, DeployedFiles, Relation, UnknownReason, look};
use crate::ports::{Process, ProgramError, Programs, Ran, Wait};
use crate::words::Lang;

const OURS: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
const THEIRS: &str = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb";
const FOLDER: &str = "/home/a/app";

type Answer = Result<Option<Ran>, ProgramError>;

/// The exit codes of `merge-base` for two commits.
type Codes<'a> = &'a dyn Fn(&str, &str) -> i32;

/// Git as a function of what it is asked, behind the options that every question has.
struct Script<F> {
    answers: F,
    asked: RefCell<Vec<String>>,
}

impl<F: Fn(&[&str]) -> Answer> Script<F> {
    fn new(answers: F) -> Script<F> {
        Script {
            answers,
            asked: RefCell::default(),
        }
    }

    fn look(&self) -> Checkout {
        self.look_in(&[])
    }

    fn look_in(&self, vars: &[(&str, &str)]) -> Checkout {
        let var = |name: &str| {
            vars.iter()
                .find(|(one, _)| *one == name)
                .map(|(_, value)| *value)
        };
        look(self, (FOLDER, &files()), &var)
            .now_or_never()
            .expect("answered")
    }

    fn relation(&self, checkout: &Checkout, deployed: &Deployed) -> Relation {
        let told = checkout.relation(self, deployed);
        told.now_or_never().expect("answered")
    }
}

impl<F: Fn(&[&str]) -> Answer> Programs for Script<F> {
    fn own(&self) -> Process {
        panic!("nobody asks")
    }

    fn runs(&self, _: u32) -> Option<bool> {
        panic!("nobody asks")
    }

    fn run<'a>(&'a self, _: &'a str, _: &'a [&'a str]) -> Wait<'a, Result<Ran, ProgramError>> {
        panic!("git is never run without a limit")
    }

    fn run_within<'a>(
        &'a self,
        millis: u32,
        program: &'a str,
        args: &'a [&'a str],
    ) -> Wait<'a, Answer> {
        assert_eq!((millis, program), (5_000, "git"));
        let at = args.iter().position(|arg| *arg == "-C").expect("a folder");
        assert_eq!(args[at + 1], FOLDER);
        for option in [
            "--no-optional-locks",
            "core.fsmonitor=false",
            "safe.directory=/home/a/app",
        ] {
            assert!(args[..at].contains(&option), "{args:?}");
        }
        let question = &args[at + 2..];
        self.asked.borrow_mut().push(question.join(" "));
        Box::pin(ready((self.answers)(question)))
    }
}

/// A file and a folder of code.
fn files() -> DeployedFiles {
    DeployedFiles {
        files: vec!["s.yaml".to_owned()],
        code: vec!["./code".to_owned()],
    }
}

fn ended(code: i32, stdout: &str, stderr: &str) -> Answer {
    Ok(Some(Ran {
        code,
        stdout: stdout.to_owned(),
        stderr: stderr.to_owned(),
    }))
}

fn says(stdout: &str) -> Answer {
    ended(0, stdout, "")
}

/// A clean and complete clone, of whose `merge-base` the code is a function of the two commits.
fn clone(ancestry: impl Fn(&str, &str) -> i32) -> impl Fn(&[&str]) -> Answer {
    move |question| match question {
        ["rev-parse", "--is-shallow-repository", ..] => {
            says(&format!("false\napp/\n{OURS}\nmain\n"))
        }
        ["rev-parse", "--disambiguate=bbbbbbbbbbbb"] => says(&format!("{THEIRS}\n")),
        ["status", ..] => says(""),
        // What git is told to ignore counts for the files that say what is deployed, and not for the code.
        ["ls-files", flags @ .., "--", "s.yaml"] if !flags.contains(&"--exclude-standard") => {
            says("H s.yaml\n")
        }
        ["ls-files", flags @ .., "--", "./code"] if flags.contains(&"--exclude-standard") => {
            says("")
        }
        ["config", ..] => says(
            "remote.origin.url\nhttps://u:hunter2@example.com/a/b.git\0user.name\nA\0user.name\nAnn Lee\0",
        ),
        [
            "merge-base",
            "--is-ancestor",
            "--end-of-options",
            one,
            other,
        ] => ended(ancestry(one, other), "", ""),
        other => panic!("{other:?}"),
    }
}

/// The same, but for one question.
fn but(verb: &'static str, answer: impl Fn() -> Answer) -> impl Fn(&[&str]) -> Answer {
    let usual = clone(|_, _| 1);
    move |question| match question[0] == verb {
        true => answer(),
        false => usual(question),
    }
}

fn repository() -> Option<String> {
    super::remote::identity("git@example.com:a/b")
}

fn deployed(commit: &str) -> Deployed {
    Deployed {
        commit: Some(commit.to_owned()),
        is_dirty: false,
        repository: repository(),
    }
}

#[test]
fn a_clone_tells_everything_in_four_questions() {
    let git = Script::new(clone(|_, _| 1));
    let told = git.look();
    assert_eq!(git.asked.borrow().len(), 5);
    let expected = Checkout {
        commit: Commit::parse(OURS),
        claimed: None,
        is_dirty: Some(false),
        changed: Vec::new(),
        is_shallow: false,
        repository: repository(),
        directory: Some("app".to_owned()),
        branch: Some("main".to_owned()),
        who: Some("Ann-Lee".to_owned()),
        run: None,
        unknown: None,
        folder: FOLDER.to_owned(),
    };
    assert_eq!(told, expected);
    assert_eq!(told.contradiction(), None);
    assert!(!format!("{told:?}").contains("hunter2"));
}

#[test]
fn whatever_git_does_not_tell_is_unknown_with_its_reason() {
    use UnknownReason::{Failed, NoCommit, NoGit, NoRepository, Refused, TimedOut};
    let here = deployed(OURS);
    let reason = |answers: &dyn Fn(&[&str]) -> Answer| {
        let git = Script::new(answers);
        let told = git.look();
        let unknown = told.unknown.expect("a reason");
        assert_eq!(git.relation(&told, &here), Relation::Unknown(unknown));
        unknown
    };
    assert_eq!(reason(&|_| Err(ProgramError::Missing)), NoGit);
    assert_eq!(
        reason(&|_| Err(ProgramError::Failed("EACCES".to_owned()))),
        Failed
    );
    assert_eq!(reason(&|_| Ok(None)), TimedOut);
    let in_words = |stderr: &'static str| reason(&move |_| ended(128, "", stderr));
    for none in [
        "fatal: not a git repository (or any of the parent directories): .git\n",
        "致命错误：不是 git 仓库（或者任何父目录）：.git\n",
        "fatal: not a git repository (or any parent up to mount point /)\nStopping at filesystem boundary (GIT_DISCOVERY_ACROSS_FILESYSTEM not set).\n",
    ] {
        assert_eq!(in_words(none), NoRepository, "{none}");
    }
    assert_eq!(
        in_words(
            "fatal: detected dubious ownership in repository at '/x/.git'\n\n\tgit config --global --add safe.directory /x\n"
        ),
        Refused
    );
    assert_eq!(
        in_words("fatal: unknown repository extension found:\n\tx\n"),
        Failed
    );
    assert_eq!(
        reason(&but("rev-parse", || ended(
            128,
            "false\n\nHEAD\n",
            "fatal: …"
        ))),
        NoCommit
    );
    assert_eq!(
        reason(&but("rev-parse", || says("false\n\nHEAD\nHEAD\n"))),
        Failed
    );
    assert_eq!(reason(&but("rev-parse", || says("\n"))), Failed);
    assert_eq!(reason(&but("status", || ended(128, "", ""))), Failed);
    assert_eq!(reason(&but("ls-files", || ended(128, "", ""))), Failed);
    assert_eq!(reason(&but("status", || Ok(None))), TimedOut);
}

/// A file that says what is deployed and that git is told to ignore is in no commit.
#[test]
fn an_ignored_file_of_the_project_is_not_committed() {
    let usual = clone(|_, _| 1);
    let ignored = move |question: &[&str]| match question {
        ["ls-files", .., "--", "s.yaml"] => says("? s.yaml\n"),
        other => usual(other),
    };
    let told = Script::new(ignored).look();
    assert_eq!(told.is_dirty, Some(true));
    assert_eq!(told.changed, ["s.yaml"]);
    assert_eq!(Script::new(clone(|_, _| 1)).look().is_dirty, Some(false));
}

#[test]
fn the_configuration_may_say_nothing() {
    let told = Script::new(but("config", || ended(1, "", ""))).look();
    assert_eq!(
        (told.repository, told.who, told.unknown),
        (None, None, None)
    );
}

#[test]
fn a_clone_of_which_it_cannot_be_told_is_taken_for_shallow() {
    let old = format!("--is-shallow-repository\n\n{OURS}\nHEAD\n");
    let told = Script::new(but("rev-parse", || says(&old))).look();
    assert!(told.is_shallow);
    assert_eq!((told.directory.as_deref(), told.branch), (Some(""), None));
}

#[test]
fn a_pipeline_that_names_another_commit_is_contradicted() {
    let vars = [
        ("GITHUB_ACTIONS", "true"),
        ("GITHUB_SHA", THEIRS),
        ("GITHUB_ACTOR", "octocat"),
        ("GITHUB_REF_NAME", "release"),
    ];
    let told = Script::new(clone(|_, _| 1)).look_in(&vars);
    assert_eq!(told.commit, Commit::parse(OURS));
    assert_eq!(told.claimed, Commit::parse(THEIRS));
    assert_eq!(
        (told.who.as_deref(), told.branch.as_deref()),
        (Some("octocat"), Some("release"))
    );
    let said = told.contradiction().expect("it is said");
    assert!(
        said.text(Lang::En)
            .contains("names commit bbbbbbbbbbbb, and aaaaaaaaaaaa")
    );
    // Without git it is all that there is, and proves nothing.
    let told = Script::new(|_: &[&str]| Err(ProgramError::Missing)).look_in(&vars);
    assert_eq!((told.commit, told.claimed), (Commit::parse(THEIRS), None));
    assert_eq!(told.unknown, Some(UnknownReason::NoGit));
    let same = [("GITHUB_ACTIONS", "true"), ("GITHUB_SHA", OURS)];
    assert_eq!(
        Script::new(clone(|_, _| 1)).look_in(&same).contradiction(),
        None
    );
}

/// The table of `merge-base --is-ancestor`, for whole ids and for those of marks.
#[test]
fn every_reason_says_how_it_is_made_known() {
    use UnknownReason::{
        Absent, DirtyHere, DirtyThere, Failed, NoCommit, NoGit, NoRepository, OtherRepository,
        Refused, Shallow, TimedOut, Unsaid,
    };
    for reason in [
        NoGit,
        NoRepository,
        Refused,
        NoCommit,
        TimedOut,
        Failed,
        Shallow,
        DirtyHere,
        DirtyThere,
        OtherRepository,
        Unsaid,
        Absent,
    ] {
        let words = reason.words();
        assert!(
            words.en.contains(": ") && words.zh.contains('：'),
            "{words:?}"
        );
        assert!(!words.en.contains('\n'), "{words:?}");
    }
}
