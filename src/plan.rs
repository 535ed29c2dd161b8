//! What will be done: the merged document of every resource, and the difference between it and what
//! is online. All ways of deciding are only ways to fill in the answers.

mod answers;
mod fixed;
mod follow;
mod hidden;
mod joined;
mod kept;
mod target;
mod write;

use std::rc::Rc;

use serde_json::{Map, Value};

pub use self::answers::{
    Answers, Asked, GivenAnswer, Policy, Question, Side, Stance, asked, open, ruled,
};
pub use self::fixed::refused;
pub use self::joined::joined;
pub use self::kept::{
    Keeping, Kept, of_everything as kept_of_everything, shown_in, standing, stands, taken_back,
    theirs,
};
use self::target::{apply, take_remnants, target};
use self::write::{create, update};
use crate::drift::{Difference, Drift, ResourceDrift, Standing, Verdict, is_block};
use crate::error::{Error, Result};
use crate::model::edit::{get, set};
use crate::model::owner::Owner;
use crate::model::path::Path;
use crate::model::resource::Resource;
use crate::model::routes;
use crate::model::seal::Sealer;
use crate::snapshot::Part;
use crate::words;

/// What will be done, resource by resource, the function first.
#[derive(Debug)]
pub struct Plan {
    pub steps: Vec<Step>,
}

impl Plan {
    /// Whether anything will be written online.
    pub fn writes(&self) -> bool {
        self.steps.iter().any(|step| step.action.writes())
    }

    /// Whether the project's package has to be uploaded.
    pub fn uploads(&self) -> bool {
        self.steps.iter().any(|step| match &step.action {
            Change::Write(writes) => writes.iter().any(Write::uploads),
            Change::Nothing | Change::Remember | Change::Forget => false,
        })
    }
}

/// What will be done with one resource.
#[derive(Debug)]
pub struct Step {
    /// The witnesses of the resource.
    pub part: Rc<Part>,
    pub resource: Resource,
    pub action: Change,
    /// What the project wants, sealed: the next `sent`.
    pub sent: Value,
    /// Whether it is somebody else's, and stays so: nothing is remembered of it.
    pub is_stranger: bool,
    /// What should stand online afterwards, sealed; `None` where it stays deleted.
    pub intended: Option<Value>,
    /// Changes of others that do not survive it.
    pub overwrites: Vec<Path>,
    /// The settings left to the service that do not go back to what stood there, although that was
    /// decided: it does not fit what they follow.
    pub unfit: Vec<Path>,
    /// What stands kept afterwards, within the run's half of the resource.
    pub kept: Vec<Keeping>,
}

/// What is done with one resource.
#[derive(Debug)]
pub enum Change {
    Nothing,
    /// Nothing is written online; what stands there is taken into the baseline.
    Remember,
    /// Nothing is written online, and nothing is remembered any more.
    Forget,
    /// Requests, in this order. Each is recorded before the next is sent.
    Write(Vec<Write>),
}

impl Change {
    /// Whether a write request is sent.
    pub fn writes(&self) -> bool {
        matches!(self, Change::Write(_))
    }
}

/// One write: the call, and the top-level settings that it writes, those that follow them included.
#[derive(Debug)]
pub struct Write {
    pub call: WriteCall,
    pub tops: Vec<String>,
}

impl Plan {
    /// Whether the service will look up the project's image.
    pub fn deploys_image(&self) -> bool {
        let image = |write: &Write| match &write.call {
            WriteCall::Create { body, .. } => body.get("customContainerConfig").is_some(),
            WriteCall::Update { body, .. } => body.contains_key("customContainerConfig"),
            _ => false,
        };
        let mut actions = self.steps.iter().map(|step| &step.action);
        actions.any(|action| matches!(action, Change::Write(writes) if writes.iter().any(image)))
    }
}

impl Write {
    fn uploads(&self) -> bool {
        match self.call {
            WriteCall::Create { code, .. } | WriteCall::Update { code, .. } => code,
            _ => false,
        }
    }
}

