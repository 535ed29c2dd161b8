//! The configurations beside a function.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::clock::Moment;
use crate::doc::{Doc, at};

/// A kind of configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// What becomes of asynchronous invocations.
    Async,
    /// Instances that are provisioned.
    Provision,
    /// Instances that are resident; a function has one of the two.
    Scaling,
    /// How many calls at once the function may take.
    Concurrency,
}

/// All configurations of a function, by kind and qualifier.
pub(crate) type Configs = BTreeMap<(Kind, String), Config>;

/// One configuration.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    /// As it was put, with the service's defaults.
    pub(crate) doc: Doc,
    /// When instances were asked for, and how many there were then.
    pub(crate) since: Moment,
    /// How many there are until the service has had time for the new ones.
    pub(crate) before: i64,
    /// Whether its instances are gone because the function may not be invoked.
    pub(crate) stopped: bool,
}

impl Config {
    /// Destroys its instances, or lets the service make them anew.
    pub(crate) fn stop(&mut self, stopped: bool, now: Moment) {
        self.stopped = stopped;
        self.since = now;
        self.before = 0;
    }

    /// How many instances there are: those of before, until the service had time for the new ones.
    pub(crate) fn current(&self, kind: Kind, now: Moment, settle: u64) -> i64 {
        let aim = match kind {
            // Both generations of the API have it; FC 3.0 shows it by two names.
            Kind::Provision => "target",
            _ => "minInstances",
        };
        if self.stopped {
            return 0;
        }
        if now.since(self.since) < settle {
            return self.before;
        }
        at(&self.doc, aim).and_then(Value::as_i64).unwrap_or(0)
    }

    /// As a read shows it, with how many instances there are.
    pub(crate) fn shown(&self, kind: Kind, now: Moment, settle: u64) -> Value {
        let mut doc = self.doc.clone();
        let current = self.current(kind, now, settle);
        match kind {
            Kind::Provision => {
                doc.insert("current".to_owned(), current.into());
            }
            Kind::Scaling => {
                doc.insert("currentInstances".to_owned(), current.into());
                let target = doc.get("minInstances").cloned().unwrap_or_default();
                doc.insert("targetInstances".to_owned(), target);
            }
            Kind::Async | Kind::Concurrency => {}
        }
        Value::Object(doc)
    }
}

/// All of them by name and qualifier, as they were put.
pub(crate) fn state(configs: &Configs) -> Value {
    let name = |kind: &Kind| match kind {
        Kind::Async => "asyncInvokeConfig",
        Kind::Provision => "provisionConfig",
        Kind::Scaling => "scalingConfig",
        Kind::Concurrency => "concurrencyConfig",
    };
    let all = configs.iter().map(|((kind, qualifier), config)| {
        let key = format!("{}/{qualifier}", name(kind));
        (key, Value::Object(config.doc.clone()))
    });
    Value::Object(all.collect())
}
