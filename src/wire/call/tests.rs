//! Whole requests of a service that signs with version 4 of OSS, as its own SDK sends them.

use super::{Action, Body, Call, Condition, Task};
use crate::wire::credential::Credential;
use crate::wire::fake::{Fake, SECRET, SERVICE, done, header};

const PUT: Action = Action::new(&SERVICE, "PutObject", Task::Upload);
const GET: Action = Action::new(&SERVICE, "GetObject", Task::Read);
const OSS: &str = "https://oss-cn-hangzhou.aliyuncs.com";
const SCOPE: &str = "LTAI5tFixedAccessKeyId00/20260102/cn-hangzhou/oss/aliyun_v4_request";

/// What was sent: the address, and the signature.
fn sent(call: Call<'_>) -> (String, String) {
    let fake = Fake::new().raw(200, &[], "");
    let key = Credential {
        account: "1234567890123456".to_owned(),
        access_key_id: "LTAI5tFixedAccessKeyId00".to_owned(),
        access_key_secret: SECRET.to_owned(),
        security_token: None,
    };
    let call = call.with_key(&key);
    done(fake.client_at("http://h", OSS).send(&call)).expect("a reply");
    let request = fake.request(0);
    let authorization = header(&request, "authorization").unwrap_or_default();
    let scheme = format!("OSS4-HMAC-SHA256 Credential={SCOPE},Signature=");
    let signature = authorization.strip_prefix(&scheme).expect(authorization);
    (request.url.clone(), signature.to_owned())
}

#[test]
fn an_object_that_must_not_be_there() {
    let path = [
        "team-state",
        "fc-guard",
        "v1",
        "prod",
        "函数 a+b",
        "00000007.json",
    ];
    let md5 = (
        "content-md5".to_owned(),
        "+A+UABzu1dJfZwOH0lExWg==".to_owned(),
    );
    let call = Call::new(PUT, &path)
        .body(Body::Bytes("application/json", b"{\"seq\":7}\n"))
        .headers(&[md5])
        .only_if(Condition::ForbidOverwrite);
    let (url, signature) = sent(call);
    assert_eq!(
        url,
        "https://team-state.oss-cn-hangzhou.aliyuncs.com/fc-guard/v1/prod/%E5%87%BD%E6%95%B0%20a%2Bb/00000007.json"
    );
    assert_eq!(
        signature,
        "4d1db63b2fe7024af0a98771d2cecd22a9f47ecfb45bcb5e36c38a00cf402155"
    );
}

#[test]
fn an_object_that_has_changed() {
    let call = Call::new(GET, &["team-state", "x"]).only_if(Condition::NoneMatch("\"0\""));
    let (_, signature) = sent(call);
    assert_eq!(
        signature,
        "18b656cfd21a57a136e9be9f6729edfbf37b82d9aecd4cc0d3dc171d2e370223"
    );
}

#[test]
fn a_list_of_buckets() {
    let (url, signature) = sent(Call::new(GET, &[]));
    assert_eq!(url, "https://oss-cn-hangzhou.aliyuncs.com/");
    assert_eq!(
        signature,
        "267b733e9145d2faee734cee7518199fd483306afd7b5a6685c63b74e074a16d"
    );
}

#[test]
fn a_list_of_objects() {
    let call = Call::new(GET, &["team-state", ""])
        .query("delimiter", "/")
        .query("list-type", "2")
        .query("max-keys", "100")
        .query("prefix", "fc-guard/v1/")
        .query("start-after", "fc-guard/v1/0");
    let (url, signature) = sent(call);
    assert!(url.starts_with("https://team-state.oss-cn-hangzhou.aliyuncs.com/?delimiter=%2F&"));
    assert_eq!(
        signature,
        "731946947b4f4f1c8a8537ae65e332369aeb780e8bc52334c6fcfea176188148"
    );
}
