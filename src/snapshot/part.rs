//! One resource with its three witnesses.

use std::collections::BTreeSet;
use std::rc::Rc;

use serde_json::Value;

use super::Live;
use super::colleague::{Colleague, Colleagues};
use super::domain::Shares;
use super::object::CodeObject;
use super::whose::{console, forgone};
use crate::model::document::{leaves, without};
use crate::model::edit::get;
use crate::model::fields::find;
use crate::model::mark::Witness;
use crate::model::owner::Rules;
use crate::model::path::Path;
use crate::model::resource::Resource;
use crate::model::routes::{self, OwnRoutes};
use crate::model::scope::Half;
use crate::model::variables::Variables;
use crate::package::Compared;
use crate::state::provenance::{Authorship, ChangeKind};
use crate::state::record::{Baseline, Intent, Record};

/// The three witnesses of one resource.
#[derive(Clone, Debug)]
pub struct Part {
    pub resource: Resource,
    /// As it is on disk.
    pub record: Record,
    /// The record's baseline, after the end of an interrupted write was made out.
    pub baseline: Option<Baseline>,
    /// What became of the write that the last run did not see the end of.
    pub interrupted: Option<Interrupted>,
    pub live: Option<Live>,
    /// The file of another tool that was taken for the baseline of this resource, and is about another one of its name.
    pub disowned: Option<String>,
    /// What `s.yaml` says, as far as it is ours to send; empty for a configuration that it does not
    /// have (any more).
    pub desired: Value,
    /// The settings in it that only a creation asks for, see [`Desired::unsaid`](crate::model::desired::Desired::unsaid).
    pub unsaid: &'static [&'static str],
    /// Whether the deploy waits until its instances are there.
    pub waits: bool,
    /// Whether it is a configuration that is put although nothing is set in it.
    pub is_put_empty: bool,
    /// Whether requests that still run are ended once it is written.
    pub drains: bool,
    /// Whether a run was stopped that had written it, and had not begun to end them.
    pub is_drain_due: bool,
    /// What `s.yaml` says, with what belongs to the console.
    pub file: Value,
    /// The settings, here or online, that belong to the console.
    pub console: Vec<Path>,
    /// The top-level settings online that nobody here knows and that a rule gives to the file, which
    /// has no value for them.
    pub forgone: Vec<String>,
    /// The settings, here or online, whose values are secrets of something else, whatever they are called.
    pub repeating: BTreeSet<Path>,
    /// The variables of the environment in which its secrets would be handed over.
    pub variables: Rc<Variables>,
    /// Which routes of a domain are its own, where the file and the baseline alone do not tell.
    pub own: Option<OwnRoutes>,
    /// What others have in a domain.
    pub shares: Shares,
    /// The half of it that the run takes care of.
    pub half: Half,
    /// What is in the function's code, where that had to be looked at.
    pub code: Option<Rc<Compared>>,
    /// What is known of the object in OSS that is its code, where there is one and that was looked at.
    pub object: Option<CodeObject>,
    /// What the mark of the last deploy says, where that had to be looked at.
    pub mark: Rc<Witness>,
    /// Whose deploys are on record, where they are colleagues' and that had to be looked at.
    pub colleagues: Colleagues,
}

impl Part {
    /// One of which nothing is known.
    #[cfg(test)]
    pub(crate) fn bare(resource: Resource) -> Part {
        Part {
            record: Record::new(resource.clone(), String::new()),
            resource,
            baseline: None,
            interrupted: None,
            live: None,
            disowned: None,
            desired: Value::Null,
            unsaid: &[],
            waits: false,
            is_put_empty: false,
            drains: false,
            is_drain_due: false,
            file: Value::Null,
            console: Vec::new(),
            forgone: Vec::new(),
            repeating: BTreeSet::new(),
            variables: Rc::default(),
            own: None,
            shares: Shares::default(),
            half: Half::Both,
            code: None,
            object: None,
            mark: Rc::default(),
            colleagues: Colleagues::default(),
        }
    }

    /// The same where others created it since it was read, as a reading finds it from now on: what only
    /// a creation asks for is no value to compare with.
    #[must_use]
    pub fn now_online(self, live: Live, rules: &Rules) -> Part {
        let live = Some(live);
        let file = without(&self.file, self.unsaid);
        Part {
            console: console(
                rules,
                &self.resource,
                &file,
                (live.as_ref(), None, &self.shares.left),
            ),
            desired: rules.ours(&self.resource, &file),
            file,
            forgone: forgone(rules, &self.resource, live.as_ref()),
            live,
            ..self
        }
    }

    /// Of a document of a domain that others share what is its own; of any other all.
    pub fn own_of(&self, document: &Value) -> Value {
        let mut own = document.clone();
        if let (true, Some(map)) = (self.resource.kind.is_shared(), own.as_object_mut()) {
            let routes = self.own_routes().in_domain(document);
            map.insert(routes::CONFIG.to_owned(), routes.into());
            for block in self.shares.left.keys() {
                map.shift_remove(*block);
            }
        }
        own
    }

    /// Which routes of a domain are its own.
    pub fn own_routes(&self) -> OwnRoutes {
        if let Some(own) = &self.own {
            return own.clone();
        }
        let sent = self.baseline.as_ref().map(|baseline| &baseline.sent);
        OwnRoutes::of(&self.resource, [&self.file].into_iter().chain(sent))
    }

    /// Whose deploys the baseline is of, those of others included from whose records a part of it was taken over.
    pub fn authorship(&self) -> Option<Authorship> {
        let settled = self.interrupted.as_ref().is_some_and(|one| one.done);
        let intent = self.record.pending.as_ref().filter(|_| settled);
        let meant = intent.and_then(|intent| intent.provenance.as_ref());
        let own = meant.or(self.record.provenance.as_ref()).cloned();
        let mut given = self.shares.given.iter().cloned();
        let first = own.or_else(|| given.next().map(Authorship::of));
        first.map(|first| first.beside(given))
    }

