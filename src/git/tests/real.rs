//! The real git, in a folder of its own.

#![allow(clippy::disallowed_methods, clippy::disallowed_types)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;
use tokio::runtime::{Builder, Runtime};

use super::files;
use crate::git::{Checkout, Commit, Deployed, DeployedFiles, Relation, UnknownReason, look};
use crate::native::programs::Processes;
use crate::ports::{Process, ProgramError, Programs, Ran, Wait};

/// Clones of one repository.
struct Bench {
    folder: TempDir,
    runtime: Runtime,
}

impl Bench {
    fn new() -> Bench {
        let bench = Bench {
            folder: tempfile::tempdir().expect("a folder"),
            runtime: Builder::new_current_thread()
                .enable_all()
                .build()
                .expect("a runtime"),
        };
        bench.git(".", "init -q -b main origin");
        bench
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder
            .path()
            .canonicalize()
            .expect("a path")
            .join(name)
    }

    /// Runs git there; nothing of the machine's configuration counts.
    #[track_caller]
    fn git(&self, place: &str, line: &str) -> String {
        let identity = ["AUTHOR", "COMMITTER"].into_iter().flat_map(|role| {
            [
                (format!("GIT_{role}_NAME"), "Ann Lee"),
                (format!("GIT_{role}_EMAIL"), "a@example.com"),
            ]
        });
        let output = Command::new("git")
            .current_dir(self.path(place))
            .args([
                "-c",
                "protocol.file.allow=always",
                "-c",
                "uploadpack.allowFilter=true",
            ])
            .args(["-c", "uploadpack.allowAnySHA1InWant=true"])
            .args(line.split(' '))
            .envs(identity)
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_CONFIG_SYSTEM", "/dev/null")
            .output()
            .expect("git runs");
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "git {line}: {stderr}");
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    /// A commit on what is checked out there; its id.
    fn commit(&self, place: &str, text: &str) -> String {
        fs::write(self.path(place).join("a.txt"), text).expect("written");
        self.git(place, "add a.txt");
        self.git(place, &format!("commit -q -m {text}"));
        self.head(place)
    }

    fn head(&self, place: &str) -> String {
        self.git(place, "rev-parse HEAD")
    }

    fn clone(&self, name: &str, options: &str) {
        let url = format!("file://{}", self.path("origin").display());
        let line = format!("clone -q {options} {url} {name}").replace("  ", " ");
        self.git(".", &line);
    }

    fn look(&self, place: &str) -> Checkout {
        self.look_by(&Processes, place)
    }

    fn look_by(&self, programs: &dyn Programs, place: &str) -> Checkout {
        let folder = self.path(place);
        let folder = folder.to_str().expect("a text");
        self.runtime
            .block_on(look(programs, (folder, &files()), &|_| None))
    }

    /// How that clone stands to a commit that was deployed from the same repository, by its whole id and by its
    /// first digits.
    #[track_caller]
    fn relation(&self, place: &str, commit: &str) -> Relation {
        let here = self.look(place);
        assert_eq!(here.unknown, None, "{here:?}");
        let told = [commit, &commit[..12]].map(|commit| {
            let deployed = Deployed {
                commit: Some(commit.to_owned()),
                is_dirty: false,
                repository: here.repository.clone(),
            };
            self.runtime.block_on(here.relation(&Processes, &deployed))
        });
        assert_eq!(told[0], told[1]);
        told[0]
    }
}

const SHALLOW: Relation = Relation::Unknown(UnknownReason::Shallow);

#[test]
fn a_complete_clone_proves_every_relation() {
    let bench = Bench::new();
    let first = bench.commit("origin", "1");
    let second = bench.commit("origin", "2");
    bench.git("origin", "checkout -q -b feature");
    let feature = bench.commit("origin", "f");
    bench.git("origin", "checkout -q main");
    bench.clone("full", "");
    assert_eq!(bench.relation("full", &second), Relation::Same);
    assert_eq!(bench.relation("full", &first), Relation::Contains);
    assert_eq!(bench.relation("full", &feature), Relation::Older);
    let third = bench.commit("full", "3");
    assert_eq!(bench.relation("full", &feature), Relation::Apart);
    // It is in no clone but the one that made it.
    bench.clone("other", "");
    assert_eq!(bench.relation("other", &third), Relation::Apart);
}

