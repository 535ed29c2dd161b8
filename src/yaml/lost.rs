//! What does not arrive as it stands in the file: Serverless Devs reads what looks like a number as
//! JavaScript does, words in capital letters as true and false, and drops what it reads as no value.

use serde_json::{Number, Value};

use crate::yaml::expression::variable;
use crate::yaml::intent::get;
use crate::yaml::node::{Id, Node, NodeKind, Style, Tree};
use crate::yaml::place::{defined, ways};
use crate::yaml::project::YamlProject;
use crate::yaml::value::{key, plain};
use crate::yaml::{YamlStep, line};

/// The greatest number below which JavaScript has every whole one.
const EXACT: i64 = 9_007_199_254_740_991;

/// How often a variable may stand for another.
const DEEPEST: usize = 6;

/// What becomes of a text that stands in the file without quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// It is a number, which is written in another way.
    Number,
    /// It is a number, of which only the last digits are lost.
    Digits,
    /// It is true or false, which are written in another way.
    Flag,
    /// It is no value, so that nothing arrives.
    Everything,
}

/// A text that is another text, or none, once Serverless Devs took it for something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LostText {
    /// Where it arrives, from the top of the resolved document.
    pub path: Vec<YamlStep>,
    /// Index of the source in which it is written.
    pub file: usize,
    /// The 1-based line there.
    pub line: usize,
    /// The name beside which it is written; none in a list.
    pub name: Option<String>,
    /// What stands before it and is no part of it: an anchor with the space behind it, else nothing.
    pub anchor: String,
    /// As it is written.
    pub text: String,
    pub loss: Loss,
}

impl YamlProject {
    /// The texts at or below a path of the resolved document that arrive as other texts: `1.10`, `01234`, `True`,
    /// `null`. They may be written anywhere from where they reach that place. `is_text` says of a path whether its
    /// value is a text for whoever gets it.
    pub fn lost(&self, at: &[YamlStep], is_text: &dyn Fn(&[YamlStep]) -> bool) -> Vec<LostText> {
        let mut places = Vec::new();
        if let Some(value) = get(&self.resolved, at) {
            places_in(value, at, is_text, &mut places);
        }
        let arriving = places.iter().filter_map(|at| self.lost_at(at, false));
        let dropped = self.dropped.iter();
        let dropped = dropped.filter(|path| path.starts_with(at) && is_text(path));
        let dropped = dropped.filter_map(|at| self.lost_at(at, true));
        arriving.chain(dropped).collect()
    }

    /// What is lost of one value, of which nothing arrives where it `is_none`.
    fn lost_at(&self, at: &[YamlStep], is_none: bool) -> Option<LostText> {
        // The first way that leads to a value is the one that wins.
        let way = ways(self, at).into_iter().find(|way| way.found)?;
        let mut written = Vec::new();
        self.written((way.file, way.node), DEEPEST, &mut written);
        let mut written = written.into_iter();
        // What is put into the middle of a text may be empty on purpose.
        let is_meant = |lost: &LostText| (lost.loss == Loss::Everything) == is_none;
        written.find_map(|(file, node)| self.lost_of(at, file, node).filter(is_meant))
    }

    /// The places in which a value is written: its own, what its alias stands for, and those of the variables
    /// that it draws on. `left` is how often one may still draw on another.
    fn written(&self, (file, node): (usize, Id), left: usize, found: &mut Vec<(usize, Id)>) {
        let tree = &self.files[file].tree;
        let node = tree.behind(node);
        found.push((file, node));
        let Some(left) = left.checked_sub(1) else {
            return;
        };
        let drawn = tree.scalar(node).into_iter().flat_map(variables);
        let drawn = drawn.filter_map(|names| defined(self, &names));
        drawn.for_each(|place| self.written(place, left, found));
    }

    /// A text that is lost, where it is written.
    fn lost_of(&self, at: &[YamlStep], file: usize, node: Id) -> Option<LostText> {
        let source = &self.files[file];
        let (text, loss) = lost(&source.tree, node)?;
        let Node { start, body, .. } = source.tree.nodes[node];
        Some(LostText {
            path: at.to_vec(),
            file,
            line: line::number(&source.text, body),
            name: name(&source.tree, node),
            anchor: source.text[start..body].to_owned(),
            text,
            loss,
        })
    }
}