    /// What colleagues have deployed of that half of it: of its code, or of all else.
    pub fn colleague(&self, is_code: bool) -> Option<&Colleague> {
        let colleague = match is_code {
            true => &self.colleagues.code,
            false => &self.colleagues.rest,
        };
        colleague.as_deref()
    }

    /// What another component was to write, as long as nobody has made out what became of it.
    pub fn handed(&self) -> Option<&Intent> {
        self.record
            .pending
            .as_ref()
            .filter(|intent| intent.is_handed)
    }

    /// Whether it is on record that it was taken away, and by whom.
    pub fn is_removal(&self) -> bool {
        let change = self.authorship().and_then(|deploys| deploys.last.change);
        self.baseline.is_none() && change == Some(ChangeKind::Removed)
    }

    /// Whether a colleague has taken it away, of which the tree here is not known to come after.
    pub fn is_taken_away(&self) -> bool {
        self.is_removal() && self.is_of_another_tree()
    }

    /// Whether a colleague has deployed it, or all of it but the code, from a tree of which the one here is not known to
    /// come after.
    pub fn is_of_another_tree(&self) -> bool {
        let colleague = self.colleague(false);
        colleague.is_some_and(|one| !one.is_contained())
    }

    /// Whether it was decided that it stays deleted, and others have made it again since: of what stands
    /// there now nothing is on record.
    pub fn is_made_again(&self) -> bool {
        let stays_deleted = |baseline: &Baseline| baseline.seen.is_none();
        self.live.is_some() && self.baseline.as_ref().is_some_and(stays_deleted)
    }

    /// Whether the project wants it to exist.
    pub fn is_wanted(&self) -> bool {
        let kind = self.resource.kind;
        !kind.is_config() || self.is_put_empty || !leaves(kind, &self.desired).is_empty()
    }

    /// Whether it is a configuration that the file does not have (any more), whoever owns its settings.
    pub fn is_dropped(&self) -> bool {
        let kind = self.resource.kind;
        kind.is_config() && !self.is_put_empty && leaves(kind, &self.file).is_empty()
    }

    /// Whether it is such a configuration that was put with nothing set in it: it is there for that alone.
    pub fn is_dropped_empty(&self) -> bool {
        let kind = self.resource.kind;
        let is_empty = |one: &Baseline| leaves(kind, &one.sent).is_empty();
        let was_put = self.baseline.as_ref().is_some_and(is_empty);
        self.is_dropped() && kind.chooses_anew(&Path::default()) && was_put
    }

    /// What the project wants, without what only a creation asks for: the next `sent`.
    pub fn said(&self) -> Value {
        without(&self.desired, self.unsaid)
    }

    /// Whether the file leaves a setting to the service, which moves it along with others.
    pub fn is_led(&self, path: &Path) -> bool {
        let kind = self.resource.kind;
        let top = find(kind.fields(&self.desired), path.top());
        top.is_some_and(|field| !field.follows.is_empty())
            && get(kind, &self.desired, path).is_none()
    }
}

/// A write that was begun and whose end was not seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interrupted {
    /// When it was begun, in RFC 3339.
    pub at: String,
    /// Whether it stands online as it was meant.
    pub done: bool,
    /// Whether another program was to write it, which tells nobody how it ended.
    pub is_handed: bool,
}

impl Interrupted {
    /// What became of a write that was meant.
    pub(super) fn of(intent: &Intent, done: bool) -> Interrupted {
        Interrupted {
            at: intent.at.clone(),
            done,
            is_handed: intent.is_handed,
        }
    }

    /// Whether it is news: what another program was to write and has written is as it should be.
    pub fn is_news(&self) -> bool {
        !(self.is_handed && self.done)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::model::desired::{Desired, Item};
    use crate::model::resource::Kind;
    use crate::model::seal::Sealer;
    use crate::snapshot::{Known, part};

    fn desired(unsaid: &'static [&'static str]) -> Desired {
        let function = Resource::of_function("1".to_owned(), "r".to_owned(), "f".to_owned())
            .sibling(Kind::Function, "f");
        let document = json!({"memorySize": 512, "cpu": 0.35, "diskSize": 512, "timeout": 10});
        let items = vec![Item::new(function.clone(), document)];
        Desired {
            unsaid,
            ..Desired::of(function, items)
        }
    }

    /// Whoever meets it in the middle of a run sees it as whoever reads it in the next.
    #[test]
    fn what_others_created_is_as_the_next_reading_finds_it() {
        let sealer = Sealer::new([7; 32]);
        let live = || Live {
            document: json!({"memorySize": 512, "cpu": 0.5, "diskSize": 10240, "timeout": 10}),
            etag: None,
            mark: None,
        };
        for unsaid in [&[][..], &["cpu", "diskSize"]] {
            let desired = desired(unsaid);
            let item = &desired.items[0];
            let read = |live| {
                let record = Record::new(item.resource.clone(), sealer.id());
                let domains = &[];
                let known = Known {
                    record,
                    live,
                    disowned: None,
                    domains,
                    is_drain_due: false,
                };
                part(&sealer, &desired, item, known).expect("a part")
            };
            let (met, next) = (
                read(None).now_online(live(), &desired.rules),
                read(Some(live())),
            );
            assert_eq!((&met.desired, &met.file), (&next.desired, &next.file));
            assert_eq!(met.said(), next.said());
            assert_eq!(met.desired.get("cpu").is_some(), unsaid.is_empty());
        }
    }
}
