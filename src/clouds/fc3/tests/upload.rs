//! The way of a package into the temporary bucket.

use serde_json::{Value, json};

use crate::clouds::oss::OssObject;
use crate::error::Result;
use crate::ports::{Method, TransportError};
use crate::wire::fake::{Fake, done, header};
use crate::words::Lang;

/// The 22 bytes of an archive without entries, and their CRC-64/XZ.
const BYTES: &[u8] = b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";
const CHECKSUM: &str = "2220831586920633690";

fn ticket() -> Value {
    json!({
        "credentials": {"AccessKeyId": "STS.x", "AccessKeySecret": "lent-secret",
            "SecurityToken": "lent-token", "Expiration": "2026-01-02T04:04:05Z"},
        "ossRegion": "oss-cn-hangzhou", "ossBucket": "fc-temp-bucket", "objectName": "uuid-object",
    })
}

fn upload(fake: &Fake) -> Result<OssObject> {
    done(fake.client().upload(None, (BYTES, CHECKSUM), &|_| ()))
}

#[test]
fn asks_for_a_bucket_and_puts_the_bytes_there() {
    let fake = Fake::new()
        .json(200, &ticket())
        .raw(200, &[("x-oss-hash-crc64ecma", CHECKSUM)], "");
    let object = upload(&fake).expect("an upload");
    assert_eq!(object.bucket, "fc-temp-bucket");
    assert_eq!(object.object, "1234567890123456/uuid-object");
    let asked = fake.request(0);
    assert_eq!(
        asked.url,
        "http://127.0.0.1:8080/2016-08-15/tempBucketToken"
    );
    assert_eq!(header(&asked, "x-fc-account-id"), Some("1234567890123456"));
    assert_eq!(
        header(&asked, "date"),
        Some("Fri, 02 Jan 2026 03:04:05 GMT")
    );
    assert!(header(&asked, "authorization").is_some_and(|value| value.starts_with("FC LTAI")));
    let put = fake.request(1);
    assert_eq!((put.method, put.body.as_slice()), (Method::Put, BYTES));
    assert_eq!(put.timeout, 600_000);
    assert_eq!(header(&put, "x-oss-security-token"), Some("lent-token"));
    assert!(header(&put, "authorization").is_some_and(|value| value.starts_with("OSS STS.x:")));
}

#[test]
fn the_bucket_stands_where_the_host_allows_it() {
    let cases = [
        (
            "http://127.0.0.1:8080",
            "http://127.0.0.1:8080/fc-temp-bucket/",
        ),
        (
            "http://localhost:8080",
            "http://localhost:8080/fc-temp-bucket/",
        ),
        ("http://[::1]:8080", "http://[::1]:8080/fc-temp-bucket/"),
        (
            "https://oss-accelerate.aliyuncs.com",
            "https://fc-temp-bucket.oss-accelerate.aliyuncs.com/",
        ),
        (
            "http://oss.example.com:81",
            "http://fc-temp-bucket.oss.example.com:81/",
        ),
    ];
    for (oss, expected) in cases {
        let fake = Fake::new().json(200, &ticket()).raw(200, &[], "");
        done(fake.client_at("https://fc.example.com", oss).upload(
            None,
            (BYTES, CHECKSUM),
            &|_| (),
        ))
        .expect("fine");
        assert_eq!(
            fake.request(0).url,
            "https://fc.example.com/2016-08-15/tempBucketToken"
        );
        assert_eq!(
            fake.request(1).url,
            format!("{expected}1234567890123456/uuid-object")
        );
    }
}

#[test]
fn damage_on_the_way_is_noticed() {
    let fake = Fake::new()
        .json(200, &ticket())
        .raw(200, &[("x-oss-hash-crc64ecma", "1")], "");
    let shown = upload(&fake).expect_err("an error").render(Lang::En);
    assert!(
        shown.starts_with("the code was damaged on the way to OSS bucket fc-temp-bucket"),
        "{shown}"
    );
    assert!(shown.contains(CHECKSUM), "{shown}");
}

#[test]
fn half_a_ticket_is_none() {
    for key in ["credentials", "ossBucket", "objectName"] {
        let mut half = ticket();
        half[key] = Value::Null;
        let shown = upload(&Fake::new().json(200, &half))
            .expect_err("an error")
            .render(Lang::En);
        assert!(
            shown.starts_with("cannot read the temporary bucket for the code"),
            "{shown}"
        );
        assert!(!shown.contains("lent-"), "{shown}");
    }
    let mut elsewhere = ticket();
    elsewhere["ossBucket"] = json!("evil.example.com/");
    assert!(upload(&Fake::new().json(200, &elsewhere)).is_err());
}

#[test]
fn oss_explains_itself_in_xml() {
    let xml = "<Error><Code>InvalidAccessKeyId</Code><Message>lent-token is unknown</Message>\
        <RequestId>o-1</RequestId></Error>";
    let fake = Fake::new().json(200, &ticket()).raw(403, &[], xml);
    let shown = upload(&fake).expect_err("an error").render(Lang::En);
    assert!(
        shown.starts_with("cannot upload the code to OSS bucket fc-temp-bucket"),
        "{shown}"
    );
    assert!(shown.contains("InvalidAccessKeyId: ••• is unknown (HTTP 403, request id o-1)"));
}

#[test]
fn an_upload_is_sent_again_but_changes_nothing_deployed() {
    let broken = || TransportError::Broken("reset".to_owned());
    let fake = Fake::new()
        .json(200, &ticket())
        .lose(broken())
        .raw(200, &[], "");
    upload(&fake).expect("an upload");
    assert_eq!(fake.sent(), 3);
    let fake = Fake::new()
        .json(200, &ticket())
        .lose(TransportError::Timeout);
    let shown = upload(&fake).expect_err("an error").render(Lang::En);
    assert!(!shown.contains("not known"), "{shown}");
    assert!(shown.contains("FC_GUARD_UPLOAD_TIMEOUT"), "{shown}");
}
