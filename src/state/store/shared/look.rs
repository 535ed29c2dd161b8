//! Looking for the newest revision of a root, and whether it is to be believed.

use std::collections::BTreeMap;

use super::head::RootHead;
use super::revision::{self, KeptText, Revision};
use super::{Shared, faults};
use crate::error::Result;
use crate::words;
use crate::words::Words;

/// The object that names the key of a place, once it is prepared: not the key itself.
pub const KEY_ID_OBJECT: &str = "key.id";

impl Shared<'_> {
    /// Looks for the newest revision of a root.
    ///
    /// # Errors
    /// It cannot be read, or is not to be believed.
    pub(super) async fn look(&self, root: &str) -> Result<RootHead> {
        let kept = self.copy.newest(root, &self.place(root), &self.team.key)?;
        if self.team.is_offline {
            let unshared = self.copy.unshared(root)?;
            let head = RootHead::of(kept.as_ref(), 0, 0).with(unshared, &self.own);
            self.keep(root, head.clone());
            return Ok(head);
        }
        let (head, news) = self.newest(root, kept.as_ref()).await?;
        let base = kept.map(|(revision, _)| revision.records);
        let head = self
            .with_unshared(root, head, &base.unwrap_or_default())
            .await?;
        // After what was only on this machine is dealt with: what is kept says up to where that was known.
        if let Some(bytes) = news {
            self.copy.keep(root, &bytes)?;
        }
        self.keep(root, head.clone());
        Ok(head)
    }

    /// The newest revision in the store, held against the copy of this machine, and its bytes where they are
    /// not here yet.
    async fn newest(
        &self,
        root: &str,
        kept: Option<&(Revision, String)>,
    ) -> Result<(RootHead, Option<Vec<u8>>)> {
        let folder = self.folder(root);
        let look = self.team.objects.first(&format!("{folder}/")).await;
        let look = faults::unreached(look)?;
        let ahead = look.now - self.world.clock.now();
        let known = self.known(root, kept);
        let Some((name, modified)) = look.first else {
            let path = self.team.objects.place(&folder);
            return match &known {
                Some((seq, _)) => Err(faults::rewound(&path, *seq, revision::NONE)),
                None => {
                    self.check_key().await?;
                    Ok((RootHead::none(ahead), None))
                }
            };
        };
        let path = self.team.objects.place(&name);
        // What lies deeper, or elsewhere, is nobody's revision.
        let file = name.strip_prefix(&format!("{folder}/"));
        let seq = file.and_then(revision::number);
        let seq = seq.ok_or_else(|| faults::stranger(&path))?;
        match (&known, kept) {
            (Some((known, _)), _) if seq < *known => {
                let folder = self.team.objects.place(&folder);
                return Err(faults::rewound(&folder, *known, seq));
            }
            // What was seen already need not be fetched.
            (_, Some((revision, _))) if revision.seq == seq => {
                return Ok((RootHead::of(kept, modified, ahead), None));
            }
            _ => {}
        }
        let bytes = faults::unreached(self.team.objects.get(&name).await)?;
        let bytes = bytes.ok_or_else(|| faults::vanished(&path))?;
        let place = self.place(root);
        let revision = Revision::open(&path, (&place, seq), &bytes, &self.team.key)?;
        follows(&path, &revision, &bytes, known)?;
        let newest = (revision, revision::digest(&bytes));
        Ok((RootHead::of(Some(&newest), modified, ahead), Some(bytes)))
    }

    /// Makes sure that the first record of a root is not made with another key than the place was prepared for.
    async fn check_key(&self) -> Result<()> {
        let bytes = faults::unreached(self.team.objects.get(KEY_ID_OBJECT).await)?;
        let told = bytes.map(|bytes| String::from_utf8_lossy(&bytes).trim().to_owned());
        match told {
            Some(theirs) if theirs != self.team.key.id() => {
                let path = self.team.objects.place(KEY_ID_OBJECT);
                Err(faults::prepared_for_another_key(
                    &path,
                    &theirs,
                    &self.team.key.id(),
                ))
            }
            Some(_) | None => Ok(()),
        }
    }

    /// The number and the digest of the newest revision that this machine has ever seen of a root.
    fn known(&self, root: &str, kept: Option<&(Revision, String)>) -> Option<(u64, String)> {
        let heads = self.heads.borrow();
        let seen = heads.get(root);
        let seen = seen.and_then(|head| Some((head.seq, head.hash.clone()?)));
        let kept = kept.map(|(revision, hash)| (revision.seq, hash.clone()));
        seen.into_iter().chain(kept).max()
    }

    /// The same with what was put on record on this machine without the store: before there was one, or while
    /// it could not be reached. It only counts where nobody has written since, and that is said.
    /// `base` is what was on record there when this machine saw it last: a claim alone changes nothing of that.
    async fn with_unshared(
        &self,
        root: &str,
        head: RootHead,
        base: &BTreeMap<String, KeptText>,
    ) -> Result<RootHead> {
        let unshared = self.copy.unshared(root)?.against(&head.records);
        if unshared.is_empty() {
            // What both say alike is the store's alone from now on.
            self.copy.aside(root, &head.records)?;
            return Ok(head);
        }
        if head.records != *base {
            self.tell_once(root, &unused(unshared.count(), &self.team.address));
            self.copy.aside(root, &head.records)?;
            return Ok(head);
        }
        // Whoever only reads hands nothing over, nor does anybody while another run writes.
        if self.copy.only_reads() || self.live(&head).is_some() {
            self.tell_once(root, &waiting(unshared.count(), &self.team.address));
            return Ok(head.with(unshared, &self.own));
        }
        self.tell_once(root, &handed_over(unshared.count(), &self.team.address));
        let records = head.clone().with(unshared, &self.own).records;
        match self.add(root, &head, None, records).await? {
            Some(head) => {
                self.copy.drop_unshared(root)?;
                Ok(head)
            }
            // Somebody else was first, and the next look tells what that means for these.
            None => Ok(head),
        }
    }
}

