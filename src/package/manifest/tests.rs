//! The same files are equal, however they were packed; anything else is not.

use std::collections::BTreeSet;
use std::io::{Cursor, Write as _};

use proptest::prelude::*;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::*;

/// A file of a package: path, bytes, whether it is executable.
type File = (String, Vec<u8>, bool);

/// How somebody else packs.
#[derive(Clone, Debug)]
struct Tool {
    deflates: bool,
    turns: usize,
    reverses: bool,
    folders: bool,
    dotted: bool,
    year: u16,
}

fn pack(files: &[File], tool: &Tool) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let method = match tool.deflates {
        true => CompressionMethod::Deflated,
        false => CompressionMethod::Stored,
    };
    let time = DateTime::from_date_and_time(tool.year, 5, 6, 7, 8, 10).expect("a time");
    let options = SimpleFileOptions::default()
        .compression_method(method)
        .last_modified_time(time);
    let name = |path: &str| match tool.dotted {
        true => format!("./{path}"),
        false => path.to_owned(),
    };
    if tool.folders {
        let ends = |path: &String| {
            let ends = path.match_indices('/').map(|(end, _)| end);
            ends.map(|end| path[..end].to_owned()).collect::<Vec<_>>()
        };
        let folders: BTreeSet<String> = files.iter().flat_map(|(path, ..)| ends(path)).collect();
        for folder in folders {
            zip.add_directory(name(&folder), options).expect("a folder");
        }
    }
    let mut files = files.to_vec();
    let count = files.len().max(1);
    files.rotate_left(tool.turns % count);
    if tool.reverses {
        files.reverse();
    }
    for (path, bytes, executable) in &files {
        let mode = if *executable { 0o755 } else { 0o600 };
        zip.start_file(name(path), options.unix_permissions(mode))
            .expect("an entry");
        zip.write_all(bytes).expect("its bytes");
    }
    zip.finish().expect("an archive").into_inner()
}

fn manifest(files: &[File], tool: &Tool) -> Manifest {
    Manifest::of(&pack(files, tool), Limits::default()).expect("a manifest")
}

fn files() -> impl Strategy<Value = Vec<File>> {
    let path = proptest::collection::vec("[a-c]{1,2}", 1..4).prop_map(|steps| steps.join("/"));
    let file = (
        path,
        proptest::collection::vec(any::<u8>(), 0..40),
        any::<bool>(),
    );
    proptest::collection::vec(file, 1..8).prop_map(|files| {
        let mut seen: Vec<File> = Vec::new();
        for (path, bytes, executable) in files {
            let path = format!("{path}.py");
            if seen.iter().all(|(known, ..)| *known != path) {
                seen.push((path, bytes, executable));
            }
        }
        seen
    })
}

fn tool() -> impl Strategy<Value = Tool> {
    (any::<[bool; 4]>(), 0usize..8, 1980u16..2100).prop_map(|(flags, turns, year)| Tool {
        deflates: flags[0],
        reverses: flags[1],
        folders: flags[2],
        dotted: flags[3],
        turns,
        year,
    })
}

proptest! {
    #[test]
    fn who_packs_does_not_matter(files in files(), one in tool(), other in tool()) {
        prop_assert_eq!(manifest(&files, &one), manifest(&files, &other));
    }

    #[test]
    fn what_is_packed_does(files in files(), tool in tool(), at in 0usize..8, how in 0usize..5) {
        let mut changed = files.clone();
        let at = at % files.len();
        match how {
            0 => changed[at].1.push(0),
            1 => changed[at].2 = !changed[at].2,
            2 => drop(changed.remove(at)),
            3 => changed[at].0.push('x'),
            _ => changed.push(("new".to_owned(), Vec::new(), false)),
        }
        prop_assert_ne!(manifest(&files, &tool), manifest(&changed, &tool));
    }
}

#[test]
fn a_manifest_is_kept_as_it_is() {
    let tool = Tool {
        deflates: true,
        turns: 0,
        reverses: false,
        folders: true,
        dotted: false,
        year: 2026,
    };
    let files = [
        ("bootstrap".to_owned(), b"#!".to_vec(), true),
        ("a/配置 \u{202e}.py".to_owned(), b"x".to_vec(), false),
    ];
    let mut zip = ZipWriter::new_append(Cursor::new(pack(&files, &tool))).expect("an archive");
    zip.add_symlink("link", "a", SimpleFileOptions::default())
        .expect("a link");
    zip.add_directory("empty", SimpleFileOptions::default())
        .expect("a folder");
    let bytes = zip.finish().expect("an archive").into_inner();
    let manifest = Manifest::of(&bytes, Limits::default()).expect("a manifest");
    let paths: Vec<&str> = manifest.paths().collect();
    assert_eq!(paths, ["a/配置 \u{202e}.py", "bootstrap", "empty", "link"]);
    let text = serde_json::to_string(&manifest).expect("JSON");
    let read: Manifest = serde_json::from_str(&text).expect("the same");
    assert_eq!(read, manifest);
}

/// Upstream packs what is never packed here, in folders that hold nothing else, too.
#[test]
fn what_is_never_packed_is_not_compared() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let all = ["index.py", ".git/HEAD", "lib/.s/fc-guard/key", "only/.git"];
    zip.add_directory("only", SimpleFileOptions::default())
        .expect("a folder");
    for path in all {
        zip.start_file(path, SimpleFileOptions::default())
            .expect("an entry");
    }
    let bytes = zip.finish().expect("an archive").into_inner();
    let theirs = Manifest::of(&bytes, Limits::default()).expect("a manifest");
    let tool = Tool {
        deflates: true,
        turns: 0,
        reverses: false,
        folders: false,
        dotted: false,
        year: 2026,
    };
    let ours = [("index.py".to_owned(), Vec::new(), false)];
    assert_eq!(theirs, manifest(&ours, &tool));
    assert_eq!(theirs.paths().collect::<Vec<_>>(), ["index.py"]);
    assert_eq!(
        theirs.never().collect::<Vec<_>>(),
        [".git/HEAD", "lib/.s/fc-guard/key", "only/.git"]
    );
    let text = serde_json::to_string(&theirs).expect("JSON");
    let read: Manifest = serde_json::from_str(&text).expect("the same");
    assert_eq!(
        read.never().collect::<Vec<_>>(),
        theirs.never().collect::<Vec<_>>()
    );
    // A name that only some file systems take for it is packed here, so it is compared.
    let spelled = [
        ("index.py".to_owned(), Vec::new(), false),
        (".GIT/x".to_owned(), Vec::new(), false),
    ];
    assert_ne!(manifest(&spelled, &tool), theirs);
}
