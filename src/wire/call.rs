//! One call of the 2023-03-30 API, from its parts to a signed request.

use serde_json::Value;

use super::client::{Client, REPLY};
use super::endpoint::authority;
use super::sign::acs3::{self, Parts};
use crate::ports::{Method, Request};
use crate::spelled::{encode, hex};
use crate::time::rfc3339;

const VERSION: &str = "2023-03-30";

/// What tells the servers (and the logs of whoever runs a proxy) who is calling.
pub(crate) const USER_AGENT: &str = concat!("fc-guard/", env!("CARGO_PKG_VERSION"));

/// What kind of work a call does. It decides how the call is retried and what is said about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Task {
    Read,
    /// Reading what is known of something, without it.
    Head,
    Create,
    Update,
    /// Setting something of a resource by a POST that may be repeated.
    Set,
    Delete,
    /// Asking for a place to upload to.
    Token,
    /// Uploading to that place, which changes nothing that is deployed.
    Upload,
}

/// An API action by the name that the cloud gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Action {
    pub name: &'static str,
    pub task: Task,
}

impl Action {
    pub(crate) const fn new(name: &'static str, task: Task) -> Action {
        Action { name, task }
    }

    pub(crate) fn method(self) -> Method {
        match self.task {
            Task::Read | Task::Token => Method::Get,
            Task::Head => Method::Head,
            Task::Create | Task::Set => Method::Post,
            Task::Update | Task::Upload => Method::Put,
            Task::Delete => Method::Delete,
        }
    }

    /// Whether sending it twice does no more than sending it once.
    pub(crate) fn idempotent(self) -> bool {
        self.task != Task::Create
    }

    /// Whether it changes something that is deployed.
    pub(crate) fn writes(self) -> bool {
        matches!(
            self.task,
            Task::Create | Task::Update | Task::Set | Task::Delete
        )
    }
}

/// A call that is not signed yet. Each try signs it anew, because a nonce serves only once.
pub(crate) struct Call<'c> {
    pub action: Action,
    /// Percent-encoded, without the version: `/functions/demo`.
    pub path: String,
    /// Sorted by name; the values are not encoded yet.
    pub query: Vec<(&'static str, String)>,
    /// Added to those that every call has; a name that a call has anyway is left out.
    pub headers: Vec<(String, String)>,
    pub body: Option<&'c Value>,
}

impl<'c> Call<'c> {
    /// A call of that action on the resource named by the path's segments.
    pub(crate) fn new(action: Action, segments: &[&str]) -> Call<'c> {
        let path = segments
            .iter()
            .map(|segment| format!("/{}", encode(segment)))
            .collect();
        Call {
            action,
            path,
            query: Vec::new(),
            headers: Vec::new(),
            body: None,
        }
    }

    /// The call about one version or alias of its function.
    pub(crate) fn qualifier(mut self, qualifier: &str) -> Call<'c> {
        self.query.push(("qualifier", qualifier.to_owned()));
        self
    }

    pub(crate) fn body(mut self, body: &'c Value) -> Call<'c> {
        self.body = Some(body);
        self
    }

    pub(crate) fn headers(mut self, headers: &[(String, String)]) -> Call<'c> {
        self.headers.extend_from_slice(headers);
        self
    }

    /// Asks the server to refuse the write where the resource has another ETag by now.
    pub(crate) fn if_match(self, etag: Option<&str>) -> Call<'c> {
        match etag {
            Some(etag) => self.headers(&[("if-match".to_owned(), etag.to_owned())]),
            None => self,
        }
    }

    /// The request, signed with the client's key at its present time.
    pub(crate) fn sign(&self, client: &Client<'_>) -> Request {
        let body = self
            .body
            .map(|body| body.to_string().into_bytes())
            .unwrap_or_default();
        let path = format!("/{VERSION}{}", self.path);
        let query = self.query_text();
        let payload_hash = acs3::payload_hash(&body);
        let mut headers = self.unsigned(client, &payload_hash);
        let parts = Parts {
            method: self.action.method().name(),
            path: &path,
            query: &query,
            headers: &headers,
            payload_hash: &payload_hash,
        };
        let credential = &client.credential;
        let authorization =
            parts.authorize(&credential.access_key_id, &credential.access_key_secret);
        // The transport writes `Host` itself; here it was needed only under the signature.
        headers.retain(|(name, _)| name != "host");
        headers.push(("authorization".to_owned(), authorization));
        let mark = if query.is_empty() { "" } else { "?" };
        Request {
            method: self.action.method(),
            url: format!("{}{path}{mark}{query}", client.endpoints.control),
            headers,
            body,
            timeout: client.timeout,
            limit: REPLY,
        }
    }

    fn query_text(&self) -> String {
        let pairs: Vec<String> = self
            .query
            .iter()
            .map(|(name, value)| format!("{name}={}", encode(value)))
            .collect();
        pairs.join("&")
    }

    fn unsigned(&self, client: &Client<'_>, payload_hash: &str) -> Vec<(String, String)> {
        let clock = client.world.clock;
        let mut headers = vec![
            pair("host", authority(&client.endpoints.control)),
            pair("accept", "application/json"),
            pair("user-agent", USER_AGENT),
            pair("x-acs-action", self.action.name),
            pair("x-acs-version", VERSION),
            pair("x-acs-date", &rfc3339(clock.now())),
            pair("x-acs-signature-nonce", &hex(&clock.nonce())),
            pair("x-acs-content-sha256", payload_hash),
        ];
        if self.body.is_some() {
            headers.push(pair("content-type", "application/json; charset=utf-8"));
        }
        if let Some(token) = &client.credential.security_token {
            headers.push(pair("x-acs-accesskey-id", &client.credential.access_key_id));
            headers.push(pair("x-acs-security-token", token));
        }
        for (name, value) in &self.headers {
            if may_add(&headers, name) {
                headers.push(pair(&name.to_ascii_lowercase(), value));
            }
        }
        headers
    }
}

/// A header from `s.yaml` must not replace what makes the call this call, nor be sent twice.
fn may_add(headers: &[(String, String)], name: &str) -> bool {
    let taken = headers
        .iter()
        .any(|(key, _)| key.eq_ignore_ascii_case(name));
    let ours = [
        "authorization",
        "content-length",
        "content-type",
        "transfer-encoding",
    ];
    !taken && !ours.iter().any(|key| key.eq_ignore_ascii_case(name))
}

/// A header with a lower-case name.
pub(crate) fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}
