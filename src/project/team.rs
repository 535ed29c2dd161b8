//! Where the records of a project are: in its working copy, or in the bucket of its team.

use std::rc::Rc;

use serde_json::{Value, json};

use super::client::ClientConfig;
use crate::error::{Error, Result};
use crate::model::resource::Resource;
use crate::ports::{Wait, World};
use crate::spelled::hex;
use crate::state::records::Records;
use crate::state::store::shared::{
    FolderLook, Objects, OssObjects, Shared, StatePlace, TeamKey, TeamStore, key_named, unreached,
};
use crate::state::workspace::{Access, Workspace};
use crate::turn::Turn;
use crate::typed::Typed;
use crate::view::screen::{Screen, Tone};
use crate::wire::{Client, HostOrigin};
use crate::words;
use crate::words::Words;

/// The place of the records, and whether the bucket is asked at another address than its own.
const PLACE: &str = "FC_GUARD_STATE";
const ENDPOINT: &str = "FC_GUARD_STATE_ENDPOINT";
/// The key of the team.
const KEY: &str = "FC_GUARD_STATE_KEY";

/// Has a run go on without the store.
pub const OFFLINE: &str = "--state-offline";

/// Has it pass over a claim that this machine has seen last and that may not be over.
const TAKES_OVER: &str = "--take-over";

/// The object in which the team's key lies, where it lies beside the records.
pub const KEY_OBJECT: &str = "key";

/// The records of a project, and the store of its team, where it has one.
pub(super) type TeamRecords<'a> = (Records<'a>, Option<Rc<Shared<'a>>>);

/// Where the team of a turn has its records; `None` where each working copy has its own.
///
/// # Errors
/// A usage error: it is no such place.
pub fn place(turn: &Turn) -> Result<Option<StatePlace>> {
    if let Some(text) = turn.vars.get(PLACE) {
        return StatePlace::parse(text, PLACE).map(Some);
    }
    match &turn.props["state"] {
        Value::String(text) if StatePlace::is_meant(text) => {
            StatePlace::parse(text, "props.state").map(Some)
        }
        _ => Ok(None),
    }
}

/// The objects at a place, for the client of a resource.
///
/// # Errors
/// A usage error: the address in the environment.
pub(super) fn objects<'a>(
    client: &Client<'a>,
    (turn, region): (&Turn, &str),
    at: StatePlace,
) -> Result<OssObjects<'a>> {
    let given = match turn.vars.get(ENDPOINT) {
        Some(text) => Some(HostOrigin::parse(text, ENDPOINT)?),
        None => at.host.as_deref().map(HostOrigin::public),
    };
    let client = client.storing(at.region().unwrap_or(region), given);
    let init = turn.typed.prepares_place();
    Ok(OssObjects { client, at, init })
}

/// The records of a project.
///
/// # Errors
/// A usage error: the place, the address or the key.
pub(super) fn open<'a>(
    client: &Client<'a>,
    (turn, root): (&Turn, &Resource),
    workspace: &Rc<Workspace<'a>>,
    (screen, access): (Screen<'a>, Access),
) -> Result<TeamRecords<'a>> {
    // Whoever prepares the store has none yet.
    let place = place(turn)?.filter(|_| turn.typed.verb() != "state");
    let Some(at) = place else {
        if turn.typed.verb() != "state" && workspace.has_shared()? {
            screen.say_in(Tone::Remote, &forgotten());
        }
        return Ok((workspace.records(), None));
    };
    let key = key(turn)?.ok_or_else(|| no_key(&at, &turn.typed))?;
    let address = at.to_string();
    if access == Access::Write
        && given_key(turn)?.is_none()
        && workspace.team_key(&address)?.is_none()
    {
        workspace.keep_team_key(&address, &key)?;
    }
    // No message of any client says it.
    client.hide(&json!({"token": hex(key.bytes())}));
    let team = TeamStore {
        objects: Rc::new(objects(client, (turn, &root.region), at)?),
        key,
        account: root.account.clone(),
        address,
        is_offline: turn.typed.has(OFFLINE),
        takes_over: turn.typed.has(TAKES_OVER),
        tell: Rc::new(move |words| screen.say_in(Tone::Remote, words)),
    };
    let (records, shared) = workspace.team(team, access);
    Ok((records, Some(shared)))
}