fn unused(count: usize, address: &str) -> Words {
    words!(
        "what this machine recorded without {address} does not follow the newest records there, and is not used ({count}, now in .s/fc-guard/unshared). What differs shows up as changed online",
        "本机在没有 {address} 时生成的记录（{count} 条）与其最新记录不衔接，不予采用，已移入 .s/fc-guard/unshared。差异会显示为线上改动"
    )
}

fn waiting(count: usize, address: &str) -> Words {
    if count == 1 {
        return words!(
            "1 record of this machine was made without {address}; nobody has deployed since, so it counts, and the next deploy hands it over",
            "本机有 1 条记录是在没有 {address} 时生成的；此后没有其他人部署过，因此予以采用，下次部署时交给该处"
        );
    }
    words!(
        "{count} records of this machine were made without {address}; nobody has deployed since, so they count, and the next deploy hands them over",
        "本机有 {count} 条记录是在没有 {address} 时生成的；此后没有其他人部署过，因此予以采用，下次部署时交给该处"
    )
}

fn handed_over(count: usize, address: &str) -> Words {
    if count == 1 {
        return words!(
            "1 record of this machine was made without {address}; nobody has deployed since, so it is handed over to it",
            "本机有 1 条记录是在没有 {address} 时生成的；此后没有其他人部署过，因此将其交给该处"
        );
    }
    words!(
        "{count} records of this machine were made without {address}; nobody has deployed since, so they are handed over to it",
        "本机有 {count} 条记录是在没有 {address} 时生成的；此后没有其他人部署过，因此将其交给该处"
    )
}

/// Makes sure that a revision is or follows the one that was known.
fn follows(
    path: &str,
    revision: &Revision,
    bytes: &[u8],
    known: Option<(u64, String)>,
) -> Result<()> {
    let Some((seq, hash)) = known else {
        return Ok(());
    };
    let is_next = revision.seq == seq + 1 && revision.before.as_ref() != Some(&hash);
    let is_other = revision.seq == seq && revision::digest(bytes) != hash;
    match is_next || is_other {
        true => Err(faults::broken(path)),
        false => Ok(()),
    }
}
