//! What is online, in the words of `s.yaml`.

use serde_json::{Map, Value};

use crate::dialect::{Exported, props};
use crate::model::resource::Resource;
use crate::snapshot::Live;

/// The props of a domain that would leave online what is online now. The certificate is left to the domain:
/// the service does not show its key, without which it could not be deployed.
pub(super) fn props(online: &[(Resource, Live)]) -> Exported {
    let mut all = Map::new();
    for (resource, live) in online {
        let fields = resource.kind.fields(&live.document);
        all.insert("region".to_owned(), resource.region.clone().into());
        all.extend(props::export::settings(fields, &live.document));
        all.shift_remove("certConfig");
        // The schema asks for it, even where it is the default.
        all.entry("protocol").or_insert("HTTP".into());
    }
    let (props, left_out) = props::export::tamed(Value::Object(all));
    Exported { props, left_out }
}
