//! One resource of `s.yaml`, understood and checked, with everything that a command works with.

use std::rc::Rc;

use serde_json::json;

use crate::api::{Client, Endpoints, OssObject};
use crate::config::{self, Care, Place};
use crate::error::Result;
use crate::inputs::Inputs;
use crate::model::desired::Desired;
use crate::model::resource::{Kind, Resource};
use crate::model::scope::Scope;
use crate::model::variables::Variables;
use crate::package::{self, CodeSource, Limits, Packed, Shelf};
use crate::ports::World;
use crate::snapshot::{self, Online, Snapshot, Wanted};
use crate::state::lock::Lock;
use crate::state::store::{Access, Store};
use crate::time::today;
use crate::typed::Typed;
use crate::view::screen::{Screen, Tone};
use crate::view::work;
use crate::words;
use crate::words::Words;

/// What every command needs. Opening it sends nothing.
pub struct Project<'a> {
    pub world: World<'a>,
    pub client: Client<'a>,
    pub store: Store<'a>,
    pub screen: Screen<'a>,
    pub desired: Desired,
    /// The folder of `s.yaml`, absolute.
    pub base: String,
    /// How much a package may hold when it is unpacked.
    pub limits: Limits,
    /// The resource's name in `s.yaml`, if the CLI told it.
    pub name: Option<&'a str>,
    /// The environment that was chosen as the default, where the command line names none.
    pub unsaid_env: Option<&'a str>,
    /// The functions that were deployed as this resource under other names, and are no other one's by now.
    pub former: Vec<Resource>,
    /// Those of them on record without an environment, as earlier versions wrote it of the default one: they
    /// may also be of a run without any, so that their domain is not taken for ours.
    pub unsaid: Vec<Resource>,
    /// The variables of the environment in which its secrets would be handed over.
    pub variables: Rc<Variables>,
    /// The command that is running, for those that messages suggest.
    pub typed: Typed,
}

