//! One resource of `s.yaml`, understood and checked, with everything that a command works with.

mod client;
mod hold;
mod left;
mod secrets;
mod shared;
pub mod team;
mod tree;

use std::cell::OnceCell;
use std::rc::Rc;

use self::client::ClientConfig;
use self::secrets::{learn, learn_left, learn_wanted, variables};
use crate::backup::{BackupKeys, Keeper, TeamShelf};
use crate::dialect::{self, Care};
use crate::error::{Error, Result};
use crate::git::Checkout;
use crate::given::Given;
use crate::model::claims::{Claims, DomainClaim};
use crate::model::desired::Desired;
use crate::model::mark::HardDigests;
use crate::model::reference::Identified;
use crate::model::resource::Resource;
use crate::model::scope::Scope;
use crate::package::{self, Limits, Packed, Shelf};
use crate::ports::World;
use crate::snapshot::{self, Online, Snapshot};
use crate::source::{download, transfer};
use crate::state::records::Records;
use crate::state::store::shared::Shared;
use crate::state::workspace::{Access, Workspace};
use crate::time::today;
use crate::turn::{Hook, ProjectPlace, Turn, Vars};
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
    /// What the clients of the run have in common, for a function elsewhere.
    config: ClientConfig<'a>,
    /// What was deployed from here.
    pub records: Records<'a>,
    /// The store of the team, where it has one.
    shared: Option<Rc<Shared<'a>>>,
    /// The turn that it was opened from.
    turn: &'a Turn,
    /// What belongs to this working copy alone: the key, the lock, the code index, the backups.
    pub workspace: Rc<Workspace<'a>>,
    pub screen: Screen<'a>,
    /// What was handed over of its file.
    pub given: Given<'a>,
    /// How it is known which function it is.
    pub naming: Identified,
    /// What the file wants. What stands behind an address is only in it after
    /// [`Project::fetch`].
    pub desired: Desired,
    /// What is wrong with the file, and stops nothing.
    pub warnings: Vec<Words>,
    /// What a deploy refuses the file for, where it did not stop this command.
    pub refused: Option<Error>,
    /// What the component that deployed before has left here, and is not used.
    unused: Vec<(Resource, Words)>,
    /// How much a package may hold when it is unpacked.
    pub limits: Limits,
    /// The functions that were deployed as this resource under other names, and are no other one's by now.
    pub former: Vec<Resource>,
    /// Those of them on record without an environment, as earlier versions wrote it of the default one: they
    /// may also be of a run without any, so that their domain is not taken for ours.
    pub unsaid: Vec<Resource>,
    /// See [`Desired::claims`].
    pub claims: Rc<Claims>,
    /// The command that is running, for those that messages suggest.
    pub typed: Typed,
    /// The variables of the environment that fc-guard looks at.
    pub vars: &'a Vars,
    /// Where in the deploy of another component it was opened, see [`Turn::hook`].
    pub hook: Option<Hook>,
    /// Once git was asked.
    checkout: OnceCell<Rc<Checkout>>,
    /// Of marks; some of them take long to make.
    pub digests: Rc<HardDigests>,
}