/// The paths of all values at or below one that are texts for whoever gets them.
fn places_in(
    value: &Value,
    at: &[YamlStep],
    is_text: &dyn Fn(&[YamlStep]) -> bool,
    places: &mut Vec<Vec<YamlStep>>,
) {
    let mut below = |step: YamlStep, value: &Value| {
        places_in(value, &[at, &[step]].concat(), is_text, places);
    };
    match value {
        Value::Object(map) => {
            for (name, value) in map {
                below(YamlStep::Key(name.clone()), value);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                below(YamlStep::Index(index), value);
            }
        }
        _ if is_text(at) => places.push(at.to_vec()),
        Value::Number(_) | Value::String(_) | Value::Bool(_) | Value::Null => {}
    }
}

/// The text of a scalar that another one arrives for, or nothing.
fn lost(tree: &Tree, id: Id) -> Option<(String, Loss)> {
    let node = &tree.nodes[id];
    let NodeKind::Scalar { text, style } = &node.kind else {
        return None;
    };
    if *style != Style::Plain || node.tag.is_some() {
        return None;
    }
    if is_no_number(text) {
        return Some((text.clone(), Loss::Number));
    }
    // Only what comes back as it was written is still the same text.
    let loss = match plain(text) {
        Value::Number(number) if is_rounded(&number) => Loss::Digits,
        Value::Number(number) if written(&number) != *text => Loss::Number,
        Value::Bool(flag) if flag.to_string() != *text => Loss::Flag,
        Value::Null => Loss::Everything,
        _ => return None,
    };
    Some((text.clone(), loss))
}

/// Whether it is read as a number that there is none of in JSON, so that nothing arrives for it: `.inf`,
/// `.nan`, and one that is too great.
fn is_no_number(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    let is_word =
        [".inf", ".Inf", ".INF"].contains(&unsigned) || [".nan", ".NaN", ".NAN"].contains(&text);
    let digits: String = unsigned.chars().filter(|letter| *letter != '_').collect();
    // What has letters of its own (`inf`) is a word to the reader of YAML, and a number to Rust's.
    let is_digits = digits.starts_with(|letter: char| letter.is_ascii_digit() || letter == '.');
    is_word || (is_digits && digits.parse::<f64>().is_ok_and(f64::is_infinite))
}

/// Whether a number has more digits than JavaScript keeps.
fn is_rounded(number: &Number) -> bool {
    match number.as_i64() {
        Some(whole) => !(-EXACT..=EXACT).contains(&whole),
        None => number.as_u64().is_some(),
    }
}

/// The name of the entry that a value is.
fn name(tree: &Tree, id: Id) -> Option<String> {
    let (parent, index) = tree.nodes[id].parent?;
    let entry = tree.entries(parent).get(index)?;
    Some(key(tree, entry.key))
}

/// The variables that a text draws on, each with its names below `vars`.
fn variables(text: &str) -> impl Iterator<Item = Vec<&str>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let start = rest.find("${")?;
        let end = start + rest[start..].find('}')? + 1;
        let expression = &rest[start..end];
        rest = &rest[end..];
        Some(variable(expression))
    })
    .flatten()
}