/// The records as far as they are known on this machine.
///
/// # Errors
/// As [`open`].
pub fn records_here<'a>(turn: &Turn, workspace: &Rc<Workspace<'a>>) -> Result<Records<'a>> {
    let (Some(at), Ok(credential)) = (place(turn)?, &turn.credential) else {
        return Ok(workspace.records());
    };
    let key = key(turn)?.ok_or_else(|| no_key(&at, &turn.typed))?;
    let team = TeamStore {
        account: credential.account.clone(),
        address: at.to_string(),
        objects: Rc::new(Unasked(at)),
        key,
        is_offline: true,
        takes_over: false,
        tell: Rc::new(|_| ()),
    };
    Ok(workspace.team(team, Access::Read).0)
}

/// The team's key as far as it is known without asking: from the environment, or fetched before.
///
/// # Errors
/// A usage error: what the environment names is none.
pub fn key(turn: &Turn) -> Result<Option<TeamKey>> {
    Ok(given_key(turn)?.or_else(|| turn.team_key.clone()))
}

/// The team's key, where the environment names it.
///
/// # Errors
/// A usage error: what it names is none.
pub fn given_key(turn: &Turn) -> Result<Option<TeamKey>> {
    let given = turn.vars.get(KEY);
    given
        .map(|text| TeamKey::parse(text).ok_or_else(bad_key))
        .transpose()
}

/// The turn with the key that lies beside the records, where the environment names none.
///
/// # Errors
/// It cannot be read, or none lies there.
pub async fn with_key(world: World<'_>, turn: Turn) -> Result<Turn> {
    let Some(at) = place(&turn)?.filter(|_| turn.typed.verb() != "state") else {
        return Ok(turn);
    };
    // That a credential is missing is told when the project is opened.
    if given_key(&turn)?.is_some() || turn.credential.is_err() {
        return Ok(turn);
    }
    let workspace = Workspace::open(world, &turn.place.base, Access::Read)?;
    let address = at.to_string();
    let known = workspace.team_key(&address)?;
    let key = match known {
        Some(key) => key,
        // Whoever goes on without the bucket does not ask it for the key either.
        None if turn.typed.has(OFFLINE) => return Err(no_key_here(&at)),
        None => fetched(world, &turn, at).await.map_err(Error::unread)?,
    };
    Ok(Turn {
        team_key: Some(key),
        ..turn
    })
}

async fn fetched(world: World<'_>, turn: &Turn, at: StatePlace) -> Result<TeamKey> {
    let (none, locked) = (no_key(&at, &turn.typed), locked(&at));
    let config = ClientConfig::new(world, turn)?;
    let region = turn.props["region"].as_str().unwrap_or_default().to_owned();
    let account = config.account().to_owned();
    let root = Resource::of_function(account.clone(), region, String::new());
    let client = config.client(&root, turn.props["endpoint"].as_str())?;
    let objects = objects(&client, (turn, &root.region), at)?;
    let Some(bytes) = unreached(objects.get(KEY_OBJECT).await)? else {
        return Err(match key_of_records(&objects, &account).await? {
            Some(_) => locked,
            None => none,
        });
    };
    let text = String::from_utf8(bytes).unwrap_or_default();
    TeamKey::parse(&text).ok_or_else(|| damaged(&objects.place(KEY_OBJECT)))
}

/// By which key the records that lie at a place are proved; `None` where there are none.
///
/// # Errors
/// They cannot be read.
pub async fn key_of_records(objects: &dyn Objects, account: &str) -> Result<Option<String>> {
    let look = unreached(objects.first(&format!("{account}/")).await)?;
    let Some((name, _)) = look.first else {
        return Ok(None);
    };
    let bytes = unreached(objects.get(&name).await)?;
    // Something lies there that may have been one.
    let key = bytes.and_then(|bytes| key_named(&bytes));
    key.map(Some).ok_or_else(|| unlike(&objects.place(&name)))
}

/// A store of which only what is here is looked at.
struct Unasked(StatePlace);

impl Unasked {
    fn error(&self) -> Error {
        let address = self.0.to_string();
        Error::bug(words!(
            "{address} is not to be asked here",
            "此处不应访问 {address}"
        ))
    }
}

impl Objects for Unasked {
    fn first<'a>(&'a self, _: &'a str) -> Wait<'a, Result<FolderLook>> {
        Box::pin(async { Err(self.error()) })
    }

    fn get<'a>(&'a self, _: &'a str) -> Wait<'a, Result<Option<Vec<u8>>>> {
        Box::pin(async { Err(self.error()) })
    }

