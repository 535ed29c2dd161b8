//! Where the text of a certificate or of its key stands, if a project does not write the text itself. Until it is
//! read, nothing is known of it: an address is no value of a certificate.

use crate::paths::is_address;

/// What every PEM text starts with.
pub const BEGIN: &str = "-----BEGIN";

/// How a document says that a text is kept in the certificate service; no project writes that.
const KEPT: &str = "cas://";

/// How an address in OSS starts.
const OSS: &str = "oss://";

/// A place that is no file of the project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PemSource {
    /// Behind an address that anybody may ask.
    Web(String),
    /// An object of OSS.
    Object {
        region: String,
        bucket: String,
        object: String,
    },
    /// In the certificate service, under this id.
    Kept(u64),
}

impl PemSource {
    /// The place that a text of a document names, if it names one.
    pub fn of(text: &str) -> Option<PemSource> {
        let text = text.trim();
        if is_address(text) {
            return Some(PemSource::Web(text.to_owned()));
        }
        match text.strip_prefix(KEPT) {
            Some(id) => id.parse().ok().map(PemSource::Kept),
            None => object(text),
        }
    }

    /// How a document names a certificate, or its key, of that id.
    pub fn kept(id: u64) -> String {
        format!("{KEPT}{id}")
    }
}

/// Whether a text is meant for an address in OSS, right or wrong.
pub fn is_oss(text: &str) -> bool {
    strip_oss(text.trim()).is_some()
}

/// The object of `oss://REGION/BUCKET/OBJECT`; upstream takes the region with and without `oss-` before it.
fn object(text: &str) -> Option<PemSource> {
    let mut parts = strip_oss(text)?.splitn(3, '/');
    let (region, bucket, object) = (parts.next()?, parts.next()?, parts.next()?);
    let region = region.strip_prefix("oss-").unwrap_or(region);
    // Both become parts of a host's name.
    let is_label = |name: &str| {
        let mut bytes = name.bytes();
        !name.is_empty() && bytes.all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    let fits = is_label(region) && is_label(bucket) && !object.is_empty();
    fits.then(|| PemSource::Object {
        region: region.to_owned(),
        bucket: bucket.to_owned(),
        object: object.to_owned(),
    })
}

/// What follows `oss://`, in any case.
fn strip_oss(text: &str) -> Option<&str> {
    let (start, rest) = text.split_at_checked(OSS.len())?;
    start.eq_ignore_ascii_case(OSS).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::{PemSource, is_oss};

    #[test]
    fn each_place_is_told_by_its_beginning() {
        let web = |text: &str| Some(PemSource::Web(text.to_owned()));
        let in_oss = |object: &str| {
            Some(PemSource::Object {
                region: "cn-hangzhou".to_owned(),
                bucket: "b-1".to_owned(),
                object: object.to_owned(),
            })
        };
        for (text, source) in [
            (" https://a/b.pem ", web("https://a/b.pem")),
            ("http://a/b.pem", web("http://a/b.pem")),
            ("oss://cn-hangzhou/b-1/a/b.pem", in_oss("a/b.pem")),
            ("OSS://oss-cn-hangzhou/b-1/x", in_oss("x")),
            ("cas://7", Some(PemSource::Kept(7))),
            ("cas://x", None),
            ("./key.pem", None),
            ("-----BEGIN CERTIFICATE-----\n", None),
        ] {
            assert_eq!(PemSource::of(text), source, "{text}");
        }
        for wrong in [
            "oss://b/o",
            "oss://r/B_x/o",
            "oss://r.evil/b/o",
            "oss://r/b/",
            "oss://",
        ] {
            assert_eq!(PemSource::of(wrong), None, "{wrong}");
            assert!(is_oss(wrong));
        }
    }
}
