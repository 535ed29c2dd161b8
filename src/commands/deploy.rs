//! The story of `s deploy`.
//!
//! Everything is read, compared and decided before the first write, and read once more right before
//! it: what moved in the meantime is compared again.

use serde_json::Value;

use crate::apply::{Applier, Done, code_part};
use crate::cli::{self, DeployFlags};
use crate::commands::Finish;
use crate::decide;
use crate::download;
use crate::drift::{self, Drift};
use crate::error::{Error, Outcome, Result};
use crate::image::{self, Image};
use crate::inputs::Inputs;
use crate::model::desired::CodeSource;
use crate::model::scope::{Scope, Triggers};
use crate::package::{self, Packed};
use crate::plan::{self, Answers, Plan};
use crate::ports::World;
use crate::project::Project;
use crate::snapshot::{self, Snapshot};
use crate::view::progress;
use crate::view::report;
use crate::view::result;
use crate::words;

/// How often the comparison is made anew because something moved online while a person decided.
const ROUNDS: usize = 5;

/// Deploys one resource of `s.yaml` and returns what Serverless Devs prints as the result.
///
/// # Errors
/// Whatever stopped it; nothing was written unless the outcome is `Partial`.
pub async fn deploy(world: World<'_>, inputs: &Inputs) -> Result<Finish> {
    let flags = cli::deploy(&inputs.args)?;
    let mut project = Project::open(world, inputs)?;
    check_names(&project, &flags.scope)?;
    download::all(&project.client, &mut project.desired).await?;
    let image = find_image(&mut project, &flags).await?;
    let packed = pack(&project, &flags.scope)?;
    let run = Run {
        project: &project,
        flags: &flags,
        packed: packed.as_ref(),
        image: image.as_ref(),
    };
    let done = run.go().await?;
    progress::summary(project.screen, &done);
    let parts = done
        .iter()
        .filter_map(|done| Some((&done.resource, done.live.as_ref()?)));
    let sealer = project.store.sealer();
    let result = result::deployed(&project.desired.region, parts, sealer);
    let outcome = match done.iter().any(|done| done.effect.wrote()) {
        true => Outcome::Changed,
        false => Outcome::Clean,
    };
    Ok(Finish::new(outcome, result))
}

/// A trigger that is named on the command line must be in the file.
fn check_names(project: &Project<'_>, scope: &Scope) -> Result<()> {
    let Some(Triggers::Named(names)) = &scope.triggers else {
        return Ok(());
    };
    let triggers = &project.desired.triggers;
    let known = |name: &&String| triggers.iter().any(|one| one["triggerName"] == ***name);
    match names.iter().find(|name| !known(name)) {
        Some(name) => Err(Error::usage(words!(
            "--trigger {name}: s.yaml has no trigger of that name",
            "--trigger {name}：s.yaml 中没有该名称的触发器"
        ))),
        None => Ok(()),
    }
}

/// The image that will be pushed, if this deploy pushes one.
async fn find_image(project: &mut Project<'_>, flags: &DeployFlags) -> Result<Option<Image>> {
    let code = flags.scope.function.is_some_and(|half| half.covers("code"));
    if flags.skip_push || !code {
        return Ok(None);
    }
    let found = image::find(project.world.programs, &project.desired).await?;
    if let Some(image) = &found {
        image::note(&mut project.desired, image);
    }
    Ok(found)
}

/// The package, unless nobody asks for the function at all. Even where only the configuration is
/// deployed it may be needed: a function that is not online is created as a whole.
fn pack(project: &Project<'_>, scope: &Scope) -> Result<Option<Packed>> {
    if scope.function.is_none() {
        return Ok(None);
    }
    progress::packing(project.screen, &project.desired.code);
    package::pack(
        project.world.files,
        &project.desired.code,
        Some(project.shelf(true)),
    )
}

/// Everything that one run works with.
struct Run<'a> {
    project: &'a Project<'a>,
    flags: &'a DeployFlags,
    packed: Option<&'a Packed>,
    image: Option<&'a Image>,
}