#[test]
fn a_squash_or_an_amended_commit_is_no_ancestor() {
    let bench = Bench::new();
    bench.commit("origin", "1");
    bench.git("origin", "checkout -q -b feature");
    let feature = bench.commit("origin", "f");
    bench.git("origin", "checkout -q main");
    bench.git("origin", "merge -q --squash feature");
    bench.git("origin", "commit -q -m squashed");
    assert_eq!(bench.relation("origin", &feature), Relation::Apart);
    let before = bench.commit("origin", "2");
    bench.git("origin", "commit -q --amend -m again");
    assert_eq!(bench.relation("origin", &before), Relation::Apart);
    bench.git("origin", "reflog expire --expire=now --all");
    bench.git("origin", "gc -q --prune=now");
    bench.git("origin", "remote add origin git@example.com:a/b.git");
    assert_eq!(bench.relation("origin", &before), Relation::Apart, "pruned");
}

#[test]
fn in_a_shallow_clone_only_a_yes_is_a_proof() {
    let bench = Bench::new();
    let ids: Vec<String> = (1..=6)
        .map(|n| bench.commit("origin", &n.to_string()))
        .collect();
    bench.clone("shallow", "--depth 1");
    assert!(bench.look("shallow").is_shallow);
    assert_eq!(bench.relation("shallow", &ids[5]), Relation::Same);
    assert_eq!(bench.relation("shallow", &ids[1]), SHALLOW, "absent");
    // Fetched alone nothing links it with `HEAD`, and git says that it is no ancestor.
    bench.git("shallow", &format!("fetch -q --depth 1 origin {}", ids[1]));
    assert_eq!(bench.relation("shallow", &ids[1]), SHALLOW, "alone");
    bench.clone("deep", "--depth 3");
    assert_eq!(bench.relation("deep", &ids[4]), Relation::Contains);
    assert_eq!(bench.relation("deep", &ids[1]), SHALLOW);
    bench.git("deep", "fetch -q --deepen=3");
    assert_eq!(bench.relation("deep", &ids[1]), Relation::Contains);
}

#[test]
fn a_clone_without_trees_is_exact_and_fetches_nothing() {
    let bench = Bench::new();
    let first = bench.commit("origin", "1");
    bench.commit("origin", "2");
    for (name, filter) in [("trees", "tree:0"), ("blobs", "blob:none")] {
        bench.clone(name, &format!("--filter={filter}"));
        assert!(!bench.look(name).is_shallow);
        assert_eq!(bench.relation(name, &first), Relation::Contains);
    }
    let later = bench.commit("origin", "3");
    // The configuration of the clone allows it by the transport's name.
    bench.git("trees", "config protocol.file.allow always");
    bench.git("trees", "config uploadpack.allowAnySHA1InWant true");
    bench.git("origin", "config uploadpack.allowAnySHA1InWant true");
    bench.git("origin", "config uploadpack.allowFilter true");
    assert_eq!(bench.relation("trees", &later), Relation::Apart);
    let objects = bench.git("trees", "rev-list --objects --all --missing=print");
    assert!(!objects.contains(&later), "{objects}");
}

#[test]
fn the_folder_and_the_branch_are_told() {
    let bench = Bench::new();
    let id = bench.commit("origin", "1");
    bench.git("origin", "config user.name Ann");
    bench.git(
        "origin",
        "remote add origin https://u:hunter2@example.com/a/b.git",
    );
    fs::create_dir_all(bench.path("origin/fc/app")).expect("made");
    let told = bench.look("origin/fc/app");
    let text = |told: &Option<String>| told.clone().unwrap_or_default();
    assert_eq!(told.commit, Commit::parse(&id));
    assert_eq!(text(&told.directory), "fc/app");
    assert_eq!(
        (text(&told.branch), text(&told.who)),
        ("main".to_owned(), "Ann".to_owned())
    );
    assert_eq!(
        told.repository,
        crate::git::remote::identity("git@example.com:a/b")
    );
    assert!(!format!("{told:?}").contains("hunter2"));
    assert_eq!(
        told.is_dirty,
        Some(false),
        "a file that git does not know counts for nothing"
    );
    fs::write(bench.path("origin/new.txt"), "x").expect("written");
    assert_eq!(bench.look("origin").is_dirty, Some(false));
    fs::write(bench.path("origin/a.txt"), "x").expect("written");
    assert_eq!(bench.look("origin/fc/app").is_dirty, Some(true));
    bench.git("origin", "add a.txt");
    assert_eq!(bench.look("origin").is_dirty, Some(true));
    bench.git("origin", "checkout -q --detach -f");
    assert_eq!(bench.look("origin").branch, None);
}

