//! Buckets in which a team keeps something: objects that are put once and never replaced, the newest of a
//! folder of them, and what a bucket says of itself.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use md5::{Digest as _, Md5};
use percent_encoding::percent_decode_str;

use super::{OssObject, bucket_origin};
use crate::clouds::fc;
use crate::ports::Response;
use crate::time::{http_millis, millis};
use crate::wire::{
    Action, AddressLayout, Body, Call, Client, Codes, Condition, Failure, Right, Service,
    Signature, Task, absent, element, pair, unreadable,
};
use crate::words;

/// The bucket of a team, at the address that was given for it, or else in the region of the client.
static OSS_OF_TEAM: Service = Service {
    right: Right::Action("oss"),
    title: || words!("OSS", "对象存储 OSS"),
    origin: |site| match &site.storage {
        Some(given) => given.clone(),
        None => bucket_origin(site),
    },
    layout: AddressLayout::Bucket,
    signature: Signature::OssV4,
    codes: Codes {
        taken: &["FileAlreadyExists"],
        ..Codes::PLAIN
    },
    request_ids: &["x-oss-request-id"],
    way: || {
        words!(
            "check the bucket and its region in FC_GUARD_STATE or 'state' of s.yaml, FC_GUARD_STATE_ENDPOINT, and the network or proxy, then run the command again",
            "请检查 FC_GUARD_STATE（或 s.yaml 中的 state）所写的 Bucket 及地域、环境变量 FC_GUARD_STATE_ENDPOINT，以及网络或代理，然后重试"
        )
    },
    vocabulary: &fc::VOCABULARY,
};

const LIST: Action = Action::new(&OSS_OF_TEAM, "ListObjects", Task::Read);
const GET: Action = Action::new(&OSS_OF_TEAM, "GetObject", Task::Read);
const PUT: Action = Action::new(&OSS_OF_TEAM, "PutObject", Task::Upload);
const VERSIONING: Action = Action::new(&OSS_OF_TEAM, "GetBucketVersioning", Task::Read);
const INFO: Action = Action::new(&OSS_OF_TEAM, "GetBucketInfo", Task::Read);

/// More pages of a thousand names than any list here has.
const MOST_PAGES: usize = 20;

/// The first object of a folder by its name, and what the server's clock said then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstObject {
    pub name: String,
    /// When it was put there, in milliseconds since 1970 by the server's clock.
    pub modified: i64,
}

/// What a bucket says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BucketInfo {
    /// Whether versions of objects are kept, or were once: then nothing there can be put only once.
    pub is_versioned: bool,
    /// Whether nobody may read it but whom RAM lets.
    pub is_private: bool,
    /// Whether what lies in it is encrypted without being asked for.
    pub is_encrypted: bool,
}

impl Client<'_> {
    /// The first object whose name begins so, and the server's time in milliseconds since 1970.
    ///
    /// # Errors
    /// Whatever else than a list comes back.
    pub async fn first_object(
        &self,
        bucket: &str,
        prefix: &str,
    ) -> Result<(Option<FirstObject>, i64), Failure> {
        let call = Call::new(LIST, &[bucket, ""])
            .query("encoding-type", "url")
            .query("list-type", "2")
            .query("max-keys", "1")
            .query("prefix", prefix);
        let response = self.send(&call).await?;
        let text = document(LIST, &response, "ListBucketResult")?;
        let now = response.header("date").and_then(http_millis);
        let now = now.ok_or_else(|| senseless(LIST, &response))?;
        let Some(entry) = element(&text, "Contents") else {
            return Ok((None, now));
        };
        let first = first(&entry).ok_or_else(|| senseless(LIST, &response))?;
        Ok((Some(first), now))
    }

    /// The names of all objects that begin so and sort behind that one, in order.
    ///
    /// # Errors
    /// Whatever else than lists comes back, or the list does not end.
    pub async fn objects_behind(
        &self,
        bucket: &str,
        prefix: &str,
        mut after: String,
    ) -> Result<Vec<String>, Failure> {
        let mut names: Vec<String> = Vec::new();
        let mut page = 0;
        loop {
            page += 1;
            let call = Call::new(LIST, &[bucket, ""])
                .query("encoding-type", "url")
                .query("list-type", "2")
                .query("max-keys", "1000")
                .query("prefix", prefix)
                .query("start-after", after.as_str());
            let response = self.send(&call).await?;
            let text = document(LIST, &response, "ListBucketResult")?;
            let found = keys(&text).ok_or_else(|| senseless(LIST, &response))?;
            let is_last = element(&text, "IsTruncated").is_none_or(|more| more != "true");
            let last = found.last().cloned();
            names.extend(found);
            match last {
                _ if is_last => return Ok(names),
                Some(last) if page < MOST_PAGES => after = last,
                Some(_) | None => return Err(endless(LIST, &response)),
            }
        }
    }

    /// The bytes of an object; `None` where there is none of that name.
    ///
    /// # Errors
    /// Whatever else comes back. Without the right to list, a missing object is refused, too.
    pub async fn team_object(&self, object: &OssObject) -> Result<Option<Vec<u8>>, Failure> {
        let response = self.send(&object.call(GET)).await;
        Ok(absent(response, &["NoSuchKey"])?.map(|response| response.body))
    }

    /// Puts an object where none of that name is.
    ///
    /// # Errors
    /// There is one ([`Failure::exists`]), or whatever else comes back.
    pub async fn put_once(&self, object: &OssObject, bytes: &[u8]) -> Result<(), Failure> {
        let digest = STANDARD.encode(Md5::digest(bytes));
        let call = object
            .call(PUT)
            .body(Body::Bytes("application/octet-stream", bytes))
            // The signature covers no body, but it covers this.
            .headers(&[pair("content-md5", &digest)])
            .only_if(Condition::ForbidOverwrite);
        self.send(&call).await.map(|_| ())
    }

    /// Whether a bucket keeps versions of its objects, or did so once: then it ignores that an object is to
    /// be put only where none is.
    ///
    /// # Errors
    /// Whatever else comes back.
    pub async fn is_versioned(&self, bucket: &str) -> Result<bool, Failure> {
        let call = Call::new(VERSIONING, &[bucket, ""]).query("versioning", "");
        let response = self.send(&call).await?;
        let text = document(VERSIONING, &response, "VersioningConfiguration")?;
        Ok(element(&text, "Status").is_some_and(|status| !status.is_empty()))
    }

    /// What a bucket says of itself.
    ///
    /// # Errors
    /// Whatever else comes back.
    pub async fn bucket_info(&self, bucket: &str) -> Result<BucketInfo, Failure> {
        let call = Call::new(INFO, &[bucket, ""]).query("bucketInfo", "");
        let response = self.send(&call).await?;
        let text = document(INFO, &response, "BucketInfo")?;
        let says = |name: &str| element(&text, name).unwrap_or_default();
        Ok(BucketInfo {
            is_versioned: !says("Versioning").is_empty(),
            is_private: says("Grant") == "private",
            is_encrypted: !["", "None"].contains(&says("SSEAlgorithm").as_str()),
        })
    }
}

