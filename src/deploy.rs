//! The story of `s deploy`: the only place that knows the order of things.
//!
//! Everything is read, compared and decided before the first write, and read once more right before
//! it: what moved in the meantime is compared again.

use serde_json::Value;

use crate::api::{Client, Endpoints};
use crate::apply::{Applier, Done, code_part};
use crate::cli::{self, DeployFlags};
use crate::config::{self, Place};
use crate::decide;
use crate::drift::{self, Drift};
use crate::error::{Error, Result};
use crate::inputs::Inputs;
use crate::model::desired::{CodeSource, Desired};
use crate::package::{self, Packed};
use crate::plan::{self, Answers, Plan};
use crate::ports::World;
use crate::snapshot::{self, Snapshot, Wanted};
use crate::state::store::Store;
use crate::view::progress;
use crate::view::report;
use crate::view::result;
use crate::view::screen::Screen;
use crate::words;

/// How often the comparison is made anew because something moved online while a person decided.
const ROUNDS: usize = 5;

/// Deploys one resource of `s.yaml` and returns what Serverless Devs prints as the result.
///
/// # Errors
/// Whatever stopped it; nothing was written unless the outcome is `Partial`.
pub async fn deploy(world: World<'_>, inputs: &Inputs) -> Result<Value> {
    let flags = cli::deploy(&inputs.args)?;
    let credential = inputs.credential()?;
    let base = inputs.base();
    let place = Place {
        account: &credential.account,
        base: &base,
    };
    let desired = config::read(&inputs.props, &place, world.files)?;
    check_project(world, inputs)?;
    let var = |name: &str| inputs.var(name);
    let account = &credential.account;
    let endpoints = Endpoints::resolve(&desired.region, account, desired.endpoint.as_deref(), var)?;
    let client = Client::new(world, credential, endpoints, var)?;
    let store = Store::open(world.files, world.clock, &base)?;
    let screen = Screen {
        terminal: world.terminal,
        lang: inputs.lang(),
    };
    progress::packing(screen, &desired.code);
    let packed = package::pack(world.files, &desired.code)?;
    let run = Run {
        world,
        client: &client,
        store: &store,
        screen,
        flags: &flags,
        resource: inputs.resource_name(),
        desired: &desired,
        packed: packed.as_ref(),
    };
    let done = run.go().await?;
    progress::summary(screen, &done);
    Ok(result::deployed(&desired.region, &done, store.sealer()))
}

/// What only the whole file can tell of this resource.
fn check_project(world: World<'_>, inputs: &Inputs) -> Result<()> {
    let (Some(path), Some(resource)) = (inputs.yaml_path(), inputs.resource_name()) else {
        return Ok(());
    };
    match world.files.read(&path)? {
        Some(bytes) => config::shared::check(&String::from_utf8_lossy(&bytes), resource),
        None => Ok(()),
    }
}

/// Everything that one run works with.
struct Run<'a> {
    world: World<'a>,
    client: &'a Client<'a>,
    store: &'a Store<'a>,
    screen: Screen<'a>,
    flags: &'a DeployFlags,
    resource: Option<&'a str>,
    desired: &'a Desired,
    packed: Option<&'a Packed>,
}

impl Run<'_> {
    async fn go(&self) -> Result<Vec<Done>> {
        progress::reading(self.screen);
        let (mut snapshot, mut drift) = self.look().await?;
        let mut answers = match self.flags.side {
            Some(side) => Answers::all(side),
            None => Answers::default(),
        };
        let mut code = None;
        for _ in 0..ROUNDS {
            self.decide(&drift, &mut answers).await?;
            let plan = plan::build(&snapshot, &drift, &answers, self.store.sealer())?;
            if !plan.writes() {
                return self.apply(snapshot, &drift, plan, None).await;
            }
            if plan.uploads() && code.is_none() {
                code = self.upload().await?;
            }
            let asked = plan::questions(&drift);
            (snapshot, drift) = self.look().await?;
            if asked != plan::questions(&drift) {
                progress::moved(self.screen);
                self.show_flagged(&drift);
            }
            if plan::open(&drift, &answers).is_empty() {
                let plan = plan::build(&snapshot, &drift, &answers, self.store.sealer())?;
                if plan.uploads() && code.is_none() {
                    code = self.upload().await?;
                }
                return self.apply(snapshot, &drift, plan, code).await;
            }
        }
        Err(restless())
    }

    async fn look(&self) -> Result<(Snapshot, Drift)> {
        let snapshot = snapshot::read(self.client, self.store, self.wanted()).await?;
        let drift = drift::compare(&snapshot, self.store.sealer());
        Ok((snapshot, drift))
    }

    fn wanted(&self) -> Wanted {
        let code = match &self.desired.code {
            CodeSource::Oss { bucket, object } => Some(format!("oss://{bucket}/{object}")),
            _ => self.packed.map(|packed| packed.checksum.clone()),
        };
        snapshot::wanted(self.desired, code)
    }

    async fn decide(&self, drift: &Drift, answers: &mut Answers) -> Result<()> {
        self.show_flagged(drift);
        decide::settle(
            self.screen,
            drift,
            answers,
            self.resource,
            &self.flags.project,
        )
        .await
    }

    /// What a flag decides about is shown all the same.
    fn show_flagged(&self, drift: &Drift) {
        if self.flags.side.is_some() && !plan::questions(drift).is_empty() {
            report::differences(self.screen, drift, report::Detail::Summary);
            progress::decided_by_flag(self.screen, self.flags.side);
        }
    }

    async fn upload(&self) -> Result<Option<Value>> {
        match (&self.desired.code, self.packed) {
            (CodeSource::Oss { bucket, object }, _) => Ok(Some(code_part(bucket, object, None))),
            (_, Some(packed)) => {
                progress::uploading(self.screen, packed);
                let object = self.client.upload(&packed.bytes, &packed.checksum).await?;
                let checksum = Some(packed.checksum.as_str());
                Ok(Some(code_part(&object.bucket, &object.object, checksum)))
            }
            (_, None) => Ok(None),
        }
    }

    async fn apply(
        &self,
        snapshot: Snapshot,
        drift: &Drift,
        plan: Plan,
        code: Option<Value>,
    ) -> Result<Vec<Done>> {
        report::notes(self.screen, drift, &snapshot.orphans, &snapshot.strangers);
        let applier = Applier {
            world: self.world,
            client: self.client,
            store: self.store,
            code,
            headers: &self.desired.headers,
            before: &|step| progress::writing(self.screen, step),
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