/// What is packed is deployed, whether git knows it or not; what it is told to ignore is made from what it knows.
#[test]
fn a_file_that_is_deployed_and_in_no_commit_is_a_change() {
    let bench = Bench::new();
    bench.commit("origin", "1");
    let write = |name: &str| {
        let path = bench.path(&format!("origin/{name}"));
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, "x").expect("written");
    };
    let is_dirty = || bench.look("origin").is_dirty;
    write("code/.s/fc-guard/key");
    write("notes.txt");
    assert_eq!(is_dirty(), Some(false));
    for name in ["code/new.py", "code/pkg/new.py", "s.yaml"] {
        write(name);
        let told = bench.look("origin");
        let named = told.changed.first().map(String::as_str);
        assert_eq!(told.is_dirty, Some(true), "{name}");
        assert!(
            named.is_some_and(|named| name.starts_with(named)),
            "{named:?}"
        );
        fs::remove_file(bench.path(&format!("origin/{name}"))).expect("removed");
        assert_eq!(is_dirty(), Some(false), "{name}");
    }
    bench.git("origin", "mv a.txt code/a.txt");
    bench.git("origin", "commit -q -m moved");
    for hides in ["assume-unchanged", "skip-worktree"] {
        let update =
            |no: &str| bench.git("origin", &format!("update-index --{no}{hides} code/a.txt"));
        update("");
        assert_eq!(is_dirty(), Some(true), "{hides}");
        update("no-");
        assert_eq!(is_dirty(), Some(false), "{hides}");
    }
    write("code/built/lib.so");
    fs::write(bench.path("origin/.git/info/exclude"), "built\n").expect("written");
    assert_eq!(is_dirty(), Some(false));
    // A file that says what is deployed is no such thing.
    write("s.yaml");
    fs::write(bench.path("origin/.git/info/exclude"), "built\ns.yaml\n").expect("written");
    assert_eq!(is_dirty(), Some(true));
    fs::remove_file(bench.path("origin/s.yaml")).expect("removed");
    assert_eq!(is_dirty(), Some(false));
    // Beside the repository nothing is in any of its commits.
    let (folder, beside) = (bench.path("origin"), bench.path("beside"));
    let [folder, beside] = [&folder, &beside].map(|path| path.to_str().expect("a text"));
    let deployed = DeployedFiles {
        files: Vec::new(),
        code: vec![beside.to_owned()],
    };
    let told = look(&Processes, (folder, &deployed), &|_| None);
    assert_eq!(bench.runtime.block_on(told).is_dirty, None);
}

#[test]
fn worktrees_and_submodules_are_repositories() {
    let bench = Bench::new();
    let id = bench.commit("origin", "1");
    bench.git("origin", "worktree add -q -b side ../side");
    let side = bench.look("side");
    assert_eq!(
        (side.commit, side.branch.as_deref()),
        (Commit::parse(&id), Some("side"))
    );
    bench.git(".", "init -q -b main outer");
    let url = bench.path("origin").display().to_string();
    bench.git("outer", &format!("submodule --quiet add {url} inner"));
    bench.git("outer", "commit -q -m inner");
    let inner = bench.look("outer/inner");
    assert_eq!(
        (inner.commit, inner.directory.as_deref()),
        (Commit::parse(&id), Some(""))
    );
    assert_eq!(bench.look("outer").is_dirty, Some(false));
    // Whatever the person wants to see of new files, what lies in a submodule may be deployed.
    fs::write(bench.path("outer/inner/new.txt"), "x").expect("written");
    for shown in ["normal", "no"] {
        bench.git(
            "outer/inner",
            &format!("config status.showUntrackedFiles {shown}"),
        );
        let told = bench.look("outer");
        assert_eq!(
            (told.is_dirty, &*told.changed),
            (Some(true), &["inner".to_owned()][..])
        );
    }
    fs::remove_file(bench.path("outer/inner/new.txt")).expect("removed");
    assert_eq!(bench.look("outer").is_dirty, Some(false));
    bench.commit("outer/inner", "2");
    assert_eq!(bench.look("outer").is_dirty, Some(true));
}

