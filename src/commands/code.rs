//! The code that is online, compared by what is in it. Where its checksum is neither the last
//! deploy's nor ours it is downloaded, once for each checksum of a run; whatever holds the same files
//! counts as the package that is online from there on.

mod known;
mod object;
mod sums;
mod team;

use std::rc::Rc;

use serde_json::Value;

pub(super) use self::known::KnownPackages;
pub(super) use self::object::sent_again;
use self::sums::{Sums, sum};
pub(super) use self::team::{at_base, news, share};
use crate::commands::exposed;
use crate::error::{Error, Result};
use crate::package::{Compared, LIMIT, Limits, Manifest, Manifests, Packed, checksum};
use crate::progress;
use crate::project::Project;
use crate::snapshot::{Part, Snapshot};
use crate::source::transfer;
use crate::view::files;
use crate::words;

/// The code that is to stand online.
#[derive(Clone, Copy)]
pub(super) enum Ours<'a> {
    /// It is nowhere on this machine.
    Elsewhere,
    /// The project's own package.
    Packed(&'a Packed),
    /// A package that was saved.
    Saved(&'a [u8]),
}

/// Whether anybody wants to know about its code: the run takes care of it, and it is not the console's.
fn is_compared(part: &Part) -> bool {
    let is_consoles = part.console.iter().any(|path| path.top() == "code");
    part.half.covers("code") && !is_consoles
}

/// Compares the function's code by content and lets the snapshot know: packages with the same files
/// have one checksum in it afterwards, and it holds what is in each of them.
pub(super) async fn compare(
    project: &Project<'_>,
    known: &KnownPackages,
    ours: Ours<'_>,
    snapshot: &mut Snapshot,
    writes: bool,
) {
    let mut parts = snapshot.parts.iter_mut().map(Rc::make_mut);
    let Some(part) = parts.find(|part| part.resource.kind.is_function()) else {
        return;
    };
    if !is_compared(part) {
        return;
    }
    object::settle(project, known, part).await;
    let owner = part.resource.arn();
    let look = CodeLook {
        project,
        known,
        ours,
        shelf: shelf(project, &owner, writes),
    };
    // Before anything is compared: where nothing differs now, the next run may need to know what was
    // deployed.
    if let Some(yours) = sum(&part.desired) {
        look.remember(&yours);
    }
    let Some(mut sums) = Sums::of(part) else {
        part.code = look.deleted(part).map(Rc::new);
        return;
    };
    // The usual run ends here, without a look into any package. Of an object of OSS only the checksum is known.
    if part.object.is_some() || sums.all().all(|one| *one == sums.live) {
        return;
    }
    look.learn(part, &sums).await;
    sums.is_exposed = look.is_exposed(part, &sums.live);
    // Packages are aligned before they are compared, so that the verdict and the list of files say the
    // same.
    align(part, &sums, known);
    let compared = look.compared(&sums);
    part.code = Some(Rc::new(compared));
}

/// What earlier runs on this machine have kept of the packages of a function.
fn shelf<'a>(project: &'a Project<'_>, owner: &'a str, writes: bool) -> Manifests<'a> {
    Manifests {
        files: project.world.files,
        shelf: project.shelf(writes),
        owner,
    }
}

/// The code of one function, on its way to be compared.
struct CodeLook<'a> {
    project: &'a Project<'a>,
    known: &'a KnownPackages,
    /// The code that is to stand online.
    ours: Ours<'a>,
    /// What earlier runs have kept of packages, beside the code index.
    shelf: Manifests<'a>,
}