/// A call that writes. Bodies are as the API takes them, without the code.
pub enum WriteCall {
    Create {
        body: Value,
        code: bool,
    },
    /// The top-level settings that change, or a configuration as a whole.
    Update {
        body: Map<String, Value>,
        code: bool,
    },
    Delete,
    Tags {
        /// The API's list of `Key` and `Value`.
        set: Value,
        unset: Vec<String>,
    },
    ResourceGroup(String),
    /// The VPCs that are let in, and those that are let in no more.
    Bind {
        add: Vec<String>,
        remove: Vec<String>,
    },
}

impl std::fmt::Debug for WriteCall {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Bodies hold secrets.
        f.write_str(match self {
            WriteCall::Create { .. } => "Create",
            WriteCall::Update { .. } => "Update",
            WriteCall::Delete => "Delete",
            WriteCall::Tags { .. } => "Tags",
            WriteCall::ResourceGroup(_) => "ResourceGroup",
            WriteCall::Bind { .. } => "Bind",
        })
    }
}

/// Makes the plan. Every question must have its answer.
///
/// # Errors
/// When a setting would have to change that the API cannot change in place, and when a question has
/// no answer (a bug of the caller).
pub fn build(drift: &Drift, answers: &Answers, sealer: &Sealer) -> Result<Plan> {
    let mut steps = Vec::new();
    let mut function_is_there = true;
    // The function comes first of what belongs to it, so its step is known when the others are planned.
    for drift in &drift.resources {
        let part = &drift.part;
        let mut step = step(drift, answers, sealer)?;
        if part.resource.kind.is_function() {
            function_is_there = part.live.is_some() || step.action.writes();
        } else if !function_is_there && (drift.belongs() || step.action.writes()) {
            // What belongs to a function goes and stays away with it. What was decided about its domain,
            // which outlives it, is remembered.
            step.action = Change::Nothing;
        }
        steps.push(step);
    }
    Ok(Plan { steps })
}

/// What is done with one resource, by how it stands and what was answered.
fn step(drift: &ResourceDrift, answers: &Answers, sealer: &Sealer) -> Result<Step> {
    let part = &drift.part;
    let kind = part.resource.kind;
    let (sent, wanted) = (part.said(), &part.desired);
    let (sent, wanted) = (sealer.seal(kind, &sent), sealer.seal(kind, wanted));
    let (mut overwrites, mut unfit) = (Vec::new(), Vec::new());
    let (action, intended) = match drift.standing {
        Standing::New => (create(part), Some(wanted)),
        // Nobody is asked about it again, so only a flag brings it back.
        Standing::StaysDeleted if answers.takes_back(&whole(drift)) => (create(part), Some(wanted)),
        Standing::StaysDeleted => (Change::Nothing, None),
        Standing::Gone if part.record.is_empty() => (Change::Nothing, None),
        Standing::Gone => (Change::Forget, None),
        Standing::Deleted | Standing::Missing | Standing::Reopened => {
            match deleted_side(drift, answers)? {
                Side::Local => (create(part), Some(wanted)),
                Side::Remote => (Change::Remember, None),
            }
        }
        Standing::Found | Standing::MadeAgain | Standing::Deployed => {
            let (action, merged) = merge(part, drift, answers, (&mut overwrites, &mut unfit))?;
            (action, Some(sealer.seal(kind, &merged)))
        }
    };
    if let Some(intended) = intended
        .as_ref()
        .filter(|_| kind.is_shared() && action.writes())
    {
        fixed::check_certificate(part, intended)?;
    }
    Ok(Step {
        part: Rc::clone(part),
        resource: part.resource.clone(),
        action,
        kept: kept::of_differences((part, drift), &sent, intended.as_ref(), sealer),
        sent,
        // Only a restore puts back what is others', and says so itself.
        is_stranger: false,
        intended,
        overwrites,
        unfit,
    })
}

/// The question whether a deleted resource comes back.
fn whole(drift: &ResourceDrift) -> Question {
    Question {
        resource: drift.resource.clone(),
        path: Path::default(),
    }
}

/// The answer to the question whether a deleted resource comes back.
fn deleted_side(drift: &ResourceDrift, answers: &Answers) -> Result<Side> {
    let asked = Asked {
        question: whole(drift),
        live: None,
        verdict: None,
        only_online: false,
    };
    answer(&asked, answers)
}

/// The answer to one question.
fn answer(asked: &Asked, answers: &Answers) -> Result<Side> {
    answers.side(asked).ok_or_else(|| {
        let path = &asked.question.path;
        Error::bug(words!("nobody decided about {path}", "{path} 尚未决定"))
    })
}

