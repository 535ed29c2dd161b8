//! `driftPolicy`: whose a setting is, as `s.yaml` says it.

use serde_json::{Map, Value};

use super::problem::{Fault, Problems};
use super::schema::{Prop, PropShape, may, must};
use super::{form, text};
use crate::model::owner::pattern::Pattern;
use crate::model::owner::{Owner, Rule};
use crate::model::path::{Path, PathStep};
use crate::words;

/// The properties of one entry.
pub(in crate::dialect) const TABLE: &[Prop] = &[
    must(
        "path",
        PropShape::Either(
            &PropShape::List(&PropShape::Like(pattern)),
            &PropShape::Like(pattern),
        ),
    ),
    must("owner", PropShape::OneOf(&["console", "file"])),
    must("reason", PropShape::Like(form::filled)),
    // The CLI makes a block of a date without quotes, so any value is taken here and judged below.
    may("until", PropShape::Anything),
];

/// A path of a rule that names any setting at all.
fn pattern(text: &str) -> Result<(), Fault> {
    let wrong = || {
        Fault::new(
            words!("is not the path of a setting", "不是配置项路径"),
            words!(
                "write it as reports show it, * for any name: environmentVariables.LOG_*",
                "请按报告中的写法填写，* 表示任意名称：environmentVariables.LOG_*"
            ),
        )
    };
    let everything = || {
        Fault::new(
            words!("covers everything", "涵盖了全部配置"),
            words!(
                "a rule for all of it would switch the guard off: name the settings",
                "对全部配置生效的规则等于关闭保护：请写明具体的配置项"
            ),
        )
    };
    let pattern = Pattern::parse(text).ok_or_else(wrong)?;
    match pattern.has_name() {
        true => Ok(()),
        false => Err(everything()),
    }
}

/// Checks what the table cannot say: that there is a path, and the last day.
pub(in crate::dialect) fn check(props: &Map<String, Value>, path: &Path, problems: &mut Problems) {
    for (index, entry) in entries(props).enumerate() {
        let none = |value: &Value| value.as_array().is_some_and(Vec::is_empty);
        if entry.get("path").is_some_and(none) {
            problems.add(&path.item(&index.to_string()).key("path"), Fault::missing());
        }
        if entry.get("until").is_some() && until(entry).is_none() {
            let path = path.item(&index.to_string()).key("until");
            let fault = Fault::new(
                words!("is not a date", "不是日期"),
                words!(
                    "write it in quotes: '2026-12-31'",
                    "请加引号填写：'2026-12-31'"
                ),
            );
            problems.add(&path, fault);
        }
    }
}

/// The rules, in the order of the file. One with which something is wrong may have been meant to keep what
/// the console set: whoever goes on with it leaves its settings to the console, as long as it names any.
pub(in crate::dialect) fn rules(
    props: &Map<String, Value>,
    is_flawed: impl Fn(usize) -> bool,
) -> Vec<Rule> {
    let rules = entries(props).map(rule).enumerate();
    let careful = rules.map(|(index, mut rule)| {
        if is_flawed(index) {
            rule.owner = Owner::Console;
            rule.patterns.retain(Pattern::has_name);
        }
        rule
    });
    careful.collect()
}

/// Whether a path is within one of the rules.
pub(in crate::dialect) fn is_in_rule(path: &Path) -> bool {
    matches!(&path.0[..], [_, PathStep::Key(name), _, ..] if name == "driftPolicy")
}

fn entries(props: &Map<String, Value>) -> impl Iterator<Item = &Map<String, Value>> {
    let list = props.get("driftPolicy").and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_object)
}

fn rule(entry: &Map<String, Value>) -> Rule {
    let patterns = match entry.get("path") {
        Some(Value::Array(paths)) => paths.iter().collect(),
        path => path.into_iter().collect::<Vec<_>>(),
    };
    let patterns = patterns.into_iter().filter_map(Value::as_str);
    Rule {
        patterns: patterns.filter_map(Pattern::parse).collect(),
        owner: match text(entry, "owner") {
            "console" => Owner::Console,
            // A word that is neither is a flaw, by which the rule becomes the console's in `rules`.
            _ => Owner::File,
        },
        reason: text(entry, "reason").to_owned(),
        until: until(entry),
    }
}

/// The last day, where it is one.
fn until(entry: &Map<String, Value>) -> Option<jiff::civil::Date> {
    text(entry, "until").parse().ok()
}
