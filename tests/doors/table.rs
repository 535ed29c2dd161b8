//! The table of what a deploy does: where it runs × what it finds × which flags it has. Each cell is
//! a run of its own; `table.txt` holds what all of them must do.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, PtySize, native_pty_system};
use serde_json::{Value, json};

use crate::console::HOT_FIX;
use crate::project::{Door, Project, program};

/// How a question looks: the mark on one of its answers.
const MARK: &[u8] = "❯ [".as_bytes();

/// How long one run may take before it counts as stuck. Nothing is measured by it.
const PATIENCE: Duration = Duration::from_secs(120);

/// Presses the key at every question until the run ends. What is typed before the terminal gives
/// single keys is a line for nobody, so once is not enough.
fn answer_every_question(
    mut reader: Box<dyn Read + Send>,
    mut keyboard: Box<dyn Write + Send>,
    key: &[u8],
    child: &mut dyn Child,
) -> u32 {
    let asked = Arc::new(AtomicBool::new(false));
    let question = asked.clone();
    // Not waited for: where the run left somebody behind, its terminal never closes.
    std::thread::spawn(move || {
        let (mut seen, mut bytes) = (Vec::new(), [0; 4096]);
        while let Ok(count @ 1..) = reader.read(&mut bytes) {
            seen.extend_from_slice(&bytes[..count]);
            let is_question = seen.windows(MARK.len()).any(|window| window == MARK);
            question.fetch_or(is_question, Ordering::Relaxed);
        }
    });
    let end = Instant::now() + PATIENCE;
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status.exit_code();
        }
        assert!(Instant::now() < end, "a run is stuck");
        if asked.load(Ordering::Relaxed) {
            let _ = keyboard.write_all(key);
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// What a deploy finds.
const FOUND: [&str; 17] = [
    "new",
    "settled",
    "agreed",
    "local",
    "remote",
    "code",
    "both",
    "conflict",
    "unknown",
    "deleted",
    "file's",
    "console's",
    "403",
    "429",
    "500",
    "time-out",
    "cut-off",
];

const FLAGS: [&str; 13] = [
    "",
    "-y",
    "--use-local",
    "--use-remote",
    "--merge",
    "--merge --use-local",
    "--merge --use-remote",
    "--config local",
    "--config remote",
    "--config merge",
    "--code local",
    "--code remote",
    "--config remote --code local",
];

/// Where it runs: at a terminal whose person presses nothing but Enter, in a pipe, at a terminal that
/// goes away at the first question, and at a terminal of a pipeline.
const PLACES: [&str; 4] = ["terminal", "pipe", "hang-up", "CI"];

/// How many runs are under way at once; most of them wait.
const ABREAST: usize = 6;

#[derive(Clone, Copy)]
struct Cell {
    found: usize,
    flags: usize,
    place: usize,
}

impl Cell {
    /// A function of its own, where a run may change it.
    fn function(self) -> String {
        let Cell {
            found,
            flags,
            place,
        } = self;
        match FOUND[found] {
            "new" | "agreed" | "local" | "remote" | "code" | "both" | "conflict" | "unknown"
            | "deleted" | "file's" => {
                format!("cell-{found}-{flags}-{place}")
            }
            other => format!("shared-{}", other.trim_end_matches("'s")),
        }
    }
}

fn cells(found: usize) -> Vec<Cell> {
    let place = |flags| {
        (0..PLACES.len()).map(move |place| Cell {
            found,
            flags,
            place,
        })
    };
    (0..FLAGS.len()).flat_map(place).collect()
}

/// Does it for all, a few at once.
fn each<T: Sync>(all: &[T], work: impl Fn(&T) + Sync) {
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..ABREAST {
            scope.spawn(|| {
                while let Some(one) = all.get(next.fetch_add(1, Ordering::Relaxed)) {
                    work(one);
                }
            });
        }
    });
}

struct Table {
    project: Project,
}

impl Table {
    fn inputs(&self, cell: Cell, changes: Value) -> Value {
        let mut inputs = self.project.inputs();
        let props = inputs["props"].as_object_mut().unwrap();
        for name in ["triggers", "customDomain"] {
            props.remove(name);
        }
        props.insert("functionName".to_owned(), cell.function().into());
        for (name, value) in changes.as_object().unwrap() {
            props.insert(name.clone(), value.clone());
        }
        inputs["cwd"] = json!(self.project.path("app"));
        inputs
    }