/// The merged document starts from what is online, so that whatever nobody decided to change stays,
/// and takes over what is the project's.
fn merge(
    part: &Part,
    drift: &ResourceDrift,
    answers: &Answers,
    (overwrites, unfit): (&mut Vec<Path>, &mut Vec<Path>),
) -> Result<(Change, Value)> {
    let kind = part.resource.kind;
    let online = part
        .live
        .as_ref()
        .map(|live| live.document.clone())
        .unwrap_or_default();
    let mut merged = online.clone();
    let mut tops: Vec<&str> = Vec::new();
    let found = || drift.differences.iter().chain(&drift.kept);
    // A block is only valid as a whole: where one part of it stays as it is online, all of it does.
    let mut stays = Vec::new();
    for difference in found().filter(|one| is_block(part, one.path.top())) {
        if difference.overwrites() && side(drift, difference, answers)? == Side::Remote {
            stays.push(difference.path.top());
        }
    }
    let mut led = Vec::new();
    for difference in found().filter(|one| !stays.contains(&one.path.top())) {
        let side = side(drift, difference, answers)?;
        // What becomes of a setting that the service moves depends on what it follows, which is only known
        // when everything else is merged.
        if part.is_led(&difference.path) {
            led.push((difference, side));
            continue;
        }
        if side == Side::Remote {
            continue;
        }
        // Nothing that could be sent is known of the project's side, so what is online stays.
        let Some(value) = target(kind, part, difference) else {
            continue;
        };
        fixed::check(&part.resource, &part.desired, difference)?;
        fixed::check_route(part, &online, difference)?;
        if difference.overwrites() {
            overwrites.push(difference.path.clone());
        }
        apply(kind, &mut merged, part, difference, value);
        written(&mut tops, difference);
    }
    let led = follow::going_back(part, led, &merged, &tops);
    unfit.extend(led.unfit.iter().map(|found| found.path.clone()));
    for difference in led.back {
        // Whoever moved it, the service along with others' change or they themselves: it is not ours.
        overwrites.push(difference.path.clone());
        set(kind, &mut merged, &difference.path, difference.seen.clone());
        written(&mut tops, difference);
    }
    // Nothing is to be written, but the baseline takes notice: what was accepted is no question the next
    // time.
    if tops.is_empty() {
        return Ok((Change::Remember, merged));
    }
    // Only what is written anyway takes others' settings along, so all of this comes after it is known that
    // something is written.
    take_remnants(part, &mut merged, &tops);
    give_back(part, &online, &mut merged);
    if kind.is_shared() {
        routes::order(&mut merged, &part.desired);
    }
    overwrites.extend(hidden::hand_along(part, &mut merged, &tops, answers)?);
    let action = update(part, &online, &merged, &tops);
    overwrites.extend(write::lost(part, &action));
    Ok((action, merged))
}

/// Adds the top-level setting of a difference to those that are written.
fn written<'d>(tops: &mut Vec<&'d str>, difference: &'d Difference) {
    let top = difference.path.top();
    if !tops.contains(&top) {
        tops.push(top);
    }
}

/// A block that goes as a whole takes nothing along that belongs to the console.
fn give_back(part: &Part, online: &Value, merged: &mut Value) {
    let kind = part.resource.kind;
    for path in &part.console {
        if let Some(value) = get(kind, online, path) {
            set(kind, merged, path, Some(value.clone()));
        }
    }
}

/// Which side a difference goes to: by its verdict where that decides, else by rule or answer.
fn side(drift: &ResourceDrift, difference: &Difference, answers: &Answers) -> Result<Side> {
    match difference.verdict {
        Verdict::Local => Ok(Side::Local),
        // The merged document starts from what is online, so nothing has to be done for these.
        Verdict::Agreed | Verdict::Along | Verdict::Settled => Ok(Side::Remote),
        Verdict::Standing => Ok(answers.standing(drift, difference)),
        _ if difference.owner == Some(Owner::File) => Ok(Side::Local),
        _ => answer(&Asked::about(drift, difference), answers),
    }
}

#[cfg(test)]
mod laws;

#[cfg(test)]
mod owned;
