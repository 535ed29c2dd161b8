//! References to what another resource returned that nobody could resolve: no value to deploy.

use serde_json::Value;

use super::leaf::each_leaf;
use super::problem::{Fault, Problems, Sort};
use crate::dialect::Context;
use crate::model::kind::{Generation, Kind, Naming};
use crate::model::path::{Path, PathStep};
use crate::model::reference::{Reference, Unknown, references};
use crate::model::spoken::spoken;
use crate::words;
use crate::words::Words;

/// Notes every text in the props that is such a reference, or has one in it.
pub(in crate::dialect) fn check(
    value: &Value,
    path: &Path,
    context: &Context<'_>,
    problems: &mut Problems,
) {
    each_leaf(value, path, &mut |leaf, path| {
        let text = leaf.as_str().unwrap_or_default();
        // One is enough: a text with a gap in it is no value.
        if let Some(first) = references(text).first() {
            problems.add(path, fault(first, context).of(Sort::Unresolved));
        }
    });
}

/// The kinds of resources of which nobody knows which there are to be: all of them stand behind such a
/// reference, or the name of one of them does.
pub(in crate::dialect) fn kinds(problems: &Problems, generation: Generation) -> Vec<Kind> {
    let all = generation.kinds();
    all.filter(|kind| {
        problems
            .unresolved()
            .any(|path| is_name(*kind, &path.0[1..]))
    })
    .collect()
}

/// Whether what stands there, within the props, says which resources of that kind there are to be.
fn is_name(kind: Kind, steps: &[PathStep]) -> bool {
    let Some(property) = kind.spec().property() else {
        return false;
    };
    let name = match kind.spec().naming {
        Naming::Own(setting) => setting,
        Naming::Function | Naming::Qualifier => "qualifier",
    };
    let is_key = |step: &PathStep, name: &str| matches!(step, PathStep::Key(key) if key == name);
    match steps {
        [top] | [top, PathStep::Item(_)] => is_key(top, property),
        // A name stands right in the block or the entry; what is deeper belongs to something else.
        [top, .., last] => {
            // In the props of FC 2.0 everything has just a name.
            let is_second = kind.spec().generation == Generation::SECOND;
            let is_name = is_key(last, name) || is_second && is_key(last, "name");
            is_key(top, property) && steps.len() <= 3 && is_name
        }
        [] => false,
    }
}

fn fault(reference: &Reference<'_>, context: &Context<'_>) -> Fault {
    let Reference {
        whole, resource, ..
    } = reference;
    let unknown = context.unknown.get(*resource);
    let (why, remedy) = match unknown {
        Some(Unknown { why, remedy }) => (why.clone(), remedy.clone()),
        None => (
            words!(
                "the live resource {resource} has no such value",
                "线上的资源 {resource} 没有这一项"
            ),
            words!(
                "correct the name of the value, or deploy resource {resource} with it",
                "请更正该值的名称，或在资源 {resource} 中补上它并部署"
            ),
        ),
    };
    let (Words { en, zh }, whole) = (why, spoken(whole));
    Fault::new(
        words!("{whole} is not known: {en}", "{whole} 的值尚未确定：{zh}"),
        remedy,
    )
}