/// The text of a document whose outermost element has that name: anything else says nothing.
fn document(action: Action, response: &Response, name: &str) -> Result<String, Failure> {
    let text = String::from_utf8_lossy(&response.body);
    let is_whole = text.contains(&format!("<{name}")) && text.contains(&format!("</{name}>"))
        // Without anything in it, it may be written as one mark.
        || text.contains(&format!("<{name}/>"));
    match is_whole {
        true => Ok(text.into_owned()),
        false => Err(senseless(action, response)),
    }
}

/// The names in a list.
fn keys(text: &str) -> Option<Vec<String>> {
    let entries = text.split("<Contents>").skip(1);
    entries
        .map(|entry| decoded(&element(entry, "Key")?))
        .collect()
}

fn decoded(name: &str) -> Option<String> {
    let name = percent_decode_str(name).decode_utf8().ok()?;
    Some(name.into_owned())
}

/// An entry of a list.
fn first(entry: &str) -> Option<FirstObject> {
    Some(FirstObject {
        name: decoded(&element(entry, "Key")?)?,
        modified: millis(&element(entry, "LastModified")?)?,
    })
}

/// What is missing at the end of a list are the newest of what is put there.
fn endless(action: Action, response: &Response) -> Failure {
    let detail = words!("the list does not end", "列表没有结束");
    unreadable(action, response, detail)
}

