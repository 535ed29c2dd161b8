//! The table of what the emulator guesses, and where its lines are named.

use std::collections::BTreeSet;
use std::fs;

use crate::sources::{files, name, root};

/// What stands in the columns of a line: its id, the guess, the evidence, and the request that would settle it.
pub(crate) type Row = [String; 4];

/// The table of the project.
pub(crate) fn table() -> String {
    fs::read_to_string(root().join("emulator/GUESSES.md")).unwrap()
}

/// The lines of a table, or what is wrong with one.
pub(crate) fn rows(table: &str) -> Result<Vec<Row>, String> {
    let lines = table.lines().filter(|line| line.starts_with('|'));
    // The head and the line below it.
    let rows: Vec<Row> = lines.skip(2).map(row).collect::<Result<_, _>>()?;
    let mut known = BTreeSet::new();
    match rows.iter().find(|[id, ..]| !known.insert(id)) {
        Some([id, ..]) => Err(format!("{id} stands there twice")),
        None => Ok(rows),
    }
}

/// One line of it.
fn row(line: &str) -> Result<Row, String> {
    let inner = line
        .strip_prefix('|')
        .and_then(|line| line.strip_suffix('|'));
    let columns: Vec<&str> = inner.unwrap_or(line).split('|').map(str::trim).collect();
    let full = columns.iter().all(|column| !column.is_empty());
    let columns = columns.iter().map(|column| (*column).to_owned());
    let row: Result<Row, _> = columns.collect::<Vec<_>>().try_into();
    row.ok()
        .filter(|[id, ..]| full && named(id) == [id.as_str()])
        .ok_or_else(|| format!("not an id and three columns: {line}"))
}

/// The ids that a text names: a capital G and digits, as a word of their own.
pub(crate) fn named(text: &str) -> Vec<&str> {
    let words = text.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
    let is_id = |word: &&str| {
        let digits = word.strip_prefix('G').unwrap_or_default();
        !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    words.filter(is_id).collect()
}

/// Each id that the files below a folder name, behind the file. This room, whose tests make ids up, is left out.
pub(crate) fn uses(folder: &str) -> BTreeSet<(String, String)> {
    let folder = root().join(folder);
    let all = ["rs", "mjs"].map(|ending| files(&folder, ending)).concat();
    let texts = all
        .iter()
        .filter(|file| !file.starts_with(root().join("tests/structure")))
        .map(|file| (name(file), fs::read_to_string(file).unwrap()));
    texts
        .flat_map(|(file, text)| {
            let ids = named(&text)
                .into_iter()
                .map(|id| (file.clone(), id.to_owned()));
            ids.collect::<Vec<_>>()
        })
        .collect()
}
