//! Who gets into OSS, the temporary bucket that the 2016-08-15 API lends, and addresses for downloads. What can be
//! done there is in the files below.

mod bucket;
mod list;
mod object;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use crate::call::Call;
use crate::checksum::checksum;
use crate::clock::Moment;
use crate::cloud::Cloud;
use crate::cloud::store::{DOWNLOADS, Object, Place, Store, TEMPORARY, Ticket};
use crate::config::{Key, Right};
use crate::error::{ApiError, Result};
use crate::http::{Request, Response, encode};
use crate::sign;

/// How long a temporary key is good for and a download address is valid, in minutes (G41).
const LIFETIME: i64 = 60;

/// How large a package in the temporary bucket may be, in bytes.
const CODE_SIZE: u64 = 500 << 20;

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
        let package = Object::plain(package, call.now);
        self.objects.insert(Place::new(DOWNLOADS, &key), package);
        format!("http://{host}{object}?Expires={expires}&OSSAccessKeyId={id}&Signature={signature}")
    }
}

impl Cloud {
    /// Lets a request for an object in, and says who made it: of a key of the account is asked later what it may do, a
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
        // Without a ticket it is a key of the account.
        match ticket.is_none_or(|ticket| ticket.allows(request, &object, now)) {
            true => Ok(Some(key.name.clone())),
            false => Err(ApiError::denied()),
        }
    }

    /// Lets a request whose signature is right go on to its operation: the bucket is there, and was asked for where it
    /// is, and the key has that right. The service's own buckets have neither a region nor rights of the account.
    pub(crate) fn enter(&self, call: &Call<'_>, right: Right) -> Result<()> {
        if [DOWNLOADS, TEMPORARY].contains(&call.name(0)) {
            return Ok(());
        }
        self.bucket(call)?.check_region(call)?;
        let name = match right {
            Right::List => call.param("prefix").unwrap_or_default(),
            Right::Read | Right::Write | Right::Delete | Right::Inspect => call.name(1).to_owned(),
        };
        match may(call, right, &name) {
            true => Ok(()),
            false => Err(ApiError::denied()),
        }
    }

    /// `GET /2016-08-15/tempBucketToken`: a key that may write one object, and where.
    pub(crate) fn lend_bucket(&mut self, call: &Call<'_>) -> Result<Response> {
        let folder = self.account.clone();
        Ok(self.lend(call, &folder))
    }

    /// A key that may write one object in a folder of the temporary bucket, and the object's name there.
    pub(super) fn lend(&mut self, call: &Call<'_>, folder: &str) -> Response {
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
            "codeSizeLimit": CODE_SIZE,
        });
        // The answer has the name without the folder; clients put it in front.
        let place = Place::new(TEMPORARY, &format!("{folder}/{object}"));
        self.store.tickets.push(Ticket {
            key,
            place,
            expires,
        });
        Response::ok(&reply)
    }
}

/// Whether the caller may do that to objects whose names begin like this. A key without grants may do everything.
fn may(call: &Call<'_>, right: Right, name: &str) -> bool {
    let mut own = call
        .config
        .grants
        .iter()
        .filter(|one| one.key == call.caller);
    let allows = |key: &str| {
        let mut all = call.config.grants.iter();
        all.any(|grant| grant.allows(key, right, (call.name(0), name)))
    };
    own.next().is_none() || allows(&call.caller)
}
