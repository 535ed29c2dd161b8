//! The props that tell which resource of the cloud a resource of `s.yaml` is: its region and its names.

use std::fmt;

use serde_json::{Map, Value};

use crate::words;
use crate::words::Words;

/// The way to one of them in the props: a property, or a block and a property in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IdentityPath(&'static [&'static str]);

impl IdentityPath {
    /// By the steps that lead there.
    pub const fn new(steps: &'static [&'static str]) -> IdentityPath {
        IdentityPath(steps)
    }

    /// The steps that lead there.
    pub fn steps(self) -> &'static [&'static str] {
        self.0
    }

    /// Whether the resource has it at all: one that is nothing but a service of FC 2.0 has no block of a function.
    pub fn is_in(self, has: impl Fn(&str) -> bool) -> bool {
        matches!(self.0, [block, _, ..] if has(block)) || self.0.len() == 1
    }

    /// What stands there.
    pub fn value(self, props: &Value) -> Option<&Value> {
        self.0.iter().try_fold(props, |at, step| at.get(step))
    }

    /// The text that stands there.
    pub fn text(self, props: &Value) -> Option<&str> {
        self.value(props)?.as_str()
    }

    /// Puts a text there; whatever stands beside it is kept.
    pub fn put(self, props: &mut Value, text: &str) {
        let mut at = props;
        for step in self.0 {
            if !at.is_object() {
                *at = Value::Object(Map::new());
            }
            at = &mut at[*step];
        }
        *at = text.into();
    }
}

/// As people write it: `service.name`.
impl fmt::Display for IdentityPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("."))
    }
}

/// Several of them in a sentence.
pub fn listed(paths: &[IdentityPath]) -> Words {
    let names: Vec<Words> = paths
        .iter()
        .map(|one| Words::same(one.to_string()))
        .collect();
    match &names[..] {
        [before @ .., last] if !before.is_empty() => {
            let (Words { en, zh }, last) = (Words::list(before), &last.en);
            words!("{en} and {last}", "{zh} 和 {last}")
        }
        all => Words::list(all),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const NAME: IdentityPath = IdentityPath::new(&["service", "name"]);
    const REGION: IdentityPath = IdentityPath::new(&["region"]);

    #[test]
    fn a_text_is_read_and_put_where_the_path_leads() {
        let mut props = json!({"region": "a", "service": {"name": "s", "role": "r"}});
        assert_eq!(
            (REGION.text(&props), NAME.text(&props)),
            (Some("a"), Some("s"))
        );
        NAME.put(&mut props, "t");
        assert_eq!(
            props,
            json!({"region": "a", "service": {"name": "t", "role": "r"}})
        );
        // A text in the place of a block has no name in it, and gives way to one.
        let mut props = json!({"service": "${vars.service}"});
        assert_eq!(NAME.text(&props), None);
        NAME.put(&mut props, "t");
        assert_eq!(props, json!({"service": {"name": "t"}}));
        assert_eq!(NAME.to_string(), "service.name");
    }

    #[test]
    fn several_are_told_in_one_sentence() {
        let all = |paths: &[IdentityPath]| listed(paths).en;
        assert_eq!(all(&[NAME]), "service.name");
        assert_eq!(all(&[REGION, NAME]), "region and service.name");
        assert_eq!(
            all(&[REGION, NAME, NAME]),
            "region, service.name and service.name"
        );
    }

    #[test]
    fn a_block_that_is_not_there_has_no_name() {
        assert!(NAME.is_in(|name| name == "service"));
        assert!(!NAME.is_in(|_| false));
        assert!(REGION.is_in(|_| false));
    }
}
