//! Another file of the project's folder.

use super::file::{environments, has_env_file};
use crate::paths::join;
use crate::ports::Files;
use crate::stated::{Outside, Stated, stated, stated_under};
use crate::yaml::{Source, document, extended};

/// What it says of its resources.
pub(super) struct Neighbour {
    /// By itself, with the file that it extends.
    pub(super) stated: Stated,
    /// Whether an environment may be laid over it.
    pub(super) has_envs: bool,
    /// The same under each of its environments; `None` where one of them is not known.
    laid: Option<Vec<Stated>>,
}

impl Neighbour {
    /// All that it may say, whatever environment it is deployed to; `None` where nobody knows.
    pub(super) fn forms(&self) -> Option<impl Iterator<Item = &Stated>> {
        let laid = self.laid.as_ref()?;
        Some([&self.stated].into_iter().chain(laid))
    }
}

/// Reads it; `None` where all of it, and of the file that it extends, cannot be read.
pub(super) fn read(files: &dyn Files, base: &str, name: &str) -> Option<Neighbour> {
    let read = |path: &str| String::from_utf8(files.read(path).ok().flatten()?).ok();
    let path = join(base, name);
    let text = read(&path)?;
    let extended = extended(&document(&text)?).map(str::to_owned);
    let mut texts = vec![(path, text)];
    if let Some(extended) = extended {
        let path = join(base, &extended);
        let text = read(&path)?;
        texts.push((path, text));
    }
    let sources = texts.iter().map(|(path, text)| Source { path, text });
    let sources: Vec<Source<'_>> = sources.collect();
    let stated = stated(&sources, &Outside::default()).ok()?;
    let path = join(base, stated.env_file());
    let has_envs = has_env_file(files, &path);
    let under = |one| {
        stated_under(&sources, &Outside::default(), one)
            .ok()
            .flatten()
    };
    let laid = match has_envs {
        true => match environments(files, &path) {
            Some(all) => all.all().iter().map(under).collect(),
            None => None,
        },
        false => Some(Vec::new()),
    };
    Some(Neighbour {
        stated,
        has_envs,
        laid,
    })
}
