//! What the component `fc` leaves out, as its library was seen to do it.

use super::Tree;
use crate::package::{CodeFolder, CodePatterns, CodeSource, pack};

const FILES: [&str; 18] = [
    "#note",
    ".DS_Store",
    ".env",
    ".fcignore",
    "README.md",
    "a.py",
    "b.py",
    "br[1].txt",
    "cache/only.log",
    "lib/.env",
    "lib/a.py",
    "lib/deep/x.txt",
    "lib/deep/y.log",
    "node_modules/m.js",
    "sub/.DS_Store",
    "sub/node_modules/m.js",
    "test/one.js",
    "test/two.ts",
];

/// The lines of the file; what of the rest they leave out, and what they add.
const RECORDED: &[(&str, &[&str], &[&str])] = &[
    ("", &[], &[]),
    ("node_modules", &["node_modules/m.js"], &[]),
    ("node_modules/", &["node_modules/m.js"], &[]),
    (
        "**/node_modules",
        &["node_modules/m.js", "sub/node_modules/m.js"],
        &[],
    ),
    (
        "**/node_modules/",
        &["node_modules/m.js", "sub/node_modules/m.js"],
        &[],
    ),
    ("*.py", &["a.py", "b.py"], &[]),
    ("**/*.py", &["a.py", "b.py", "lib/a.py"], &[]),
    ("./a.py", &["a.py"], &[]),
    ("/a.py", &[], &[]),
    ("a.py/", &["a.py"], &[]),
    (
        "lib/**",
        &["lib/.env", "lib/a.py", "lib/deep/x.txt", "lib/deep/y.log"],
        &["lib/"],
    ),
    (
        "lib/*",
        &["lib/.env", "lib/a.py", "lib/deep/x.txt", "lib/deep/y.log"],
        &["lib/"],
    ),
    (
        "lib",
        &["lib/.env", "lib/a.py", "lib/deep/x.txt", "lib/deep/y.log"],
        &[],
    ),
    (
        "lib/",
        &["lib/.env", "lib/a.py", "lib/deep/x.txt", "lib/deep/y.log"],
        &[],
    ),
    ("LIB", &[], &[]),
    ("**/deep/**", &["lib/deep/x.txt", "lib/deep/y.log"], &[]),
    (
        "*\n!a.py",
        &[
            "#note",
            ".fcignore",
            "README.md",
            "b.py",
            "br[1].txt",
            "cache/only.log",
            "lib/.env",
            "lib/a.py",
            "lib/deep/x.txt",
            "lib/deep/y.log",
            "node_modules/m.js",
            "sub/.DS_Store",
            "sub/node_modules/m.js",
            "test/one.js",
            "test/two.ts",
        ],
        &[],
    ),
    ("!a.py\n*.py", &["a.py", "b.py"], &[]),
    ("*.py\n!a.py", &["b.py"], &[]),
    ("*.MD", &[], &[]),
    ("#note", &["#note"], &[]),
    ("# note", &[], &[]),
    (" a.py", &[], &[]),
    ("br[1].txt", &["br[1].txt"], &[]),
    ("br\\[1\\].txt", &["br[1].txt"], &[]),
    (
        "test/*.{js,ts}",
        &["test/one.js", "test/two.ts"],
        &["test/"],
    ),
    ("te?t", &["test/one.js", "test/two.ts"], &[]),
    ("**/.env\n**/.DS_Store", &["lib/.env", "sub/.DS_Store"], &[]),
    ("!.env", &[], &[".env"]),
    ("[ab].py", &["a.py", "b.py"], &[]),
    ("@(a|b).py", &["a.py", "b.py"], &[]),
    ("*/a.py", &["lib/a.py"], &[]),
    ("**/*.log\n!lib/**", &["cache/only.log"], &["cache/"]),
    ("**/*.log\n!lib", &["cache/only.log"], &["cache/"]),
    ("cache/*", &["cache/only.log"], &["cache/"]),
    (
        "**/*\n!lib/**\n!lib",
        &[
            "#note",
            ".fcignore",
            "README.md",
            "a.py",
            "b.py",
            "br[1].txt",
            "cache/only.log",
            "node_modules/m.js",
            "sub/.DS_Store",
            "sub/node_modules/m.js",
            "test/one.js",
            "test/two.ts",
        ],
        &[],
    ),
    // At the end `/` is about folders alone, where it is a pattern or takes in.
    ("!*.*/", &[], &[]),
    ("!.env/", &[], &[]),
    ("*.txt/", &[], &[]),
    ("[ab].py/", &[], &[]),
    ("@(a|b).py/", &[], &[]),
    ("{a,b}.py/", &["a.py", "b.py"], &[]),
    ("*.py\n!*.py/", &["a.py", "b.py"], &[]),
    (
        "lib*/",
        &["lib/.env", "lib/a.py", "lib/deep/x.txt", "lib/deep/y.log"],
        &[],
    ),
    (
        "**/*.log\n!cache/",
        &["cache/only.log", "lib/deep/y.log"],
        &["cache/"],
    ),
    ("lib\\deep", &[], &[]),
    ("{a\nb}.py", &[], &[]),
    (
        "**",
        &[
            "#note",
            ".fcignore",
            "README.md",
            "a.py",
            "b.py",
            "br[1].txt",
            "cache/only.log",
            "lib/.env",
            "lib/a.py",
            "lib/deep/x.txt",
            "lib/deep/y.log",
            "node_modules/m.js",
            "sub/.DS_Store",
            "sub/node_modules/m.js",
            "test/one.js",
            "test/two.ts",
        ],
        &[],
    ),
];