impl CodeLook<'_> {
    /// Keeps what is in our own package, as long as that costs no packing.
    fn remember(&self, yours: &str) {
        let at_hand = match self.ours {
            // A tree that was recognised was not read, and what is in it was kept when it was.
            Ours::Packed(packed) => !packed.is_recognised(),
            Ours::Saved(_) => true,
            Ours::Elsewhere => false,
        };
        if at_hand && self.shelf.lacks(yours) {
            self.own(yours);
            if let Some(manifest) = self.known.manifest(yours) {
                self.shelf.keep(yours, &manifest);
            }
        }
    }

    /// What was in the code of a function that is not online any more, as far as it is remembered.
    fn deleted(&self, part: &Part) -> Option<Compared> {
        let last = part.baseline.as_ref().filter(|_| part.live.is_none())?;
        let seen = self.shelf.find(&sum(last.seen.as_ref()?)?)?;
        Some(Compared {
            seen: Some(Rc::new(seen)),
            ..Compared::default()
        })
    }

    /// Finds out what is in every package that matters.
    async fn learn(&self, part: &Part, sums: &Sums) {
        // What an earlier run has kept costs a read of a small file, a package costs a download.
        self.recall(sums.all());
        if self.known.manifest(&sums.yours).is_none() {
            self.own(&sums.yours);
        }
        // Where nobody else changed it there is no question, and nothing to be downloaded for.
        let (live, foreign) = (&sums.live, sums.is_foreign());
        // What a colleague has deployed, or taken over from a tool that packs otherwise, was never here: equal files
        // may have another checksum there.
        let is_shared = self.project.team_shelf().is_some() && *live != sums.yours;
        if is_shared {
            self.ask(std::iter::once(live)).await;
        }
        // The verdict needs no more than what is in it, so no bytes are fetched where that is known
        // already.
        if (foreign || is_shared) && self.known.manifest(live).is_none() {
            self.fetch(part, live).await;
        }
        if foreign {
            self.ask(sums.sent.iter().chain(&sums.seen)).await;
        }
        // Whoever is asked may want to see the lines, and they take the bytes of both packages.
        let differs = self.known.manifest(live) != self.known.manifest(&sums.yours);
        if foreign && differs && self.project.screen.terminal.attended() {
            self.fetch(part, live).await;
            if self.known.package(&sums.yours).is_none() {
                self.own(&sums.yours);
            }
        }
        if let Some(manifest) = self.known.manifest(live) {
            self.shelf.keep(live, &manifest);
        }
        // The witnesses of the next run are among these, so no other manifest will be asked for.
        self.shelf
            .tidy(&sums.all().map(String::as_str).collect::<Vec<_>>());
    }

    /// Finds what earlier runs on this machine have kept.
    fn recall<'s>(&self, sums: impl Iterator<Item = &'s String>) {
        for one in sums {
            if self.known.manifest(one).is_none()
                && let Some(manifest) = self.shelf.find(one)
            {
                self.known.put(one, manifest);
            }
        }
    }

    /// What is in our own package. It was packed here, so it may be as large as it likes; one that
    /// cannot be read is only compared by its checksum.
    fn own(&self, yours: &str) {
        let manifest = match self.ours {
            Ours::Elsewhere => return,
            Ours::Saved(bytes) => {
                self.known.hold(yours, bytes.to_vec());
                Manifest::of(bytes, Limits::none())
            }
            Ours::Packed(packed) => {
                let Project {
                    screen, desired, ..
                } = self.project;
                let bytes =
                    progress::bytes(*screen, self.project.world.files, &desired.code, packed);
                bytes.and_then(|bytes| {
                    let manifest = Manifest::of(&bytes, Limits::none())?;
                    self.known.hold(yours, bytes.into_owned());
                    Ok(manifest)
                })
            }
        };
        // An upload tells why the bytes cannot be had; a comparison does without them.
        if let Ok(manifest) = manifest {
            self.known.put(yours, manifest);
        }
    }

    /// Downloads the package that is online, once for each checksum. What fails is told, and nothing
    /// is known of it then: it stays different.
    async fn fetch(&self, part: &Part, live: &str) {
        if self.known.package(live).is_some() || self.known.has_failed(live) {
            return;
        }
        match self.download(part, live).await {
            Ok((bytes, manifest)) => {
                self.known.hold(live, bytes);
                self.known.put(live, manifest);
            }
            Err(error) => {
                self.known.fail(live);
                files::unknown(self.project.screen, &error);
            }
        }
    }

    /// The package that is online, and what is in it.
    ///
    /// # Errors
    /// It is larger than anybody wants to wait for, it is another one by now, or it cannot be read.
    async fn download(&self, part: &Part, live: &str) -> Result<(Vec<u8>, Manifest)> {
        let size = part.live.as_ref();
        let size = size.and_then(|live| live.document["codeSize"].as_u64());
        // The service tells the size beforehand, so nothing is transferred in vain.
        if size.is_some_and(|size| size > LIMIT) {
            return Err(too_large());
        }
        let bytes = {
            let Project { screen, client, .. } = self.project;
            transfer::download(*screen, client, (&part.resource, "LATEST")).await?
        };
        // The reading and the download are two requests: what came must be what the verdict is about.
        if checksum(&bytes) != live {
            return Err(moved());
        }
        let manifest = Manifest::of(&bytes, self.project.limits)?;
        Ok((bytes, manifest))
    }

    /// Whether a key of ours is in the package that is online. It is said.
    fn is_exposed(&self, part: &Part, live: &str) -> bool {
        let manifest = self.known.manifest(live);
        let Some(path) = manifest
            .as_ref()
            .and_then(|one| exposed::key_in(one.never()))
        else {
            return false;
        };
        if self.known.is_new_exposed(live) {
            exposed::say_online(self.project.screen, &part.resource.label(), path);
        }
        true
    }

    /// What is known of all four.
    fn compared(&self, sums: &Sums) -> Compared {
        let manifest = |one: &Option<String>| self.known.manifest(one.as_ref()?);
        Compared {
            sent: manifest(&sums.sent),
            seen: manifest(&sums.seen),
            online: self.known.manifest(&sums.live),
            yours: self.known.manifest(&sums.yours),
            online_bytes: self.known.package(&sums.live),
            your_bytes: self.known.package(&sums.yours),
        }
    }
}

