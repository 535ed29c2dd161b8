//! The calls about resources that have addresses of their own: functions, triggers, custom domains.

use serde_json::Value;

use super::service::FC3;
use crate::model::kind::calls::{Own, PathSegment};
use crate::model::kind::{Kind, Naming};
use crate::wire::{Action, Body, Call, Client, Failure, Identity, Reply, Task, absent};

/// Which resource a call is about: its kind, the function it belongs to, and its name.
#[derive(Clone, Copy)]
pub(super) struct Which<'w> {
    pub kind: Kind,
    pub function: &'w str,
    pub name: &'w str,
}

impl<'w> Which<'w> {
    /// By what a reply must say that it is about this resource.
    fn identity(self) -> Identity<'w> {
        let setting = match self.kind.spec().naming {
            Naming::Own(setting) => setting,
            Naming::Function | Naming::Qualifier => "functionArn",
        };
        (setting, self.name)
    }

    fn path(self, calls: &Own) -> Vec<&'w str> {
        let step = |segment: &PathSegment| match *segment {
            PathSegment::Text(text) => text,
            PathSegment::Function => self.function,
            // Nothing of this generation stands in a service.
            PathSegment::Service => "",
        };
        calls.below.iter().map(step).collect()
    }

    /// The call about the resource itself; what creates one goes to the path around it.
    fn call<'c>(self, calls: &Own, action: Action) -> Call<'c> {
        let path = [self.path(calls), vec![self.name]].concat();
        Call::new(action, &path)
    }
}

impl Client<'_> {
    /// It as it is online, `None` where the service says that there is none. With a `qualifier` that
    /// version of it, or what that alias leads to.
    ///
    /// # Errors
    /// Whatever else than the resource or one of those codes comes back.
    pub(super) async fn get_own(
        &self,
        calls: &Own,
        which: Which<'_>,
        qualifier: Option<&str>,
    ) -> Result<Option<Reply>, Failure> {
        let mut call = which.call(calls, Action::new(&FC3, calls.get, Task::Read));
        if let Some(qualifier) = qualifier {
            call = call.query("qualifier", qualifier);
        }
        let reply = self.resource(call, which.identity()).await;
        absent(reply, calls.absent)
    }

    /// Creates what the body (`Create…Input`) describes. `headers` are those that the project asks for;
    /// they never replace the call's own.
    ///
    /// # Errors
    /// [`Failure::exists`] where the name is taken, possibly by another account.
    pub(super) async fn create_own(
        &self,
        calls: &Own,
        which: Which<'_>,
        body: &Value,
        headers: &[(String, String)],
    ) -> Result<Reply, Failure> {
        let call = Call::new(
            Action::new(&FC3, calls.create, Task::Create),
            &which.path(calls),
        );
        let call = call.headers(calls.taken(headers));
        self.resource(call.body(Body::Json(body)), which.identity())
            .await
    }

    /// Sets the top-level keys in the body (`Update…Input`) and leaves the others alone. With `if_match`
    /// the service is asked to refuse where the resource has moved since.
    ///
    /// # Errors
    /// [`Failure::moved`] where it has, [`Failure::gone`] where it is no more.
    pub(super) async fn update_own(
        &self,
        calls: &Own,
        which: Which<'_>,
        (body, headers): (&Value, &[(String, String)]),
        if_match: Option<&str>,
    ) -> Result<Reply, Failure> {
        let call = which.call(calls, Action::new(&FC3, calls.update, Task::Update));
        let call = call.if_match(if_match);
        let call = call.headers(calls.taken(headers));
        self.resource(call.body(Body::Json(body)), which.identity())
            .await
    }

    /// Deletes it. All routes of a domain go with it; a function that still has triggers is not deleted.
    ///
    /// # Errors
    /// Whatever else than success, or that it is not there, comes back.
    pub(super) async fn delete_own(
        &self,
        calls: &Own,
        which: Which<'_>,
        if_match: Option<&str>,
    ) -> Result<(), Failure> {
        let call = which.call(calls, Action::new(&FC3, calls.delete, Task::Delete));
        self.delete_by(call.if_match(if_match)).await
    }
}