fn tree() -> Tree {
    let files = FILES.iter();
    files.fold(Tree::new(), |tree, path| tree.file(path, "x"))
}

fn packed(tree: &Tree, patterns: CodePatterns) -> Vec<String> {
    let folder = CodeFolder {
        patterns: Some(patterns.into()),
        ..CodeFolder::new("/code".to_owned())
    };
    let packed = pack(tree, &CodeSource::Folder(folder), None, &|_| ());
    let packed = packed.expect("packed").expect("a package");
    super::contents(packed.made()).into_keys().collect()
}

fn plain() -> CodePatterns {
    CodePatterns {
        more: Vec::new(),
        beside: None,
    }
}

#[test]
fn each_pattern_leaves_out_what_it_was_seen_to() {
    let all = packed(&tree(), plain());
    for (lines, without, with) in RECORDED {
        if *lines == "**" {
            continue;
        }
        let tree = tree().file(".fcignore", lines);
        let mut wanted = all.clone();
        wanted.retain(|path| !without.contains(&path.as_str()));
        wanted.extend(with.iter().map(|path| (*path).to_owned()));
        wanted.sort();
        assert_eq!(packed(&tree, plain()), wanted, "{lines:?}");
    }
}

#[test]
fn a_runtime_leaves_out_the_packages_of_another() {
    let patterns = CodePatterns {
        more: vec!["node_modules"],
        beside: None,
    };
    let packed = packed(&tree(), patterns);
    assert!(!packed.iter().any(|path| path == "node_modules/m.js"));
    assert!(packed.iter().any(|path| path == "sub/node_modules/m.js"));
}

/// Upstream takes those beside the file where the code has none, and what they say of the code folder is meant there.
#[test]
fn patterns_may_stand_beside_the_file() {
    let beside = CodePatterns {
        more: Vec::new(),
        beside: Some(("/app".to_owned(), "code".to_owned())),
    };
    let with = |mut tree: Tree| {
        let lines = b"code/lib\n./code/a.py\ntest\r\n".to_vec();
        let kept = tree.kept.get_mut();
        kept.insert("/app/.fcignore".to_owned(), lines);
        tree
    };
    // As long as the code has patterns, these do not count.
    let own = packed(&with(tree()), beside.clone());
    assert!(own.iter().any(|path| path == "a.py"));
    let mut bare = tree();
    bare.entries.remove("/code/.fcignore");
    let packed = packed(&with(bare), beside);
    for gone in ["lib/a.py", "a.py", "test/one.js"] {
        assert!(!packed.iter().any(|path| path == gone), "{gone}");
    }
    assert!(packed.iter().any(|path| path == "b.py"));
}

/// The state and git's never go in, whatever a pattern takes in.
#[test]
fn what_is_never_packed_cannot_be_taken_in() {
    let tree = tree()
        .file(".s/fc-guard/key", "k")
        .file("lib/.git/config", "c")
        .file(".fcignore", "!.s\n!.s/**\n!**/.git");
    let packed = packed(&tree, plain());
    let never = |path: &String| path.contains(".s/") || path.contains(".git/");
    assert!(!packed.iter().any(never), "{packed:?}");
}
