//! Lists of objects, in pages.

use std::ops::Bound;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE;

use super::bucket::answer;
use crate::call::Call;
use crate::cloud::Cloud;
use crate::cloud::store::{Object, Store};
use crate::error::{ApiError, Result};
use crate::http::{Response, encode};
use crate::xml::{element, text};

/// How many rows a page has at most, and where nothing is said.
const MOST: usize = 1000;
const USUAL: usize = 100;

/// What a list is asked for.
struct Asked {
    /// What every name begins with.
    prefix: String,
    /// Names are cut behind its first occurrence behind the prefix, and then stand for all that begin like that.
    delimiter: Option<String>,
    /// The page begins behind it.
    after: After,
    /// Rows of either kind.
    most: usize,
    /// Whether names are encoded like those in a URL.
    encodes: bool,
}

/// What a page begins behind.
enum After {
    /// An object, whether it is there or not.
    Name(String),
    /// All objects whose names begin like that.
    Common(String),
}

/// One row of a list.
enum Row<'s> {
    Object(&'s str, &'s Object),
    /// What several names begin with, the delimiter included.
    Common(&'s str),
}

impl Cloud {
    /// `ListObjectsV2` (G57).
    pub(crate) fn list_objects(&mut self, call: &Call<'_>) -> Result<Response> {
        let asked = Asked::of(call)?;
        let mut rows = asked.rows(&self.store, call.name(0));
        let goes_on = rows.len() > asked.most;
        rows.truncate(asked.most);
        let next = rows.last().filter(|_| goes_on).map(Row::token);
        let next = next.map_or_else(String::new, |token| text("NextContinuationToken", token));
        let said = |name: &str, parameter: &str| {
            let value = call.param(parameter);
            value.map_or_else(String::new, |value| text(name, asked.name(&value)))
        };
        let inner = [
            text("Name", call.name(0)),
            text("Prefix", asked.name(&asked.prefix)),
            said("StartAfter", "start-after"),
            said("ContinuationToken", "continuation-token"),
            text("MaxKeys", asked.most.to_string()),
            said("Delimiter", "delimiter"),
            said("EncodingType", "encoding-type"),
            text("IsTruncated", goes_on.to_string()),
            next,
            rows.iter().map(|row| row.xml(&asked)).collect(),
            text("KeyCount", rows.len().to_string()),
        ];
        Ok(answer("ListBucketResult", &inner.concat()))
    }
}

impl Asked {
    /// What the parameters ask for.
    fn of(call: &Call<'_>) -> Result<Asked> {
        let token = call.param("continuation-token");
        let after = match token {
            Some(token) => After::of(&token).ok_or_else(|| wrong("continuation-token"))?,
            None => After::Name(call.param("start-after").unwrap_or_default()),
        };
        Ok(Asked {
            prefix: call.param("prefix").unwrap_or_default(),
            delimiter: call.param("delimiter"),
            after,
            most: most(call)?,
            encodes: match call.param("encoding-type").as_deref() {
                None => false,
                Some("url") => true,
                Some(_) => return Err(wrong("encoding-type")),
            },
        })
    }

    /// The rows from where the page begins, one more than it may have if there are so many.
    fn rows<'s>(&self, store: &'s Store, bucket: &'s str) -> Vec<Row<'s>> {
        let mut rows = Vec::new();
        let mut start = self.start();
        while rows.len() <= self.most {
            let next = store
                .from(bucket, start.as_ref().map(String::as_str))
                .next();
            let Some((key, object)) = next.filter(|(key, _)| key.starts_with(&self.prefix)) else {
                break;
            };
            let row = match self.common(key) {
                Some(common) => Row::Common(common),
                None => Row::Object(key, object),
            };
            start = row.end();
            rows.push(row);
        }
        rows
    }

    /// The first name that may stand on the page.
    fn start(&self) -> Bound<String> {
        let after = match &self.after {
            After::Name(name) => Bound::Excluded(name.clone()),
            After::Common(prefix) => behind(prefix),
        };
        match &after {
            Bound::Excluded(name) | Bound::Included(name) if *name >= self.prefix => after,
            _ => Bound::Included(self.prefix.clone()),
        }
    }

    /// What the name is cut to, if the delimiter is in it.
    fn common<'s>(&self, key: &'s str) -> Option<&'s str> {
        let delimiter = self.delimiter.as_deref()?;
        let rest = key.get(self.prefix.len()..)?;
        let end = self.prefix.len() + rest.find(delimiter)? + delimiter.len();
        key.get(..end)
    }

    /// A name, as it is to be written.
    fn name(&self, name: &str) -> String {
        match self.encodes {
            true => encode(name),
            false => name.to_owned(),
        }
    }
}

/// How many rows a page may have.
fn most(call: &Call<'_>) -> Result<usize> {
    let Some(most) = call.param("max-keys") else {
        return Ok(USUAL);
    };
    let most = most.parse().ok().filter(|most| (1..=MOST).contains(most));
    most.ok_or_else(|| wrong("max-keys"))
}

/// 400 `InvalidArgument` for a parameter.
fn wrong(name: &str) -> ApiError {
    let refusal = ApiError::invalid("The argument is invalid.");
    refusal.with("ArgumentName", name)
}

/// The first name behind all those that begin like that: no name has a letter behind the last one.
fn behind(prefix: &str) -> Bound<String> {
    Bound::Excluded(format!("{prefix}{}", char::MAX))
}

impl After {
    /// What a token stands for, if it is one.
    fn of(token: &str) -> Option<After> {
        let bytes = URL_SAFE.decode(token).ok()?;
        let text = String::from_utf8(bytes).ok()?;
        match text.split_at_checked(1)? {
            ("o", name) => Some(After::Name(name.to_owned())),
            ("c", prefix) => Some(After::Common(prefix.to_owned())),
            _ => None,
        }
    }
}

impl Row<'_> {
    /// The token of the page behind it.
    fn token(&self) -> String {
        URL_SAFE.encode(match self {
            Row::Object(key, _) => format!("o{key}"),
            Row::Common(prefix) => format!("c{prefix}"),
        })
    }

    /// Behind which name the next row begins.
    fn end(&self) -> Bound<String> {
        match self {
            Row::Object(key, _) => Bound::Excluded((*key).to_owned()),
            Row::Common(prefix) => behind(prefix),
        }
    }

    /// The row as it is written.
    fn xml(&self, asked: &Asked) -> String {
        match self {
            Row::Common(prefix) => element("CommonPrefixes", &text("Prefix", asked.name(prefix))),
            Row::Object(key, object) => {
                let members = [
                    text("Key", asked.name(key)),
                    text("LastModified", object.modified.iso_with_fraction()),
                    text("ETag", object.etag()),
                    text("Type", "Normal"),
                    text("Size", object.bytes.len().to_string()),
                    text("StorageClass", "Standard"),
                ];
                element("Contents", &members.concat())
            }
        }
    }
}
