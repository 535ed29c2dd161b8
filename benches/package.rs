//! How fast a folder is packed: `cargo bench --bench package -- FOLDER [RUNS]` prints JSON. Without
//! arguments (as `cargo test` and a plain `cargo bench` start it) it measures nothing.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::print_stdout,
    reason = "a program of its own"
)]

use std::time::Instant;

use fc_guard::native::files::Disk;
use fc_guard::package::{CodeSource, Shelf, pack};

fn main() {
    let args: Vec<String> = std::env::args()
        .skip(1)
        .filter(|arg| !arg.starts_with('-'))
        .collect();
    let Some(folder) = args.first() else { return };
    let runs = args.get(1).and_then(|runs| runs.parse().ok()).unwrap_or(3);
    let source = CodeSource::folder(std::path::absolute(folder).map_or_else(
        |_| folder.clone(),
        |path| path.to_string_lossy().into_owned(),
    ));
    let state = tempfile::tempdir().expect("a temporary folder");
    let folder = state.path().to_string_lossy().into_owned();
    let mut fresh: Vec<f64> = Vec::new();
    let mut known: Vec<f64> = Vec::new();
    let mut size = 0;
    for _ in 0..runs {
        let _ = std::fs::remove_dir_all(&folder);
        let shelf = Some(Shelf {
            folder: &folder,
            now: i64::MAX / 2_000_000,
            writes: true,
        });
        for times in [&mut fresh, &mut known] {
            let start = Instant::now();
            let packed = pack(&Disk, &source, shelf, &|_| ()).expect("a package");
            times.push(start.elapsed().as_secs_f64() * 1000.0);
            size = packed.map_or(0, |packed| packed.size);
        }
    }
    println!(
        "{}",
        serde_json::json!({"freshMs": fresh, "unchangedMs": known, "bytes": size})
    );
}
