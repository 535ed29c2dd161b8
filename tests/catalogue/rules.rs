//! What every entry of the catalogue must be. A rule returns what is wrong with an entry.

use std::collections::BTreeSet;

use crate::found::{Pair, has_han, is_han};

/// All that is wrong with one entry.
pub(crate) fn wrong(pair: &Pair) -> Vec<String> {
    let rules = [
        languages,
        placeholders,
        spaces,
        marks,
        gaps,
        terms,
        left_in_english,
        spelled,
    ];
    rules.iter().filter_map(|rule| rule(pair)).collect()
}

/// Each side is in its language. Where both have but values and at most one name, as in
/// `{en} (HTTP {status})`, there is nothing to translate.
fn languages(Pair { en, zh, .. }: &Pair) -> Option<String> {
    if has_han(en) {
        return Some("the English side has Chinese in it".to_owned());
    }
    if has_han(zh) || (latin(en).len() < 2 && latin(en) == latin(zh)) {
        return None;
    }
    Some("the Chinese side has no Chinese in it".to_owned())
}

/// How a command is typed depends on who was called, `s` or the native program, so no text spells one: `Typed` does.
/// What belongs to Serverless Devs itself has no other form.
fn spelled(Pair { file, en, zh, .. }: &Pair) -> Option<String> {
    const OWN: [&str; 9] = [
        "deploy",
        "plan",
        "drift",
        "info",
        "sync",
        "remove",
        "restore",
        "history",
        "state init",
    ];
    let is_of_core = file.starts_with("src/") && file != "src/main.rs";
    let quotes = OWN.map(|verb| [format!("'s {verb}"), format!("'{verb}'")]);
    let mut spelled = quotes.into_iter().flatten().chain(["'s -h".to_owned()]);
    let found = spelled.find(|quote| en.contains(quote) || zh.contains(quote))?;
    is_of_core.then(|| format!("a command that is spelled: {found}"))
}

/// The names in braces are the same, those that only carry the other language apart.
fn placeholders(Pair { en, zh, .. }: &Pair) -> Option<String> {
    let names = |text: &str| -> BTreeSet<String> {
        let known = |name: String| match name.as_str() {
            "zh" => "en".to_owned(),
            _ => name.strip_prefix("zh_").unwrap_or(&name).to_owned(),
        };
        holes(text).into_iter().map(known).collect()
    };
    let (left, right) = (names(en), names(zh));
    (left != right).then(|| format!("the names in braces differ: {left:?} and {right:?}"))
}

/// Nothing stands at the end, and both sides are indented alike.
fn spaces(Pair { en, zh, .. }: &Pair) -> Option<String> {
    let indent = |text: &str| text.len() - text.trim_start().len();
    if [en, zh]
        .iter()
        .any(|text| text.lines().any(|line| line != line.trim_end()))
    {
        return Some("a space at the end of a line".to_owned());
    }
    (indent(en) != indent(zh)).then(|| "the sides are not indented alike".to_owned())
}

/// Chinese has marks of its own: none of the narrow ones stands next to a character, and quotes are
/// “”. What is typed as it is shown stands in '…'.
fn marks(Pair { en, zh, .. }: &Pair) -> Option<String> {
    if [en, zh].iter().any(|text| text.contains(['"', '`'])) {
        return Some("a quote that is neither “” nor '…'".to_owned());
    }
    if [en, zh].iter().any(|text| text.contains("...")) {
        return Some("three dots instead of …".to_owned());
    }
    let letters: Vec<char> = shown(zh).chars().collect();
    let narrow = |letter: char| ",.;:!?()".contains(letter);
    let beside = letters.windows(2).find(|two| match two {
        [left, right] => (narrow(*left) && is_han(*right)) || (is_han(*left) && narrow(*right)),
        _ => false,
    });
    beside.map(|two| format!("a narrow mark at {two:?}"))
}

