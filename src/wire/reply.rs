//! What the server answered.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::call::{Action, Body, Call};
use super::client::Client;
use super::failure::{Failure, Reason};
use super::refusal::request_id;
use crate::ports::{Response, Watch};
use crate::words;
use crate::words::Words;

/// A resource as the server describes it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reply {
    /// Always a JSON object, with every field that the server sent.
    pub doc: Value,
    /// To be given back as `if_match`. FC 3.0 is not known to send one, so it is used where it comes.
    pub etag: Option<String>,
}

/// The field by which a kind of resource names itself, and the name it must have.
pub type Identity<'i> = (&'static str, &'i str);

impl Client<'_> {
    /// Sends the call and reads the resource in its reply. A reply about anything else, be it whole
    /// JSON or not, is an error: taking `{}` for the resource would make every setting look removed.
    ///
    /// # Errors
    /// Whatever else comes back.
    pub async fn resource(
        &self,
        call: Call<'_>,
        (field, name): Identity<'_>,
    ) -> Result<Reply, Failure> {
        let response = self.send(&call).await?;
        let doc = self.document(call.action, &response)?;
        if !doc[field]
            .as_str()
            .is_some_and(|own| own.eq_ignore_ascii_case(name))
        {
            let detail = words!(
                "the reply is not about the requested resource: it has no {field} {name}",
                "响应内容不是所请求的资源：其中没有 {field} {name}"
            );
            return Err(unreadable(call.action, &response, detail));
        }
        let etag = etag(&response);
        Ok(Reply { doc, etag })
    }

    /// The reply's body, which must be one whole JSON object. No message shows a secret in it from now
    /// on.
    ///
    /// # Errors
    /// It is anything else.
    pub fn document(&self, action: Action, response: &Response) -> Result<Value, Failure> {
        let doc = json(action, response)?;
        self.hide_in(&doc, action.service.vocabulary);
        Ok(doc)
    }

    /// Sends a call whose reply has nothing to say.
    ///
    /// # Errors
    /// Whatever else than success comes back.
    pub async fn silent(&self, call: Call<'_>) -> Result<(), Failure> {
        self.send(&call).await.map(|_| ())
    }

    /// Sends a call that deletes. What is gone already was deleted, too.
    ///
    /// # Errors
    /// Whatever else than success, or that it is not there, comes back.
    pub async fn delete_by(&self, call: Call<'_>) -> Result<(), Failure> {
        match self.silent(call).await {
            Err(failure) if failure.gone() => Ok(()),
            result => result,
        }
    }

    /// Sends the call until it succeeds, or trying again is useless.
    ///
    /// # Errors
    /// Whatever else than success comes back.
    pub async fn send(&self, call: &Call<'_>) -> Result<Response, Failure> {
        self.send_watched(call, None).await
    }

    /// The same for a body that takes long. `watch` is told of every try anew, from nothing on.
    ///
    /// # Errors
    /// As [`Client::send`].
    pub async fn send_watched(
        &self,
        call: &Call<'_>,
        watch: Option<Watch<'_>>,
    ) -> Result<Response, Failure> {
        // Before it is sent: the first thing that comes back may quote it.
        if let Body::Json(body) = call.body {
            self.hide_in(body, call.action.service.vocabulary);
        }
        self.exchange(call.action, watch, || call.sign(self)).await
    }
}

/// The version of what the reply shows, to be given back as `if_match`.
pub fn etag(response: &Response) -> Option<String> {
    response.header("etag").map(str::to_owned)
}

/// The reply's body, which must be one whole JSON object.
fn json(action: Action, response: &Response) -> Result<Value, Failure> {
    let detail = match serde_json::from_slice(&response.body) {
        Ok(doc @ Value::Object(_)) => return Ok(doc),
        Ok(_) => words!("the reply is not a JSON object", "响应不是 JSON 对象"),
        Err(_) => {
            let size = response.body.len();
            words!(
                "the reply is not complete JSON ({size} bytes)",
                "响应不是完整的 JSON（{size} 字节）"
            )
        }
    };
    Err(unreadable(action, response, detail))
}

/// The failure of a call that was answered with success and with something else than its reply.
pub fn unreadable(action: Action, response: &Response, detail: Words) -> Failure {
    let status = response.status;
    let request_id = request_id(action.service, response);
    Failure {
        action,
        reason: Box::new(Reason::Unreadable {
            status,
            request_id,
            detail,
        }),
        tries: 1,
        doubtful: false,
    }
}

/// Turns the service's own not-found codes, and nothing else, into absence.
///
/// # Errors
/// Any other failure.
pub fn absent<T>(result: Result<T, Failure>, codes: &[&str]) -> Result<Option<T>, Failure> {
    match result {
        Ok(found) => Ok(Some(found)),
        Err(failure) if failure.misses(codes) => Ok(None),
        Err(failure) => Err(failure),
    }
}
