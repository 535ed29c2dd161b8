//! A baseline that was taken over from another tool: whether it is of what stands online, and what was sent, which it
//! does not say.

use std::collections::BTreeSet;

use serde_json::Value;

use super::online::Online;
use crate::model::desired::Item;
use crate::model::document::{Leaf, agree, leaves, same};
use crate::model::edit::set;
use crate::model::path::Path;
use crate::state::record::{Adopted, Baseline, Record};

/// The files of which the content is not of what stands online under that name: it was made again since, or the name of
/// the file means something else.
pub(super) fn disowned(records: &[Record], online: &Online) -> BTreeSet<String> {
    let baselines = records.iter();
    let adopted = baselines.filter_map(|one| Some((one, one.baseline.as_ref()?.adopted.as_ref()?)));
    let others = adopted.filter(|(record, adopted)| {
        let reply = online.get(&record.resource);
        reply.is_some_and(|reply| is_of_another(adopted, &reply.doc))
    });
    others.map(|(_, adopted)| adopted.file.clone()).collect()
}

/// Whether what stands online is not what the file is about.
fn is_of_another(adopted: &Adopted, online: &Value) -> bool {
    let mut differs = adopted.ids.iter().filter_map(|(name, then)| {
        let now = online.get(name)?.as_str()?;
        Some(now != then)
    });
    differs.next().unwrap_or_default()
}

/// The record without what was taken over from one of these files, which comes with it.
pub(super) fn without(mut record: Record, disowned: &BTreeSet<String>) -> (Record, Option<String>) {
    let adopted = record.baseline.as_ref();
    let adopted = adopted.and_then(|baseline| baseline.adopted.as_ref());
    let file = adopted.map(|adopted| adopted.file.clone());
    let file = file.filter(|file| disowned.contains(file));
    if file.is_some() {
        record.baseline = None;
    }
    (record, file)
}

/// Works out what was sent: what the file says now where that is what stood there, and what stood there where it is
/// not, so that it counts as changed here. `desired` and `online` are sealed.
pub(super) fn say(
    item: &Item,
    (desired, online): (&Value, Option<&Value>),
    baseline: &mut Baseline,
) {
    let (true, Some(seen)) = (baseline.adopted.is_some(), &mut baseline.seen) else {
        return;
    };
    let kind = item.resource.kind;
    let [wanted, sent, then] = [desired, &baseline.sent, seen].map(|one| leaves(kind, one));
    let now = online
        .map(|online| leaves(kind, online))
        .unwrap_or_default();
    let is_same = |path: &Path| same(then.get(path), now.get(path));
    // What a package of the other tool holds is not known. Where somebody else has deployed since, nothing shows whether
    // it was changed here, too, so that its baseline says nothing of the code.
    let is_moved = |path: &Path| kind.is_code(path.top()) && !is_same(path);
    let moved: Vec<Path> = then.keys().filter(|path| is_moved(path)).cloned().collect();
    // What the service chose by itself may never have been asked for, as long as there is anything of the rest.
    let is_there = item.is_put_empty || !kind.is_config() || !wanted.is_empty();
    let is_chosen = |path: &Path, leaf: &Leaf| {
        is_there && leaf.is_served() && kind.chooses_anew(path) && !wanted.contains_key(path)
    };
    let mut said = desired.clone();
    let paths: BTreeSet<&Path> = wanted.keys().chain(sent.keys()).collect();
    for path in paths {
        if !agree(wanted.get(path), then.get(path)) {
            let value = sent.get(path).filter(|leaf| !is_chosen(path, leaf));
            let value = value.map(|leaf| leaf.value.clone());
            set(kind, &mut said, path, value);
        }
    }
    for path in &moved {
        set(kind, &mut said, path, None);
        set(kind, seen, path, None);
    }
    baseline.sent = said;
    // The other tool leaves out what says nothing.
    if let Some(online) = online.filter(|_| then.keys().chain(now.keys()).all(is_same)) {
        *seen = online.clone();
    }
}
