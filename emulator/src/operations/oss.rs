//! As much of OSS as code packages need: objects, the temporary bucket that the 2016-08-15 API lends,
//! and addresses for downloads.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use md5::{Digest as _, Md5};
use serde_json::json;

use crate::call::Call;
use crate::checksum::checksum;
use crate::clock::Moment;
use crate::cloud::Cloud;
use crate::cloud::store::{DOWNLOADS, Place, Store, Ticket};
use crate::config::Key;
use crate::error::{ApiError, Result};
use crate::http::{Request, Response, encode};
use crate::sign;

/// The bucket that uploads go to.
const TEMPORARY: &str = "fc-temp-bucket";

/// How long a temporary key is good for and a download address is valid, in minutes (G41).
const LIFETIME: i64 = 60;

impl Store {
    /// Keeps a package where it can be fetched for a while, and tells the address. It names the host
    /// that was asked, so that it leads back to wherever the emulator is.
    pub(super) fn offer(&mut self, call: &Call<'_>, account: &str, package: Vec<u8>) -> String {
        let key = format!("{account}/{}", checksum(&package));
        let object = format!("/{DOWNLOADS}/{key}");
        let expires = call.now.plus_minutes(LIFETIME).seconds();
        let signature = encode(&sign::oss::address(&self.own.secret, &object, expires));
        let (host, id) = (
            call.request.header("host").unwrap_or_default(),
            &self.own.id,
        );
        let bucket = DOWNLOADS.to_owned();
        self.objects.insert(Place { bucket, key }, package);
        format!("http://{host}{object}?Expires={expires}&OSSAccessKeyId={id}&Signature={signature}")
    }
}

impl Cloud {
    /// Lets a request for an object in, and says who made it: a key of the account may do anything, a
    /// lent one may write its one object, and an address may be read by whoever has it.
    pub(crate) fn admit(
        &self,
        request: &Request,
        names: &[String],
        keys: &[Key],
        now: Option<Moment>,
    ) -> Result<Option<String>> {
        let object = format!("/{}", names.join("/"));
        let store = &self.store;
        let lent = store.tickets.iter().map(|ticket| &ticket.key);
        // Keys of the account come first: one that was lent has an id that none of them has.
        let known = keys.iter().chain(lent).chain([&store.own]);
        let key = sign::oss::verify(request, known, &object, now)?;
        if key == &store.own {
            return Ok(None);
        }
        let ticket = store.tickets.iter().find(|ticket| &ticket.key == key);
        // Without a ticket it is a key of the account, which may do anything.
        match ticket.is_none_or(|ticket| ticket.allows(request, &object, now)) {
            true => Ok(Some(key.name.clone())),
            false => Err(denied()),
        }
    }

    /// `GET /2016-08-15/tempBucketToken`: a key that may write one object, and where.
    pub(crate) fn lend_bucket(&mut self, call: &Call<'_>) -> Result<Response> {
        let object = self.ids.uuid();
        let expires = call.now.plus_minutes(LIFETIME);
        let key = Key {
            name: call.caller.clone(),
            id: format!("STS.{}", self.ids.letters(24)),
            secret: self.ids.letters(44),
            token: Some(STANDARD.encode(self.ids.letters(60))),
        };
        let reply = json!({
            "credentials": {
                "AccessKeyId": key.id,
                "AccessKeySecret": key.secret,
                "Expiration": expires.iso(),
                "SecurityToken": key.token,
            },
            "objectName": object,
            "ossBucket": TEMPORARY,
            "ossRegion": format!("oss-{}", call.region),
        });
        let place = Place {
            bucket: TEMPORARY.to_owned(),
            // The answer has the name without the account; clients put it in front.
            key: format!("{}/{object}", self.account),
        };
        self.store.tickets.push(Ticket {
            key,
            place,
            expires,
        });
        Ok(Response::ok(&reply))
    }

    /// `PutObject`. Buckets need not be made first (G42).
    pub(crate) fn put_object(&mut self, call: &Call<'_>) -> Result<Response> {
        let bytes = call.request.body.clone();
        let md5 = Md5::digest(&bytes);
        let wanted = call.request.header("content-md5");
        if wanted.is_some_and(|wanted| wanted != STANDARD.encode(md5)) {
            let message = "The Content-MD5 you specified did not match what we received.";
            return Err(ApiError::new(400, "InvalidDigest", message));
        }
        let response = described(Response::empty(200), &bytes);
        self.store.put(call.name(0), call.name(1), bytes);
        Ok(response)
    }

    /// `GetObject` and `HeadObject`.
    pub(crate) fn get_object(&mut self, call: &Call<'_>) -> Result<Response> {
        let missing = || ApiError::new(404, "NoSuchKey", "The specified key does not exist.");
        let bytes = self
            .store
            .get(call.name(0), call.name(1))
            .ok_or_else(missing)?;
        let response = Response::of(200, "application/octet-stream", bytes);
        Ok(described(response, bytes))
    }
}

/// The headers that describe an object's bytes; the checksum is that of a function's code (G50).
fn described(response: Response, bytes: &[u8]) -> Response {
    let md5 = Md5::digest(bytes);
    let md5: String = md5.iter().map(|byte| format!("{byte:02X}")).collect();
    response
        .with("etag", format!("\"{md5}\""))
        .with("x-oss-hash-crc64ecma", checksum(bytes))
}

/// 403 `AccessDenied`, in the words of OSS.
fn denied() -> ApiError {
    let message = "You have no right to access this object.";
    ApiError::new(403, "AccessDenied", message)
}
