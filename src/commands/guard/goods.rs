//! What a run brings online: the wishes of a project, or a backup.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::apply::code_part;
use crate::commands::code::Ours;
use crate::drift::Drift;
use crate::error::Result;
use crate::model::desired::Desired;
use crate::plan::Plan;
use crate::project::Project;
use crate::snapshot::Snapshot;
use crate::source::transfer;
use crate::write_back::KeptOnline;

/// As many bytes of a package stand in a request of FC 2.0 itself at most. It is what upstream sends so; a larger
/// one lies in a bucket.
const MOST_IN_A_REQUEST: usize = 50 * 1024 * 1024;

/// Brings a package of the project's function to where the service finds it; returns the `code` part of the request.
/// `checksum` is that of the bytes (`package::Packed`).
///
/// # Errors
/// It could not be uploaded.
pub(in crate::commands) async fn brought(
    project: &Project<'_>,
    (bytes, checksum): (&[u8], &str),
) -> Result<Value> {
    let function = project.root();
    if function.service().is_some() && bytes.len() <= MOST_IN_A_REQUEST {
        return Ok(json!({"zipFile": STANDARD.encode(bytes), "checksum": checksum}));
    }
    let package = (bytes, checksum);
    let object = transfer::upload(project.screen, &project.client, &function, package).await?;
    Ok(code_part(&object.bucket, &object.object, Some(checksum)))
}

/// What is to stand online, and how its code gets there.
pub(in crate::commands) trait Goods {
    /// What is wanted.
    fn wanted(&self) -> Desired;

    /// Whether it can be done at all, once it is known what is online, and again right before it is
    /// written.
    ///
    /// # Errors
    /// It cannot.
    async fn check(&self, snapshot: &Snapshot) -> Result<()>;

    /// Whether a plan can be carried out, as far as that needs what is no resource of it.
    ///
    /// # Errors
    /// It cannot.
    async fn check_plan(&self, plan: &Plan) -> Result<()> {
        let _ = plan;
        Ok(())
    }

    /// Whether what stands kept is decided by it, too.
    fn puts_back(&self) -> bool {
        false
    }

    /// Whether another component writes it, to which what was decided is handed on.
    fn hands_over(&self) -> bool {
        false
    }

    /// Makes ready what that component is handed, once all is decided.
    ///
    /// # Errors
    /// Something that was decided cannot be said to it.
    async fn hand_on(&self, looked: (&Snapshot, &Plan), kept: &KeptOnline) -> Result<()> {
        let _ = (looked, kept);
        Ok(())
    }

    /// The code of it, as far as it is here.
    fn code(&self) -> Ours<'_>;

    /// Has the last word on a plan.
    fn revise(&self, snapshot: &Snapshot, drift: &Drift, plan: &mut Plan) {
        // A deploy carries out what the drift and the answers say.
        let _ = (snapshot, drift, plan);
    }

    /// Brings the code to where the service finds it; returns the `code` part of the request.
    ///
    /// # Errors
    /// It could not be read or uploaded.
    async fn upload(&self) -> Result<Option<Value>>;

    /// Brings the image to its registry, if there is one.
    ///
    /// # Errors
    /// It could not be pushed.
    async fn push(&self) -> Result<()>;

    /// The digest under which the registry knows the image that was pushed, where that is known.
    async fn digest(&self) -> Option<String>;
}
