//! One resource of `s.yaml`, understood and checked, with everything that a command works with.

use std::rc::Rc;

use serde_json::json;

use crate::backup::Keeper;
use crate::clouds::site;
use crate::dialect::{self, Care};
use crate::error::{Error, Result};
use crate::given::Given;
use crate::inputs::Inputs;
use crate::model::desired::Desired;
use crate::model::resource::Resource;
use crate::model::scope::Scope;
use crate::model::seal::Sealer;
use crate::model::variables::Variables;
use crate::package::{self, Limits, Packed, Shelf};
use crate::ports::World;
use crate::snapshot::{self, Online, Snapshot};
use crate::source::transfer;
use crate::state::lock::Lock;
use crate::state::records::Records;
use crate::state::workspace::{Access, Workspace};
use crate::time::today;
use crate::typed::{LETS_SLIPS, Typed};
use crate::view::screen::{Screen, Tone};
use crate::wire::Client;
use crate::words;
use crate::words::Words;

/// What every command needs. Opening it sends nothing.
pub struct Project<'a> {
    /// The ports of the run.
    pub world: World<'a>,
    /// Signs for the account and speaks to the region of the resource; hides its secrets in every message.
    pub client: Client<'a>,
    /// What was deployed from here.
    pub records: Records<'a>,
    /// What belongs to this working copy alone: the key, the lock, the code index, the backups.
    pub workspace: Rc<Workspace<'a>>,
    pub screen: Screen<'a>,
    /// What was handed over of its file.
    pub given: Given<'a>,
    /// What the file wants. What stands behind an address is only in it after
    /// [`download::all`](crate::source::download::all).
    pub desired: Desired,
    /// What is wrong with the file, and stops nothing.
    pub warnings: Vec<Words>,
    /// What a deploy refuses the file for, where it did not stop this command.
    pub refused: Option<Error>,
    /// How much a package may hold when it is unpacked.
    pub limits: Limits,
    /// The environment that was chosen as the default, where the command line names none.
    pub unsaid_env: Option<&'a str>,
    /// The functions that were deployed as this resource under other names, and are no other one's by now.
    pub former: Vec<Resource>,
    /// Those of them on record without an environment, as earlier versions wrote it of the default one: they
    /// may also be of a run without any, so that their domain is not taken for ours.
    pub unsaid: Vec<Resource>,
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
        for Words { en, zh } in &project.warnings {
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
        let given = given(world, inputs, &credential.account);
        // How much a fault of the file counts is for the command to say: a deploy refuses what a look only
        // mentions.
        let reading = given.read(Care::of(&inputs.command), &inputs.props)?;
        let mut desired = reading.desired;
        let client = client(
            world,
            inputs,
            &desired.function,
            desired.endpoint.as_deref(),
        )?;
        let workspace = Workspace::open(world, &given.base, access(inputs))?;
        let records = workspace.records().of(inputs.origin());
        // Everything that is compared or shown later is sealed with what is learnt here, so it comes first.
        learn(records.sealer(), &desired, inputs);
        desired.variables = Rc::new(variables(&desired, inputs));
        desired.rules.today = today(world.clock.now());
        Ok(Project {
            world,
            client,
            given,
            records,
            workspace,
            screen: Screen {
                terminal: world.terminal,
                clock: world.clock,
                lang: inputs.lang(),
            },
            desired,
            warnings: reading.warnings,
            refused: reading.refused,
            limits: Limits::of(inputs.var(package::VARIABLE))?,
            unsaid_env: inputs.unsaid_env(),
            former: Vec::new(),
            unsaid: Vec::new(),
            typed: inputs.typed(),
        })
    }

    /// The functions of earlier names whose domain is ours.
    pub fn owners(&self) -> Vec<Resource> {
        let former = self.former.iter();
        let said = former.filter(|one| !self.unsaid.contains(one));
        said.cloned().collect()
    }

    /// Whether it cannot be opened only because files are not there.
    pub fn awaits_files(world: World<'_>, inputs: &Inputs) -> bool {
        // A missing credential is an error of its own, and does not go away with files.
        let Ok(credential) = inputs.credential() else {
            return false;
        };
        given(world, inputs, &credential.account).awaits_files()
    }

    /// The same project, about a function that no resource of the file names any more.
    ///
    /// # Errors
    /// As [`Project::open`].
    pub fn about(mut self, function: &Resource, inputs: &Inputs) -> Result<Project<'a>> {
        self.desired = self.desired.about(function);
        let endpoint = self.desired.endpoint.as_deref();
        self.client = client(self.world, inputs, function, endpoint)?;
        Ok(self)
    }

    /// What the project wants within a scope, the checksum of its package included.
    pub fn within(&self, packed: Option<&Packed>, scope: &Scope) -> Desired {
        let checksum = packed.map(|packed| packed.checksum.as_str());
        let desired = Desired {
            // The record of a domain under a name that proves nothing would pass for ours.
            former: self.owners(),
            ..self.desired.clone()
        };
        desired.with_code(checksum).within(scope)
    }

    /// Where the index of the code is kept.
    pub fn shelf(&self, writes: bool) -> Shelf<'_> {
        Shelf {
            folder: self.workspace.index(),
            now: self.world.clock.now(),
            writes,
        }
    }

    /// Who saves what others changed, before it goes.
    pub fn keeper(&self) -> Keeper<'_> {
        Keeper {
            screen: self.screen,
            client: &self.client,
            workspace: &self.workspace,
            records: &self.records,
            desired: &self.desired,
            typed: &self.typed,
        }
    }

    /// The code that is online, shown as long work.
    ///
    /// # Errors
    /// As [`Client::download`].
    pub async fn download(&self, qualifier: &str) -> Result<Vec<u8>> {
        let function = self.desired.function.name();
        transfer::download(self.screen, &self.client, (function, qualifier)).await
    }

    /// Keeps other runs in this folder from writing about the same function; see [`Workspace::lock`].
    ///
    /// # Errors
    /// Another run does so, and does not end.
    pub async fn lock(&self, command: &str) -> Result<Lock<'a>> {
        let tell = |words: &Words| self.screen.say_in(Tone::Remote, words);
        self.workspace.lock(&self.function(), command, &tell).await
    }

    /// Reads the witnesses. Where a write has not ended another run may be under way with it: that one
    /// is waited for, so that nobody takes its work for left over.
    ///
    /// # Errors
    /// As [`snapshot::read_or_take`] and [`Workspace::lock`].
    pub async fn read(
        &self,
        desired: Desired,
        known: Option<Online>,
    ) -> Result<(Snapshot, Online)> {
        let (client, records) = (&self.client, &self.records);
        let read = snapshot::read_or_take(client, records, desired.clone(), known).await?;
        if !read.0.is_unfinished() {
            return Ok(read);
        }
        // Whoever held it is through by now, or dead. It is given back at once: whoever writes takes it
        // anew.
        let _lock = self.lock(self.typed.verb()).await?;
        // What was known is of before the other run ended, so all of it is read again.
        snapshot::read_or_take(client, records, desired, None).await
    }

    /// The run that is writing about the function at this moment, if there is one.
    ///
    /// # Errors
    /// The file that says so cannot be read.
    pub fn writer(&self) -> Result<Option<Words>> {
        self.workspace.writer(&self.function())
    }

    /// The function as a resource.
    pub fn function(&self) -> Resource {
        self.desired.function.clone()
    }
}

