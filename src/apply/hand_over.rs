//! What another component is about to write: the intents on disk, by which a later look tells what it has done.

use serde_json::Map;

use super::advance::Advance;
use super::{Applier, Done, effect};
use crate::error::Result;
use crate::model::owner::Rules;
use crate::plan::{Change, Plan, Step, Write, WriteCall};
use crate::snapshot::Part;
use crate::state::provenance::ChangeKind;
use crate::state::record::{Intent, Record};

impl Applier<'_> {
    /// Puts on disk what another component is about to write, and on record what is accepted as it is online.
    ///
    /// # Errors
    /// A record cannot be written; nothing was written online.
    pub async fn hand_over(&self, rules: Rules, plan: &Plan) -> Result<Vec<Done>> {
        let mut done = Vec::new();
        for step in &plan.steps {
            done.push(match &step.action {
                Change::Write(writes) => self.intend(step, writes).await?,
                Change::Nothing | Change::Remember | Change::Forget => {
                    self.carry_out(step, &rules).await?.0
                }
            });
        }
        Ok(done)
    }

    /// Puts the intent of a step on disk. The component sends it in its own way, so all of it is one write.
    async fn intend(&self, step: &Step, writes: &[Write]) -> Result<Done> {
        let part = &*step.part;
        let whole = Write {
            call: WriteCall::Update {
                body: Map::new(),
                code: false,
            },
            tops: writes.iter().flat_map(|one| one.tops.clone()).collect(),
        };
        let known = (self.sealer(), self.decider(step).await);
        let advance = Advance::new(part, step, known);
        let change = match part.live {
            None => ChangeKind::Created,
            Some(_) => ChangeKind::Updated,
        };
        let intent = Intent {
            is_handed: true,
            provenance: Some(self.authorship(part, change, true).await),
            ..advance.intent(&whole, true, self.now())
        };
        self.begin(&settled(part), intent).await?;
        Ok(Done {
            resource: step.resource.clone(),
            effect: effect(part, writes),
            live: part.live.clone(),
            left: part.live.clone(),
        })
    }

    /// Puts on record what a component has brought of what it was handed: the baseline as it is made out by now, and no
    /// intent any more.
    ///
    /// # Errors
    /// The record cannot be written.
    pub async fn settle(&self, part: &Part) -> Result<()> {
        let record = Record {
            pending: None,
            provenance: part.authorship(),
            ..settled(part)
        };
        self.records.save(&record).await
    }
}

/// The record with the baseline that is known by now, where an intent told it: the next one takes the place of that.
fn settled(part: &Part) -> Record {
    let baseline = match part.record.pending {
        Some(_) => &part.baseline,
        None => &part.record.baseline,
    };
    Record {
        baseline: baseline.clone(),
        ..part.record.clone()
    }
}
