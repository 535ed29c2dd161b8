//! `s state init`: prepares the place in which a team keeps its records, and proves that it keeps what they
//! need.

use serde_json::{Map, Value, json};

use crate::cli;
use crate::clouds::oss::bucket::BucketInfo;
use crate::commands::{Command, Finish};
use crate::error::{Error, Result};
use crate::project::Project;
use crate::project::team::{KEY_OBJECT, damaged, key_of_records, locked, make_key};
use crate::spelled::hex;
use crate::state::store::shared::{KEY_ID_OBJECT, Objects as _, OssObjects, TeamKey};
use crate::view::screen::Tone;
use crate::words;
use crate::words::Words;

/// Prepares it.
///
/// # Errors
/// No place is named, it does not keep what records need, or it cannot be asked.
pub async fn state(command: &Command<'_>) -> Result<Finish> {
    cli::state(&command.turn.typed)?;
    let project = Project::open(command.world, &command.turn)?;
    let objects = project.team_objects()?.ok_or_else(nowhere)?;
    let mut prepared = prepared(command);
    let place = [project.root().account, objects.at.to_string()];
    if !prepared.contains(&place) {
        prepare(&project, &objects).await?;
        prepared.push(place);
    }
    let others = command.file.others(&command.turn).into_iter();
    let seen: Map<String, Value> = others.map(|other| (other.name, json!(prepared))).collect();
    Ok(Finish {
        seen: seen.into(),
        ..Finish::plain(Value::Null)
    })
}

/// A place of records, by the account of the resources that it is for and its address.
type PreparedPlace = [String; 2];

/// What the turns before this one have prepared: several resources of a file share one place.
fn prepared(command: &Command<'_>) -> Vec<PreparedPlace> {
    serde_json::from_value(command.seen.clone()).unwrap_or_default()
}

/// Looks at the bucket, tries it, and settles the key.
async fn prepare(project: &Project<'_>, objects: &OssObjects<'_>) -> Result<()> {
    let bucket = &objects.at.bucket;
    let info = objects.client.bucket_info(bucket).await;
    let label = Words::same(objects.place(""));
    let info = info.map_err(|failure| objects.error(failure, &label))?;
    objects.check().await?;
    prove(project, objects).await?;
    let address = objects.at.to_string();
    let say = |words: &Words| project.screen.say_in(Tone::Local, words);
    say(&words!(
        "{address} is fit for records: the bucket is private and keeps no versions, and of two who create one object the second is refused",
        "{address} 适合存放记录：Bucket 私有且未开启版本控制，重复创建同一对象会被拒绝"
    ));
    let key = keep_key(project, objects, &info).await?;
    name_key(objects, &key).await?;
    let deploy = project.typed.over_file().other("deploy");
    say(&words!(
        "ready: the next '{deploy}' puts the records there, those of this folder included",
        "已就绪：下次执行 '{deploy}' 会把记录（包括本目录已有的）写入该处"
    ));
    Ok(())
}

/// Creates one object twice: the second time must be refused.
async fn prove(project: &Project<'_>, objects: &OssObjects<'_>) -> Result<()> {
    let name = format!("probe/{}", hex(&project.world.clock.nonce()));
    let mut created = Vec::new();
    for bytes in [&b"first"[..], b"second"] {
        created.push(objects.create(&name, bytes).await?);
    }
    match created[..] {
        [true, false] => Ok(()),
        _ => {
            let path = objects.place(&name);
            Err(Error::cloud(words!(
                "{path} was created twice: this place cannot tell two deployers apart",
                "{path} 被重复创建成功：该位置无法区分两个部署者"
            ))
            .hint(words!(
                "use a bucket of OSS itself whose versioning was never switched on",
                "请改用从未开启过版本控制的 OSS Bucket"
            )))
        }
    }
}

