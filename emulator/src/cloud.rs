//! What stands in one account, one file a noun. The operations on it are in `operations`.

pub(crate) mod bucket;
pub(crate) mod certificate;
pub(crate) mod config;
pub(crate) mod fc2;
pub(crate) mod file;
pub(crate) mod function;
pub(crate) mod image;
pub(crate) mod layer;
pub(crate) mod session;
pub(crate) mod store;

use std::collections::BTreeMap;

use serde_json::{Value, json};

use self::certificate::Certificates;
use self::fc2::Services;
use self::file::Files;
use self::function::Function;
use self::image::Images;
use self::layer::Layers;
use self::store::Store;
use crate::doc::Doc;
use crate::error::{ApiError, Result};
use crate::ids::Ids;

/// Everything that stands in the account.
#[derive(Clone, Debug)]
pub(crate) struct Cloud {
    /// Its number, which is a part of every ARN.
    pub(crate) account: String,
    /// By name, which lists are sorted by.
    pub(crate) functions: BTreeMap<String, Function>,
    /// The services of FC 2.0, with their functions.
    pub(crate) services: Services,
    /// By name; a domain belongs to no function, and several may have routes in it. Those of FC 2.0 stand here, too,
    /// since no name is given twice.
    pub(crate) domains: BTreeMap<String, Doc>,
    /// By name.
    pub(crate) layers: Layers,
    /// Those that tests have put into the certificate service.
    pub(crate) certificates: Certificates,
    /// Those that tests have put at addresses elsewhere.
    pub(crate) files: Files,
    /// What tests have said of images.
    pub(crate) images: Images,
    /// Milliseconds that the service takes for instances and images.
    pub(crate) settle: u64,
    /// The objects of OSS.
    pub(crate) store: Store,
    /// The source of all ids, keys and addresses.
    pub(crate) ids: Ids,
}

impl Cloud {
    /// An empty account. The seed makes its ids the same in every run.
    pub(crate) fn new(account: &str, seed: Option<u64>, settle: u64) -> Cloud {
        let mut ids = Ids::new(seed);
        Cloud {
            account: account.to_owned(),
            functions: BTreeMap::new(),
            services: Services::new(),
            domains: BTreeMap::new(),
            layers: Layers::new(),
            certificates: Certificates::new(),
            files: Files::new(),
            images: Images::new(),
            settle,
            store: Store::new(&mut ids),
            ids,
        }
    }

    /// All of it as JSON.
    pub(crate) fn state(&self) -> Value {
        let functions = self.functions.iter();
        let functions: Doc = functions
            .map(|(name, function)| (name.clone(), function.state()))
            .collect();
        let services = self.services.iter();
        let services: Doc = services
            .map(|(name, service)| (name.clone(), service.state()))
            .collect();
        json!({
            "account": self.account,
            "functions": functions,
            "services": services,
            "customDomains": self.domains,
            "layers": self.layers.keys().collect::<Vec<_>>(),
            "buckets": self.store.buckets,
            "objects": self.store.state(),
        })
    }

    /// A function, or the refusal that there is none of that name.
    pub(crate) fn function(&self, name: &str) -> Result<&Function> {
        let found = self.functions.get(name);
        found.ok_or_else(|| ApiError::no_function(name))
    }

    /// The same to be changed.
    pub(crate) fn function_mut(&mut self, name: &str) -> Result<&mut Function> {
        let found = self.functions.get_mut(name);
        found.ok_or_else(|| ApiError::no_function(name))
    }

    /// `acs:fc:REGION:ACCOUNT:functions/NAME`.
    pub(crate) fn arn(&self, region: &str, function: &str) -> String {
        format!("acs:fc:{region}:{}:functions/{function}", self.account)
    }
}
