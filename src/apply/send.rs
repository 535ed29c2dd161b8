//! One write on its way: the request, and what its answer or its failure means.

use serde_json::{Map, Value};

use super::advance::Advance;
use super::fresh::{creates, look_and_decide, moves, raced};
use super::stray::missing;
use super::write::WriteTurn;
use super::{Applier, stray};
use crate::error::{Error, Outcome, Result};
use crate::model::document::unknown;
use crate::model::path::Path;
use crate::model::routes::{self, OwnRoutes};
use crate::plan::{Write, WriteCall};
use crate::snapshot::{Live, Part};
use crate::wire::{Failure, Reply};
use crate::words;
use crate::words::Words;

/// A write that failed.
struct Stopped {
    failure: Failure,
    /// Whether a request before it, of the same write, was answered as done.
    some: bool,
}

impl From<Failure> for Stopped {
    fn from(failure: Failure) -> Stopped {
        let some = false;
        Stopped { failure, some }
    }
}

impl Applier<'_> {
    /// Sends one write, again where that is of use and what is online is still what was decided on.
    /// `None` where the service answers nothing about the resource.
    ///
    /// # Errors
    /// A definite refusal takes the intent back; where the end is not known the intent stays, and the
    /// next run finds out.
    pub(super) async fn send(
        &self,
        part: &mut Part,
        turn: &WriteTurn<'_>,
        advance: &Advance<'_>,
    ) -> Result<Option<Reply>> {
        let (clock, mut tries, mut doubtful) = (self.world.clock, 1, false);
        loop {
            let once = self
                .client
                .once(self.send_once(part, &turn.write.call))
                .await;
            let stopped = match once {
                Ok(reply) => return Ok(reply),
                Err(stopped) => stopped,
            };
            let Some(pause) = stopped.failure.again(tries, clock) else {
                // The list of a domain goes as a whole, so the function that is missed may be that of
                // somebody else's route. That is looked for after the intent is settled, since the look can
                // fail, too.
                let is_third = part.resource.service().is_none();
                let is_stray =
                    is_third && stopped.failure.misses_function() && sends_routes(part, turn.write);
                let error = self.refused(part, stopped, tries, doubtful).await;
                return Err(match is_stray {
                    true => self.leading_nowhere(part, error).await,
                    false => error,
                });
            };
            // A later try that is refused says nothing about an earlier one of which nobody saw the end.
            doubtful |= stopped.some || stopped.failure.unknown();
            clock.sleep(pause).await;
            tries += 1;
            self.look_before_another(part, turn, advance, doubtful)
                .await?;
        }
    }

    /// The refusal of the routes of a domain, with those that lead nowhere.
    async fn leading_nowhere(&self, part: &Part, error: Error) -> Error {
        let (own, domain) = (part.own_routes(), &part.resource);
        let live = part.live.as_ref().map(|live| &live.document);
        let others = live.map(|live| own.others(live)).unwrap_or_default();
        let error = stray(self.client, domain, &others, error).await;
        // A function's own route leads to what was written right before.
        match domain.is_root() {
            true => missing(self.client, &own.in_domain(&part.desired), error).await,
            false => error,
        }
    }

    /// Reads the resource again once the intent is stored elsewhere than on this machine, which may take as long as it
    /// likes: what others wrote meanwhile would go with the request.
    ///
    /// # Errors
    /// It moved, or cannot be read; the intent is taken back.
    pub(super) async fn look_once_more(
        &self,
        part: &mut Part,
        turn: &WriteTurn<'_>,
        advance: &Advance<'_>,
    ) -> Result<()> {
        if self.records.is_at_hand() || creates(part, &turn.write.call) {
            return Ok(());
        }
        let read = self.read(&part.resource).await;
        self.compare_with_later((part, turn, advance), false, read)
            .await
    }

    /// Reads the resource before the write is sent once more: a pause is time enough for others.
    async fn look_before_another(
        &self,
        part: &mut Part,
        turn: &WriteTurn<'_>,
        advance: &Advance<'_>,
        doubtful: bool,
    ) -> Result<()> {
        if creates(part, &turn.write.call) {
            // What is there by now the service refuses by itself.
            return Ok(());
        }
        let live = async {
            self.records.still_ours(&part.resource).await?;
            self.read(&part.resource).await
        };
        let live = live.await;
        self.compare_with_later((part, turn, advance), doubtful, live)
            .await
    }

    /// Goes on from a later reading, where nothing moved in it that the write is about. `doubtful` is whether a request
    /// may have arrived already.
    async fn compare_with_later(
        &self,
        (part, turn, advance): (&mut Part, &WriteTurn<'_>, &Advance<'_>),
        doubtful: bool,
        live: Result<Option<Live>>,
    ) -> Result<()> {
        // In doubt the intent stays on disk: only the next run can tell what arrived. Else nothing did, and
        // the intent goes, so that nothing is ever taken for ours by it.
        let doubt = |error: Error| match doubtful {
            true => error.ended(Outcome::Partial).because(words!(
                "it is not known whether the change took effect",
                "无法确定更改是否已经生效"
            )),
            false => error,
        };
        let live = match live {
            Ok(live) => live,
            Err(error) => {
                if !doubtful {
                    self.take_back(part).await?;
                }
                return Err(doubt(error));
            }
        };
        let mut moved = moves(part, turn, live.as_ref());
        // What looks like a change of others may be the try that nobody saw the end of.
        moved.retain(|path| !(doubtful && advance.is_ours(turn.write, live.as_ref(), path)));
        if !moved.is_empty() {
            if !doubtful {
                self.take_back(part).await?;
            }
            return Err(doubt(raced(&part.resource.label(), &moved)));
        }
        // What is sent starts from this reading, with its values and its ETag.
        part.live = live;
        Ok(())
    }

    /// Sends the requests of one write, each once.
    async fn send_once(&self, part: &Part, call: &WriteCall) -> Result<Option<Reply>, Stopped> {
        let resource = &part.resource;
        let etag = part.live.as_ref().and_then(|live| live.etag.as_deref());
        match call {
            WriteCall::Create { body, code } => {
                let body = self.with_code(body.clone(), *code);
                // A configuration is put, whether it is there or not, so there may be an ETag here, too.
                let create = self.client.create(resource, &body, self.headers, etag);
                Ok(Some(create.await?))
            }
            WriteCall::Update { body, code } => {
                let body = with_unknown(part, with_routes(part, body));
                let body = Value::Object(body);
                let body = self.with_code(body, *code);
                let update = self.client.update(resource, &body, self.headers, etag);
                Ok(Some(update.await?))
            }
            WriteCall::Delete => {
                self.client.delete(resource, etag).await?;
                Ok(None)
            }
            WriteCall::Tags { set, unset } => {
                // First what adds: if the second fails, nothing is missing that was there before.
                let sets = set.as_array().is_some_and(|tags| !tags.is_empty());
                if sets {
                    self.client.tag(&arn(part), set).await?;
                }
                if !unset.is_empty() {
                    let untag = self.client.untag(&arn(part), unset).await;
                    untag.map_err(|failure| Stopped {
                        failure,
                        some: sets,
                    })?;
                }
                Ok(None)
            }
            WriteCall::ResourceGroup(group) => {
                let function = resource.name();
                self.client.change_resource_group(function, group).await?;
                Ok(None)
            }
            WriteCall::Bind { add, remove } => self.bind(part, add, remove).await.map(|()| None),
        }
    }

    /// Lets VPCs in and out, one request each.
    async fn bind(&self, part: &Part, add: &[String], remove: &[String]) -> Result<(), Stopped> {
        let mut some = false;
        // As with tags, first what adds: if a later call fails, nothing is missing that was there before.
        for vpc in add {
            let bound = self.client.add_entry(&part.resource, vpc).await;
            bound.map_err(|failure| Stopped { failure, some })?;
            some = true;
        }
        for vpc in remove {
            let unbound = self.client.remove_entry(&part.resource, vpc).await;
            unbound.map_err(|failure| Stopped { failure, some })?;
            some = true;
        }
        Ok(())
    }

    /// What a write that failed means for the run.
    async fn refused(&self, part: &Part, stopped: Stopped, tries: u32, doubtful: bool) -> Error {
        let Stopped { failure, some } = stopped;
        let failure = failure.after(tries, doubtful);
        // Somebody else was faster: what was compared is not what is there, so there is something to decide.
        let raced = failure.exists() || failure.moved() || failure.gone();
        let malformed = failure.status() == Some(400);
        let unknown = failure.unknown();
        let error = failure.into_error(&part.resource.label());
        // Only where the service refused the one request of this write is it certain that nothing was done.
        // As long as that is open the intent stays.
        if unknown {
            return error.ended(Outcome::Partial);
        }
        if some {
            return error.ended(Outcome::Partial).because(words!(
                "a part of it is already written",
                "其中一部分已经写入"
            ));
        }
        if let Err(error) = self.take_back(part).await {
            return error;
        }
        match (raced, carried(part)) {
            (true, _) => error.ended(Outcome::Drift).hint(look_and_decide()),
            (false, Some(carried)) if malformed => error.because(carried),
            _ => error,
        }
    }

    /// Takes an intent back that came to nothing.
    async fn take_back(&self, part: &Part) -> Result<()> {
        self.records.save(&part.record).await
    }

    /// The body, with where the service finds the package if the write deploys the code.
    fn with_code(&self, mut body: Value, code: bool) -> Value {
        if code && let (Some(code), Some(map)) = (&self.code, body.as_object_mut()) {
            map.insert("code".to_owned(), code.clone());
        }
        body
    }
}

