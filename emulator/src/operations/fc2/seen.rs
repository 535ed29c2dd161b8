//! Functions of FC 2.0 as FC 3.0 tells of them: by the name of the service and their own, joined by `$`. That lists
//! have them is documented; what a reply has of them, and that they are read alone and not written, is guessed (G74).

use serde_json::{Value, json};

use crate::cloud::Cloud;
use crate::cloud::fc2::{FcService, ServiceFunction};
use crate::doc::{Doc, text};

/// Settings of the function that both have.
const OWN: &[&str] = &[
    "codeChecksum",
    "codeSize",
    "cpu",
    "createdTime",
    "description",
    "diskSize",
    "environmentVariables",
    "functionId",
    "handler",
    "instanceConcurrency",
    "lastModifiedTime",
    "memorySize",
    "runtime",
    "timeout",
];

/// Settings of the service that a function of FC 3.0 has itself.
const SHARED: &[&str] = &[
    "internetAccess",
    "logConfig",
    "nasConfig",
    "ossMountConfig",
    "role",
    "tracingConfig",
    "vpcConfig",
];

impl Cloud {
    /// The function of a service that `SERVICE$FUNCTION` names, if it is there.
    pub(in crate::operations) fn seen(&self, region: &str, name: &str) -> Option<Doc> {
        let (service, function) = name.split_once('$')?;
        let service = self.services.get(service)?;
        let function = service.functions.get(function)?;
        Some(self.told(region, service, function))
    }

    /// All of them, by those names.
    pub(in crate::operations) fn all_seen(&self, region: &str) -> Vec<(String, Doc)> {
        let services = self.services.values();
        let functions = services.flat_map(|service| {
            let functions = service.functions.values();
            functions.map(move |function| self.told(region, service, function))
        });
        let named = functions.filter_map(|doc| Some((text(&doc, "functionName")?.to_owned(), doc)));
        named.collect()
    }

    /// What is told of one.
    fn told(&self, region: &str, service: &FcService, function: &ServiceFunction) -> Doc {
        let own = text(&function.doc, "functionName").unwrap_or_default();
        let name = format!("{}${own}", service.name());
        let mut told = super::doc(json!({
            "functionArn": self.arn(region, &name),
            "functionName": name,
        }));
        for (names, doc) in [(OWN, &function.doc), (SHARED, &service.doc)] {
            let known = names
                .iter()
                .filter_map(|name| Some((*name, doc.get(*name)?)));
            let said = known.filter(|(_, value)| !value.is_null());
            told.extend(said.map(|(name, value): (&str, &Value)| (name.to_owned(), value.clone())));
        }
        told
    }
}
