//! Brings a code package to the temporary bucket from which the API fetches it.

use serde_json::Value;

use super::call::{Action, Task, USER_AGENT, pair};
use super::client::{Client, REPLY};
use super::credential::Credential;
use super::endpoint::{authority, bare};
use super::failure::Failure;
use super::reply::unreadable;
use super::sign::{fc, http_date, oss};
use crate::error::{self, Error};
use crate::ports::{Request, Response, Watch};
use crate::spelled::encode;
use crate::words;

const TOKEN: Action = Action::new("GetTempBucketToken", Task::Token);
const PUT: Action = Action::new("PutObject", Task::Upload);

/// Only this older version of the API hands out temporary buckets; upstream fc3 asks it too.
const TOKEN_PATH: &str = "/2016-08-15/tempBucketToken";

/// Where the uploaded package lies: `code.ossBucketName` and `code.ossObjectName` of a write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OssObject {
    pub bucket: String,
    pub object: String,
}

/// A place to upload to, and the key that opens it.
struct Ticket {
    credential: Credential,
    to: OssObject,
}

impl Client<'_> {
    /// Uploads a package to a bucket that the service lends for it.
    /// `checksum` is the bytes' CRC-64/XZ (`package::Packed`), against which the receipt is checked.
    /// `watch` is told how much of them has gone, from nothing on with every try.
    ///
    /// # Errors
    /// The account's host does not lend a bucket, OSS does not take the bytes, or it took others.
    pub async fn upload(
        &self,
        bytes: &[u8],
        checksum: &str,
        watch: Watch<'_>,
    ) -> error::Result<OssObject> {
        let label = words!("the temporary bucket for the code", "代码的临时 Bucket");
        let ticket = self
            .ticket()
            .await
            .map_err(|failure| failure.into_error(&label))?;
        let bucket = &ticket.to.bucket;
        let label = words!(
            "the code to OSS bucket {bucket}",
            "代码到 OSS Bucket {bucket}"
        );
        self.hide_key(&ticket.credential);
        let receipt = self
            .exchange_watched(PUT, Some(watch), || self.put(&ticket, bytes))
            .await
            .map_err(|failure| failure.into_error(&label))?;
        compare(&receipt, checksum, &ticket.to)?;
        Ok(ticket.to)
    }

    async fn ticket(&self) -> Result<Ticket, Failure> {
        let response = self.exchange(TOKEN, || self.ask()).await?;
        let doc = self.document(TOKEN, &response)?;
        read_ticket(&doc, &self.credential.account).ok_or_else(|| {
            let detail = words!(
                "the reply does not name a bucket, an object and a key",
                "响应中缺少 Bucket、对象或密钥"
            );
            unreadable(TOKEN, &response, detail)
        })
    }

    fn ask(&self) -> Request {
        let Credential {
            account,
            access_key_id,
            access_key_secret,
            security_token,
        } = &self.credential;
        let mut headers = vec![
            pair("accept", "application/json"),
            pair("date", &http_date(self.world.clock.now())),
            pair("user-agent", USER_AGENT),
            pair("x-fc-account-id", account),
        ];
        headers.extend(
            security_token
                .as_deref()
                .map(|token| pair("x-fc-security-token", token)),
        );
        let key = (access_key_id.as_str(), access_key_secret.as_str());
        let authorization = fc::authorize(TOKEN.method().name(), TOKEN_PATH, &headers, key);
        headers.push(pair("authorization", &authorization));
        Request {
            method: TOKEN.method(),
            url: format!("{}{TOKEN_PATH}", self.endpoints.account),
            headers,
            body: Vec::new(),
            timeout: self.timeout,
            limit: REPLY,
        }
    }

    fn put(&self, ticket: &Ticket, bytes: &[u8]) -> Request {
        let Ticket {
            credential,
            to: OssObject { bucket, object },
        } = ticket;
        let mut headers = vec![
            pair("content-type", "application/zip"),
            pair("user-agent", USER_AGENT),
            pair("x-oss-date", &http_date(self.world.clock.now())),
        ];
        let token = credential.security_token.as_deref();
        headers.extend(token.map(|token| pair("x-oss-security-token", token)));
        let key = (
            credential.access_key_id.as_str(),
            credential.access_key_secret.as_str(),
        );
        let resource = format!("/{bucket}/{object}");
        let authorization = oss::authorize(PUT.method().name(), &resource, &headers, key);
        headers.push(pair("authorization", &authorization));
        Request {
            method: PUT.method(),
            url: object_url(&self.endpoints.oss, &ticket.to),
            headers,
            body: bytes.to_vec(),
            timeout: self.upload_timeout,
            limit: REPLY,
        }
    }
}