impl Run<'_> {
    async fn go(&self) -> Result<Vec<Done>> {
        progress::reading(self.project.screen);
        let (mut snapshot, mut drift) = self.look().await?;
        report::notes(self.project.screen, &drift, &snapshot);
        self.check_function(&snapshot)?;
        let sealer = self.project.store.sealer();
        let mut answers = Answers::by(self.flags.policy);
        let (mut code, mut pushed) = (None, false);
        for _ in 0..ROUNDS {
            self.decide(&drift, &mut answers).await?;
            let plan = plan::build(&snapshot, &drift, &answers, sealer)?;
            if !plan.writes() {
                return self.apply(snapshot, plan, None).await;
            }
            if plan.uploads() && code.is_none() {
                code = self.upload().await?;
            }
            if plan.deploys_image() && !pushed {
                pushed = self.push().await?;
            }
            let asked = plan::asked(&drift);
            (snapshot, drift) = self.look().await?;
            if asked != plan::asked(&drift) {
                progress::moved(self.project.screen);
                self.show_flagged(&drift);
            }
            if plan::open(&drift, &answers).is_empty() {
                let plan = plan::build(&snapshot, &drift, &answers, sealer)?;
                if plan.uploads() && code.is_none() {
                    code = self.upload().await?;
                }
                if plan.deploys_image() && !pushed {
                    self.push().await?;
                }
                return self.apply(snapshot, plan, code).await;
            }
        }
        Err(restless())
    }

    async fn look(&self) -> Result<(Snapshot, Drift)> {
        let Project { client, store, .. } = self.project;
        let wanted = self.project.wanted(self.packed, &self.flags.scope);
        let snapshot = snapshot::read(client, store, wanted).await?;
        let drift = drift::compare(&snapshot, store.sealer());
        Ok((snapshot, drift))
    }

    /// What belongs to a function cannot be deployed without it.
    fn check_function(&self, snapshot: &Snapshot) -> Result<()> {
        let scope = &self.flags.scope;
        if scope.function.is_some() || scope.triggers.is_none() || snapshot.has_function {
            return Ok(());
        }
        let name = &self.project.desired.function_name;
        Err(Error::local(words!(
            "function {name} is not online; nothing was written",
            "函数 {name} 不在线上；没有写入任何内容"
        ))
        .hint(words!(
            "deploy the whole resource first",
            "请先完整部署该资源"
        )))
    }

    async fn decide(&self, drift: &Drift, answers: &mut Answers) -> Result<()> {
        self.show_flagged(drift);
        let Project { screen, name, .. } = *self.project;
        let command = decide::Command {
            resource: name,
            project: &self.flags.project,
            merges: self.flags.policy.config.merge,
        };
        decide::settle(screen, drift, answers, &command).await
    }

    /// What a flag decides about is shown all the same.
    fn show_flagged(&self, drift: &Drift) {
        let screen = self.project.screen;
        if self.flags.policy.is_given() && !plan::asked(drift).is_empty() {
            report::differences(screen, drift, report::Detail::Summary);
            progress::decided_by_flag(screen, self.flags.policy);
        }
    }

    /// Pushes the image, if there is one to push. It is done once in a run.
    async fn push(&self) -> Result<bool> {
        if let Some(image) = self.image {
            progress::pushing(self.project.screen, image);
            image::push(self.project.world.programs, image).await?;
        }
        Ok(true)
    }

    async fn upload(&self) -> Result<Option<Value>> {
        let Project {
            client,
            screen,
            desired,
            ..
        } = self.project;
        match (&desired.code, self.packed) {
            (CodeSource::Oss { bucket, object }, _) => Ok(Some(code_part(bucket, object, None))),
            (_, Some(packed)) => {
                progress::uploading(*screen, packed);
                let bytes = packed.bytes(self.project.world.files, &desired.code)?;
                let object = client.upload(&bytes, &packed.checksum).await?;
                let checksum = Some(packed.checksum.as_str());
                Ok(Some(code_part(&object.bucket, &object.object, checksum)))
            }
            (_, None) => Ok(None),
        }
    }

    async fn apply(
        &self,
        snapshot: Snapshot,
        plan: Plan,
        code: Option<Value>,
    ) -> Result<Vec<Done>> {
        let project = self.project;
        let applier = Applier {
            world: project.world,
            client: &project.client,
            store: &project.store,
            code,
            configs: &project.desired.configs,
            headers: &project.desired.headers,
            before: &|resource, call| progress::writing(project.screen, resource, call),
            waiting: &|resource, waiting| progress::waiting(project.screen, resource, waiting),
        };
        applier.apply(snapshot, plan).await
    }
}

fn restless() -> Error {
    Error::cloud(words!(
        "what is online keeps changing while this deploy looks at it; nothing was written",
        "部署期间线上资源不断变化；没有写入任何内容"
    ))
    .hint(words!(
        "find out who else is deploying, then deploy again",
        "请确认还有谁在部署，然后重新部署"
    ))
}
