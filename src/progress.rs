//! The long work of a command: each begins with a line, shows how far it is, and ends with a line on
//! what was done. How long it took is only said where that was long, so that short runs read the same
//! every time.

pub mod meter;
mod waits;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::cell::Cell;

pub use self::waits::Waits;
use crate::error::Result;
use crate::package::{self, CodeFolder, CodeSource, OutwardLink, Packed, Portion};
use crate::ports::{Files, Moved, Watch};
use crate::progress::meter::Meter;
use crate::view::amount::{count, percent, rate, size, time, whole};
use crate::view::files::some_links;
use crate::view::screen::{Screen, Tone};
use crate::words;
use crate::words::Words;

/// From how many milliseconds on it is said how long something took, and how fast it was.
const TIMED: u64 = 1_000;

/// Packs the code. Where that is a package already, or not on this machine, there is nothing to show.
///
/// # Errors
/// As [`package::pack`].
pub fn packing(
    screen: Screen<'_>,
    code: &CodeSource,
    pack: impl FnOnce(package::PackWatch<'_>) -> Result<Option<Packed>>,
) -> Result<Option<Packed>> {
    let (CodeSource::Folder(CodeFolder { path, .. }) | CodeSource::File(path)) = code else {
        // A package goes as it is, so there is nothing that takes long.
        return pack(&|_| ());
    };
    screen.say(&words!("packing {path} …", "正在打包 {path} …"));
    let (packed, last, meter) = measured(screen, pack)?;
    if let Some(packed) = &packed {
        meter.end(|spent| match last {
            // Something was told of the work, so the index did not know the tree.
            Some(portion) => packed_line(portion, packed.size, spent),
            None => recognised_line(packed),
        });
        if !packed.left_out.is_empty() {
            let files = packed.left_out.join(", ");
            screen.say(&words!(
                "left out of the package, as reports of fc-guard: {files}",
                "未打包的 fc-guard 报告：{files}"
            ));
        }
        say_links(screen, &packed.links_out);
    }
    Ok(packed)
}

/// Says which links lead to what is not in the package.
fn say_links(screen: Screen<'_>, links: &[OutwardLink]) {
    if let Some(Words { en, zh }) = some_links(links) {
        screen.say_in(
            Tone::Remote,
            &words!(
                "packed as links, without their targets: {en}; these lead out of the code folder, so they must exist where the function runs (runtime, layer or mount)",
                "以下符号链接指向代码目录之外，只打包链接，不含目标：{zh}；目标须在函数运行环境中存在（运行时、层或挂载目录）"
            ),
        );
    }
}

/// The bytes of a package. What was only recognised is packed now, which is shown like any packing.
///
/// # Errors
/// As [`Packed::bytes`].
pub fn bytes<'p>(
    screen: Screen<'_>,
    files: &dyn Files,
    code: &CodeSource,
    packed: &'p Packed,
) -> Result<Cow<'p, [u8]>> {
    if !packed.is_recognised() {
        return packed.bytes(files, code, &|_| ());
    }
    screen.say(&words!(
        "packing the code, because the package itself is needed now …",
        "需要代码包的内容，正在打包 …"
    ));
    let (bytes, last, meter) = measured(screen, |watch| packed.bytes(files, code, watch))?;
    meter.end(|spent| packed_line(last.unwrap_or_default(), packed.size, spent));
    Ok(bytes)
}

/// Packs under a meter, and returns the last that was said of it, if anything was.
fn measured<'a, T>(
    screen: Screen<'a>,
    pack: impl FnOnce(package::PackWatch<'_>) -> Result<T>,
) -> Result<(T, Option<Portion>, Meter<'a>)> {
    let meter = Meter::begin(screen);
    let last = Cell::new(None);
    let done = pack(&|portion| {
        last.set(Some(portion));
        meter.show(|spent| pack_line(portion, spent));
    })?;
    Ok((done, last.get(), meter))
}

/// How far packing is.
fn pack_line(portion: Portion, spent: u64) -> Words {
    let percent = percent(portion.bytes, portion.all_bytes);
    let [bytes, all] = [portion.bytes, portion.all_bytes].map(size);
    let [entries, files] = [portion.entries, portion.all_entries].map(count);
    let Words { en, zh } = pace(None, rate(portion.bytes, spent));
    words!(
        "packing: {percent}%, {bytes} of {all}, {entries} of {files} files{en}",
        "正在打包：{percent}%，{bytes} / {all}，{entries} / {files} 个文件{zh}"
    )
}

/// What was packed; `packed` is the size of the archive in bytes.
fn packed_line(portion: Portion, packed: u64, spent: u64) -> Words {
    let (bytes, packed) = (size(portion.bytes), size(packed));
    let Words {
        en: files,
        zh: zh_files,
    } = files(portion.entries);
    let Words { en, zh } = taken(portion.bytes, spent);
    words!(
        "packed {files}: {bytes} → {packed}{en}",
        "已打包 {zh_files}：{bytes} → {packed}{zh}"
    )
}

/// Nothing was packed, because the tree is the one of the last time.
fn recognised_line(packed: &Packed) -> Words {
    let Words { en, zh } = files(packed.entries);
    let size = size(packed.size);
    words!(
        "unchanged since it was last packed: {en}, {size}",
        "自上次打包以来没有变化：{zh}，{size}"
    )
}

/// So many files.
fn files(entries: usize) -> Words {
    let number = count(entries);
    match entries {
        1 => words!("{number} file", "{number} 个文件"),
        _ => words!("{number} files", "{number} 个文件"),
    }
}