impl<'a> Project<'a> {
    /// Reads and checks the props, the endpoints and the key of the digests. Says what is wrong with the
    /// file and does not stand in the way of this command.
    ///
    /// # Errors
    /// A usage or template error that names what has to be changed, or a damaged key.
    pub fn open(world: World<'a>, turn: &'a Turn) -> Result<Project<'a>> {
        let project = Project::open_quietly(world, turn)?;
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
    pub fn open_quietly(world: World<'a>, turn: &'a Turn) -> Result<Project<'a>> {
        let config = ClientConfig::new(world, turn)?;
        team::given_key(turn)?;
        let given = given(world, turn, config.account());
        let verb = turn.typed.verb();
        // How much a fault of the file counts is for the command to say: a deploy refuses what a look only
        // mentions.
        let reading = given.read(Care::of(verb), &turn.props)?;
        let mut desired = reading.desired;
        let client = config.client(&desired.root, desired.endpoint.as_deref())?;
        let access = access(verb);
        let workspace = Workspace::open(world, &given.place.base, access)?;
        let screen = Screen {
            terminal: world.terminal,
            clock: world.clock,
            lang: turn.vars.lang(),
        };
        let team = (turn, &desired.root);
        let (records, shared) = team::open(&client, team, &workspace, (screen, access))?;
        // Everything that is compared or shown later is sealed with what is learnt here, so it comes first.
        learn(records.sealer(), &desired, turn);
        let left = given.left(&desired);
        learn_left(&left, records.sealer(), &client);
        let records = records.of(turn.place.origin()).beside(left.records);
        desired.variables = Rc::new(variables(&desired, turn));
        desired.rules.today = today(world.clock.now());
        Ok(Project {
            world,
            client,
            config,
            given,
            naming: turn.naming,
            records,
            shared,
            turn,
            workspace,
            screen,
            desired,
            warnings: reading.warnings,
            refused: reading.refused,
            unused: left.refused,
            limits: Limits::of(turn.vars.get(package::VARIABLE))?,
            former: Vec::new(),
            unsaid: Vec::new(),
            claims: Rc::default(),
            typed: turn.typed.clone(),
            vars: &turn.vars,
            hook: turn.hook,
            checkout: OnceCell::new(),
            digests: Rc::default(),
        })
    }

    /// Brings here what the file names by an address, as far as the scope reaches.
    ///
    /// # Errors
    /// An address that does not give what it should.
    pub async fn fetch(&mut self, scope: &Scope) -> Result<()> {
        download::code(self.screen, &self.client, &mut self.desired).await?;
        self.fetch_certificates(scope).await
    }

    /// The same for whoever writes none of it: a certificate that cannot be read is said, is compared with
    /// nothing, and is what a deploy would be refused for.
    ///
    /// # Errors
    /// The code cannot be read.
    pub async fn fetch_for_look(&mut self) -> Result<()> {
        download::code(self.screen, &self.client, &mut self.desired).await?;
        self.fetch_certificates_if_any().await;
        Ok(())
    }

    /// The certificates alone, as in [`Project::fetch_for_look`].
    pub async fn fetch_certificates_if_any(&mut self) {
        let Err(error) = self.fetch_certificates(&Scope::whole()).await else {
            return;
        };
        let Words { en, zh } = &error.what;
        let words = words!(
            "{en}; it is not compared, and a deploy refuses this",
            "{zh}；不参与比较，部署会因此被拒绝"
        );
        self.screen.say_in(Tone::Remote, &words);
        self.refused.get_or_insert(error);
    }

    /// The certificates of the domains within the scope.
    async fn fetch_certificates(&mut self, scope: &Scope) -> Result<()> {
        let items = self.desired.items.iter_mut();
        let covered = items.filter(|item| scope.covers(&item.resource));
        download::certificates(self.screen, &self.client, covered).await?;
        // What came is as secret as what stands in the file.
        learn_wanted(self.records.sealer(), &self.desired);
        Ok(())
    }

    /// Where in the project's files it stands.
    pub fn place(&self) -> &'a ProjectPlace {
        self.given.place
    }

    /// The functions of earlier names whose domain is ours.
    pub fn owners(&self) -> Vec<Resource> {
        let former = self.former.iter();
        let said = former.filter(|one| !self.unsaid.contains(one));
        said.cloned().collect()
    }

    /// Whether it cannot be opened only because files are not there.
    pub fn awaits_files(world: World<'_>, turn: &Turn) -> bool {
        // A missing credential is an error of its own, and does not go away with files.
        let Ok(credential) = &turn.credential else {
            return false;
        };
        given(world, turn, &credential.account).awaits_files()
    }

    /// The same project, about a root that no resource of the file names any more.
    ///
    /// # Errors
    /// As [`Project::open`].
    pub fn about(mut self, root: &Resource) -> Result<Project<'a>> {
        self.desired = self.desired.about(root);
        let endpoint = self.desired.endpoint.as_deref();
        self.client = self.config.client(root, endpoint)?;
        Ok(self)
    }

    /// The same about one that is to go. In a list that goes, what the resource whose turn it is names stays, too;
    /// what leads to a function goes with that.
    ///
    /// # Errors
    /// As [`Project::open`].
    pub fn about_left(mut self, root: &Resource) -> Result<Project<'a>> {
        if root.kind.is_shared() {
            self.claims = self.claims_of_all().into();
        }
        self.about(root)
    }

    /// Who asks about a function of another region. The address that the file gives is none of there.
    ///
    /// # Errors
    /// As [`Project::open`].
    pub fn client_elsewhere(&self, function: &Resource) -> Result<Client<'a>> {
        self.config.client(function, None)
    }

    /// What the project wants within a scope, the checksum of its package included.
    pub fn within(&self, packed: Option<&Packed>, scope: &Scope) -> Desired {
        let checksum = packed.map(|packed| packed.checksum.as_str());
        let desired = Desired {
            // The record of a domain under a name that proves nothing would pass for ours.
            former: self.owners(),
            claims: Rc::clone(&self.claims),
            ..self.desired.clone()
        };
        desired.with_code(checksum).within(scope)
    }

    /// What all resources of the project name of its domains, the one whose turn it is among them.
    pub fn claims_of_all(&self) -> Claims {
        let mut claims = Claims::clone(&self.claims);
        let by = self.place().resource.clone().unwrap_or_default();
        claims.all.extend(self.desired.shared().map(|item| {
            let place = (item.resource.region.as_str(), item.resource.name());
            DomainClaim::new(by.clone(), place, &item.document)
        }));
        claims
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
            team: self.team_shelf(),
            is_in_pipeline: self.is_in_pipeline(),
        }
    }

    /// Where the team keeps backups, if it does.
    pub fn team_shelf(&self) -> Option<TeamShelf<'_>> {
        let key = self.records.sealer().key();
        let shared = self.shared.as_deref()?;
        Some(TeamShelf { shared, key })
    }

    /// What a backup may be encrypted with.
    pub fn backup_keys(&self) -> BackupKeys<'_> {
        [self.workspace.key(), self.records.sealer().key()]
    }

    /// The code that is online, shown as long work.
    ///
    /// # Errors
    /// As [`Client::download`].
    pub async fn download(&self, qualifier: &str) -> Result<Vec<u8>> {
        let function = &self.desired.root;
        transfer::download(self.screen, &self.client, (function, qualifier)).await
    }

    /// Reads the witnesses. Where a write has not ended another run may be under way with it: that one
    /// is waited for, so that nobody takes its work for left over, or for others' where it began while this one read.
    ///
    /// # Errors
    /// As [`snapshot::read_or_take`] and [`Project::hold`].
    pub async fn read(
        &self,
        desired: Desired,
        known: Option<Online>,
    ) -> Result<(Snapshot, Online)> {
        let (client, records) = (&self.client, &self.records);
        let read = snapshot::read_or_take(client, records, desired.clone(), known).await?;
        if !read.0.is_unfinished() && !records.has_moved().await? {
            return Ok(read);
        }
        // Whoever held it is through by now, or dead. It is given back at once: whoever writes takes it
        // anew.
        let hold = self.hold(self.typed.verb()).await?;
        // What was known is of before the other run ended, so all of it is read again.
        let read = snapshot::read_or_take(client, records, desired, None);
        hold.during(read).await
    }

    /// The run that is writing about the function at this moment, if there is one.
    ///
    /// # Errors
    /// The file that says so cannot be read.
    pub fn writer(&self) -> Result<Option<Words>> {
        self.writer_of(&self.root())
    }

    /// The same of a function under another name.
    ///
    /// # Errors
    /// As [`Project::writer`].
    pub fn writer_of(&self, root: &Resource) -> Result<Option<Words>> {
        let here = self.workspace.writer(root)?;
        match (&here, &self.shared) {
            (None, Some(shared)) => shared.writer(root),
            _ => Ok(here),
        }
    }

    /// What the resource of the file is, with everything that belongs to it.
    pub fn root(&self) -> Resource {
        self.desired.root.clone()
    }
}

/// The file of the turn. The account is that of the credential: the props do not name it.
fn given<'a>(world: World<'a>, turn: &'a Turn, account: &str) -> Given<'a> {
    Given {
        files: world.files,
        dialect: dialect::of_props(&turn.props),
        account: account.to_owned(),
        place: &turn.place,
        props: &turn.props,
        unknown: &turn.unknown,
        lets_slips: turn.typed.has(LETS_SLIPS),
        needs_role: turn.needs_role,
    }
}

/// What a command does with the records. Restoring needs a backup, which has made the key.
fn access(verb: &str) -> Access {
    match verb {
        "deploy" | "remove" | "state" => Access::Write,
        _ => Access::Read,
    }
}
