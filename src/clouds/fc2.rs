//! Function Compute 2.0: services, the functions in them, and what belongs to either. Only this older version
//! of the API hands out temporary buckets, so 3.0 asks it, too, as upstream fc3 does.

mod code;
mod inside;
#[cfg(test)]
mod recorded;
mod resource;
mod tag;

use serde_json::Value;

pub(super) use self::code::code_call;
pub use self::inside::{Inside, InstanceSetting};
pub use self::resource::document;
pub(super) use self::resource::{
    add_entry, configs, create, delete, get, has_qualifier, remove_entry, triggers, update,
};
use super::fc;
use super::oss::OssObject;
use crate::model::kind::Generation;
use crate::ports::Response;
use crate::wire::{
    Action, AddressLayout, Call, Client, Codes, Credential, Failure, HostOrigin, Pages, Right,
    Service, Signature, Site, Task, absent, unreadable,
};
use crate::words;

/// Function Compute 2.0. Which right what is asked of it here takes is not documented, so none is named.
pub static FC2: Service = Service {
    right: Right::Policy(fc::POLICY),
    title: fc::title,
    origin,
    layout: AddressLayout::Versioned("2016-08-15"),
    signature: Signature::Fc,
    codes: Codes {
        gone: &fc::gone(Generation::SECOND, &["AliasNotFound", "VersionNotFound"]),
        taken: &["AlreadyExists"],
        moved: &["PreconditionFailed", CONCURRENT],
        passing: &[CONCURRENT],
        blocked: &fc::blocked(Generation::SECOND, &[CONCURRENT, "FunctionNotEmpty"]),
        value: &["invalidargument"],
        ..Codes::PLAIN
    },
    request_ids: fc::REQUEST_IDS,
    way: fc::way,
    vocabulary: &fc::VOCABULARY,
};

/// With status 409: another write of the same resource is under way.
const CONCURRENT: &str = "ConcurrentUpdateError";

/// How its lists come.
const PAGES: Pages = Pages {
    size: ("limit", "100"),
    next: "nextToken",
};

const TOKEN: Action = Action::new(&FC2, "GetTempBucketToken", Task::Read);
const CODE_TOKEN: Action = Action::new(&FC2, "GetTempCodeBucketToken", Task::Read);

/// A place to upload to, and the key that opens it.
pub struct Ticket {
    pub credential: Credential,
    pub to: OssObject,
}

impl Client<'_> {
    /// A bucket that the service lends for one upload. One for code of a service of FC 2.0 is only lent once that is
    /// there; before that it is the one for everybody, from which FC 3.0 takes its code. Whether FC 2.0 takes any from
    /// there was not seen.
    ///
    /// # Errors
    /// Whatever else than a bucket, an object and a key comes back.
    pub async fn temporary_bucket(&self, service: Option<&str>) -> Result<Ticket, Failure> {
        if let Some(service) = service {
            let call = Call::new(CODE_TOKEN, &["services", service, "tempCodeBucketToken"]);
            let found = absent(self.send(&call).await, &["ServiceNotFound"])?;
            if let Some(response) = found {
                let folder = format!("{}/{service}", self.account());
                return self.ticket(CODE_TOKEN, &response, &folder);
            }
        }
        let response = self.send(&Call::new(TOKEN, &["tempBucketToken"])).await?;
        self.ticket(TOKEN, &response, self.account())
    }

    /// What an answer lends, below a folder of the bucket.
    fn ticket(&self, action: Action, response: &Response, folder: &str) -> Result<Ticket, Failure> {
        let doc = self.document(action, response)?;
        read_ticket(&doc, self.account(), folder).ok_or_else(|| {
            let detail = words!(
                "the reply does not name a bucket, an object and a key",
                "响应中缺少 Bucket、对象或密钥"
            );
            unreadable(action, response, detail)
        })
    }
}

/// The account's own host.
fn origin(site: &Site) -> HostOrigin {
    match &site.endpoint {
        Some(given) => given.clone(),
        None => HostOrigin::public(&account_host(&site.region, &site.account)),
    }
}

fn account_host(region: &str, account: &str) -> String {
    // This region is reached from inside Alibaba Cloud only.
    let internal = if region == "cn-heyuan-acdr-1" {
        "-internal"
    } else {
        ""
    };
    format!("{account}.{region}{internal}.fc.aliyuncs.com")
}

fn read_ticket(doc: &Value, account: &str, folder: &str) -> Option<Ticket> {
    let text = |value: &Value| {
        value
            .as_str()
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
    };
    let key = &doc["credentials"];
    let bucket = text(&doc["ossBucket"]).filter(|bucket| is_bucket(bucket))?;
    // The service names the object without the folder in which it takes it.
    let object = format!("{folder}/{}", text(&doc["objectName"])?);
    Some(Ticket {
        credential: Credential {
            account: account.to_owned(),
            access_key_id: text(&key["AccessKeyId"])?,
            access_key_secret: text(&key["AccessKeySecret"])?,
            // A lent key is one of STS, which is worth nothing without its token.
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

#[cfg(test)]
mod tests {
    use super::TOKEN;
    use crate::wire::fake::{Fake, SECRET, done, header};
    use crate::wire::{Call, Credential};

    /// Recorded from the SDK that upstream asks with, under a made-up key.
    #[test]
    fn asks_for_a_bucket_as_recorded() {
        let key = Credential {
            account: "1234567890123456".to_owned(),
            access_key_id: "LTAI5tFixedAccessKeyId00".to_owned(),
            access_key_secret: SECRET.to_owned(),
            security_token: None,
        };
        let fake = Fake::new().raw(200, &[], "{}");
        let call = Call::new(TOKEN, &["tempBucketToken"]).with_key(&key);
        done(fake.client().send(&call)).expect("a reply");
        assert_eq!(
            header(&fake.request(0), "authorization"),
            Some("FC LTAI5tFixedAccessKeyId00:zek+9br94loNe5Rd9PbQlHijDgp62vFHddSKkS1vrtI=")
        );
    }
}