impl<'a> Project<'a> {
    /// Reads and checks the props, the endpoints and the key of the digests. Says what is wrong with the
    /// file and does not stand in the way of this command.
    ///
    /// # Errors
    /// A usage or template error that names what has to be changed, or a damaged key.
    pub fn open(world: World<'a>, inputs: &'a Inputs) -> Result<Project<'a>> {
        let project = Project::open_quietly(world, inputs)?;
        for Words { en, zh } in &project.desired.warnings {
            let words = words!("note on s.yaml: {en}", "s.yaml 提示：{zh}");
            project.screen.say_in(Tone::Remote, &words);
        }
        Ok(project)
    }

    /// The same for a resource whose own turn comes later.
    ///
    /// # Errors
    /// As [`Project::open`].
    pub fn open_quietly(world: World<'a>, inputs: &'a Inputs) -> Result<Project<'a>> {
        let credential = inputs.credential()?;
        let base = inputs.base();
        let place = Place {
            account: &credential.account,
            base: &base,
            unknown: &inputs.unknown,
        };
        let care = Care::of(&inputs.command);
        let desired = config::read_with(care, &inputs.props, &place, world.files)?;
        let var = |name: &str| inputs.var(name);
        let account = &credential.account;
        let own = desired.endpoint.as_deref();
        let endpoints = Endpoints::resolve(&desired.region, account, own, var)?;
        let client = Client::new(world, credential, endpoints, var)?;
        client.hide(&inputs.props);
        client.hide(&json!({"token": inputs.secret.of(&inputs.props)}));
        client.spare([desired.region.as_str(), &desired.function_name]);
        let store = Store::open(world.files, world.clock, &base, access(inputs))?;
        learn(&store, &desired, inputs);
        let variables = Rc::new(variables(&desired, inputs));
        Ok(Project {
            world,
            client,
            variables,
            store: store.of(inputs.origin()),
            screen: Screen {
                terminal: world.terminal,
                clock: world.clock,
                lang: inputs.lang(),
            },
            desired,
            base,
            limits: Limits::of(inputs.var(package::VARIABLE))?,
            name: inputs.resource_name(),
            unsaid_env: inputs.unsaid_env(),
            former: Vec::new(),
            unsaid: Vec::new(),
            typed: inputs.typed(),
        })
    }

    /// The functions of earlier names whose domain is ours.
    pub fn owners(&self) -> Vec<Resource> {
        let all = self.former.iter();
        let said = all.filter(|one| !self.unsaid.contains(one));
        said.cloned().collect()
    }

    /// Whether it cannot be opened only because files are not there.
    pub fn awaits_files(world: World<'_>, inputs: &Inputs) -> bool {
        let Ok(credential) = inputs.credential() else {
            return false;
        };
        let place = Place {
            account: &credential.account,
            base: &inputs.base(),
            unknown: &inputs.unknown,
        };
        config::awaits_files(&inputs.props, &place, world.files)
    }

    /// The same project, about a function that no resource of the file names any more.
    ///
    /// # Errors
    /// As [`Project::open`].
    pub fn about(mut self, function: &Resource, inputs: &Inputs) -> Result<Project<'a>> {
        let desired = &mut self.desired;
        if desired.region != function.region {
            // The address that the file gives is that of its own region.
            desired.endpoint = None;
        }
        desired.region.clone_from(&function.region);
        desired.function_name.clone_from(&function.name);
        // Nothing that the file says of another function is said of this one.
        desired.function = json!({});
        desired.code = CodeSource::Nothing;
        desired.triggers.clear();
        desired.configs.clear();
        desired.open.clear();
        desired.headers.clear();
        desired.rules.clear();
        desired.shown.clear();
        desired.domain = None;
        desired.auto_domain = false;
        let var = |name: &str| inputs.var(name);
        let (own, account) = (desired.endpoint.as_deref(), &desired.account);
        let endpoints = Endpoints::resolve(&desired.region, account, own, var)?;
        self.client = Client::new(self.world, inputs.credential()?, endpoints, var)?;
        Ok(self)
    }

    /// What the project wants within a scope, the checksum of its package included.
    pub fn wanted(&self, packed: Option<&Packed>, scope: &Scope) -> Wanted {
        let code = match &self.desired.code {
            CodeSource::Oss { bucket, object } => Some(format!("oss://{bucket}/{object}")),
            _ => packed.map(|packed| packed.checksum.clone()),
        };
        let mut wanted = snapshot::wanted(&self.desired, code, scope);
        wanted.former = self.owners();
        wanted.variables = Rc::clone(&self.variables);
        wanted.rules.today = today(self.world.clock.now());
        wanted
    }

    /// Where the index of the code is kept.
    pub fn shelf(&self, writes: bool) -> Shelf<'_> {
        Shelf {
            folder: self.store.folder(),
            now: self.world.clock.now(),
            writes,
        }
    }

    /// The code that is online, shown as long work.
    ///
    /// # Errors
    /// As [`Client::download`].
    pub async fn download(&self, qualifier: &str) -> Result<Vec<u8>> {
        let function = &self.desired.function_name;
        self.download_from(function, qualifier).await
    }

    /// The same of another function of the same region.
    ///
    /// # Errors
    /// As [`Client::download`].
    pub async fn download_of(&self, function: &str) -> Result<Vec<u8>> {
        self.download_from(function, "LATEST").await
    }

    async fn download_from(&self, function: &str, qualifier: &str) -> Result<Vec<u8>> {
        work::downloading(self.screen, async |watch| {
            self.client.download(function, qualifier, watch).await
        })
        .await
    }

    /// Brings a package to where the service finds it, shown as long work.
    ///
    /// # Errors
    /// As [`Client::upload`].
    pub async fn upload(&self, bytes: &[u8], checksum: &str) -> Result<OssObject> {
        work::uploading(self.screen, bytes.len() as u64, async |watch| {
            self.client.upload(bytes, checksum, watch).await
        })
        .await
    }

    /// Keeps other runs in this folder from writing about the same function; see [`Store::lock`].
    ///
    /// # Errors
    /// Another run does so, and does not end.
    pub async fn lock(&self, command: &str) -> Result<Lock<'a>> {
        let tell = |words: &Words| self.screen.say_in(Tone::Remote, words);
        let (world, function) = (self.world, self.function());
        self.store.lock(world, &function, command, &tell).await
    }

    /// Reads the witnesses. Where a write has not ended another run may be under way with it: that one
    /// is waited for, so that nobody takes its work for left over.
    ///
    /// # Errors
    /// As [`snapshot::read_or_take`] and [`Store::lock`].
    pub async fn read(&self, wanted: Wanted, known: Option<Online>) -> Result<(Snapshot, Online)> {
        let (client, store) = (&self.client, &self.store);
        let read = snapshot::read_or_take(client, store, wanted.clone(), known).await?;
        if !read.0.is_unfinished() {
            return Ok(read);
        }
        let _lock = self.lock(self.typed.verb()).await?;
        snapshot::read_or_take(client, store, wanted, None).await
    }

    /// The run that is writing about the function at this moment, if there is one.
    ///
    /// # Errors
    /// The file that says so cannot be read.
    pub fn writer(&self) -> Result<Option<Words>> {
        self.store.writer(self.world, &self.function())
    }

    /// The function as a resource.
    pub fn function(&self) -> Resource {
        self.desired
            .resource(Kind::Function, &self.desired.function_name)
    }
}

/// Takes notice of every secret of the project, whatever part of it the command is about: what is one in
/// the function is one in its triggers, too.
fn learn(store: &Store<'_>, desired: &Desired, inputs: &Inputs) {
    let sealer = store.sealer();
    sealer.know(inputs.secret.values.iter().map(String::as_str));
    sealer.draw(&inputs.secret.drawn, &inputs.props);
    let whole = snapshot::wanted(desired, None, &Scope::whole());
    for (resource, document) in &whole.items {
        sealer.learn(resource.kind, document);
    }
}

/// What is known of the variables of the environment.
fn variables(desired: &Desired, inputs: &Inputs) -> Variables {
    Variables {
        used: inputs.secret.variables.clone(),
        drawn: inputs.secret.drawn.clone(),
        props: inputs.props.clone(),
        resource: inputs.resource_name().map(str::to_owned),
        has_others: inputs.secret.has_others,
        triggers: desired.trigger_names().map(str::to_owned).collect(),
    }
}

/// What a command does with the records. Restoring needs a backup, which has made the key.
fn access(inputs: &Inputs) -> Access {
    match inputs.command.as_str() {
        "deploy" | "remove" => Access::Write,
        _ => Access::Read,
    }
}
