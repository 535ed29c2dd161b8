//! Routes in a domain that others share. The list goes to the service as a whole, so of two deploys
//! that read it at the same time the later one drops what the earlier one added. Each therefore looks
//! once more after the other's write must have arrived, and puts its own routes in again.

use serde_json::{Value, json};

use super::fresh::look_and_decide;
use crate::error::{Error, Outcome, Result};
use crate::model::resource::Resource;
use crate::model::routes::{self, OwnRoutes};
use crate::ports::Clock;
use crate::wire::{Client, Reply};
use crate::words;
use crate::words::Words;

/// How long is waited at least before the routes are read back, in milliseconds. Who writes at the
/// same time has read the domain right before, so its write is at most one round trip behind ours;
/// this is several of them on any usable network, and one try again after an error in between.
const PAUSE: u64 = 2_000;

/// On a slow network that many times what our own reading and writing took.
const TIMES: u64 = 4;

/// Longer than this nobody waits, in milliseconds.
const LONGEST: u64 = 30_000;

/// How often the routes are put in again. Of several deploys at once one more is through with each
/// round.
const ROUNDS: usize = 8;

/// Our routes that are to stand in a domain, those of others aside.
#[derive(Clone, Debug)]
pub struct Routes {
    pub domain: Resource,
    /// Which of the domain's routes are ours.
    pub own: OwnRoutes,
    /// Those of them that were written.
    pub written: Vec<Value>,
    /// The paths of those that were taken out. A write of somebody else that began earlier may bring
    /// them back; any other route of ours is news, and not ours to take away.
    pub dropped: Vec<Value>,
    /// How long reading and writing the domain took, in milliseconds.
    pub took: u64,
}

/// Makes sure that our routes stand in a shared domain as they were written.
///
/// # Errors
/// Always partial: they were written, and do not stand there, or nobody knows.
pub async fn keep(
    client: &Client<'_>,
    clock: &dyn Clock,
    routes: &Routes,
) -> Result<Option<Reply>> {
    let pause = (routes.took * TIMES).clamp(PAUSE, LONGEST);
    for _ in 0..ROUNDS {
        // First the pause: a reading at once would only show our own write.
        clock.sleep(pause).await;
        let partly = |error: Error| error.ended(Outcome::Partial);
        let Some(online) = client.get(&routes.domain).await.map_err(partly)? else {
            // Where no route of ours was to stay, whoever deleted the domain took nothing from us.
            return match routes.written.is_empty() {
                true => Ok(None),
                false => Err(lost(routes, words!("it was deleted", "它已被删除"))),
            };
        };
        // Before it is asked whether ours stand there: a path that leads to another function is never taken
        // back.
        if let Some((path, other)) = routes::claimed(&online.doc, &routes.written) {
            let why = words!(
                "{path} now leads to function {other}",
                "{path} 现已指向函数 {other}"
            );
            return Err(lost(routes, why));
        }
        let holds = routes
            .own
            .holds(&online.doc, &routes.written, &routes.dropped);
        if holds {
            return Ok(Some(online));
        }
        // Nothing is taken back from whoever wrote: our routes go into the list as it is by now.
        put_again(client, clock, routes, &online).await?;
    }
    let why = words!("others keep changing it", "他人在不断写入");
    Err(lost(routes, why))
}

/// Puts our routes into what others have written by now.
async fn put_again(
    client: &Client<'_>,
    clock: &dyn Clock,
    routes: &Routes,
    online: &Reply,
) -> Result<()> {
    let Routes {
        own,
        written,
        dropped,
        ..
    } = routes;
    let list = own.merged(&online.doc, written, dropped);
    let body = json!({routes::CONFIG: routes::config(&online.doc, list)});
    let sent = client.update(&routes.domain, &body, &[], online.etag.as_deref());
    match client.once(sent).await {
        // Whatever became of it is seen at the next look.
        Ok(_) => Ok(()),
        Err(failure) if failure.moved() || failure.unknown() => Ok(()),
        Err(failure) if failure.again(1, clock).is_some() => Ok(()),
        Err(failure) => {
            let error = failure.into_error(&routes.domain.label());
            Err(error.ended(Outcome::Partial))
        }
    }
}

/// The error for routes that do not stand where they were written.
fn lost(routes: &Routes, why: Words) -> Error {
    let (Words { en, zh }, own) = (routes.domain.label(), routes.own.label());
    let (own, zh_own) = (&own.en, &own.zh);
    Error::cloud(words!(
        "{en}: {own} were written, but a write by somebody else at the same time replaced them",
        "{zh}：{zh_own}已写入，但被他人同时的写入替换"
    ))
    .because(why)
    .ended(Outcome::Partial)
    .hint(look_and_decide())
}
