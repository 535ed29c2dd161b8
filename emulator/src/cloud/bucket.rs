//! Buckets of OSS.

use std::str::FromStr;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A bucket that a test has declared. One that nobody has declared is private, in the emulator's own region, and
/// neither encrypted nor versioned.
///
/// As JSON it is one object with `name` and these optional members: `region`, `versioning`, `acl`, `encryption`. As
/// text it is the name, and behind it such members: `team-state,region=cn-shanghai,acl=public-read`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bucket {
    pub name: String,
    /// As `cn-hangzhou`; absent for the emulator's own.
    pub region: Option<String>,
    #[serde(default)]
    pub versioning: Versioning,
    #[serde(default)]
    pub acl: Acl,
    /// How what comes in is encrypted where its request does not say so.
    pub encryption: Option<Encryption>,
}

/// Whether a bucket keeps versions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Versioning {
    /// It never did.
    #[default]
    Never,
    Enabled,
    /// It once did.
    Suspended,
}

/// Who may read and write without a signature. Here it is only told: nobody may.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Acl {
    #[default]
    Private,
    PublicRead,
    PublicReadWrite,
}

/// By which the service encrypts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Encryption {
    #[serde(rename = "AES256")]
    Aes256,
    #[serde(rename = "KMS")]
    Kms,
    #[serde(rename = "SM4")]
    Sm4,
}

impl Versioning {
    /// What `GetBucketVersioning` answers; nothing for a bucket that never kept any.
    pub(crate) fn status(self) -> Option<&'static str> {
        match self {
            Versioning::Never => None,
            Versioning::Enabled => Some("Enabled"),
            Versioning::Suspended => Some("Suspended"),
        }
    }
}

impl Acl {
    /// What the service calls it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Acl::Private => "private",
            Acl::PublicRead => "public-read",
            Acl::PublicReadWrite => "public-read-write",
        }
    }
}

impl Encryption {
    /// What the service calls it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Encryption::Aes256 => "AES256",
            Encryption::Kms => "KMS",
            Encryption::Sm4 => "SM4",
        }
    }
}

impl FromStr for Encryption {
    type Err = serde_json::Error;

    fn from_str(text: &str) -> Result<Encryption, serde_json::Error> {
        serde_json::from_value(text.into())
    }
}

impl FromStr for Bucket {
    type Err = String;

    fn from_str(text: &str) -> Result<Bucket, String> {
        let mut parts = text.split(',');
        let mut members = Map::new();
        let name = parts.next().unwrap_or_default();
        members.insert("name".to_owned(), name.into());
        for part in parts {
            let (name, value) = part.split_once('=').ok_or("expected NAME,MEMBER=VALUE,…")?;
            members.insert(name.to_owned(), value.into());
        }
        serde_json::from_value(Value::Object(members)).map_err(|error| error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::{Acl, Bucket, Encryption, Versioning};

    #[test]
    fn a_bucket_is_read_from_text() {
        let text = "b,region=cn-shanghai,versioning=suspended,acl=public-read,encryption=AES256";
        let expected = Bucket {
            name: "b".to_owned(),
            region: Some("cn-shanghai".to_owned()),
            versioning: Versioning::Suspended,
            acl: Acl::PublicRead,
            encryption: Some(Encryption::Aes256),
        };
        assert_eq!(text.parse(), Ok(expected));
        let plain = Bucket {
            name: "b".to_owned(),
            ..Bucket::default()
        };
        assert_eq!("b".parse(), Ok(plain));
    }

    #[test]
    fn a_misspelt_bucket_is_refused() {
        for wrong in [
            "b,acl",
            "b,acl=secret",
            "b,versions=enabled",
            "b,encryption=aes",
        ] {
            assert!(wrong.parse::<Bucket>().is_err(), "{wrong}");
        }
    }
}
