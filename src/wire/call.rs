//! One call of a service, from its parts to a signed request.

use serde_json::Value;

use super::client::{Client, REPLY};
use super::credential::Credential;
use super::service::{AddressLayout, Service};
use super::sign::{Signature, Signer, Unsigned};
use crate::ports::{Method, Request};
use crate::spelled::encode;

/// What tells the servers (and the logs of whoever runs a proxy) who is calling.
pub const USER_AGENT: &str = concat!("fc-guard/", env!("CARGO_PKG_VERSION"));

/// Above that many bytes a request is given the time of an upload.
const MANY: usize = 1024 * 1024;

/// What kind of work a call does. It decides how the call is retried and what is said about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Task {
    Read,
    /// Reading what is known of something, without it.
    Head,
    Create,
    Update,
    /// Setting something of a resource by a POST that may be repeated.
    Set,
    Delete,
    /// Bringing bytes to a place, which changes nothing that is deployed.
    Upload,
}

/// An action of a service, by the name that the cloud gives it.
#[derive(Clone, Copy, Debug)]
pub struct Action {
    pub service: &'static Service,
    pub name: &'static str,
    pub task: Task,
}

impl Action {
    pub const fn new(service: &'static Service, name: &'static str, task: Task) -> Action {
        Action {
            service,
            name,
            task,
        }
    }

    pub fn method(self) -> Method {
        match self.task {
            _ if matches!(self.service.layout, AddressLayout::Rpc(_)) => Method::Post,
            Task::Read => Method::Get,
            Task::Head => Method::Head,
            Task::Create | Task::Set => Method::Post,
            Task::Update | Task::Upload => Method::Put,
            Task::Delete => Method::Delete,
        }
    }

    /// Whether sending it twice does no more than sending it once.
    pub fn idempotent(self) -> bool {
        // The second of two creations meets what the first has made.
        self.task != Task::Create
    }

    /// Whether it changes something that is deployed.
    pub fn writes(self) -> bool {
        matches!(
            self.task,
            Task::Create | Task::Update | Task::Set | Task::Delete
        )
    }
}

/// On what a call depends. A service that does not know a condition of another one refuses it. Function Compute
/// takes the first alone; the others are for records that lie in OSS.
#[derive(Clone, Copy, Debug)]
pub enum Condition<'e> {
    /// What is there still has that ETag.
    Match(&'e str),
    /// What is there has another ETag by now.
    NoneMatch(&'e str),
    /// There is no object of that name (OSS takes no other condition with a write).
    ForbidOverwrite,
}

impl Condition<'_> {
    fn header(self) -> (String, String) {
        match self {
            Condition::Match(etag) => pair("if-match", etag),
            Condition::NoneMatch(etag) => pair("if-none-match", etag),
            Condition::ForbidOverwrite => pair("x-oss-forbid-overwrite", "true"),
        }
    }
}

/// What a call carries.
#[derive(Clone, Copy, Debug)]
pub enum Body<'c> {
    Empty,
    Json(&'c Value),
    /// Of that content type.
    Bytes(&'static str, &'c [u8]),
}

impl Body<'_> {
    /// How the content is named to a service whose requests are signed so: by the words of its official SDK.
    fn content_type(self, signature: Signature) -> Option<&'static str> {
        match self {
            Body::Empty => None,
            Body::Json(_) if signature == Signature::Fc => Some("application/json"),
            Body::Json(_) => Some("application/json; charset=utf-8"),
            Body::Bytes(kind, _) => Some(kind),
        }
    }

    fn bytes(self) -> Vec<u8> {
        match self {
            Body::Empty => Vec::new(),
            Body::Json(value) => value.to_string().into_bytes(),
            Body::Bytes(_, bytes) => bytes.to_vec(),
        }
    }
}

/// A call that is not signed yet. Each try signs it anew, because a nonce serves only once.
pub struct Call<'c> {
    pub action: Action,
    /// What names the resource, percent-encoded: `/bucket/an%20object`.
    path: String,
    /// Sorted by name; the values are not encoded yet.
    query: Vec<(&'static str, String)>,
    /// Added to those that every call has; a name that a call has anyway is left out.
    headers: Vec<(String, String)>,
    pub body: Body<'c>,
    /// The key that it is signed with, where that is not the client's own.
    key: Option<&'c Credential>,
}