/// Uploads that many bytes of code.
///
/// # Errors
/// As `upload`.
pub async fn uploading<T>(
    screen: Screen<'_>,
    bytes: u64,
    upload: impl AsyncFnOnce(Watch<'_>) -> Result<T>,
) -> Result<T> {
    let all = size(bytes);
    screen.say(&words!(
        "uploading the code package ({all}) …",
        "正在上传代码包（{all}）…"
    ));
    let line = |moved: Moved, spent| upload_line(moved.sent, bytes, spent);
    let (done, meter) = carried(screen, upload, line).await?;
    meter.end(|spent| {
        let Words { en, zh } = taken(bytes, spent);
        words!("uploaded {all}{en}", "已上传 {all}{zh}")
    });
    Ok(done)
}

/// How far an upload is.
fn upload_line(sent: u64, bytes: u64, spent: u64) -> Words {
    let (percent, all) = (percent(sent, bytes), size(bytes));
    // All bytes are with the system; how long the service takes to confirm them nobody knows.
    if sent >= bytes {
        let Words { en, zh } = whole(spent);
        return words!(
            "uploading: all {all} sent, waiting for the confirmation, {en} so far",
            "正在上传：{all} 已全部发出，等待确认，已用 {zh}"
        );
    }
    let Words { en, zh } = pace(None, rate(sent, spent));
    let sent = size(sent);
    words!(
        "uploading: {percent}%, {sent} of {all}{en}",
        "正在上传：{percent}%，{sent} / {all}{zh}"
    )
}

/// Downloads code.
///
/// # Errors
/// As `download`.
pub async fn downloading(
    screen: Screen<'_>,
    download: impl AsyncFnOnce(Watch<'_>) -> Result<Vec<u8>>,
) -> Result<Vec<u8>> {
    screen.say(&words!("downloading the code …", "正在下载代码 …"));
    let (bytes, meter) = carried(screen, download, download_line).await?;
    let length = bytes.len() as u64;
    meter.end(|spent| {
        let (size, Words { en, zh }) = (size(length), taken(length, spent));
        words!("downloaded {size}{en}", "已下载 {size}{zh}")
    });
    Ok(bytes)
}

/// How far a download is; without a percentage where the reply does not tell its size.
fn download_line(moved: Moved, spent: u64) -> Words {
    let Words { en, zh } = pace(None, rate(moved.received, spent));
    let received = size(moved.received);
    let Some(expected) = moved.expected else {
        return words!("downloading: {received}{en}", "正在下载：{received}{zh}");
    };
    let (percent, all) = (percent(moved.received, expected), size(expected));
    words!(
        "downloading: {percent}%, {received} of {all}{en}",
        "正在下载：{percent}%，{received} / {all}{zh}"
    )
}

/// Moves bytes under a meter, whose line is made from how much has moved.
async fn carried<'a, T>(
    screen: Screen<'a>,
    carry: impl AsyncFnOnce(Watch<'_>) -> Result<T>,
    line: impl Fn(Moved, u64) -> Words,
) -> Result<(T, Meter<'a>)> {
    let meter = Meter::begin(screen);
    // Only noted there, and drawn by the meter: bytes move far more often than a line is.
    let moved = Cell::new(Moved::default());
    let watch = |now| moved.set(now);
    let line = |spent| line(moved.get(), spent);
    let done = meter.during(carry(&watch), line).await?;
    Ok((done, meter))
}

/// Pushes an image of so many bytes, where that is known. How much of it the registry has already is only known to the docker client.
///
/// # Errors
/// As `push`.
pub async fn pushing(
    screen: Screen<'_>,
    name: &str,
    bytes: Option<u64>,
    push: impl Future<Output = Result<()>>,
) -> Result<()> {
    let Words { en, zh } = match bytes.map(size) {
        Some(size) => words!("the image ({size})", "镜像（{size}）"),
        None => words!("the image", "镜像"),
    };
    screen.say(&match bytes.map(size) {
        Some(size) => words!(
            "pushing the image {name} ({size}) …",
            "正在推送镜像 {name}（{size}）…"
        ),
        None => words!("pushing the image {name} …", "正在推送镜像 {name} …"),
    });
    let meter = Meter::begin(screen);
    let line = |spent| {
        let Words {
            en: time,
            zh: zh_time,
        } = whole(spent);
        words!("pushing {en}: {time}", "正在推送{zh}：已用 {zh_time}")
    };
    meter.during(push, line).await?;
    meter.end(|spent| {
        let Words {
            en: pace,
            zh: zh_pace,
        } = took(spent);
        words!("pushed {en}{pace}", "已推送{zh}{zh_pace}")
    });
    Ok(())
}

/// How long it took, where that was long, and how fast it was.
fn taken(bytes: u64, spent: u64) -> Words {
    match spent {
        TIMED.. => pace(Some(time(spent)), rate(bytes, spent)),
        _ => Words::same(""),
    }
}

/// How long it took, where that was long.
fn took(spent: u64) -> Words {
    taken(0, spent)
}

/// What follows after a comma.
fn pace(time: Option<Words>, rate: Option<String>) -> Words {
    let mut pace = Words::same("");
    for Words { en, zh } in time.into_iter().chain(rate.map(Words::same)) {
        pace.en.push_str(&format!(", {en}"));
        pace.zh.push_str(&format!("，{zh}"));
    }
    pace
}