    /// What the file says when the run looks.
    fn file(&self, cell: Cell) -> Value {
        let rule = |owner: &str| json!([{"path": "timeout", "owner": owner, "reason": "r"}]);
        match FOUND[cell.found] {
            "agreed" => json!({"timeout": 60}),
            "local" | "conflict" => json!({"timeout": 20}),
            "file's" => json!({"driftPolicy": rule("file")}),
            "console's" => json!({"driftPolicy": rule("console")}),
            _ => json!({}),
        }
    }

    /// Deploys what the cell's run finds, and changes it online.
    fn prepare(&self, found: usize) {
        let mut cells = cells(found);
        cells.sort_by_key(|cell| cell.function());
        cells.dedup_by_key(|cell| cell.function());
        if FOUND[found] == "new" {
            return;
        }
        each(&cells, |cell| {
            let first = match FOUND[found] {
                "console's" => self.file(*cell),
                _ => json!({}),
            };
            let answer = self.pipe(*cell, "", &self.inputs(*cell, first), &[]);
            assert_eq!(answer["code"], 0, "{answer}");
        });
        let online: Vec<Value> = cells
            .iter()
            .flat_map(|cell| {
                let name = json!(cell.function());
                let settings = json!(["updateFunction", [name, {"timeout": 60}]]);
                let code = json!(["updateCode", [name, HOT_FIX]]);
                match FOUND[found] {
                    "agreed" | "remote" | "conflict" | "unknown" | "file's" | "console's" => {
                        vec![settings]
                    }
                    "code" => vec![code],
                    "both" => vec![settings, code],
                    "deleted" => vec![json!(["deleteFunction", [name]])],
                    _ => Vec::new(),
                }
            })
            .collect();
        if !online.is_empty() {
            self.project.console("batch", &online);
        }
        if FOUND[found] == "unknown" {
            self.project.forget();
            self.start();
        }
    }

    /// The key of the records is made before several runs want to.
    fn start(&self) {
        let cell = Cell {
            found: 0,
            flags: 0,
            place: 0,
        };
        let inputs = self.inputs(
            cell,
            json!({"functionName": format!("first-{}", self.project.emulator.writes().len())}),
        );
        assert_eq!(self.pipe(cell, "", &inputs, &[])["code"], 0);
    }

    /// One cell: word, exit code, number of writes.
    fn run(&self, cell: Cell) -> String {
        let inputs = self.inputs(cell, self.file(cell));
        let flags = FLAGS[cell.flags];
        let env = [("FC_CLIENT_READ_TIMEOUT", "1")];
        let answer = match PLACES[cell.place] {
            "pipe" => self.pipe(cell, flags, &inputs, &env),
            place => self.terminal(cell, flags, &inputs, place),
        };
        let word = answer["outcome"].as_str().unwrap_or("?");
        format!("{word} {}", answer["exit"])
    }

    fn pipe(&self, cell: Cell, flags: &str, inputs: &Value, env: &[(&str, &str)]) -> Value {
        let _ = cell;
        let args: Vec<&str> = ["deploy"]
            .into_iter()
            .chain(flags.split_whitespace())
            .collect();
        let ran = self.project.native_of(&args, env, inputs);
        let mut answer: Value = serde_json::from_str(&ran.stdout).unwrap();
        answer["exit"] = ran.code.into();
        answer
    }