/// Who asks the service about a function, at the address that the project gives, if it gives one. No message
/// of it shows what the inputs keep secret, whichever function it is about.
///
/// # Errors
/// A usage error: the credential, the address or a variable of the environment.
pub fn client<'a>(
    world: World<'a>,
    inputs: &Inputs,
    function: &Resource,
    endpoint: Option<&str>,
) -> Result<Client<'a>> {
    let var = |name: &str| inputs.var(name);
    let site = site::resolve(&function.region, &function.account, endpoint, var)?;
    let client = Client::new(world, inputs.credential()?, site, var)?;
    // Before the first request: a server may quote in any reply what it was told, and an error quotes
    // the reply.
    client.hide(&inputs.props);
    // What is a secret because of another place has no telling name here, so it is handed over under
    // one.
    client.hide(&json!({"token": inputs.secret.of(&inputs.props)}));
    // An environment variable may well have one of them as its value, and no message could name the
    // function.
    client.spare([function.region.as_str(), function.name()]);
    Ok(client)
}

/// The file of the inputs. The account is that of the credential: the props do not name it.
fn given<'a>(world: World<'a>, inputs: &'a Inputs, account: &str) -> Given<'a> {
    Given {
        files: world.files,
        dialect: dialect::spoken(),
        account: account.to_owned(),
        base: inputs.base(),
        path: inputs.yaml_path(),
        name: inputs.resource_name(),
        env: inputs.env_name(),
        props: &inputs.props,
        unknown: &inputs.unknown,
        lets_slips: inputs.typed().has(LETS_SLIPS),
    }
}

/// Takes notice of every secret of the project, whatever part of it the command is about: what is one in
/// the function is one in its triggers, too.
fn learn(sealer: &Sealer, desired: &Desired, inputs: &Inputs) {
    sealer.know(inputs.secret.values.iter().map(String::as_str));
    sealer.draw(&inputs.secret.drawn, &inputs.props);
    for item in &desired.items {
        sealer.learn(item.resource.kind, &item.document);
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