/// A number as JavaScript writes it, as far as anybody writes such a number by hand.
fn written(number: &Number) -> String {
    match (number.as_i64(), number.as_f64()) {
        (Some(whole), _) => whole.to_string(),
        (None, Some(number)) => number.to_string(),
        (None, None) => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ABOVE: &str = "vars:\n  version: &v 1.10\n  fine: 1.1\n  deep: {zip: 01234}\n  again: '${vars.deep.zip}'\n  alias: *v\n  none:\n  on: True\nx: &shared {FROM_ANCHOR: 2.0}\ntemplate:\n  one:\n    environmentVariables: {FROM_TEMPLATE: 3.0}\n";

    /// The path below the resource, and the place of the first text that is lost.
    fn first(variables: &str, more: &str) -> Option<(String, String)> {
        let text = format!(
            "{ABOVE}resources:\n  fn:\n{more}    props:\n      memorySize: 0x200\n      environmentVariables: {{{variables}}}\n      tags: [{{key: v, value: 2.0}}]\n"
        );
        let project = YamlProject::read(&[&text]).unwrap_or_else(|error| panic!("{:?}", error.why));
        let props = ["resources", "fn", "props"].map(|name| YamlStep::Key(name.to_owned()));
        let is_text = |path: &[YamlStep]| path[3] != YamlStep::Key("memorySize".to_owned());
        let found = project.lost(&props, &is_text).into_iter().next()?;
        let line = text.lines().nth(found.line - 1).unwrap_or_default().trim();
        assert!(line.contains(&found.text), "{line}");
        let named = format!("{}: {}", found.name.unwrap_or_default(), found.text);
        Some((format!("{:?}", &found.path[3..]), named))
    }

    #[test]
    fn a_text_that_is_no_number_any_more_is_found() {
        for text in [
            "1.10",
            "01234",
            "12345e7",
            "0x10",
            "1_000",
            "+5",
            ".5",
            "1.0",
            "-0",
            "1234567890123456789",
            "9007199254740993",
            "-9007199254740993",
            "12345678901234567890",
            ".inf",
            "-.Inf",
            ".NaN",
            "1e400",
            "-1e4_00",
            "True",
            "FALSE",
        ] {
            let found = first(&format!("PLAIN: info, IT: {text}"), "");
            let path = r#"[Key("environmentVariables"), Key("IT")]"#.to_owned();
            assert_eq!(found, Some((path, format!("IT: {text}"))), "{text}");
        }
        // Nothing arrives for these, so they come last.
        for text in ["Null", "~", ""] {
            let found = first(&format!("IT: {text}"), "").map(|(path, _)| path);
            assert_eq!(
                found.as_deref(),
                Some(r#"[Key("tags"), Index(0), Key("value")]"#)
            );
            let text =
                format!("resources: {{fn: {{props: {{environmentVariables: {{IT: {text}}}}}}}}}");
            let project =
                YamlProject::read(&[&text]).unwrap_or_else(|error| panic!("{:?}", error.why));
            let [lost] = &project.lost(&[], &|path| path.len() == 5)[..] else {
                panic!("{text}");
            };
            assert_eq!((lost.loss, lost.line), (Loss::Everything, 1));
        }
        // Of these it is the same; a size in the tags is what is left.
        let fine = [
            "1.1",
            "8080",
            "-5",
            "0",
            "0.35",
            "9007199254740991",
            "'1.10'",
            "\"01234\"",
            "1.10.2",
            "yes",
            "Yes",
            "true",
            "false",
            "'True'",
            "''",
            "'a${vars.none}b'",
            "!!str 1.10",
            "inf",
            "NaN",
            ".infinity",
            "'${vars.fine}'",
            "'v${vars.fine}'",
            "\"${env('X')}\"",
        ];
        for text in fine {
            let (path, _) = first(&format!("IT: {text}"), "").expect("a tag");
            assert_eq!(path, r#"[Key("tags"), Index(0), Key("value")]"#, "{text}");
        }
    }

    /// Wherever it is written, that is the place that is told.
    #[test]
    fn it_is_found_where_it_is_written() {
        let extend = "    extend: {name: one}\n";
        for (variables, more, name, written) in [
            ("IT: '${vars.version}'", "", "IT", "version: 1.10"),
            ("IT: *v", "", "IT", "version: 1.10"),
            ("IT: '${vars.alias}'", "", "IT", "version: 1.10"),
            ("IT: '${vars.again}'", "", "IT", "zip: 01234"),
            (
                "IT: 'v${vars.fine}-${vars.deep.zip}'",
                "",
                "IT",
                "zip: 01234",
            ),
            ("IT: 'v${vars.on}'", "", "IT", "on: True"),
            ("<<: *shared", "", "FROM_ANCHOR", "FROM_ANCHOR: 2.0"),
            ("", extend, "FROM_TEMPLATE", "FROM_TEMPLATE: 3.0"),
        ] {
            let (path, found) = first(variables, more).expect(variables);
            let end = format!("Key(\"{name}\")]");
            assert!(path.ends_with(&end), "{path}");
            assert_eq!(found, written, "{variables}");
        }
    }
}
