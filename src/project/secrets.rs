//! What is known of the secrets of a project before anything of it is compared.

use crate::dialect::LeftState;
use crate::model::desired::Desired;
use crate::model::seal::Sealer;
use crate::model::variables::Variables;
use crate::turn::Turn;
use crate::wire::Client;

/// Takes notice of every secret of the project, whatever part of it the command is about: what is one in
/// the function is one in its triggers, too.
pub(super) fn learn(sealer: &Sealer, desired: &Desired, turn: &Turn) {
    let Turn { secret, props, .. } = turn;
    sealer.know(secret.values.iter().map(String::as_str));
    sealer.draw(&secret.drawn, props);
    learn_wanted(sealer, desired);
}

/// Takes notice of every secret that a project wants.
pub(super) fn learn_wanted(sealer: &Sealer, desired: &Desired) {
    for item in &desired.items {
        sealer.learn(item.resource.kind, &item.document);
    }
}

/// Takes notice of every secret in what another tool has left here, which it keeps in clear. No message shows one.
pub(super) fn learn_left(left: &LeftState, sealer: &Sealer, client: &Client<'_>) {
    let documents = left.records.iter().filter_map(|record| {
        let seen = record.baseline.as_ref()?.seen.as_ref()?;
        Some((record.resource.kind, seen))
    });
    for (kind, document) in documents {
        sealer.learn(kind, document);
        client.hide(document);
    }
}

/// What is known of the variables of the environment.
pub(super) fn variables(desired: &Desired, turn: &Turn) -> Variables {
    let secret = &turn.secret;
    Variables {
        used: secret.variables.clone(),
        drawn: secret.drawn.clone(),
        props: turn.props.clone(),
        resource: turn.place.resource.clone(),
        has_others: secret.has_others,
        triggers: desired.trigger_names().map(str::to_owned).collect(),
    }
}
