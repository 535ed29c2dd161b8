//! Names of which the service has an open set: regions, runtimes, events. New ones appear without
//! notice, so a name is only refused where its form is impossible or where it is a slip of the pen.

use super::problem::Fault;
use super::schema::typo::{distance, slips};
use crate::words;
use crate::words::Words;

/// The regions in which upstream fc3 knows Function Compute.
const REGIONS: [&str; 26] = [
    "cn-hangzhou",
    "cn-shanghai",
    "cn-qingdao",
    "cn-beijing",
    "cn-zhangjiakou",
    "cn-huhehaote",
    "cn-shenzhen",
    "cn-chengdu",
    "cn-hongkong",
    "cn-wulanchabu",
    "cn-heyuan-acdr-1",
    "cn-shanghai-finance-1",
    "cn-shanghai-cloudspe",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-southeast-3",
    "ap-southeast-5",
    "ap-southeast-7",
    "ap-south-1",
    "eu-central-1",
    "eu-west-1",
    "us-east-1",
    "us-west-1",
    "me-central-1",
];

/// The newest runtimes of each family in the API document and in upstream fc3.
const RUNTIMES: [&str; 14] = [
    "nodejs20",
    "nodejs18",
    "nodejs16",
    "python3.12",
    "python3.10",
    "python3.9",
    "java11",
    "go1",
    "php7.2",
    "dotnetcore3.1",
    "custom",
    "custom.debian12",
    "custom-container",
    "micro-sandbox",
];

/// The events of OSS that upstream fc3 knows.
const OSS_EVENTS: [&str; 14] = [
    "oss:ObjectCreated:*",
    "oss:ObjectCreated:AppendObject",
    "oss:ObjectCreated:CompleteMultipartUpload",
    "oss:ObjectCreated:CopyObject",
    "oss:ObjectCreated:InitiateMultipartUpload",
    "oss:ObjectCreated:PostObject",
    "oss:ObjectCreated:PutObject",
    "oss:ObjectCreated:PutSymlink",
    "oss:ObjectCreated:UploadPart",
    "oss:ObjectCreated:UploadPartCopy",
    "oss:ObjectModified:UpdateObjectMeta",
    "oss:ObjectRemoved:AbortMultipartUpload",
    "oss:ObjectRemoved:DeleteObject",
    "oss:ObjectRemoved:DeleteObjects",
];

/// A region's id: words of small letters and digits with `-` between them.
pub(in crate::dialect) fn region(text: &str) -> Result<(), Fault> {
    // A name that is known may still be a slip away from another.
    if REGIONS.contains(&text) {
        return Ok(());
    }
    let word = |word: &str| !word.is_empty() && word.bytes().all(is_small);
    let possible = text.contains('-') && text.split('-').all(word);
    let meant = REGIONS
        .into_iter()
        .filter(|name| is_slip(name, text, 1) && same_country(name, text))
        .min_by_key(|name| distance(name, text));
    match meant {
        None if possible => Ok(()),
        meant => Err(fault(
            words!("is not the id of a region", "不是地域 ID"),
            meant.unwrap_or("cn-hangzhou"),
        )),
    }
}

/// A runtime: small letters, digits, `.` and `-`.
pub(in crate::dialect) fn runtime(text: &str) -> Result<(), Fault> {
    let possible = !text.is_empty() && text.bytes().all(|c| is_small(c) || b".-".contains(&c));
    let meant = RUNTIMES
        .into_iter()
        .filter(|name| is_slip(name, text, 2))
        .min_by_key(|name| distance(name, text));
    match meant {
        None if possible => Ok(()),
        meant => Err(fault(
            words!("is not the name of a runtime", "不是运行时名称"),
            meant.unwrap_or("python3.10"),
        )),
    }
}

