//! What is said of a store of a team that is not as it should be. Nothing of it is believed, and nothing
//! was written.

use crate::error::{Error, Result};
use crate::plain::line;
use crate::words;
use crate::words::Words;

/// It was not made with the team's key, or is damaged.
pub(super) fn forged(path: &str) -> Error {
    refused(words!(
        "{path} was not written with the team's key, or is damaged: it is not believed, and nothing was written",
        "{path} 不是用团队密钥写入的，或已损坏：不予采信，没有写入任何内容"
    ))
    .hint(clear_up(path))
}

/// It was made with another key.
pub(super) fn of_another_key(path: &str, theirs: &str, ours: &str) -> Error {
    let theirs = line(theirs);
    refused(words!(
        "{path} was written with another team key ({theirs}) than this run has ({ours}); nothing was written",
        "{path} 是用另一个团队密钥（{theirs}）写入的，与本次运行的密钥（{ours}）不同；没有写入任何内容"
    ))
    .hint(words!(
        "set FC_GUARD_STATE_KEY to the key that the team uses, then run the command again",
        "请将 FC_GUARD_STATE_KEY 设为团队使用的密钥，然后重新执行该命令"
    ))
}

/// The place was prepared for another key.
pub(super) fn prepared_for_another_key(path: &str, theirs: &str, ours: &str) -> Error {
    let theirs = line(theirs);
    refused(words!(
        "the team's key is {theirs}, as {path} names it, and this run has another one ({ours}); nothing was written",
        "{path} 所记的团队密钥是 {theirs}，而本次运行使用的是另一把（{ours}）；没有写入任何内容"
    ))
    .hint(words!(
        "set FC_GUARD_STATE_KEY to the key that the team uses, then run the command again",
        "请将 FC_GUARD_STATE_KEY 设为团队使用的密钥，然后重新执行该命令"
    ))
}

/// It is a copy of what belongs elsewhere.
pub(super) fn replayed(path: &str, place: &str, seq: u64) -> Error {
    refused(words!(
        "{path} is a copy of revision {seq} of {place}: it is not believed, and nothing was written",
        "{path} 是 {place} 第 {seq} 版的副本：不予采信，没有写入任何内容"
    ))
    .hint(clear_up(path))
}

/// Nothing of ours has such a name.
pub(super) fn stranger(path: &str) -> Error {
    let path = &line(path);
    refused(words!(
        "{path} lies among the records, and no fc-guard has written it; nothing was written",
        "{path} 与记录放在一起，但不是 fc-guard 写入的；没有写入任何内容"
    ))
    .hint(clear_up(path))
}

/// The store has less than it had before.
pub(super) fn rewound(folder: &str, known: u64, there: u64) -> Error {
    refused(words!(
        "{folder} held revision {known} of the records and now ends with {there}: somebody has removed records; nothing was written",
        "{folder} 中的记录曾到第 {known} 版，现在只到第 {there} 版：有人删除了记录；没有写入任何内容"
    ))
    .hint(words!(
        "find out who did, and put the objects back. If it was meant, delete .s/fc-guard/shared here: what is left then counts, and differences are asked about",
        "请查明是谁删除的，并恢复这些对象。若属有意，请删除本地的 .s/fc-guard/shared：之后以现存记录为准，并就差异询问你"
    ))
}

/// The next revision does not follow the one that was seen before.
pub(super) fn broken(path: &str) -> Error {
    refused(words!(
        "{path} does not follow the records that were read before: they were replaced; nothing was written",
        "{path} 与之前读到的记录不衔接：记录被替换过；没有写入任何内容"
    ))
    .hint(clear_up(path))
}

pub(super) fn newer(path: &str, format: u64) -> Error {
    refused(words!(
        "{path} was written by a newer fc-guard (format {format}); nothing was written",
        "{path} 由更新版本的 fc-guard 写入（格式 {format}）；没有写入任何内容"
    ))
    .hint(words!("update fc-guard", "请升级 fc-guard"))
}

/// It was listed, and is not there.
pub(super) fn vanished(path: &str) -> Error {
    refused(words!(
        "{path} was listed and cannot be found; nothing was written",
        "列表中有 {path}，但找不到该对象；没有写入任何内容"
    ))
    .hint(words!(
        "run the command again; if that does not help, find out who deletes objects there",
        "请重新执行该命令；若仍然如此，请查明是谁在删除那里的对象"
    ))
}

/// Another run has taken the claim over.
pub(super) fn taken_over(label: Option<Words>) -> Error {
    let Words { en, zh } = label.unwrap_or_else(|| words!("another run", "另一次运行"));
    Error::local(words!(
        "the records of this root no longer belong to this run: they were taken over by {en}",
        "这些记录已不属于本次运行：已由{zh}接管"
    ))
    .hint(words!(
        "run the command again: it reads the live state before it writes anything",
        "请重新执行该命令：写入之前会先读取线上的实际状态"
    ))
}

/// A name that was to be new is that of something else.
pub(super) fn taken(path: &str) -> Error {
    Error::local(words!(
        "{path} is there already, and is another backup",
        "{path} 已存在，且是另一个备份"
    ))
    .hint(words!(
        "keep the copy on this machine",
        "请保留本机上的副本"
    ))
}

/// Another run is writing, and has been for longer than one waits.
pub(super) fn busy(label: &Words, minutes: i64) -> Error {
    let Words { en, zh } = label;
    Error::local(words!(
        "another run of the team is writing here; nothing of this resource was written",
        "团队的另一次运行正在写入；该资源没有写入任何内容"
    ))
    .because(words!("it is {en}", "正在进行的是 {zh}"))
    .hint(words!(
        "run the command again when it has ended; if it was killed, its claim ends in {minutes} min at the latest",
        "请等它结束后重新执行该命令；若它已被强行终止，最迟 {minutes} 分钟后即可接替"
    ))
}

/// Without the store, what was seen of it last was a claim that may not be over.
pub(super) fn claimed_when_seen(label: &Words, minutes: i64) -> Error {
    let Words { en, zh } = label;
    refused(words!(
        "when this machine last saw the team's records, another run was writing here, and without the bucket nobody knows whether it still does; nothing of this resource was written",
        "本机上次读取团队记录时，另一次运行正在写入；不访问 Bucket 就无法得知它是否仍在写入；该资源没有写入任何内容"
    ))
    .because(words!("it is {en}", "那次运行是 {zh}"))
    .hint(words!(
        "ask whoever runs it; once it has ended, or in {minutes} min at the latest, run the command again. With '--take-over' it goes on now",
        "请向执行者确认；等它结束后，或最迟 {minutes} 分钟后，重新执行该命令。加上 '--take-over' 可立即继续"
    ))
}

fn refused(what: Words) -> crate::error::Draft {
    Error::local(what)
}

fn clear_up(path: &str) -> Words {
    words!(
        "find out who can write there besides your deployers; move {path} away, then run the command again",
        "请查明除部署者外还有谁能写入该处；移走 {path} 后重新执行该命令"
    )
}

/// That the place could not be asked, with what one can do without it.
pub fn unreached<T>(result: Result<T>) -> Result<T> {
    result.map_err(|error| {
        error.because(words!(
            "without the team's records nothing is compared; '--state-offline' goes on with the copy of this machine",
            "没有团队的记录就不做比较；加上 '--state-offline' 可用本机的副本继续"
        ))
    })
}
