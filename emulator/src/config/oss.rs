//! What OSS does where that is not documented, and what a key may do there.

use std::str::FromStr;

/// What may be different about OSS, none of which is known for certain.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Oss {
    /// Whether only declared buckets are there (see [`crate::Bucket`]): any other is answered 404
    /// `NoSuchBucket`. Off, a bucket need not be made first (G42).
    pub declared: bool,
    /// Whether a PutObject with a condition is refused with status 501 and not with 400 (G53).
    pub unimplemented: bool,
    /// Whether a missing object is answered 403 `AccessDenied` to a key that may not list it (G54).
    pub veiled: bool,
}

/// What a key may do in OSS at one place. A key without any grant may do everything everywhere; one with grants
/// may do what they say, and nothing else.
///
/// It is read from `KEY:RIGHT,…:BUCKET/PREFIX`, for example `reader:read,list:team-state/fc-guard/`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// The name of the key.
    pub key: String,
    pub rights: Vec<Right>,
    /// The name of the one bucket.
    pub bucket: String,
    /// What the names of the objects begin with; empty for all of them.
    pub prefix: String,
}

/// What RAM tells apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Right {
    /// `oss:GetObject`, which HeadObject needs, too.
    Read,
    /// `oss:PutObject`.
    Write,
    /// `oss:DeleteObject`.
    Delete,
    /// `oss:ListObjects` with the prefix as a condition.
    List,
    /// `oss:GetBucketInfo` and `oss:GetBucketVersioning`, whatever the prefix.
    Inspect,
}

impl Grant {
    /// Whether it lets the key do this to an object, or to those that begin like that.
    pub(crate) fn allows(&self, key: &str, right: Right, (bucket, name): (&str, &str)) -> bool {
        let reaches = right == Right::Inspect || name.starts_with(&self.prefix);
        self.key == key && self.rights.contains(&right) && self.bucket == bucket && reaches
    }
}

impl FromStr for Grant {
    type Err = String;

    fn from_str(text: &str) -> Result<Grant, String> {
        let parts: Vec<&str> = text.splitn(3, ':').collect();
        let [key, rights, place] = parts[..] else {
            return Err("expected KEY:RIGHT,…:BUCKET/PREFIX".to_owned());
        };
        let (bucket, prefix) = place.split_once('/').unwrap_or((place, ""));
        Ok(Grant {
            key: key.to_owned(),
            rights: rights
                .split(',')
                .map(str::parse)
                .collect::<Result<_, _>>()?,
            bucket: bucket.to_owned(),
            prefix: prefix.to_owned(),
        })
    }
}

impl FromStr for Right {
    type Err = String;

    fn from_str(text: &str) -> Result<Right, String> {
        match text {
            "read" => Ok(Right::Read),
            "write" => Ok(Right::Write),
            "delete" => Ok(Right::Delete),
            "list" => Ok(Right::List),
            "inspect" => Ok(Right::Inspect),
            _ => Err("expected read, write, delete, list or inspect".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Grant, Right};

    #[test]
    fn a_grant_reaches_what_begins_with_its_prefix() {
        let grant: Grant = "ci:read,inspect:state/a/".parse().unwrap();
        let allows = |key, right, place| grant.allows(key, right, place);
        assert!(allows("ci", Right::Read, ("state", "a/x")));
        assert!(allows("ci", Right::Inspect, ("state", "")));
        assert!(!allows("ci", Right::Read, ("state", "b/x")));
        assert!(!allows("ci", Right::Read, ("other", "a/x")));
        assert!(!allows("ci", Right::Write, ("state", "a/x")));
        assert!(!allows("other", Right::Read, ("state", "a/x")));
    }

    #[test]
    fn a_misspelt_grant_is_refused() {
        for wrong in ["ci:read", "ci:reed:state/", "ci::state/"] {
            assert!(wrong.parse::<Grant>().is_err(), "{wrong}");
        }
    }
}