/// Asking what OSS knows of an object.
const HEAD: Action = Action::new("HeadObject", Task::Head);

impl Client<'_> {
    /// The checksum of an object in OSS, as the service says it of code. `None` where it cannot be
    /// learnt: whoever deploys an object need not be allowed to read it.
    pub async fn object_checksum(&self, object: &OssObject) -> Option<String> {
        let receipt = self.exchange(HEAD, || self.head(object)).await.ok()?;
        let checksum = receipt.header("x-oss-hash-crc64ecma")?.trim();
        (!checksum.is_empty()).then(|| checksum.to_owned())
    }

    fn head(&self, to: &OssObject) -> Request {
        let key = &self.credential;
        let mut headers = vec![
            pair("user-agent", USER_AGENT),
            pair("x-oss-date", &http_date(self.world.clock.now())),
        ];
        let token = key.security_token.as_deref();
        headers.extend(token.map(|token| pair("x-oss-security-token", token)));
        let OssObject { bucket, object } = to;
        let resource = format!("/{bucket}/{object}");
        let pair_of_keys = (key.access_key_id.as_str(), key.access_key_secret.as_str());
        let method = HEAD.method().name();
        let authorization = oss::authorize(method, &resource, &headers, pair_of_keys);
        headers.push(pair("authorization", &authorization));
        Request {
            method: HEAD.method(),
            url: object_url(&self.endpoints.oss, to),
            headers,
            body: Vec::new(),
            timeout: self.timeout,
            limit: REPLY,
        }
    }
}

fn read_ticket(doc: &Value, account: &str) -> Option<Ticket> {
    let text = |value: &Value| {
        value
            .as_str()
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
    };
    let key = &doc["credentials"];
    let bucket = text(&doc["ossBucket"]).filter(|bucket| is_bucket(bucket))?;
    let object = format!("{account}/{}", text(&doc["objectName"])?);
    Some(Ticket {
        credential: Credential {
            account: account.to_owned(),
            access_key_id: text(&key["AccessKeyId"])?,
            access_key_secret: text(&key["AccessKeySecret"])?,
            security_token: Some(text(&key["SecurityToken"])?),
        },
        to: OssObject { bucket, object },
    })
}

/// The bucket becomes part of a host name, so it must look like one.
fn is_bucket(name: &str) -> bool {
    name.bytes()
        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// The bucket stands before the host, except where the host is a bare address (an emulator).
fn object_url(origin: &str, OssObject { bucket, object }: &OssObject) -> String {
    let key: Vec<String> = object.split('/').map(encode).collect();
    let key = key.join("/");
    if bare(origin) {
        return format!("{origin}/{bucket}/{key}");
    }
    let host = authority(origin);
    let scheme = &origin[..origin.len() - host.len()];
    format!("{scheme}{bucket}.{host}/{key}")
}

/// OSS says which bytes it took; a proxy on the way may have changed them.
fn compare(receipt: &Response, checksum: &str, to: &OssObject) -> error::Result<()> {
    match receipt.header("x-oss-hash-crc64ecma") {
        Some(theirs) if theirs.trim() != checksum => {
            let OssObject { bucket, .. } = to;
            Err(Error::cloud(words!(
                "the code was damaged on the way to OSS bucket {bucket}",
                "代码在上传到 OSS Bucket {bucket} 时损坏"
            ))
            .because(words!(
                "its checksum there is {theirs}, here {checksum}",
                "其校验值在云端为 {theirs}，在本地为 {checksum}"
            ))
            .hint(words!(
                "deploy again: the package will be uploaded again",
                "请重新部署：代码包将重新上传"
            )))
        }
        _ => Ok(()),
    }
}
