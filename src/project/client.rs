//! Who asks the service.

use serde_json::{Value, json};

use crate::clouds::site;
use crate::error::Result;
use crate::model::resource::Resource;
use crate::ports::World;
use crate::turn::{Secret, Turn, Vars};
use crate::wire::{Client, Credential};

/// What the clients of one turn have in common: whose key they sign with, the variables that say where they
/// go and how long they wait, and what no message of them may show.
#[derive(Clone)]
pub(super) struct ClientConfig<'a> {
    world: World<'a>,
    credential: Credential,
    vars: &'a Vars,
    props: &'a Value,
    secret: &'a Secret,
}

impl<'a> ClientConfig<'a> {
    /// That of a turn.
    ///
    /// # Errors
    /// A part of the credential is missing.
    pub(super) fn new(world: World<'a>, turn: &'a Turn) -> Result<ClientConfig<'a>> {
        Ok(ClientConfig {
            world,
            credential: turn.credential.clone()?,
            vars: &turn.vars,
            props: &turn.props,
            secret: &turn.secret,
        })
    }

    /// The account that is asked.
    pub(super) fn account(&self) -> &str {
        &self.credential.account
    }

    /// Who asks about a function, at the address that the project gives, if it gives one. No message shows
    /// what the turn keeps secret, whichever function it is about.
    ///
    /// # Errors
    /// A usage error: the address or a variable of the environment.
    pub(super) fn client(&self, function: &Resource, endpoint: Option<&str>) -> Result<Client<'a>> {
        let var = |name: &str| self.vars.get(name);
        let place = (
            function.region.as_str(),
            function.account.as_str(),
            function.generation,
        );
        let site = site::resolve(place, endpoint, var)?;
        let client = Client::new(self.world, self.credential.clone(), site, var)?;
        // Before the first request: a server may quote in any reply what it was told, and an error quotes
        // the reply.
        client.hide(self.props);
        // What is a secret because of another place has no telling name here, so it is handed over under
        // one.
        client.hide(&json!({"token": self.secret.of(self.props)}));
        // An environment variable may well have one of them as its value, and no message could name the
        // function.
        let names = function.names().iter().map(String::as_str);
        client.spare(names.chain([function.region.as_str()]));
        Ok(client)
    }
}