fn senseless(action: Action, response: &Response) -> Failure {
    let name = action.name;
    let detail = words!(
        "the reply is not one to {name}",
        "响应不是 {name} 的返回内容"
    );
    unreadable(action, response, detail)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ports::{Method, TransportError};
    use crate::wire::fake::{Fake, done, header};

    const DATE: (&str, &str) = ("Date", "Fri, 02 Jan 2026 03:04:05 GMT");

    fn object() -> OssObject {
        OssObject {
            bucket: "team".to_owned(),
            object: "app/v1/a b.json".to_owned(),
        }
    }

    #[test]
    fn the_first_of_a_folder_is_asked_for_alone() {
        let body = "<?xml version=\"1.0\"?><ListBucketResult><Prefix>app/</Prefix><Contents>\
            <Key>app/v1/a%20b.json</Key><LastModified>2026-01-02T03:04:04.000Z</LastModified>\
            </Contents></ListBucketResult>";
        let none = "<ListBucketResult></ListBucketResult>";
        let fake = Fake::new().raw(200, &[DATE], body).raw(200, &[DATE], none);
        let client = fake.client();
        let (first, now) = done(client.first_object("team", "app/")).expect("a list");
        let name = "app/v1/a b.json".to_owned();
        let modified = now - 1000;
        assert_eq!(first, Some(FirstObject { name, modified }));
        let request = fake.request(0);
        assert_eq!(
            request.url,
            "http://127.0.0.1:8080/team/?encoding-type=url&list-type=2&max-keys=1&prefix=app%2F"
        );
        assert_eq!(
            done(client.first_object("team", "app/")).expect("a list").0,
            None
        );
    }

    #[test]
    fn a_list_goes_on_behind_the_last_name_of_its_page() {
        let page = |names: &[&str], more: bool| {
            let key = |name: &&str| format!("<Contents><Key>{name}</Key></Contents>");
            let keys: String = names.iter().map(key).collect();
            format!("<ListBucketResult><IsTruncated>{more}</IsTruncated>{keys}</ListBucketResult>")
        };
        let fake = Fake::new()
            .raw(200, &[DATE], &page(&["a%2Fx", "a%2Fy"], true))
            .raw(200, &[DATE], &page(&["a%2Fz"], false));
        let client = fake.client();
        let names = done(client.objects_behind("team", "a/", "a/".to_owned()));
        assert_eq!(names.expect("a list"), ["a/x", "a/y", "a/z"]);
        assert!(fake.request(1).url.ends_with("&start-after=a%2Fy"));
    }

    /// A page of a proxy, half a list, and one without a time say nothing of what is there.
    #[test]
    fn what_is_no_list_is_no_empty_one() {
        let fake = Fake::new()
            .raw(200, &[DATE], "<html></html>")
            .raw(200, &[DATE], "<ListBucketResult><Contents><Key>a")
            .raw(200, &[], "<ListBucketResult></ListBucketResult>")
            .raw(
                200,
                &[DATE],
                "<ListBucketResult><Contents><Key>a</Key></Contents></ListBucketResult>",
            );
        let client = fake.client();
        for _ in 0..4 {
            done(client.first_object("team", "app/")).expect_err("no list");
        }
        assert_eq!(fake.sent(), 4);
    }

    #[test]
    fn an_object_is_put_once_and_with_the_digest_of_its_bytes() {
        let fake = Fake::new()
            .raw(200, &[], "")
            .refuse(409, "FileAlreadyExists")
            .lose(TransportError::Timeout);
        let client = fake.client();
        done(client.put_once(&object(), b"hello")).expect("put");
        let request = fake.request(0);
        assert_eq!(request.method, Method::Put);
        assert_eq!(request.url, "http://127.0.0.1:8080/team/app/v1/a%20b.json");
        assert_eq!(header(&request, "x-oss-forbid-overwrite"), Some("true"));
        let digest = header(&request, "content-md5");
        assert_eq!(digest, Some("XUFAKrxLKna5cZ2REBfFkg=="));
        let taken = done(client.put_once(&object(), b"hello")).expect_err("taken");
        assert!(taken.exists());
        let lost = done(client.put_once(&object(), b"hello")).expect_err("lost");
        assert!(!lost.exists() && lost.status().is_none());
    }

    #[test]
    fn only_no_such_key_means_that_there_is_none() {
        let fake = Fake::new()
            .refuse(404, "NoSuchKey")
            .refuse(404, "NoSuchBucket")
            .refuse(403, "AccessDenied")
            .raw(200, &[], "bytes");
        let client = fake.client();
        assert_eq!(done(client.team_object(&object())).expect("none"), None);
        done(client.team_object(&object())).expect_err("no bucket");
        done(client.team_object(&object())).expect_err("no right");
        let found = done(client.team_object(&object())).expect("some");
        assert_eq!(found.as_deref(), Some(&b"bytes"[..]));
    }

    #[test]
    fn a_bucket_says_whether_it_keeps_versions_and_who_may_read_it() {
        let never = "<VersioningConfiguration/>";
        let once = "<VersioningConfiguration><Status>Suspended</Status></VersioningConfiguration>";
        let info = "<BucketInfo><Bucket><AccessControlList><Grant>private</Grant>\
            </AccessControlList><ServerSideEncryptionRule><SSEAlgorithm>AES256</SSEAlgorithm>\
            </ServerSideEncryptionRule></Bucket></BucketInfo>";
        let open = "<BucketInfo><Bucket><Versioning>Enabled</Versioning><AccessControlList>\
            <Grant>public-read</Grant></AccessControlList><ServerSideEncryptionRule><SSEAlgorithm>\
            None</SSEAlgorithm></ServerSideEncryptionRule></Bucket></BucketInfo>";
        let fake = Fake::new()
            .raw(200, &[], never)
            .raw(200, &[], once)
            .raw(200, &[], info)
            .raw(200, &[], open);
        let client = fake.client();
        assert!(!done(client.is_versioned("team")).expect("an answer"));
        assert_eq!(
            fake.request(0).url,
            "http://127.0.0.1:8080/team/?versioning"
        );
        assert!(done(client.is_versioned("team")).expect("an answer"));
        let of = |info: BucketInfo| (info.is_versioned, info.is_private, info.is_encrypted);
        let said = [(); 2].map(|()| of(done(client.bucket_info("team")).expect("an answer")));
        assert_eq!(said, [(false, true, true), (true, false, false)]);
    }
}
