//! What a person reads of long work, in both languages.

use futures_util::FutureExt as _;
use unicode_width::UnicodeWidthStr as _;

use super::{
    Waits, download_line, pack_line, packed_line, packing, pushing, upload_line, uploading,
};
use crate::apply::Waiting;
use crate::error::{Error, Result};
use crate::model::resource::{Kind, Resource};
use crate::package::{CodeSource, Packed, Portion};
use crate::ports::Moved;
use crate::progress::meter::tests::{Stage, lasting};
use crate::view::screen::Screen;
use crate::words;
use crate::words::{Lang, Words};

const MB: u64 = 1024 * 1024;

const PORTION: Portion = Portion {
    bytes: 200 * MB,
    all_bytes: 400 * MB,
    entries: 120_000,
    all_entries: 340_000,
};

fn both(Words { en, zh }: Words) -> [String; 2] {
    [en, zh]
}

#[test]
fn lines_say_how_much_of_how_much_and_how_fast() {
    assert_eq!(
        both(pack_line(PORTION, 2_000)),
        [
            "packing: 50%, 200.0 MB of 400.0 MB, 120,000 of 340,000 files, 100.0 MB/s",
            "正在打包：50%，200.0 MB / 400.0 MB，120,000 / 340,000 个文件，100.0 MB/s",
        ]
    );
    assert_eq!(
        both(packed_line(PORTION, 50 * MB, 3_140)),
        [
            "packed 120,000 files: 200.0 MB → 50.0 MB, 3.1 s, 63.7 MB/s",
            "已打包 120,000 个文件：200.0 MB → 50.0 MB，3.1 秒，63.7 MB/s",
        ]
    );
    assert_eq!(
        both(upload_line(20 * MB, 80 * MB, 10_000)),
        [
            "uploading: 25%, 20.0 MB of 80.0 MB, 2.0 MB/s",
            "正在上传：25%，20.0 MB / 80.0 MB，2.0 MB/s",
        ]
    );
    assert_eq!(
        both(upload_line(80 * MB, 80 * MB, 72_000)),
        [
            "uploading: all 80.0 MB sent, waiting for the confirmation, 1 min 12 s so far",
            "正在上传：80.0 MB 已全部发出，等待确认，已用 1 分 12 秒",
        ]
    );
    let moved = |expected| Moved {
        sent: 0,
        received: 20 * MB,
        expected,
    };
    assert_eq!(
        both(download_line(moved(Some(40 * MB)), 10_000)),
        [
            "downloading: 50%, 20.0 MB of 40.0 MB, 2.0 MB/s",
            "正在下载：50%，20.0 MB / 40.0 MB，2.0 MB/s",
        ]
    );
    assert_eq!(
        both(download_line(moved(None), 10_000)),
        [
            "downloading: 20.0 MB, 2.0 MB/s",
            "正在下载：20.0 MB，2.0 MB/s",
        ]
    );
}

#[test]
fn the_longest_lines_fit_into_eighty_columns() {
    let lines = [
        pack_line(PORTION, 2_000),
        packed_line(PORTION, 500 * MB, 100_000),
        upload_line(499 * MB, 500 * MB, 4_990),
        upload_line(500 * MB, 500 * MB, 99_000),
    ];
    for line in lines.into_iter().flat_map(both) {
        assert!(line.width() < 80, "{line} has {} columns", line.width());
    }
}

/// A file of a byte, packed in that time.
fn pack(stage: &Stage, lang: Lang, millis: i64) -> String {
    let code = CodeSource::folder("/code".to_owned());
    let packed = packing(stage.screen(lang), &code, |watch| {
        stage.pass(millis);
        let portion = Portion {
            bytes: 2 * MB,
            all_bytes: 2 * MB,
            entries: 1,
            all_entries: 1,
        };
        watch(portion);
        Ok(Some(Packed::new(vec![0; 1024], 1)))
    });
    assert!(packed.is_ok_and(|packed| packed.is_some()));
    stage.said.take()
}

#[test]
fn short_work_reads_the_same_every_time() {
    for (styled, lang, said) in [
        (
            false,
            Lang::En,
            "packing /code …\npacked 1 file: 2.0 MB → 1.0 KB\n",
        ),
        (
            true,
            Lang::Zh,
            "正在打包 /code …\n已打包 1 个文件：2.0 MB → 1.0 KB\n",
        ),
    ] {
        let stage = Stage::new(styled, 80);
        for millis in [0, 10, 299] {
            assert_eq!(pack(&stage, lang, millis), said);
        }
    }
    let stage = Stage::new(true, 80);
    assert_eq!(
        pack(&stage, Lang::En, 2_000),
        "packing /code …\n\r\x1b[Kpacking: 100%, 2.0 MB of 2.0 MB, 1 of 1 files, 1.0 MB/s\
         \r\x1b[Kpacked 1 file: 2.0 MB → 1.0 KB, 2.0 s, 1.0 MB/s\n"
    );
}

