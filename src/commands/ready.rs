//! What a deploy puts online: what the project itself wants, with its code and its image.

use std::cell::RefCell;

use serde_json::Value;

use crate::apply::code_part;
use crate::cli::DeployFlags;
use crate::commands::aliases::{self, FoundQualifiers};
use crate::commands::code::{KnownPackages, Ours};
use crate::commands::former::{self, Former};
use crate::commands::guard::{Goods, brought};
use crate::commands::hook;
use crate::error::{Error, Result};
use crate::model::desired::Desired;
use crate::model::scope::{Scope, Triggers};
use crate::package::{self, CodeSource, Packed};
use crate::plan::Plan;
use crate::progress;
use crate::project::Project;
use crate::snapshot::Snapshot;
use crate::source::image::{self, Docker, Image, ImageSource};
use crate::view::screen::Tone;
use crate::words;
use crate::words::Words;
use crate::write_back::KeptOnline;

/// A trigger that is named on the command line must be in the file.
///
/// # Errors
/// A usage error, with those that can be named.
fn check_names(project: &Project<'_>, scope: &Scope) -> Result<()> {
    let desired = &project.desired;
    // In a run over the file it is the trigger of another resource: a domain has none.
    let triggers = scope
        .triggers
        .as_ref()
        .filter(|_| desired.root.kind.is_function());
    check_domains(desired, &scope.domains)?;
    let Some(Triggers::Named(names)) = triggers else {
        return Ok(());
    };
    let flag = match project.typed.names_parts() {
        true => "--trigger-name",
        false => "--trigger",
    };
    let known = |name: &&String| desired.trigger_names().any(|one| one == **name);
    match names.iter().find(|name| !known(name)) {
        Some(name) => Err(Error::usage(words!(
            "{flag} {name}: s.yaml has no trigger of that name",
            "{flag} {name}：s.yaml 中没有该名称的触发器"
        ))
        .hint(known_triggers(desired, flag))),
        None => Ok(()),
    }
}

/// A domain that is named on the command line must be in the file.
///
/// # Errors
/// A usage error, with those that can be named.
fn check_domains(desired: &Desired, named: &[String]) -> Result<()> {
    let known = |name: &str| desired.shared().any(|one| one.resource.is_called(name));
    let Some(name) = named.iter().find(|name| !known(name)) else {
        return Ok(());
    };
    let names: Vec<&str> = desired.shared().map(|one| one.resource.name()).collect();
    let names = names.join(", ");
    Err(Error::usage(words!(
        "--domain-name {name}: s.yaml has no domain of that name",
        "--domain-name {name}：s.yaml 中没有该名称的域名"
    ))
    .hint(match names.is_empty() {
        true => words!(
            "add it under customDomains in s.yaml, or leave --domain-name out",
            "请在 s.yaml 的 customDomains 中添加，或去掉 --domain-name"
        ),
        false => words!("name one of these: {names}", "可用的域名：{names}"),
    }))
}

/// What can be named instead.
fn known_triggers(desired: &Desired, flag: &str) -> Words {
    let names = desired.trigger_names().collect::<Vec<_>>().join(", ");
    match names.is_empty() {
        true => words!(
            "add it under triggers in s.yaml, or leave {flag} out",
            "请在 s.yaml 的 triggers 中添加，或去掉 {flag}"
        ),
        false => words!("name one of these: {names}", "可用的触发器：{names}"),
    }
}

/// Where the image comes from; one that will be pushed is noted in what is wanted.
///
/// # Errors
/// As [`image::find`]: the docker client cannot say.
async fn find_image(project: &mut Project<'_>, flags: &DeployFlags) -> Result<ImageSource> {
    // Who deploys no code needs no docker client.
    let code = flags.scope.function.is_some_and(|half| half.covers("code"));
    // The component that writes pushes it by itself.
    if flags.skip_push || !code || project.hook.is_some() {
        return Ok(ImageSource::Registry);
    }
    let mask = |text: &str| project.client.mask(text);
    let found = image::find(docker(project, &mask), &project.desired).await?;
    if let ImageSource::Local(image) = &found {
        // Upstream pushes whenever it deploys. Here the build is a setting, so that the same one is no
        // change.
        image::note(&mut project.desired, image);
    }
    Ok(found)
}

