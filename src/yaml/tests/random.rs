//! Laws over random documents and random texts.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::generator::{any_text, map, value};
use super::lines::comments;
use super::oracle;
use super::writer::written;
use crate::yaml::{ByHand, Edit, Source, YamlStep, rewrite};

/// A random place in a document: one that is there, or a new key or item beside it.
fn place(document: &Value, choices: &[u8], is_new: bool) -> Vec<YamlStep> {
    let mut path = vec![YamlStep::Key("r".into()), YamlStep::Key("props".into())];
    let mut at = &document["r"]["props"];
    for choice in choices {
        let choice = usize::from(*choice);
        match at {
            Value::Object(map) if !map.is_empty() => {
                let (name, below) = map.iter().nth(choice % map.len()).unwrap();
                path.push(YamlStep::Key(name.clone()));
                at = below;
            }
            Value::Array(items) if !items.is_empty() => {
                path.push(YamlStep::Index(choice % items.len()));
                at = &items[choice % items.len()];
            }
            _ => break,
        }
    }
    if is_new {
        let last = path.pop().unwrap();
        path.push(match last {
            YamlStep::Key(_) => YamlStep::Key("new".into()),
            YamlStep::Index(_) => {
                YamlStep::Index(parent(document, &path).as_array().map_or(0, Vec::len))
            }
        });
    }
    path
}

fn parent<'v>(document: &'v Value, path: &[YamlStep]) -> &'v Value {
    path.iter().fold(document, |at, step| match step {
        YamlStep::Key(name) => &at[name.as_str()],
        YamlStep::Index(index) => &at[*index],
    })
}

/// The document after an edit, without the keys that get empty by it.
fn wanted(document: &Value, path: &[YamlStep], value: Option<&Value>) -> Value {
    let mut whole = document.clone();
    oracle::change(&mut whole, path, value);
    let mut path = path.to_vec();
    while value.is_none() && path.len() > 3 {
        path.pop();
        let is_empty = parent(&whole, &path) == &json!({}) || parent(&whole, &path) == &json!([]);
        if !is_empty || !matches!(path.last(), Some(YamlStep::Key(_))) {
            break;
        }
        oracle::change(&mut whole, &path, None);
    }
    whole
}

/// A document; with `shares` everything stands in it twice, so that aliases and variables fit.
fn document(mut props: Value, shares: bool) -> Value {
    if shares {
        props["twin"] = props.clone();
    }
    json!({"r": {"props": props}})
}

fn made(text: &str, edit: Edit) -> (Option<String>, Option<ByHand>) {
    let source = Source {
        path: "s.yaml",
        text,
    };
    let mut result = rewrite(&[source], &[edit]).unwrap();
    (
        result.files.pop().map(|(_, text)| text),
        result.by_hand.pop(),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn an_edit_is_right_or_by_hand(
        props in map(value()), new in prop::option::weighted(0.8, value()),
        choices in prop::collection::vec(any::<u8>(), 1..60), steps in prop::collection::vec(any::<u8>(), 1..4),
        is_new in any::<bool>(), shares in any::<bool>(),
    ) {
        let document = document(props, shares);
        let text = written(&json!({"name": "demo", "resources": document, "access": "default"}), &choices, shares);
        prop_assert_eq!(&oracle::resolved(&[&text]), &document, "written wrong: {}", text);
        let path = place(&document, &steps, is_new && new.is_some());
        prop_assume!(path.len() > 2);
        let full: Vec<YamlStep> = [YamlStep::Key("resources".into())].into_iter().chain(path.clone()).collect();
        let (now, place) = made(&text, Edit { path: full, value: new.clone() });
        let wanted = wanted(&document, &path, new.as_ref());
        if let Some(place) = place {
            // Without anchors and variables there is nothing that could not be edited.
            prop_assert!(shares, "by hand: {place:?} {path:?} {new:?} {text}");
            prop_assert!(now.is_none() && place.line <= text.lines().count());

        } else {
            let now = now.unwrap_or_else(|| text.clone());
            prop_assert_eq!(&oracle::resolved(&[&now]), &wanted, "{} -> {}", text, now);
            let keeps_all = new.is_some() && (is_new || is_simple(parent(&document, &path)));
            if keeps_all {
                prop_assert_eq!(comments(&text), comments(&now), "{} -> {}", text, now);
            }
        }
    }

    #[test]
    fn several_edits_are_right_or_by_hand(
        props in map(value()), shares in any::<bool>(), choices in prop::collection::vec(any::<u8>(), 1..60),
        asked in prop::collection::vec((prop::collection::vec(any::<u8>(), 1..4), any::<bool>(), prop::option::weighted(0.6, value())), 2..5),
    ) {
        let document = document(props, shares);
        let text = written(&json!({"name": "demo", "resources": document, "access": "default"}), &choices, shares);
        let mut edits: Vec<Edit> = Vec::new();
        for (steps, is_new, value) in asked {
            let path = place(&document, &steps, is_new && value.is_some());
            let is_apart = |edit: &Edit| !edit.path.starts_with(&path) && !path.starts_with(&edit.path);
            if path.len() > 2 && edits.iter().all(is_apart) {
                edits.push(Edit { path, value });
            }
        }
        let full: Vec<Edit> = edits.iter().map(|edit| Edit {
            path: [YamlStep::Key("resources".into())].into_iter().chain(edit.path.clone()).collect(),
            value: edit.value.clone(),
        }).collect();
        let result = rewrite(&[Source { path: "s.yaml", text: &text }], &full).unwrap();
        for place in result.by_hand.iter().rev() {
            edits.remove(place.edit);
        }
        let (sets, mut removals): (Vec<Edit>, Vec<Edit>) = edits.into_iter().partition(|edit| edit.value.is_some());
        removals.sort_by(|one, other| other.path.cmp(&one.path));
        let all = sets.iter().chain(&removals);
        let wanted = all.fold(document, |whole, edit| wanted(&whole, &edit.path, edit.value.as_ref()));
        let now = result.files.first().map_or(text.as_str(), |(_, now)| now);
        prop_assert_eq!(&oracle::resolved(&[now]), &wanted, "{} -> {} {:?}", text, now, result.by_hand);
        let lines = now.lines().count();
        prop_assert!(result.by_hand.iter().all(|place| (1..=lines).contains(&place.line)));
    }

    #[test]
    fn no_text_panics(text in any_text(), steps in prop::collection::vec(any::<u8>(), 0..3), new in prop::option::of(value())) {
        let names = ["resources", "a", "b", "vars"];
        let step = |choice: &u8| match names.get(usize::from(*choice % 6)) {
            Some(name) => YamlStep::Key((*name).to_owned()),
            None => YamlStep::Index(usize::from(*choice % 2)),
        };
        let edit = Edit { path: steps.iter().map(step).collect(), value: new };
        let source = Source { path: "s.yaml", text: &text };
        let _ = rewrite(&[source, source], &[edit]);
    }
}

fn is_simple(value: &Value) -> bool {
    !value.is_object() && !value.is_array()
}