#[test]
fn a_repository_of_sha_256_has_longer_ids() {
    let bench = Bench::new();
    bench.git(".", "init -q -b main --object-format=sha256 long");
    let first = bench.commit("long", "1");
    let second = bench.commit("long", "2");
    assert_eq!(first.len(), 64);
    assert_eq!(bench.relation("long", &second), Relation::Same);
    assert_eq!(bench.relation("long", &first), Relation::Contains);
    let short = bench.commit("origin", "1");
    let told = bench.look("long");
    let deployed = Deployed {
        commit: Some(short),
        is_dirty: false,
        repository: Some("0f0f0f".to_owned()),
    };
    let relation = bench.runtime.block_on(told.relation(&Processes, &deployed));
    assert_eq!(relation, Relation::Unknown(UnknownReason::Absent));
}

#[test]
fn where_there_is_no_commit_the_reason_is_told() {
    let bench = Bench::new();
    assert_eq!(bench.look("origin").unknown, Some(UnknownReason::NoCommit));
    assert_eq!(bench.look(".").unknown, Some(UnknownReason::NoRepository));
    fs::write(
        bench.path("origin/.git/config"),
        "[core]\n\trepositoryformatversion = 99\n",
    )
    .expect("written");
    assert_eq!(bench.look("origin").unknown, Some(UnknownReason::Failed));
}

/// A branch may be called as a commit begins.
#[test]
fn a_branch_does_not_pass_for_a_commit() {
    let bench = Bench::new();
    let first = bench.commit("origin", "1");
    bench.git("origin", "checkout -q -b feature");
    let feature = bench.commit("origin", "f");
    bench.git("origin", "checkout -q main");
    bench.commit("origin", "2");
    bench.git("origin", &format!("branch {} {first}", &feature[..12]));
    assert_eq!(bench.relation("origin", &feature), Relation::Apart);
}

/// Git as it would be if somebody else owned the files.
struct Stranger;

impl Programs for Stranger {
    fn own(&self) -> Process {
        Processes.own()
    }

    fn runs(&self, pid: u32) -> Option<bool> {
        Processes.runs(pid)
    }

    fn run<'a>(
        &'a self,
        program: &'a str,
        args: &'a [&'a str],
    ) -> Wait<'a, Result<Ran, ProgramError>> {
        Processes.run(program, args)
    }

    fn run_within<'a>(
        &'a self,
        millis: u32,
        program: &'a str,
        args: &'a [&'a str],
    ) -> Wait<'a, Result<Option<Ran>, ProgramError>> {
        Box::pin(async move {
            // A switch of git's own, for tests.
            let all = [&["GIT_TEST_ASSUME_DIFFERENT_OWNER=1", program], args].concat();
            Processes.run_within(millis, "env", &all).await
        })
    }
}

#[test]
fn only_the_folder_of_the_project_itself_counts_as_safe() {
    let bench = Bench::new();
    let id = bench.commit("origin", "1");
    fs::create_dir_all(bench.path("origin/fc")).expect("made");
    let told = bench.look_by(&Stranger, "origin");
    assert_eq!((told.commit, told.unknown), (Commit::parse(&id), None));
    let told = bench.look_by(&Stranger, "origin/fc");
    assert_eq!(
        (told.commit, told.unknown),
        (None, Some(UnknownReason::Refused))
    );
}

/// No hook and no program that the repository names is run.
#[test]
fn a_repository_runs_nothing() {
    let bench = Bench::new();
    let first = bench.commit("origin", "1");
    bench.commit("origin", "2");
    let note = bench.path("was-run");
    let program = bench.path("program");
    fs::write(
        &program,
        format!("#!/bin/sh\necho run >> '{}'\n", note.display()),
    )
    .expect("written");
    make_executable(&program);
    for setting in [
        "core.fsmonitor",
        "core.pager",
        "core.sshCommand",
        "diff.external",
        "core.askPass",
    ] {
        bench.git("origin", &format!("config {setting} {}", program.display()));
    }
    for hook in [
        "post-index-change",
        "fsmonitor-watchman",
        "reference-transaction",
    ] {
        let path = bench.path("origin/.git/hooks").join(hook);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::copy(&program, &path).expect("copied");
        make_executable(&path);
    }
    fs::remove_file(&note).ok();
    assert_eq!(bench.relation("origin", &first), Relation::Contains);
    assert!(!note.exists());
}

fn make_executable(path: &Path) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("executable");
}