#[test]
fn what_was_recognised_was_not_packed() {
    let stage = Stage::new(true, 80);
    let code = CodeSource::folder("/code".to_owned());
    let recognised = Packed::recognised("1".to_owned(), 5 * MB, 20_000);
    let packed = packing(stage.screen(Lang::En), &code, |_| {
        stage.pass(5_000);
        Ok(Some(recognised))
    });
    assert!(packed.is_ok());
    assert_eq!(
        stage.said.take(),
        "packing /code …\nunchanged since it was last packed: 20,000 files, 5.0 MB\n"
    );
}

/// An upload of that many bytes, which takes so many pauses and then ends like this.
fn upload(screen: Screen<'_>, pauses: usize, end: Result<()>) -> Result<()> {
    let upload = uploading(screen, 4 * MB, async |watch| {
        let moved = |sent| Moved {
            sent,
            ..Moved::default()
        };
        watch(moved(MB));
        lasting(pauses).await;
        watch(moved(4 * MB));
        end
    });
    upload.now_or_never().expect("nothing to wait for")
}

#[test]
fn an_upload_that_fails_wipes_its_line_first() {
    let stage = Stage::new(true, 80);
    let broken = || Err(Error::cloud(words!("it broke", "出错")).hint(words!("mend it", "请修复")));
    assert!(upload(stage.screen(Lang::En), 4, broken()).is_err());
    assert_eq!(
        stage.drawn(),
        [
            "uploading the code package (4.0 MB) …\n",
            "uploading: 25%, 1.0 MB of 4.0 MB, 3.3 MB/s",
            "uploading: 25%, 1.0 MB of 4.0 MB, 2.5 MB/s",
            "",
        ]
    );
}

#[test]
fn a_log_has_no_escapes_in_it() {
    let stage = Stage::new(false, 80);
    assert!(upload(stage.screen(Lang::En), 200, Ok(())).is_ok());
    assert_eq!(
        stage.said.take(),
        "uploading the code package (4.0 MB) …\n\
         uploading: 25%, 1.0 MB of 4.0 MB, 102.4 KB/s\n\
         uploading: 25%, 1.0 MB of 4.0 MB, 51.2 KB/s\n\
         uploaded 4.0 MB, 20.0 s, 204.8 KB/s\n"
    );
}

#[test]
fn a_push_shows_what_is_known_of_it() {
    let stage = Stage::new(true, 80);
    let name = "registry.cn-hangzhou.aliyuncs.com/a/b:1";
    let push = async {
        lasting(12).await;
        Ok(())
    };
    let pushed = pushing(stage.screen(Lang::Zh), name, Some(1536 * MB), push).now_or_never();
    assert!(pushed.expect("nothing to wait for").is_ok());
    let drawn = stage.drawn();
    assert_eq!(
        drawn[0],
        "正在推送镜像 registry.cn-hangzhou.aliyuncs.com/a/b:1（1.5 GB）…\n"
    );
    assert_eq!(drawn[drawn.len() - 2], "正在推送镜像（1.5 GB）：已用 1 秒");
    assert_eq!(drawn[drawn.len() - 1], "已推送镜像（1.5 GB），1.2 秒\n");
}

#[test]
fn a_wait_says_for_what_and_in_which_state() {
    let stage = Stage::new(true, 80);
    let waits = Waits::new(stage.screen(Lang::Zh));
    let function =
        Resource::of_function("1".to_owned(), "cn-hangzhou".to_owned(), "demo".to_owned())
            .sibling(Kind::Function, "demo");
    waits.tell(&function, &Waiting::Begun);
    stage.pass(12_000);
    waits.tell(&function, &Waiting::Under(Words::same("InProgress")));
    waits.tell(&function, &Waiting::Ready);
    assert_eq!(
        stage.drawn(),
        [
            "正在等待函数 demo 就绪 …\n",
            "正在等待函数 demo 就绪：已用 12 秒，InProgress",
            "函数 demo 已就绪，12.0 秒\n",
        ]
    );
}
