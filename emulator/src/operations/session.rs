//! Sessions. No instance runs here, so a session is what was said of it, and how long it lasts.
//!
//! The operations and models are those of the official SDK. Its texts say which affinity a session needs, that
//! only one that is active can be read, and that a deleted id can be given anew. The codes, the defaults and what
//! a pause does are guessed (G13).

use serde_json::{Value, json};

use super::body::Shape::{Flag, Text, Whole};
use super::body::{self, Field};
use super::bound::{Range, range};
use super::model::{JUICE_FS, NAS, OSS, POLAR_FS};
use crate::call::Call;
use crate::cloud::Cloud;
use crate::cloud::function::Function;
use crate::cloud::session::Session;
use crate::doc::{Doc, fill, text};
use crate::error::{ApiError, Result};
use crate::http::Response;

/// `CreateSessionInput`: what an update takes, and the id, which is set for good.
const CREATE: &[Field] = &[
    ("sessionId", Text),
    ("disableSessionIdReuse", Flag),
    JUICE_FS,
    NAS,
    OSS,
    POLAR_FS,
    ("sessionIdleTimeoutInSeconds", Whole),
    ("sessionTTLInSeconds", Whole),
];

/// `UpdateSessionInput`.
const UPDATE: &[Field] = CREATE.split_at(1).1;

/// The bounds that upstream holds its users to.
const TIMES: &[Range] = &[
    range("sessionIdleTimeoutInSeconds", 0, 21600),
    range("sessionTTLInSeconds", 0, 21600),
];

/// What makes an instance belong to a session that was asked for (the API's description of `CreateSession`).
const AFFINITIES: [&str; 2] = ["GENERATED_COOKIE", "HEADER_FIELD"];

impl Cloud {
    /// `CreateSession`.
    pub(crate) fn create_session(&mut self, call: &Call<'_>) -> Result<Response> {
        let mut doc = body::read(call, CREATE)?;
        check_times(&doc)?;
        let (generated, container) = (self.ids.letters(32), self.ids.letters(8));
        let function = self.function_mut(call.name(0))?;
        let qualifier = function.qualifier(call)?;
        let id = text(&doc, "sessionId").unwrap_or(&generated).to_owned();
        let old = function.sessions.get(&id);
        if old.is_some_and(|old| !old.is_expired(call.now)) {
            return Err(ApiError::exists("SessionAlreadyExists", "session", &id));
        }
        doc.insert("sessionId".to_owned(), id.clone().into());
        let added = json!({
            "containerId": format!("c-{container}"),
            "createdTime": call.now.iso(),
            "disableSessionIdReuse": false,
            "functionName": call.name(0),
            "lastModifiedTime": call.now.iso(),
            "qualifier": qualifier,
            "sessionAffinityType": affinity(function)?,
            "sessionIdleTimeoutInSeconds": 1800,
            "sessionStatus": "Active",
            "sessionTTLInSeconds": 21600,
        });
        fill(&mut doc, added);
        let session = Session {
            doc,
            created: call.now,
            used: call.now,
        };
        let shown = session.shown(call.now);
        function.sessions.insert(id, session);
        Ok(Response::ok(&shown))
    }

    /// `GetSession`. Only what is not over can be read.
    pub(crate) fn get_session(&mut self, call: &Call<'_>) -> Result<Response> {
        let shown = self.session_mut(call)?.shown(call.now);
        Ok(Response::ok(&shown))
    }

    /// `ListSessions`, those that are over among them.
    pub(crate) fn list_sessions(&mut self, call: &Call<'_>) -> Result<Response> {
        let wanted = ["qualifier", "sessionId", "sessionStatus"];
        let wanted: Vec<(&str, String)> = wanted
            .iter()
            .filter_map(|name| Some((*name, call.param(name)?)))
            .collect();
        let sessions = self.function(call.name(0))?.sessions.iter();
        let listed = sessions
            .map(|(id, session)| (id, session.shown(call.now)))
            .filter(|(_, doc)| wanted.iter().all(|(name, value)| doc[name] == **value));
        super::page::page(call, "sessions", listed)
    }

    /// `UpdateSession`: what is left out stays.
    pub(crate) fn update_session(&mut self, call: &Call<'_>) -> Result<Response> {
        let input = body::read(call, UPDATE)?;
        check_times(&input)?;
        self.change_session(call, input)
    }

    /// `PauseSession`.
    pub(crate) fn pause_session(&mut self, call: &Call<'_>) -> Result<Response> {
        self.change_session(call, status("Paused"))
    }

    /// `ResumeSession`.
    pub(crate) fn resume_session(&mut self, call: &Call<'_>) -> Result<Response> {
        self.change_session(call, status("Active"))
    }

    /// Writes these members into a session, which counts as a use of it.
    fn change_session(&mut self, call: &Call<'_>, members: Doc) -> Result<Response> {
        let session = self.session_mut(call)?;
        session.doc.extend(members);
        let time = call.now.iso().into();
        session.doc.insert("lastModifiedTime".to_owned(), time);
        session.used = call.now;
        Ok(Response::ok(&session.shown(call.now)))
    }

    /// `DeleteSession`. The id is free again.
    pub(crate) fn delete_session(&mut self, call: &Call<'_>) -> Result<Response> {
        self.session_mut(call)?;
        let function = self.function_mut(call.name(0))?;
        function.sessions.remove(call.name(1));
        Ok(Response::empty(204))
    }

    /// A session that is not over, of the version or alias that the query names if it names one.
    fn session_mut(&mut self, call: &Call<'_>) -> Result<&mut Session> {
        let (name, id) = (call.name(0), call.name(1));
        let qualifier = call.param("qualifier");
        let fits = |session: &&mut Session| {
            let own = text(&session.doc, "qualifier");
            !session.is_expired(call.now)
                && qualifier.as_deref().is_none_or(|named| own == Some(named))
        };
        let found = self.function_mut(name)?.sessions.get_mut(id);
        found.filter(fits).ok_or_else(|| {
            let message = format!("session '{id}' of function '{name}' does not exist");
            ApiError::new(404, "SessionNotFound", message)
        })
    }
}

/// The function's affinity, if a session can be made by it.
fn affinity(function: &Function) -> Result<&str> {
    let affinity = text(&function.doc, "sessionAffinity").unwrap_or_default();
    match AFFINITIES.contains(&affinity) {
        true => Ok(affinity),
        false => Err(ApiError::out_of_range(
            "sessionAffinity",
            &AFFINITIES.join("|"),
        )),
    }
}

/// Checks how long a session may last.
fn check_times(doc: &Doc) -> Result<()> {
    TIMES.iter().try_for_each(|range| range.check(doc))
}

/// The one member that a pause and its end change.
fn status(status: &str) -> Doc {
    let member = ("sessionStatus".to_owned(), Value::from(status));
    [member].into_iter().collect()
}