/// Whether a write carries the routes of a domain, those of others among them.
fn sends_routes(part: &Part, write: &Write) -> bool {
    let is_domain = part.resource.kind.is_shared();
    is_domain && write.tops.iter().any(|top| top == routes::CONFIG)
}

/// The settings of an update, with the routes that others have in a domain by now.
fn with_routes(part: &Part, body: &Map<String, Value>) -> Map<String, Value> {
    let mut body = body.clone();
    let own = part.own_routes();
    let planned = written_routes((part, &own), &body);
    if let (Some(planned), Some(live)) = (planned, &part.live) {
        let list = own.replaced(&live.document, &planned);
        body.insert(
            routes::CONFIG.to_owned(),
            routes::config(&live.document, list),
        );
    }
    body
}

/// A configuration as it is put, with what others set in it that nobody here knows: as it is by now,
/// since nobody decides about it.
fn with_unknown(part: &Part, mut body: Map<String, Value>) -> Map<String, Value> {
    if let Some(live) = &part.live {
        for name in theirs(part, &live.document) {
            let value = live.document[&name].clone();
            body.insert(name, value);
        }
    }
    body
}

/// The settings of a configuration that are sent although nobody here knows them.
fn theirs(part: &Part, document: &Value) -> Vec<String> {
    if !part.resource.kind.is_config() {
        return Vec::new();
    }
    let mut names = unknown(part.resource.kind, document);
    names.retain(|name| !part.forgone.contains(name));
    names
}