/// Gives packages with the same files the same checksum: the one that is online where it is among
/// them, for that is what the service says.
fn align(part: &mut Part, sums: &Sums, known: &KnownPackages) {
    let same = |one: &str, other: &str| {
        let (one, other) = (known.manifest(one), known.manifest(other));
        // Two packages of which nothing is known are not the same.
        one.is_some() && one == other
    };
    // Only what is wanted and what is remembered is changed. What the service said stays, so that later
    // readings can be compared with it.
    let set = |document: &mut Value, sum: &str| {
        if let Some(code) = document.get_mut("code") {
            *code = sum.into();
        }
    };
    let meant = sums.meant.as_ref().filter(|meant| same(meant, &sums.live));
    if let (Some(meant), Some(baseline)) = (meant, &mut part.baseline) {
        // That component has deployed it by now, so it is what was sent, and what was seen.
        let documents = [Some(&mut baseline.sent), baseline.seen.as_mut()];
        for (document, sum) in documents.into_iter().zip([meant, &sums.live]) {
            if let Some(Value::Object(map)) = document {
                map.insert("code".to_owned(), sum.as_str().into());
            }
        }
    }
    let mut yours = &sums.yours;
    // Where it holds a key of ours, only what is remembered is the same: what is here has to replace it.
    if same(yours, &sums.live) && !(sums.is_exposed && part.baseline.is_some()) {
        yours = &sums.live;
        set(&mut part.desired, yours);
        // `file` is what is wanted with what belongs to the console, and must say the same of the code.
        set(&mut part.file, yours);
    }
    let Some(baseline) = &mut part.baseline else {
        return;
    };
    let (sent, seen) = match meant {
        Some(meant) => (Some(meant), Some(&sums.live)),
        None => (sums.sent.as_ref(), sums.seen.as_ref()),
    };
    if let (Some(sum), Some(seen)) = (seen, &mut baseline.seen)
        && same(sum, &sums.live)
    {
        set(seen, &sums.live);
    }
    if let Some(sum) = sent {
        if same(sum, &sums.live) {
            set(&mut baseline.sent, &sums.live);
        // `yours` may be the live checksum by now: three packages with the same files end as one.
        } else if same(sum, &sums.yours) {
            set(&mut baseline.sent, yours);
        }
    }
}

/// The package is larger than what is downloaded for a comparison.
fn too_large() -> Error {
    let limit = LIMIT / (1024 * 1024);
    Error::cloud(words!("it is larger than {limit} MB", "超过 {limit} MB")).hint(later())
}

/// Another package is online than the one that was read.
fn moved() -> Error {
    Error::cloud(words!(
        "it changed online during the download",
        "下载期间线上代码发生了变化"
    ))
    .hint(later())
}

/// What to do about code that could not be looked into.
fn later() -> words::Words {
    words!("run the command again", "请重新执行该命令")
}
