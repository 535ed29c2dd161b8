//! What does not arrive as it stands in the file: Serverless Devs drops a name, and reads what looks like a
//! number as JavaScript does.

use serde_json::{Number, Value};

use crate::model::path::Path;
use crate::yaml::node::{Id, Kind, Style, Tree};
use crate::yaml::project::Project;
use crate::yaml::value::{key, plain};

/// What Serverless Devs takes for something else than a name.
const NO_NAME: &str = "__proto__";

/// The props whose values are texts, and which take numbers for them.
const TEXTS: [&str; 4] = [
    "annotations",
    "environmentVariables",
    "tags",
    "tracingConfig",
];

/// A property in these props that has such a name.
pub(super) fn dropped(props: &Value, path: &Path) -> Option<Path> {
    match props {
        Value::Object(map) => map.iter().find_map(|(name, value)| {
            let below = path.key(name);
            match name == NO_NAME {
                true => Some(below),
                false => dropped(value, &below),
            }
        }),
        Value::Array(items) => {
            let mut items = items.iter().enumerate();
            items.find_map(|(index, item)| dropped(item, &path.item(&index.to_string())))
        }
        _ => None,
    }
}

/// A text of a resource that is written like a number, and is another text once it was one: `1.10`,
/// `01234`, `12345e7`. Only what stands at the resource itself is looked at.
pub(super) fn distorted(project: &Project, resource: &str) -> Option<Path> {
    project.files.iter().find_map(|file| {
        let tree = &file.tree;
        let step = |at: Id, name: &str| {
            let index = tree.find(at, name)?;
            Some(tree.behind(tree.entries(at)[index].value))
        };
        let props = ["resources", resource, "props"];
        let props = props
            .iter()
            .try_fold(tree.root?, |at, name| step(at, name))?;
        TEXTS.iter().find_map(|name| {
            let path = Path::default().key("props").key(name);
            in_node(tree, step(props, name)?, &path)
        })
    })
}

fn in_node(tree: &Tree, id: Id, path: &Path) -> Option<Path> {
    let node = &tree.nodes[id];
    match &node.kind {
        Kind::Map { entries, .. } => entries.iter().find_map(|entry| {
            // What is merged in, or stands behind an alias, is told where it is written.
            let below = path.key(&key(tree, entry.key));
            in_node(tree, entry.value, &below).filter(|_| !tree.is_merge(entry))
        }),
        Kind::List { items, .. } => {
            let mut items = items.iter().enumerate();
            items
                .find_map(|(index, item)| in_node(tree, item.value, &path.item(&index.to_string())))
        }
        Kind::Scalar {
            text,
            style: Style::Plain,
        } if node.tag.is_none() => match plain(text) {
            Value::Number(number) if written(&number) != *text => Some(path.clone()),
            _ => None,
        },
        Kind::Scalar { .. } | Kind::Alias(_) => None,
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
        let project = Project::read(&[&text]).unwrap_or_else(|error| panic!("{:?}", error.why));
        distorted(&project, "fn").map(|path| path.to_string())
    }

    #[test]
    fn a_text_that_is_no_number_any_more_is_found() {
        for text in [
            "1.10", "01234", "12345e7", "0x10", "1_000", "+5", ".5", "1.0", "-0",
        ] {
            let found = first(&format!("PLAIN: info, IT: {text}"));
            let path = "props.environmentVariables.IT";
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
            assert_eq!(found.as_deref(), Some("props.tags[0].value"), "{text}");
        }
    }
}
