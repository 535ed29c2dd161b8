//! The records of a team as a [`Store`].

use std::rc::Rc;

use super::{Shared, root_of};
use crate::error::{Error, Result};
use crate::ports::Wait;
use crate::state::store::{Earlier, Ledger, Store, Tag, Unwritten, Version};
use crate::words;

impl Store for Rc<Shared<'_>> {
    fn get<'b>(&'b self, name: &'b str) -> Wait<'b, Result<Option<Version>>> {
        Box::pin(async move { Ok(self.head(root_of(name)).await?.version(name)) })
    }

    fn put<'b>(
        &'b self,
        name: &'b str,
        bytes: &'b [u8],
        was: Option<&'b Tag>,
    ) -> Wait<'b, Result<Tag, Unwritten>> {
        Box::pin(async move {
            let text = std::str::from_utf8(bytes).map_err(|_| no_text(name))?;
            self.replace(name, Some(text), was).await
        })
    }

    fn list<'b>(&'b self, prefix: &'b str) -> Wait<'b, Result<Vec<String>>> {
        Box::pin(async move {
            let names: Vec<String> = match listed_root(prefix) {
                // Whoever lists a root is about to compare it, so it is asked for anew.
                Some(root) => self.look(root).await?.records.into_keys().collect(),
                None => self.names_here()?.into_iter().collect(),
            };
            let begin = |name: &String| name.starts_with(prefix);
            Ok(names.into_iter().filter(begin).collect())
        })
    }

    fn remove<'b>(&'b self, name: &'b str, was: &'b Tag) -> Wait<'b, Result<(), Unwritten>> {
        Box::pin(async move { self.replace(name, None, Some(was)).await.map(|_| ()) })
    }

    fn ledger(&self) -> Option<&dyn Ledger> {
        Some(self)
    }
}

impl Ledger for Rc<Shared<'_>> {
    fn glance<'b>(&'b self, name: &'b str) -> Wait<'b, Result<Option<Version>>> {
        Box::pin(async move { Ok(self.here(root_of(name))?.version(name)) })
    }

    fn is_offline(&self) -> bool {
        self.team.is_offline
    }

    fn is_own(&self, name: &str) -> bool {
        let heads = self.heads.borrow();
        let kept = heads
            .get(root_of(name))
            .and_then(|head| head.records.get(name));
        kept.is_none_or(|kept| self.has_written(kept))
    }

    fn still_ours<'b>(&'b self, name: &'b str) -> Wait<'b, Result<()>> {
        Box::pin(async move {
            if self.team.is_offline {
                return Ok(());
            }
            let root = root_of(name);
            let head = self.look(root).await?;
            self.check_claim(root, &head)
        })
    }

    fn laid_aside(&self, name: &str) -> Result<Option<Vec<u8>>> {
        self.copy.laid_aside(name)
    }

    fn before<'b>(&'b self, name: &'b str, tag: &'b Tag) -> Wait<'b, Result<Earlier>> {
        Box::pin(self.replaced_by(name, tag))
    }
}

fn no_text(name: &str) -> Error {
    Error::bug(words!(
        "the record {name} is no text",
        "记录 {name} 不是文本"
    ))
}

/// The root all of whose names begin so, where it is one.
fn listed_root(prefix: &str) -> Option<&str> {
    let root = prefix.strip_suffix('.')?;
    (root.matches('.').count() == 1).then_some(root)
}
