//! How fast code is packed, against `zip -r` on the same trees in the same run.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::Context;
use anyhow::Result;
use serde_json::Value;
use serde_json::json;
use tempfile::TempDir;

use super::site::Component;
use super::site::Site;
use crate::command;
use crate::demo::interrupt::Interrupt;
use crate::project::Project;

/// Makes a tree in a folder.
type Grow = fn(&Path) -> Result<()>;

/// Trees, as (name, what it is, how it is made).
const TREES: [(&str, &str, Grow); 2] = [
    ("small", "20,000 small files", small),
    ("large", "200 MB in 4 files", large),
];

/// The figures of every tree, in milliseconds.
pub(super) fn measure(
    place: (&Project, &Interrupt),
    ours: &Component,
    runs: usize,
) -> Result<Value> {
    let (project, _) = place;
    let folder = TempDir::new()?;
    let mut rows = Vec::new();
    for (name, about, make) in TREES {
        let tree = folder.path().join(name);
        make(&tree)?;
        let bytes = size(&tree)?;
        eprintln!("xtask: packing {about}");
        let zip = match best(runs, || zip(&tree)) {
            Ok(time) => Some(time),
            // Everything else is worth measuring without it.
            Err(error) => {
                eprintln!("xtask: {error:#}");
                None
            }
        };
        let native = native(project, &tree, runs)?;
        let (fresh, unchanged) = wasm(place, ours, &tree, runs)?;
        rows.push(json!({
            "tree": about,
            "megabytes": bytes / 1e6,
            "zipMs": zip,
            "nativeMs": least(&native["freshMs"]),
            "nativeUnchangedMs": least(&native["unchangedMs"]),
            "wasmMs": fresh,
            "wasmUnchangedMs": unchanged,
        }));
    }
    Ok(rows.into())
}

/// The least of several runs: what disturbs a run only makes it longer.
fn best(runs: usize, mut run: impl FnMut() -> Result<f64>) -> Result<f64> {
    let mut least = f64::MAX;
    for _ in 0..runs {
        least = least.min(run()?);
    }
    Ok(least)
}

/// The least of several times; the largest number there is where there are none.
fn least(times: &Value) -> f64 {
    let times = times
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_f64);
    times.fold(f64::MAX, f64::min)
}

/// How long `zip -r` takes, in milliseconds.
fn zip(tree: &Path) -> Result<f64> {
    let out = tree.with_extension("zip");
    // `zip` would add to an archive that is there.
    let _ = fs::remove_file(&out);
    let start = Instant::now();
    let mut zip = Command::new("zip");
    zip.args(["-q", "-r"]).arg(&out).arg(".").current_dir(tree);
    command::run(&mut zip).context("`zip` is needed to compare with")?;
    Ok(start.elapsed().as_secs_f64() * 1000.0)
}

/// What the benchmark of the native core prints.
fn native(project: &Project, tree: &Path, runs: usize) -> Result<Value> {
    let mut bench = command::cargo(project.root());
    bench.args(["bench", "--quiet", "--locked", "--bench", "package", "--"]);
    bench.arg(tree).arg(runs.to_string());
    let text = command::read(&mut bench)?;
    serde_json::from_str(text.trim()).context("the bench printed no figures")
}

/// What `plan` takes with that code, less what it takes with hardly any: first without an index, then
/// with the one that a deploy leaves.
fn wasm(
    place: (&Project, &Interrupt),
    ours: &Component,
    tree: &Path,
    runs: usize,
) -> Result<(f64, f64)> {
    let site = Site::new(place, ours, 1, 0)?;
    let code = tree.to_string_lossy().into_owned();
    let plan = |code: &str| {
        let figures = site.alone("plan", code, &[])?;
        figures["commandMs"].as_f64().context("no time")
    };
    // What a command takes besides packing, which is taken off.
    let nothing = best(runs, || plan("./code"))?;
    let fresh = best(runs, || plan(&code))?;
    // What was written a moment ago is not trusted yet.
    std::thread::sleep(std::time::Duration::from_secs(3));
    site.alone("deploy", &code, &["--use-local"])?;
    let unchanged = best(runs, || plan(&code))?;
    Ok((fresh - nothing, (unchanged - nothing).max(0.0)))
}

/// The bytes of all files in a tree.
fn size(tree: &Path) -> Result<f64> {
    let mut total = 0.0;
    for entry in fs::read_dir(tree)? {
        let entry = entry?;
        let metadata = entry.metadata()?;
        total += match metadata.is_dir() {
            true => size(&entry.path())?,
            false => metadata.len() as f64,
        };
    }
    Ok(total)
}

/// The same numbers in every run.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }
}

/// Many files of a few kilobytes, as a tree of dependencies has them.
fn small(tree: &Path) -> Result<()> {
    let mut numbers = Numbers(1);
    for index in 0..20_000 {
        let folder = tree.join(format!("package{}/module{}", index % 200, index % 7));
        fs::create_dir_all(&folder)?;
        let words = 50 + numbers.next() % 550;
        let text: Vec<String> = (0..words)
            .map(|_| format!("word{}", numbers.next() % 500))
            .collect();
        fs::write(folder.join(format!("file{index}.py")), text.join(" "))?;
    }
    Ok(())
}

/// Half of each file is noise, half of it text.
fn large(tree: &Path) -> Result<()> {
    fs::create_dir_all(tree)?;
    let mut numbers = Numbers(2);
    for index in 0..4 {
        let mut bytes = Vec::with_capacity(50 << 20);
        while bytes.len() < 50 << 20 {
            let noise = (bytes.len() >> 19) % 2 == 0;
            for _ in 0..(1 << 19) {
                let number = numbers.next();
                bytes.push(if noise {
                    number as u8
                } else {
                    b"abcdefgh \n"[(number % 10) as usize]
                });
            }
        }
        fs::write(tree.join(format!("half{index}.bin")), bytes)?;
    }
    Ok(())
}