/// The docker client, with everything masked that the project keeps secret.
fn docker<'d>(project: &Project<'d>, mask: &'d dyn Fn(&str) -> String) -> Docker<'d> {
    let programs = project.world.programs;
    Docker { programs, mask }
}

/// The package, unless nobody asks for the function at all. Even where only the configuration is
/// deployed it may be needed: a function that is not online is created as a whole.
///
/// # Errors
/// What is wrong with the code folder.
fn pack(project: &Project<'_>, scope: &Scope, quietly: bool) -> Result<Option<Packed>> {
    if scope.function.is_none() {
        return Ok(None);
    }
    let code = &project.desired.code;
    let shelf = Some(project.shelf(true));
    let files = project.world.files;
    if quietly {
        // A line of progress for each of them would drown what is asked.
        // Many are looked at together: the bytes of each are made when they are needed.
        let packed = package::pack(files, code, shelf, &|_| ())?;
        return Ok(packed.map(Packed::without_bytes));
    }
    progress::packing(project.screen, code, |watch| {
        package::pack(files, code, shelf, watch)
    })
}

/// Says that no image is pushed, and which one is deployed. Each resource says so in its own turn.
fn say_unpushed(project: &Project<'_>, name: &str, quietly: bool) {
    if !quietly {
        project.screen.say_in(
            Tone::Remote,
            &words!(
                "note: no image is pushed, because no docker runs on this machine: {name} is deployed as its registry has it",
                "注意：本机没有运行 docker，不推送镜像：将按仓库中现有的 {name} 部署"
            ),
        );
    }
}

/// What the project itself wants, as far as its flags and its props tell.
pub(super) struct Bare<'a> {
    /// What the props say and, noted in it, the build that is pushed.
    project: Project<'a>,
    /// Which part of the resource the flags name.
    scope: &'a Scope,
    image: ImageSource,
}

impl<'a> Bare<'a> {
    /// Checks what needs neither the code nor the cloud.
    ///
    /// # Errors
    /// What is wrong with the flags or the image.
    pub(super) async fn new(mut project: Project<'a>, flags: &'a DeployFlags) -> Result<Bare<'a>> {
        check_names(&project, &flags.scope)?;
        let image = find_image(&mut project, flags).await?;
        Ok(Bare {
            project,
            scope: &flags.scope,
            image,
        })
    }

    /// Brings here what is compared with what is online.
    ///
    /// # Errors
    /// What is wrong with the code, and a download that failed.
    pub(super) async fn filled(self, quietly: bool) -> Result<Ready<'a>> {
        let Bare {
            mut project,
            scope,
            image,
        } = self;
        // Downloads before packing: what an address gives may be the package.
        project.fetch(scope).await?;
        let packed = pack(&project, scope, quietly)?;
        if let ImageSource::NoDocker(name) = &image {
            say_unpushed(&project, name, quietly);
        }
        Ok(Ready {
            project,
            scope,
            packed,
            image: image.pushed(),
            known: KnownPackages::default(),
            qualifiers: FoundQualifiers::default(),
            handed: RefCell::default(),
        })
    }
}

/// What the project itself wants, with its code packed and its addresses downloaded.
pub(super) struct Ready<'a> {
    pub(super) project: Project<'a>,
    pub(super) scope: &'a Scope,
    /// The package; `None` where the code is elsewhere, or no part of the function is deployed.
    pub(super) packed: Option<Packed>,
    /// The image that is pushed, where the plan deploys it.
    image: Option<Image>,
    /// What the run has learnt of packages.
    pub(super) known: KnownPackages,
    /// The versions and aliases that it has found.
    qualifiers: FoundQualifiers,
    /// What the component that writes is handed, once that is decided.
    pub(super) handed: RefCell<Option<Value>>,
}

