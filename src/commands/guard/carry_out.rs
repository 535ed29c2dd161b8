//! How a plan is carried out: by requests of our own, or by another component, to which it is left.

use serde_json::Value;

use super::{Goods, Guard};
use crate::apply::{Applier, Done};
use crate::commands::code;
use crate::error::Result;
use crate::plan::Plan;
use crate::progress::Waits;
use crate::snapshot::{Part, Snapshot};
use crate::state::provenance::{ChangeKind, Provenance};
use crate::view::steps;

impl<G: Goods> Guard<'_, G> {
    /// Whether the plan needs what was not brought to where the service finds it.
    pub(super) fn needs(&self, plan: &Plan, code: Option<&Value>, pushed: bool) -> bool {
        let is_missing = (plan.uploads() && code.is_none()) || (plan.deploys_image() && !pushed);
        is_missing && !self.goods.hands_over()
    }

    /// Brings what the plan needs to where the service finds it, each once in a run.
    ///
    /// # Errors
    /// It could not be uploaded or pushed; nothing of the resource was written.
    pub(super) async fn bring(
        &self,
        plan: &Plan,
        code: &mut Option<Value>,
        pushed: &mut bool,
    ) -> Result<()> {
        if self.goods.hands_over() {
            return Ok(());
        }
        if plan.uploads() && code.is_none() {
            *code = self.goods.upload().await?;
        }
        if plan.deploys_image() && !*pushed {
            self.goods.push().await?;
            *pushed = true;
        }
        Ok(())
    }

    /// Where what a run of these goods puts on record comes from.
    async fn provenance(&self, change: ChangeKind, behind: Option<&str>) -> Provenance {
        let checkout = self.project.checkout().await;
        let copy = self.project.records.copy();
        match (self.goods.puts_back(), change) {
            (true, _) => Provenance::of(ChangeKind::Restored, &checkout, copy),
            (false, ChangeKind::Removed) => {
                Provenance::removed(&checkout, copy, self.project.world.clock.now())
            }
            (false, _) => Provenance::of(change, &checkout, copy).behind(behind),
        }
    }

    /// Puts on record what another component has done: the steps that write nothing, and of the open parts what is
    /// known by now.
    ///
    /// # Errors
    /// A record cannot be written.
    pub(in crate::commands) async fn record(
        &self,
        snapshot: Snapshot,
        (plan, open): (Plan, &[Part]),
    ) -> Result<()> {
        let project = self.project;
        let applier = Applier {
            world: project.world,
            client: &project.client,
            records: &project.records,
            workspace: &project.workspace,
            code: None,
            image: None,
            provenance: &|change| Box::pin(self.provenance(change, None)),
            headers: &project.desired.headers,
            // Nothing is written online, and so nothing is waited for.
            before: &|_, _| (),
            holding: &|_, _| (),
            waiting: &|_, _| (),
        };
        applier.hand_over(snapshot.rules, &plan).await?;
        for part in open {
            applier.settle(part).await?;
        }
        Ok(())
    }

    /// Saves what goes, writes, and puts on record.
    ///
    /// # Errors
    /// Whatever stopped it; the outcome is `Partial` where something was written.
    pub(super) async fn apply(
        &self,
        snapshot: Snapshot,
        plan: Plan,
        (code, behind): (Option<Value>, Option<&str>),
    ) -> Result<Vec<Done>> {
        let project = self.project;
        if plan.writes() {
            // What is to be said of the tree is said before anything is written out of it.
            project.checkout().await;
        }
        // Before the first write, for all of them: what cannot be saved must not be overwritten.
        project.keeper().before_overwriting(&plan).await?;
        let image = match plan.deploys_image() && !self.goods.hands_over() {
            // Only the registry knows it, and only after the push.
            true => self.goods.digest().await,
            false => None,
        };
        let waits = Waits::new(project.screen);
        let applier = Applier {
            world: project.world,
            client: &project.client,
            records: &project.records,
            workspace: &project.workspace,
            code,
            image,
            provenance: &|change| Box::pin(self.provenance(change, behind)),
            headers: &project.desired.headers,
            before: &|resource, call| steps::writing(project.screen, resource, call),
            holding: &|resource, others| steps::holding(project.screen, resource, others),
            waiting: &|resource, news| waits.tell(resource, news),
        };
        let news = code::news(&plan);
        if self.goods.hands_over() {
            return applier.hand_over(snapshot.rules, &plan).await;
        }
        let done = applier.apply(snapshot.rules, plan).await?;
        if let Some(part) = news {
            code::share(project, self.known, &part).await;
        }
        // What was not written may hold in clear, of an earlier version, what is a secret by now.
        let root = project.root();
        project.records.seal_all(&root, snapshot.whole).await?;
        Ok(done)
    }
}