    fn names<'a>(&'a self, _: &'a str, _: &'a str) -> Wait<'a, Result<Vec<String>>> {
        Box::pin(async { Err(self.error()) })
    }

    fn create<'a>(&'a self, _: &'a str, _: &'a [u8]) -> Wait<'a, Result<bool>> {
        Box::pin(async { Err(self.error()) })
    }

    fn check(&self) -> Wait<'_, Result<()>> {
        Box::pin(async { Err(self.error()) })
    }

    fn place(&self, name: &str) -> String {
        self.0.path(name)
    }
}

/// A place was named once.
fn forgotten() -> Words {
    words!(
        "the records of this folder were shared with a team (.s/fc-guard/shared), and neither 'state' in s.yaml nor {PLACE} names a place now: this run goes by what is on this machine alone",
        "本目录的记录曾与团队共享（.s/fc-guard/shared），但现在 s.yaml 的 state 和 {PLACE} 都没有指定位置：本次运行只依据本机的记录"
    )
}

fn bad_key() -> Error {
    Error::usage(words!(
        "{KEY} is not a key: it must be 64 hexadecimal digits",
        "{KEY} 不是有效的密钥：应为 64 位十六进制数"
    ))
    .hint(make_key())
}

fn no_key(at: &StatePlace, typed: &Typed) -> Error {
    let address = at.to_string();
    let init = typed.prepares_place();
    Error::local(words!(
        "the records in {address} need the team's key, and there is none; nothing was written",
        "{address} 中的记录需要团队密钥，但没有找到；没有写入任何内容"
    ))
    .hint(words!(
        "'{init}' prepares the place once; or set {KEY} to the key that the team uses",
        "请执行一次 '{init}' 进行准备；或将 {KEY} 设为团队使用的密钥"
    ))
}

/// Without the bucket, a key that lies there cannot be had.
fn no_key_here(at: &StatePlace) -> Error {
    let address = at.to_string();
    Error::local(words!(
        "{OFFLINE} goes on with what this machine has of the records in {address}, and it has neither the team's key nor any of them; nothing was written",
        "{OFFLINE} 使用本机保存的 {address} 记录副本，但本机没有团队密钥，也就没有可用的副本；没有写入任何内容"
    ))
    .hint(words!(
        "set {KEY} to the key that the team uses; where it lies beside the records, run the command once without {OFFLINE}, which fetches it",
        "请将 {KEY} 设为团队使用的密钥；如果密钥与记录存放在一起，请先不带 {OFFLINE} 执行一次，会自动取回"
    ))
}

/// What lies first among the records is none.
fn unlike(path: &str) -> Error {
    Error::local(words!(
        "{path} lies where the records are, and is none of them, so that it is not known whether there are any; nothing was written",
        "{path} 位于存放记录的位置，但不是记录，因此无法判断那里是否已有记录；没有写入任何内容"
    ))
    .hint(words!(
        "take it away if nobody needs it, or name another place",
        "如果没有人需要该对象，请将其删除；或指定其他位置"
    ))
}

/// There are records, which were written with a key.
pub fn locked(at: &StatePlace) -> Error {
    let address = at.to_string();
    Error::local(words!(
        "the records in {address} were written with a key that is not on this machine; nothing was written",
        "{address} 中的记录是用另一把密钥写入的，本机没有该密钥；没有写入任何内容"
    ))
    .hint(words!(
        "set {KEY} to the key that the team uses; where the key lies beside the records, unset {KEY}",
        "请将 {KEY} 设为团队使用的密钥；如果密钥与记录存放在一起，请取消设置 {KEY}"
    ))
}

/// What lies in the place of the team's key is none.
pub fn damaged(path: &str) -> Error {
    Error::local(words!(
        "the team's key {path} is damaged: it is not 64 hexadecimal digits; nothing was written",
        "团队密钥 {path} 已损坏：内容不是 64 位十六进制数；没有写入任何内容"
    ))
    .hint(words!(
        "put the right one back, or set {KEY} to it",
        "请恢复正确的密钥，或将 {KEY} 设为该密钥"
    ))
}

/// How a key is made.
pub fn make_key() -> Words {
    words!(
        "'openssl rand -hex 32' makes one; keep it where the team keeps its secrets",
        "可用 'openssl rand -hex 32' 生成；请存放在团队保管机密的地方"
    )
}