    fn terminal(&self, cell: Cell, flags: &str, inputs: &Value, place: &str) -> Value {
        let file = |ending: &str| {
            let Cell {
                found,
                flags,
                place,
            } = cell;
            self.project
                .path(&format!("{found}-{flags}-{place}.{ending}"))
        };
        fs::write(file("in"), inputs.to_string()).unwrap();
        let pair = native_pty_system().openpty(PtySize::default()).unwrap();
        let mut command = CommandBuilder::new("sh");
        let binary = program("FC_GUARD_BIN", "fc-guard");
        command.args([
            "-c",
            &format!(
                "exec {} deploy {flags} < {} > {}",
                binary.display(),
                file("in").display(),
                file("out").display()
            ),
        ]);
        command.env_clear();
        for (name, value) in self.project.env() {
            command.env(name, value);
        }
        command.env("FC_CLIENT_READ_TIMEOUT", "1");
        if place == "CI" {
            command.env("CI", "true");
        }
        let mut child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let reader = pair.master.try_clone_reader().unwrap();
        let keyboard = pair.master.take_writer().unwrap();
        // Ctrl-D, with which a terminal says that nobody is there any more, or Enter, which takes the
        // answer that changes nothing.
        let key: &[u8] = if place == "hang-up" { b"\x04" } else { b"\r" };
        let exit = answer_every_question(reader, keyboard, key, child.as_mut());
        let mut answer: Value = serde_json::from_slice(&fs::read(file("out")).unwrap()).unwrap();
        answer["exit"] = exit.into();
        answer
    }

    /// How many requests changed something of each function so far. One that is online counts as
    /// created, because that request does not name it in its path.
    fn writes(&self) -> BTreeMap<String, usize> {
        let mut writes = BTreeMap::new();
        for write in self.project.emulator.writes() {
            if let Some(name) = write.split("/functions/").nth(1) {
                *writes.entry(name.to_owned()).or_default() += 1;
            }
        }
        let left = self.project.emulator.left();
        for name in left[0].as_object().unwrap().keys() {
            *writes.entry(name.clone()).or_default() += 1;
        }
        writes
    }
}

fn fault(found: &str) -> Option<Value> {
    let status = |status: u16, code: &str| json!({"kind": "status", "status": status, "code": code, "message": "m", "method": "GET"});
    Some(match found {
        "403" => status(403, "AccessDenied"),
        "429" => status(429, "TooManyRequests"),
        "500" => status(500, "InternalServerError"),
        "time-out" => json!({"kind": "hang", "method": "GET"}),
        "cut-off" => json!({"kind": "half", "method": "GET"}),
        _ => return None,
    })
}

/// All cells of one situation, as lines of the table.
fn rows(table: &Table, found: usize) -> Vec<String> {
    table.prepare(found);
    if let Some(fault) = fault(FOUND[found]) {
        table.project.emulator.fault(&fault);
    }
    let before = table.writes();
    let results = Mutex::new(BTreeMap::new());
    each(&cells(found), |cell| {
        let result = table.run(*cell);
        results
            .lock()
            .unwrap()
            .insert((cell.flags, cell.place), result);
    });
    table.project.emulator.heal();
    let after = table.writes();
    let results = results.into_inner().unwrap();
    let text = |flags, place| {
        let name = Cell {
            found,
            flags,
            place,
        }
        .function();
        let count = |writes: &BTreeMap<String, usize>| *writes.get(&name).unwrap_or(&0);
        let writes = count(&after) - count(&before);
        format!("{:16}", format!("{} {writes}", results[&(flags, place)]))
    };
    let line = |flags: usize| {
        let columns: Vec<String> = (0..PLACES.len()).map(|place| text(flags, place)).collect();
        let flags = if FLAGS[flags].is_empty() {
            "(none)"
        } else {
            FLAGS[flags]
        };
        let line = format!("{:10} {flags:29} {}", FOUND[found], columns.join(" "));
        line.trim_end().to_owned()
    };
    (0..FLAGS.len()).map(line).collect()
}

#[test]
fn every_cell() {
    let project = Project::new(Door::Native);
    let table = Table { project };
    table.start();
    let head = format!(
        "{:10} {:29} {}",
        "found",
        "flags",
        PLACES.map(|place| format!("{place:16}")).join(" ")
    );
    let mut lines = vec![
        "What a deploy does: the word of its end, its exit code, and how many requests changed something.".to_owned(),
        String::new(),
        head.trim_end().to_owned(),
    ];
    for found in 0..FOUND.len() {
        lines.extend(rows(&table, found));
    }
    let text = lines.join("\n") + "\n";
    let made = crate::project::root().join("target/table.txt");
    fs::write(&made, &text).unwrap();
    let expected = include_str!("table.txt");
    assert!(
        text == expected,
        "not as in tests/doors/table.txt; made now: {}\n{text}",
        made.display()
    );
}