/// Where a record of the log begins.
pub(in crate::dialect) fn log_begin_rule(text: &str) -> Result<(), Fault> {
    let names = ["None", "DefaultRegex"];
    let meant = names
        .into_iter()
        .find(|name| slips(name, text, 2).is_some());
    match meant {
        _ if names.contains(&text) || text.is_empty() => Ok(()),
        Some(meant) => Err(fault(
            words!(
                "is not a rule for where a record begins",
                "不是日志分行规则"
            ),
            meant,
        )),
        None => Ok(()),
    }
}

/// An event of OSS.
pub(in crate::dialect) fn oss_event(text: &str) -> Result<(), Fault> {
    let meant = OSS_EVENTS
        .into_iter()
        .find(|name| slips(name, text, 2).is_some());
    match meant {
        _ if OSS_EVENTS.contains(&text) => Ok(()),
        None if text.starts_with("oss:Object") => Ok(()),
        meant => Err(fault(
            words!("is not an event of OSS", "不是 OSS 事件"),
            meant.unwrap_or("oss:ObjectCreated:*"),
        )),
    }
}

/// `eu-east` is not a slip of `us-east`.
fn same_country(a: &str, b: &str) -> bool {
    a.split('-')
        .zip(b.split('-'))
        .next()
        .is_some_and(|(a, b)| a.eq_ignore_ascii_case(b))
}

fn is_small(c: u8) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit()
}

/// Whether a name is a known one with at most so many slips. Numbers are left out of the comparison:
/// `nodejs22` is a new version of `nodejs20`, not a slip.
fn is_slip(known: &str, text: &str, most: usize) -> bool {
    let (known, text) = (letters(known), letters(text));
    // So short a word is near to too many others.
    known != text && text.len() > 3 && slips(&known, &text, most).is_some()
}

/// A name without its numbers, and without what stood before one at its end.
fn letters(text: &str) -> String {
    let without = text.replace(|c: char| c.is_ascii_digit(), "");
    without.trim_end_matches(['-', '.']).to_owned()
}

fn fault(wrong: Words, example: &str) -> Fault {
    Fault::new(
        wrong,
        words!("did you mean {example}?", "是否想写 {example}？"),
    )
}

#[cfg(test)]
mod tests {
    use super::{REGIONS, RUNTIMES, region, runtime};
    use crate::words::Lang;

    fn meant(fault: Result<(), super::Fault>) -> String {
        let remedy = fault.expect_err("refused").remedy;
        remedy.text(Lang::En).to_owned()
    }

    #[test]
    fn what_is_known_and_what_may_come_is_taken() {
        for name in REGIONS {
            assert!(region(name).is_ok(), "{name}");
        }
        for name in [
            "cn-guangzhou",
            "cn-nanjing",
            "eu-east-1",
            "ap-southeast-6",
            "me-central-1",
        ] {
            assert!(region(name).is_ok(), "{name}");
        }
        for name in RUNTIMES {
            assert!(runtime(name).is_ok(), "{name}");
        }
        for name in [
            "nodejs22",
            "python3.13",
            "java21",
            "ruby3",
            "custom.debian13",
            "php8.1",
        ] {
            assert!(runtime(name).is_ok(), "{name}");
        }
    }

    #[test]
    fn a_slip_is_told() {
        for name in ["cn-hangzou", "cn-hagnzhou", "cn-hangzhou1x"] {
            assert_eq!(meant(region(name)), "did you mean cn-hangzhou?", "{name}");
        }
        assert_eq!(
            meant(region("ap-southest-1")),
            "did you mean ap-southeast-1?"
        );
        assert_eq!(meant(region("CN-Hangzhou")), "did you mean cn-hangzhou?");
        assert_eq!(meant(runtime("pyhton3.10")), "did you mean python3.10?");
        assert_eq!(meant(runtime("Python3.10")), "did you mean python3.10?");
        assert_eq!(meant(runtime("node18")), "did you mean nodejs18?");
        assert_eq!(
            meant(runtime("custom_container")),
            "did you mean custom-container?"
        );
        assert!(region("hangzhou").is_err());
        assert!(runtime("").is_err());
    }
}
