//! What a project shares with its team.

use super::{Project, team};
use crate::error::Result;
use crate::model::mark::MarkKey;
use crate::state::store::shared::{OssObjects, TeamKey};

impl<'a> Project<'a> {
    /// The objects in which its team keeps what it shares, where it has a place for that.
    ///
    /// # Errors
    /// A usage error: the place or its address.
    pub fn team_objects(&self) -> Result<Option<OssObjects<'a>>> {
        let Some(at) = team::place(self.turn)? else {
            return Ok(None);
        };
        let region = &self.desired.root.region;
        team::objects(&self.client, (self.turn, region), at).map(Some)
    }

    /// Whether its records are those of a team.
    pub fn shares_records(&self) -> bool {
        self.shared.is_some()
    }

    /// What the digests of marks are made with, where the team has a key.
    pub fn mark_key(&self) -> Option<MarkKey> {
        // One that is none was refused when the project was opened.
        let key = team::key(self.turn).ok().flatten();
        key.map(|key| MarkKey::new(key.bytes()))
    }

    /// The team's key, where the environment names it.
    ///
    /// # Errors
    /// A usage error: what it names is none.
    pub fn team_key(&self) -> Result<Option<TeamKey>> {
        team::given_key(self.turn)
    }
}