/// A space stands between a character and a Latin letter, a digit or a value, and none beside a wide
/// mark. A value that is Chinese itself (`{zh}`) needs none.
fn gaps(Pair { zh, .. }: &Pair) -> Option<String> {
    const VALUE: char = '\u{1}';
    // Two spaces set things apart on purpose.
    let text = shown(zh).replace("  ", "\u{3}");
    let letters: Vec<char> = text.chars().collect();
    let narrow = |letter: char| letter.is_ascii_alphanumeric() || letter == VALUE;
    let wide = |letter: char| "，。：；！？（）“”、".contains(letter);
    let found = letters.windows(2).find(|two| match two {
        [left, right] => {
            (is_han(*left) && narrow(*right))
                || (narrow(*left) && is_han(*right))
                || (wide(*left) && *right == ' ')
                || (*left == ' ' && wide(*right))
        }
        _ => false,
    });
    found.map(|two| format!("a space too few or too many at {two:?}"))
}

/// One thing has one name.
fn terms(Pair { en, zh, .. }: &Pair) -> Option<String> {
    const NOT_SO: [(&str, &str); 12] = [
        ("文件夹", "目录"),
        ("您", "你"),
        ("远程", "线上"),
        ("远端", "线上"),
        ("云端", "线上, or 来自云端 for what the cloud said"),
        ("回复", "响应"),
        ("应答", "响应"),
        ("存储空间", "Bucket"),
        ("账户", "账号"),
        ("区域", "地域"),
        ("漂移", "线上改动"),
        ("登陆", "登录"),
    ];
    const FINE: [&str; 4] = ["来自云端", "云端构建", "在云端为", "关闭云端"];
    let chinese = FINE
        .iter()
        .fold(zh.clone(), |text, fine| text.replace(fine, ""));
    let term = NOT_SO.iter().find(|(term, _)| chinese.contains(term));
    if let Some((term, better)) = term {
        return Some(format!("{term} is called {better}"));
    }
    let english = en.to_lowercase();
    let term = ["please", "you must", "unable to", "e.g."].into_iter();
    let term = term.into_iter().find(|term| english.contains(term));
    term.map(|term| format!("“{term}”: say it plainly"))
}

/// No English sentence was left on the Chinese side: four words in a row, commands in quotes apart.
fn left_in_english(Pair { zh, .. }: &Pair) -> Option<String> {
    let text = unquoted(&shown(zh));
    let mut row = Vec::new();
    for word in text.split([' ', '\n']) {
        match word.len() > 1 && word.chars().all(|c| c.is_ascii_alphabetic() || c == '\'') {
            true => row.push(word),
            false => row.clear(),
        }
        if row.len() == 4 {
            return Some(format!("English on the Chinese side: {}", row.join(" ")));
        }
    }
    None
}

/// Without what stands in `'…'`.
fn unquoted(text: &str) -> String {
    text.split('\'').step_by(2).collect::<Vec<_>>().join("…")
}

/// The names that stand in braces.
fn holes(text: &str) -> Vec<String> {
    let parts = text.replace("{{", "").replace("}}", "").replace("${", "{");
    let parts = parts
        .split('{')
        .skip(1)
        .map(str::to_owned)
        .collect::<Vec<_>>();
    let name = |part: &String| {
        let (name, _) = part.split_once('}').expect("a closing brace");
        name.split(':').next().unwrap_or_default().to_owned()
    };
    parts.iter().map(name).collect()
}

/// The text with a sign in the place of every value, another one in that of a Chinese value.
fn shown(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text.replace("{{", "").replace("}}", "").replace("${", "{");
    while let Some((before, after)) = rest.clone().split_once('{') {
        out.push_str(before);
        let (name, after) = after.split_once('}').expect("a closing brace");
        let is_chinese = name == "zh" || name.starts_with("zh_");
        out.push(if is_chinese { '\u{2}' } else { '\u{1}' });
        rest = after.to_owned();
    }
    out + &rest
}

/// The Latin words of a text.
fn latin(text: &str) -> Vec<String> {
    let text = shown(text);
    let words = text.split(|letter: char| !letter.is_ascii_alphanumeric());
    words
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}
