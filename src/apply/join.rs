//! Something that was to be created is there already: others made it since the comparison. What is equal
//! to what the project wants is taken as it is, as in a first run, and a domain that others share is joined
//! by our routes alone. About anything else somebody has to decide.

use std::rc::Rc;

use super::{Applier, Done, Effect};
use crate::drift;
use crate::error::{Error, Outcome, Result};
use crate::model::owner::Rules;
use crate::plan::{self, Change, Step, Write, WriteCall};
use crate::snapshot::Part;

impl Applier<'_> {
    /// Goes on from what others created, where nothing of it has to be decided. `error` is what the
    /// creation ended with.
    ///
    /// # Errors
    /// The creation's own, or why our routes cannot stand in what others created.
    pub(super) async fn join(
        &self,
        part: Part,
        (step, writes): (&Step, &[Write]),
        rules: &Rules,
        error: Error,
    ) -> Result<(Done, Option<Part>)> {
        let creates = matches!(
            writes,
            [Write {
                call: WriteCall::Create { .. },
                ..
            }]
        );
        // A restore wants something else than the project.
        let is_projects = step.sent == self.sealer().seal(part.resource.kind, &part.said());
        // A creation that is refused because something stands there ends with drift. Any other end is no
        // question of who was first.
        if !creates || !is_projects || error.outcome != Outcome::Drift {
            return Err(error);
        }
        // Nothing is decided by a reading that failed, or that finds nothing: the creation's own error says
        // what happened and what to do, and the next run reads it all again.
        let Ok(Some(live)) = self.read(&part.resource).await else {
            return Err(error);
        };
        let mut part = part.now_online(live, rules);
        let drift = drift::of_part(&Rc::new(part.clone()), rules, self.sealer());
        let Some(step) =
            plan::joined(drift, self.sealer()).map_err(|error| error.ended(Outcome::Drift))?
        else {
            return Err(error);
        };
        let (effect, left) = match &step.action {
            Change::Write(writes) => {
                let left = self.write(&mut part, &step, writes).await?;
                (Effect::Updated, left)
            }
            _ => {
                self.remember(&part, &step).await?;
                (Effect::Accepted, part.live.clone())
            }
        };
        let done = Done {
            resource: step.resource.clone(),
            effect,
            live: part.live.clone(),
            left,
        };
        Ok((done, Some(part)))
    }
}
