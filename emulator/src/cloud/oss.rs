//! As much of OSS as code packages need: the temporary bucket, PUT of an object, and downloads.

use serde_json::json;

use super::code::DOWNLOADS;
use super::{Cloud, checksum};
use crate::emulator::Key;
use crate::error::{ApiError, Result};
use crate::http::{Request, Response};

const TEMPORARY: &str = "fc-temp-bucket";

impl Cloud {
    /// A place to upload a package to, and a key that is good for nothing else.
    pub(crate) fn temporary_bucket(&mut self) -> Response {
        let id = self.uuid();
        let key = Key {
            name: "temporary".to_owned(),
            id: format!("STS.{}", &id[..8]),
            secret: format!("temporary-secret-{id}"),
            token: Some(format!("temporary-token-{id}")),
        };
        let expiration = jiff::Timestamp::now() + jiff::SignedDuration::from_hours(1);
        let reply = json!({
            "credentials": {
                "AccessKeyId": key.id, "AccessKeySecret": key.secret, "SecurityToken": key.token,
                "Expiration": expiration.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            },
            "ossRegion": format!("oss-{}", self.region), "ossBucket": TEMPORARY, "objectName": id,
        });
        self.temporary.push(key);
        Response::json(200, &reply)
    }

    pub(crate) fn temporary_keys(&self) -> &[Key] {
        &self.temporary
    }

    /// `/bucket/key`, which the signature covers. The bucket stands in the host's name (as with an
    /// ordinary endpoint), or first in the path (as with an IP address).
    pub(crate) fn resource_of(&self, request: &Request) -> String {
        let (bucket, key) = place(request);
        format!("/{bucket}/{key}")
    }

    /// Whether the request follows an address that `GetFunctionCode` gave.
    pub(crate) fn is_download(&self, request: &Request) -> bool {
        let (bucket, key) = place(request);
        let sum = self.packages.get(&key).map(|bytes| checksum(bytes));
        request.method == "GET"
            && bucket == DOWNLOADS
            && sum.is_some()
            && request.param("Signature") == sum
    }

    pub(crate) fn put_object(&mut self, request: &Request) -> Result<Response> {
        let (bucket, key) = place(request);
        if bucket != TEMPORARY || !key.starts_with(&format!("{}/", self.account)) {
            return Err(ApiError::new(
                403,
                "AccessDenied",
                "You have no right to access this object.",
            ));
        }
        let sum = checksum(&request.body);
        self.objects.insert((bucket, key), request.body.clone());
        Ok(Response::empty(200)
            .with("etag", format!("\"{sum}\""))
            .with("x-oss-hash-crc64ecma", sum))
    }

    pub(crate) fn get_object(&self, request: &Request) -> Result<Response> {
        let (bucket, key) = place(request);
        let bytes = match bucket.as_str() {
            DOWNLOADS => self.packages.get(&key),
            _ => self.objects.get(&(bucket, key)),
        };
        let missing = || ApiError::new(404, "NoSuchKey", "The specified key does not exist.");
        let bytes = bytes.ok_or_else(missing)?;
        Ok(Response {
            status: 200,
            headers: vec![("content-type".to_owned(), "application/zip".to_owned())],
            body: bytes.clone(),
        })
    }
}

/// Bucket and key of an object request.
fn place(request: &Request) -> (String, String) {
    let path = request.segments().join("/");
    let host = request.header("host").unwrap_or_default();
    match host.split_once('.') {
        Some((bucket, rest)) if rest.starts_with("oss-") => (bucket.to_owned(), path),
        _ => match path.split_once('/') {
            Some((bucket, key)) => (bucket.to_owned(), key.to_owned()),
            None => (path, String::new()),
        },
    }
}
