//! Texts outside of the catalogue: nothing that people read may hide in a literal of one language.

use crate::found::has_han;

/// What looks like a sentence and is none: the file, how the text begins, and the reason.
const FINE: [(&str, &str, &str); 26] = [
    (
        "src/commands/remove/instances.rs",
        "provision put",
        "a command to type",
    ),
    (
        "src/commands/remove/service.rs",
        "remove ",
        "a command to type",
    ),
    (
        "src/dialect/fc2/function.rs",
        "This is default function description",
        "a value that upstream deploys",
    ),
    (
        "src/source/image.rs",
        "cannot connect to the docker daemon",
        "what docker says",
    ),
    (
        "src/source/image.rs",
        "error during connect",
        "what docker says",
    ),
    (
        "src/commands/aliases.rs",
        "version publish",
        "a command to type",
    ),
    (
        "src/commands/aliases.rs",
        "alias publish",
        "a command to type",
    ),
    (
        "src/model/arguments/names.rs",
        "密码",
        "a name that is looked for",
    ),
    (
        "src/model/arguments/names.rs",
        "口令",
        "a name that is looked for",
    ),
    (
        "src/model/arguments/names.rs",
        "密钥",
        "a name that is looked for",
    ),
    (
        "src/model/arguments/names.rs",
        "令牌",
        "a name that is looked for",
    ),
    (
        "src/model/edit.rs",
        "it was made an object just now",
        "what `expect` says; it cannot happen",
    ),
    (
        "src/native/clock.rs",
        "the system has a source of randomness",
        "what `expect` says",
    ),
    (
        "src/native/files.rs",
        "not a regular file",
        "a cause in the system's words",
    ),
    (
        "component/host.js",
        "not a regular file",
        "a cause in the system's words",
    ),
    ("src/source/image.rs", "no such image", "what docker says"),
    ("src/page/row.rs", "hot ", "classes of the page"),
    ("src/page/settings.rs", "banner ", "classes of the page"),
    ("src/page/settings.rs", "card ", "classes of the page"),
    (
        "component/http.js",
        "the connection broke",
        "a cause in the words of Node",
    ),
    (
        "component/http.js",
        "connect timeout",
        "a kind of failure, which is not shown",
    ),
    (
        "src/entry/panic.rs",
        "fc-guard panicked at",
        "for the developers: the shim explains it to everybody else",
    ),
    ("component/help.js", "state init", "a command to type"),
    (
        "component/help.js",
        "[可选/Optional]",
        "in front of what each flag does",
    ),
    (
        "component/upstream-help.js",
        "",
        "names of flags; tests/shim/words.test.mjs looks at every text",
    ),
    ("", "use strict", "JavaScript"),
];

/// Whether the literal should be in the catalogue.
pub(crate) fn is_loose(file: &str, text: &str) -> bool {
    let is_fine = |fine: &Fine| is_it(fine, file, text);
    !FINE.iter().any(is_fine) && (has_han(text) || is_prose(text))
}

type Fine = (&'static str, &'static str, &'static str);

fn is_it((place, start, _): &Fine, file: &str, text: &str) -> bool {
    file.ends_with(place) && text.starts_with(start)
}

/// What is let through and is not there any more.
pub(crate) fn idle(loose: &[(String, usize, String)]) -> Vec<Fine> {
    let is_there = |fine: &Fine| loose.iter().any(|(file, _, text)| is_it(fine, file, text));
    FINE.into_iter().filter(|fine| !is_there(fine)).collect()
}

/// Two words in a row are a sentence. Markup, words of a style sheet and flags are none.
fn is_prose(text: &str) -> bool {
    let text = without_markup(text);
    let is_word = |word: &str| {
        let word = word.trim_matches(|c: char| ",.;:!?()“”".contains(c));
        word.len() > 1 && word.chars().all(|c| c.is_ascii_alphabetic())
    };
    let words: Vec<&str> = text.split_whitespace().collect();
    words
        .windows(2)
        .any(|two| two.iter().all(|word| is_word(word)))
}

/// The text without its tags. A piece of HTML may begin or end within one.
fn without_markup(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text.trim_start_matches('"');
    while let Some((before, after)) = rest.split_once('<') {
        out.push_str(before);
        rest = after.split_once('>').map_or("", |(_, rest)| rest);
    }
    let rest = rest.split_once("\">").map_or(rest, |(_, rest)| rest);
    out + rest
}
