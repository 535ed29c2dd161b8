//! What a command returns to Serverless Devs: the keys that upstream's `info` returns, so that
//! `${resources.x.output.domainName}` keeps working.

use serde_json::{Map, Value};

use crate::dialect::{Handed, ResultSource};
use crate::model::resource::Kind;
use crate::model::seal::{Sealer, masked, unsealed};
use crate::plain;

/// What upstream leaves out: the certificate with its key, and what the service says of itself.
const LEFT_OUT: [&str; 5] = [
    "accountId",
    "apiVersion",
    "certConfig",
    "createdTime",
    "lastModifiedTime",
];

/// What stands online, in both forms of a result.
pub(super) fn handed(told: &ResultSource<'_>, sealer: &Sealer) -> Handed {
    let sealed = |live: &Value| sealer.seal(Kind::CustomDomain, live);
    Handed {
        shown: plain::value(&result(told, &|live| masked(&sealed(live)))),
        real: result(told, &|live| unsealed(&sealed(live), live)),
    }
}

/// `form` makes a document of what is online: one with its secrets, or one without.
fn result(told: &ResultSource<'_>, form: &dyn Fn(&Value) -> Value) -> Value {
    let mut result = Map::from_iter([("region".to_owned(), told.region.into())]);
    for (_, live) in told.online {
        if let Value::Object(settings) = form(&live.document) {
            result.extend(settings);
        }
        // What is the service's own is no setting, and no secret; upstream leaves out only a part of it.
        let fields = Kind::CustomDomain.fields(&live.document).iter();
        let told = fields.filter(|field| field.service);
        let told = told.filter_map(|field| Some((field.name, live.document.get(field.name)?)));
        result.extend(told.map(|(name, value)| (name.to_owned(), value.clone())));
    }
    result.retain(|name, _| !LEFT_OUT.contains(&name.as_str()));
    result.into()
}