/// Why the service may not have taken a configuration: what it says of itself looks to whoever does not
/// know it like a setting.
fn carried(part: &Part) -> Option<Words> {
    let resource = &part.resource;
    let document = part
        .live
        .as_ref()
        .map_or(&part.desired, |live| &live.document);
    let names = theirs(part, document);
    let address = |name: &String| resource.address(&Path::default().key(name)).to_string();
    let paths = names.iter().map(address).collect::<Vec<_>>().join(", ");
    (!names.is_empty()).then(|| words!(
        "the request carried {paths}, which this version of fc-guard does not know and keeps as it is; if the service rejects it, leave it out with a driftPolicy rule for that path ('owner: file')",
        "请求中带有 {paths}：当前版本的 fc-guard 不认识该配置，因此原样保留；如果服务端不接受，可在 driftPolicy 中为该路径添加 'owner: file' 规则，写入时便不再包含它"
    ))
}

/// Our routes that a write puts into its domain, if it puts any list there.
pub(super) fn written_routes(
    (part, own): (&Part, &OwnRoutes),
    body: &Map<String, Value>,
) -> Option<Vec<Value>> {
    let is_list = part.resource.kind.is_shared() && body.contains_key(routes::CONFIG);
    is_list.then(|| own.in_domain(&Value::Object(body.clone())))
}

/// The function's ARN as the service says it.
fn arn(part: &Part) -> String {
    let live = part.live.as_ref();
    let said = live.and_then(|live| live.document.get("functionArn")?.as_str());
    said.map_or_else(|| part.resource.arn(), str::to_owned)
}
