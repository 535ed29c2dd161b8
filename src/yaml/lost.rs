//! What does not arrive as it stands in the file: Serverless Devs reads what looks like a number as
//! JavaScript does.

use serde_json::{Number, Value};

use crate::yaml::YamlStep;
use crate::yaml::node::{Id, NodeKind, Style, Tree};
use crate::yaml::project::YamlProject;
use crate::yaml::value::{key, plain};

impl YamlProject {
    /// A text in one of these entries of a map that is written like a number, and is another text once it was
    /// one: `1.10`, `01234`, `12345e7`. Only what stands at the map itself is looked at. The path begins
    /// with the name of the entry.
    pub fn distorted(&self, map: &[&str], names: &[&str]) -> Option<Vec<YamlStep>> {
        self.files.iter().find_map(|file| {
            let tree = &file.tree;
            let step = |at: Id, name: &str| {
                let index = tree.find(at, name)?;
                Some(tree.behind(tree.entries(at)[index].value))
            };
            let map = map.iter().try_fold(tree.root?, |at, name| step(at, name))?;
            let in_entry = |name: &&str| in_node(tree, step(map, name)?, &[key_step(name)]);
            names.iter().find_map(in_entry)
        })
    }
}

/// The step to an entry of that name.
fn key_step(name: &str) -> YamlStep {
    YamlStep::Key(name.to_owned())
}

/// The path to the first such text in a node; `path` is the node's own.
fn in_node(tree: &Tree, id: Id, path: &[YamlStep]) -> Option<Vec<YamlStep>> {
    let node = &tree.nodes[id];
    let below = |step: YamlStep| [path, &[step]].concat();
    match &node.kind {
        NodeKind::Map { entries, .. } => entries.iter().find_map(|entry| {
            // What is merged in, or stands behind an alias, is told where it is written.
            let below = below(key_step(&key(tree, entry.key)));
            in_node(tree, entry.value, &below).filter(|_| !tree.is_merge(entry))
        }),
        NodeKind::List { items, .. } => {
            let mut items = items.iter().enumerate();
            items
                .find_map(|(index, item)| in_node(tree, item.value, &below(YamlStep::Index(index))))
        }
        NodeKind::Scalar {
            text,
            style: Style::Plain,
        } if node.tag.is_none() => match plain(text) {
            // Only a number that comes back as it was written is still the same text.
            Value::Number(number) if written(&number) != *text => Some(path.to_vec()),
            _ => None,
        },
        NodeKind::Scalar { .. } | NodeKind::Alias(_) => None,
    }
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

    fn first(variables: &str) -> Option<String> {
        let text = format!(
            "resources:\n  fn:\n    props:\n      memorySize: 0x200\n      environmentVariables: {{{variables}}}\n      tags: [{{key: v, value: 2.0}}]\n"
        );
        let project = YamlProject::read(&[&text]).unwrap_or_else(|error| panic!("{:?}", error.why));
        let names = ["environmentVariables", "tags"];
        let found = project.distorted(&["resources", "fn", "props"], &names)?;
        Some(format!("{found:?}"))
    }

    #[test]
    fn a_text_that_is_no_number_any_more_is_found() {
        for text in [
            "1.10", "01234", "12345e7", "0x10", "1_000", "+5", ".5", "1.0", "-0",
        ] {
            let found = first(&format!("PLAIN: info, IT: {text}"));
            let path = r#"[Key("environmentVariables"), Key("IT")]"#;
            assert_eq!(found.as_deref(), Some(path), "{text}");
        }
        // Of these it is the same; a size in the tags is what is left.
        let fine = [
            "1.1",
            "8080",
            "-5",
            "0",
            "0.35",
            "'1.10'",
            "\"01234\"",
            "1.10.2",
            "yes",
            "!!str 1.10",
        ];
        for text in fine {
            let found = first(&format!("IT: {text}"));
            let path = r#"[Key("tags"), Index(0), Key("value")]"#;
            assert_eq!(found.as_deref(), Some(path), "{text}");
        }
    }
}