impl<'c> Call<'c> {
    /// A call of that action on the resource that the segments name, a bucket first where there is one.
    pub fn new(action: Action, segments: &[&str]) -> Call<'c> {
        let path = segments
            .iter()
            .map(|segment| format!("/{}", encode(segment)))
            .collect();
        Call {
            action,
            path,
            query: Vec::new(),
            headers: Vec::new(),
            body: Body::Empty,
            key: None,
        }
    }

    /// Asks for this, too, behind what was asked for before.
    pub fn query(mut self, name: &'static str, value: impl Into<String>) -> Call<'c> {
        self.query.push((name, value.into()));
        self
    }

    pub fn body(mut self, body: Body<'c>) -> Call<'c> {
        self.body = body;
        self
    }

    pub fn headers(mut self, headers: &[(String, String)]) -> Call<'c> {
        self.headers.extend_from_slice(headers);
        self
    }

    /// Has the service refuse it where the condition does not hold.
    pub fn only_if(mut self, condition: Condition<'_>) -> Call<'c> {
        self.headers.push(condition.header());
        self
    }

    /// Has a write refused where the resource has another ETag by now, if it had one.
    pub fn if_match(self, etag: Option<&str>) -> Call<'c> {
        match etag {
            Some(etag) => self.only_if(Condition::Match(etag)),
            None => self,
        }
    }

    /// Has it signed with a key that was lent.
    pub fn with_key(mut self, key: &'c Credential) -> Call<'c> {
        self.key = Some(key);
        self
    }

    /// The request, signed at the client's present time.
    pub(super) fn sign(&self, client: &Client<'_>) -> Request {
        // Signed over the very bytes that are sent.
        let body = self.body.bytes();
        let query = self.query_text();
        let mark = if query.is_empty() { "" } else { "?" };
        Request {
            method: self.action.method(),
            url: format!("{}{mark}{query}", self.address(client)),
            headers: self.signed_headers(client, &query, &body),
            timeout: self.timeout(client, body.len()),
            body,
            limit: REPLY,
        }
    }

    /// All headers, the signature over the others among them.
    fn signed_headers(
        &self,
        client: &Client<'_>,
        query: &str,
        body: &[u8],
    ) -> Vec<(String, String)> {
        let origin = (self.action.service.origin)(&client.site);
        let scheme = self.action.service.signature.scheme();
        let mut unsigned = Unsigned {
            action: self.action,
            method: self.action.method().name(),
            host: origin.authority(),
            region: &client.site.region,
            path: &self.signed_path(),
            query,
            headers: self.own_headers(),
            body,
        };
        let signer = Signer {
            key: self.key.unwrap_or(&client.credential),
            clock: client.world.clock,
        };
        // First what the call needs, then what the project asks for, which so replaces none of it; the
        // signature last, since it may cover all of them.
        (scheme.dress)(&mut unsigned, &signer);
        add(&mut unsigned.headers, &self.headers);
        let authorization = (scheme.authorize)(&unsigned, signer.key);
        let mut headers = unsigned.headers;
        // The transport writes `Host` itself; it is needed under the signature only.
        headers.retain(|(name, _)| name != "host");
        headers.push(pair("authorization", &authorization));
        headers
    }

    fn own_headers(&self) -> Vec<(String, String)> {
        let mut headers = vec![pair("user-agent", USER_AGENT)];
        let content_type = self.body.content_type(self.action.service.signature);
        headers.extend(content_type.map(|kind| pair("content-type", kind)));
        headers
    }

    /// The path that is signed: a bucket is its first part, wherever the address has it.
    fn signed_path(&self) -> String {
        match self.action.service.layout {
            AddressLayout::Versioned(version) => format!("/{version}{}", self.path),
            AddressLayout::Bucket if self.path.is_empty() => "/".to_owned(),
            AddressLayout::Rpc(_) => "/".to_owned(),
            AddressLayout::Bucket => self.path.clone(),
        }
    }

    /// Where the request goes, without its query.
    fn address(&self, client: &Client<'_>) -> String {
        let origin = (self.action.service.origin)(&client.site);
        let path = self.signed_path();
        let inside = path.strip_prefix('/').and_then(|path| path.split_once('/'));
        match (self.action.service.layout, inside) {
            // Before a bare address no name can stand, so there the bucket stays in the path.
            (AddressLayout::Bucket, Some((bucket, key))) if !origin.is_bare() => {
                format!("{}/{key}", origin.below(bucket))
            }
            (AddressLayout::Bucket | AddressLayout::Versioned(_) | AddressLayout::Rpc(_), _) => {
                format!("{origin}{path}")
            }
        }
    }

    /// Many bytes take their time, whatever they are.
    fn timeout(&self, client: &Client<'_>, bytes: usize) -> u64 {
        match self.action.task {
            _ if bytes > MANY => client.upload_timeout,
            Task::Upload => client.upload_timeout,
            Task::Read | Task::Head | Task::Create | Task::Update | Task::Set | Task::Delete => {
                client.timeout
            }
        }
    }

    fn is_of_a_bucket(&self) -> bool {
        matches!(self.action.service.layout, AddressLayout::Bucket)
    }

    fn query_text(&self) -> String {
        let pairs: Vec<String> = self
            .query
            .iter()
            .map(
                |(name, value)| match value.is_empty() && self.is_of_a_bucket() {
                    // What of a bucket is meant stands there by its name alone.
                    true => (*name).to_owned(),
                    false => format!("{name}={}", encode(value)),
                },
            )
            .collect();
        pairs.join("&")
    }
}

/// Adds those that a call has of its own to those that make it that call.
fn add(headers: &mut Vec<(String, String)>, more: &[(String, String)]) {
    for (name, value) in more {
        if may_add(headers, name) {
            headers.push(pair(&name.to_ascii_lowercase(), value));
        }
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
pub fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

#[cfg(test)]
mod tests;
