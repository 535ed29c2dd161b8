//! Where the records of a team lie: `oss://BUCKET/PREFIX`, or `oss://BUCKET.oss-REGION.aliyuncs.com/PREFIX`
//! where the bucket stands in another region than what is deployed.

use std::fmt;

use crate::error::{Error, Result};
use crate::words;

/// The folder of a bucket in which a team keeps its records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatePlace {
    pub bucket: String,
    /// The region's host, where the address names it.
    pub host: Option<String>,
    /// Without slashes around it.
    pub prefix: String,
}

impl StatePlace {
    /// Whether such a property is meant to be one. The service calls what a function is doing its `state`, by
    /// a word, and files that were made from its answers have that.
    pub fn is_meant(text: &str) -> bool {
        !text.bytes().all(|byte| byte.is_ascii_alphabetic())
    }

    /// The place that was written there.
    ///
    /// # Errors
    /// A usage error that names where it was found.
    pub fn parse(text: &str, found_in: &str) -> Result<StatePlace> {
        parse(text.trim()).ok_or_else(|| {
            Error::usage(words!(
                "“{text}” ({found_in}) is not a place for records",
                "“{text}”（{found_in}）不是有效的记录存放位置"
            ))
            .hint(words!(
                "write oss://BUCKET/PREFIX, or oss://BUCKET.oss-REGION.aliyuncs.com/PREFIX for a bucket of another region; the prefix keeps projects apart",
                "请写成 oss://BUCKET/PREFIX；若 Bucket 在其他地域，请写成 oss://BUCKET.oss-REGION.aliyuncs.com/PREFIX；前缀用于区分项目"
            ))
        })
    }

    /// The region that the address names.
    pub fn region(&self) -> Option<&str> {
        let (first, _) = self.host.as_deref()?.split_once('.')?;
        let region = first.strip_prefix("oss-")?;
        Some(region.strip_suffix("-internal").unwrap_or(region))
    }

    /// How people find an object in it, whichever host of the region they ask.
    pub fn path(&self, name: &str) -> String {
        format!("oss://{}/{}", self.bucket, self.object(name))
    }

    /// The name of an object in it.
    pub fn object(&self, name: &str) -> String {
        format!("{}/v1/{name}", self.prefix)
    }
}

impl fmt::Display for StatePlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let host = self.host.iter().map(|host| format!(".{host}"));
        let host: String = host.collect();
        write!(f, "oss://{}{host}/{}", self.bucket, self.prefix)
    }
}

fn parse(text: &str) -> Option<StatePlace> {
    let (address, prefix) = text.strip_prefix("oss://")?.split_once('/')?;
    let prefix = prefix.strip_suffix('/').unwrap_or(prefix);
    let (bucket, host) = match address.split_once('.') {
        Some((bucket, host)) => (bucket, Some(host)),
        None => (address, None),
    };
    let is_name = |text: &str| {
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        !text.is_empty() && text.bytes().all(plain)
    };
    let is_part = |part: &str| {
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.".contains(&b);
        !["", ".", ".."].contains(&part) && part.bytes().all(plain)
    };
    let is_host = |host: &str| {
        let region = host.strip_suffix(".aliyuncs.com");
        region.is_some_and(|region| region.starts_with("oss-") && is_name(region))
    };
    let is_whole = is_name(bucket) && host.is_none_or(is_host) && prefix.split('/').all(is_part);
    is_whole.then(|| StatePlace {
        bucket: bucket.to_owned(),
        host: host.map(str::to_owned),
        prefix: prefix.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_names_a_bucket_a_prefix_and_perhaps_a_region() {
        let place = |text| StatePlace::parse(text, "test").expect(text);
        let near = place("oss://team-state/shop/prod/");
        assert_eq!((near.bucket.as_str(), near.region()), ("team-state", None));
        assert_eq!(near.object("a/b"), "shop/prod/v1/a/b");
        assert_eq!(near.to_string(), "oss://team-state/shop/prod");
        let far = place("oss://team.oss-cn-beijing-internal.aliyuncs.com/shop");
        assert_eq!(far.region(), Some("cn-beijing"));
        assert_eq!(
            far.host.as_deref(),
            Some("oss-cn-beijing-internal.aliyuncs.com")
        );
    }

    #[test]
    fn what_the_service_says_of_a_function_is_no_place() {
        assert!(!StatePlace::is_meant("Active") && !StatePlace::is_meant(""));
        assert!(StatePlace::is_meant("oss//team") && StatePlace::is_meant("oss://team/shop"));
    }

    #[test]
    fn anything_else_is_refused_by_where_it_was_found() {
        for text in [
            "",
            "team/shop",
            "oss://team",
            "oss://team/",
            "oss:///shop",
            "oss://Team/shop",
            "oss://team/a//b",
            "oss://team/../b",
            "oss://team/a?b",
            "oss://team.example.com/shop",
            "oss://team.oss-cn hangzhou.aliyuncs.com/shop",
            "https://team/shop",
        ] {
            let error = StatePlace::parse(text, "FC_GUARD_STATE").expect_err(text);
            assert!(error.what.en.contains("FC_GUARD_STATE"), "{error:?}");
        }
    }
}