impl Ready<'_> {
    /// What the function of an earlier name has that the one of the present name would not have.
    ///
    /// # Errors
    /// As [`former::look`].
    pub(super) async fn former(&self) -> Result<Vec<Former>> {
        let wanted = former::wanted(&self.project, self.packed.as_ref(), self.scope);
        former::look(&self.project, &wanted, (self.code(), &self.known)).await
    }
}

impl Goods for Ready<'_> {
    /// What the file wants within the scope of the flags.
    fn wanted(&self) -> Desired {
        let wanted = self.project.within(self.packed.as_ref(), self.scope);
        match self.hands_over() {
            true => hook::upstream_items(wanted),
            false => wanted,
        }
    }

    fn hands_over(&self) -> bool {
        self.project.hook.is_some()
    }

    async fn hand_on(&self, looked: (&Snapshot, &Plan), kept: &KeptOnline) -> Result<()> {
        if self.hands_over() {
            let handed = hook::handed_on(self, looked, kept).await?;
            self.handed.replace(Some(handed));
        }
        Ok(())
    }

    /// What belongs to a function cannot be deployed without it.
    async fn check(&self, snapshot: &Snapshot) -> Result<()> {
        let belongs = self.project.desired.root.kind.is_function();
        let scope = self.scope;
        // The service is there for others, too.
        let is_beside = scope.triggers.is_none() && !scope.async_invoke && !scope.rest;
        if scope.function.is_some() || snapshot.has_root || !belongs || is_beside {
            return Ok(());
        }
        let name = self.project.desired.root.root_name();
        // What was decided about a part says nothing of the rest, which nobody has seen.
        let whole = self.project.typed.undecided().on_whole().again();
        Err(Error::local(words!(
            "function {name} is not online; nothing was written",
            "线上没有函数 {name}；没有写入任何内容"
        ))
        .hint(words!(
            "deploy the whole resource first: {whole}",
            "请先完整部署该资源：{whole}"
        )))
    }

    /// What is of a version or an alias cannot be deployed without that.
    async fn check_plan(&self, plan: &Plan) -> Result<()> {
        aliases::check(&self.project, plan, &self.qualifiers).await
    }

    fn code(&self) -> Ours<'_> {
        self.packed.as_ref().map_or(Ours::Elsewhere, Ours::Packed)
    }

    /// What lies in OSS is named as it is; a package is uploaded.
    async fn upload(&self) -> Result<Option<Value>> {
        let Project {
            screen, desired, ..
        } = &self.project;
        match (&desired.code, &self.packed) {
            // There are no bytes here, so there is no checksum that the service could be held to.
            (CodeSource::Oss { bucket, object }, _) => Ok(Some(code_part(bucket, object, None))),
            (_, Some(packed)) => {
                let files = self.project.world.files;
                let bytes = progress::bytes(*screen, files, &desired.code, packed)?;
                let checksum = packed.checksum.as_str();
                let part = brought(&self.project, (&bytes, checksum)).await?;
                Ok(Some(part))
            }
            (_, None) => Ok(None),
        }
    }

    /// The login is the docker client's own.
    async fn push(&self) -> Result<()> {
        if let Some(image) = &self.image {
            let mask = |text: &str| self.project.client.mask(text);
            let push = image::push(docker(&self.project, &mask), image);
            progress::pushing(self.project.screen, &image.name, image.size, push).await?;
        }
        Ok(())
    }

    async fn digest(&self) -> Option<String> {
        let mask = |text: &str| self.project.client.mask(text);
        image::digest(docker(&self.project, &mask), self.image.as_ref()?).await
    }
}