/// Has the team's key lie beside the records, where the environment names none.
async fn keep_key(
    project: &Project<'_>,
    objects: &OssObjects<'_>,
    info: &BucketInfo,
) -> Result<TeamKey> {
    let say = |words: &Words| project.screen.say_in(Tone::Local, words);
    let written = key_of_records(objects, &project.root().account).await?;
    let is_of = |key: &TeamKey| written.as_ref().is_none_or(|id| *id == key.id());
    if let Some(key) = project.team_key()? {
        if !is_of(&key) {
            return Err(locked(&objects.at));
        }
        let id = key.id();
        say(&words!(
            "the team's key is that of FC_GUARD_STATE_KEY (its name is {id}): set it for everybody and in every pipeline that deploys or plans here. Without it nobody can forge a record, even with the right to write the bucket",
            "团队密钥取自 FC_GUARD_STATE_KEY（名称 {id}）：请为每位成员和每条执行部署或计划的流水线设置。没有它，即使能写入 Bucket 也无法伪造记录"
        ));
        return Ok(key);
    }
    let key = match objects.get(KEY_OBJECT).await? {
        Some(_) => kept_key(objects).await?,
        // A second key would be one too many.
        None if written.is_some() => return Err(locked(&objects.at)),
        None if !info.is_encrypted => return Err(unencrypted(&objects.at.bucket)),
        None => {
            // The key of this working copy: what it has on record goes on being comparable.
            let key = TeamKey::new(*project.workspace.key());
            let text = format!("{}\n", hex(key.bytes()));
            match objects.create(KEY_OBJECT, text.as_bytes()).await? {
                true => key,
                // Somebody else prepares the place at the same moment.
                false => kept_key(objects).await?,
            }
        }
    };
    if !is_of(&key) {
        return Err(locked(&objects.at));
    }
    let path = objects.place(KEY_OBJECT);
    let init = &objects.init;
    say(&words!(
        "the team's key lies beside the records ({path}), and every run fetches it by itself. It keeps secrets from those who see copies of records, not from those who can read the bucket; to keep it elsewhere, set FC_GUARD_STATE_KEY before '{init}' and the first deploy",
        "团队密钥与记录存放在一起（{path}），每次运行会自动取用。它可防止看到记录副本的人得知机密，但防不住能读取该 Bucket 的人；如需另行保管，请在执行 '{init}' 和首次部署之前设置 FC_GUARD_STATE_KEY"
    ));
    Ok(key)
}

/// The key that lies there.
async fn kept_key(objects: &OssObjects<'_>) -> Result<TeamKey> {
    let bytes = objects.get(KEY_OBJECT).await?.unwrap_or_default();
    let key = TeamKey::parse(&String::from_utf8_lossy(&bytes));
    key.ok_or_else(|| damaged(&objects.place(KEY_OBJECT)))
}

/// Puts the name of the key there, so that nobody begins with another one before there is a record.
async fn name_key(objects: &OssObjects<'_>, key: &TeamKey) -> Result<()> {
    let text = format!("{}\n", key.id());
    if objects.create(KEY_ID_OBJECT, text.as_bytes()).await? {
        return Ok(());
    }
    match objects.get(KEY_ID_OBJECT).await? {
        Some(there) if there == text.as_bytes() => Ok(()),
        _ => Err(locked(&objects.at)),
    }
}

fn nowhere() -> Error {
    Error::usage(words!(
        "no place for records is named",
        "没有指定记录的存放位置"
    ))
    .hint(words!(
        "write 'state: oss://BUCKET/PREFIX' into the props in s.yaml, or set FC_GUARD_STATE",
        "请在 s.yaml 的 props 中写入 'state: oss://BUCKET/PREFIX'，或设置 FC_GUARD_STATE"
    ))
}

fn unencrypted(bucket: &str) -> Error {
    let Words { en, zh } = make_key();
    Error::local(words!(
        "the bucket {bucket} is not encrypted, so the team's key is not kept in it",
        "Bucket {bucket} 未加密，不会在其中存放团队密钥"
    ))
    .hint(words!(
        "switch on server-side encryption for it, or set FC_GUARD_STATE_KEY: {en}",
        "请为其开启服务端加密，或设置 FC_GUARD_STATE_KEY：{zh}"
    ))
}
