//! OSS as a store: what is created only once, lists, what a bucket tells, and who may do what.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use fc_emulator::{Bucket, Clock, Config, Emulator, Grant, Key, Kind, Oss, Request, Response};
use serde_json::json;

use crate::caller::Caller;
use crate::{NOW, config, emulator, fault, owner, recorded};

const REGION: &str = "cn-hangzhou";
const FORBID: (&str, &str) = ("x-oss-forbid-overwrite", "true");

/// A request of the owner's to a bucket in the usual region.
fn ask(cloud: &Emulator, method: &str, target: &str) -> Response {
    cloud.handle(&owner().oss(REGION, (method, target), &[], b""))
}

fn put(cloud: &Emulator, target: &str, headers: &[(&str, &str)], body: &[u8]) -> Response {
    cloud.handle(&owner().oss(REGION, ("PUT", target), headers, body))
}

fn text(reply: &Response) -> String {
    String::from_utf8_lossy(&reply.body).into_owned()
}

/// What stands in the elements of that name, one after the other.
fn elements(reply: &Response, name: &str) -> Vec<String> {
    let (start, end) = (format!("<{name}>"), format!("</{name}>"));
    let text = text(reply);
    let found = text.split(&start).skip(1);
    let inner = found.map(|rest| rest.split(&end).next().unwrap_or_default().to_owned());
    inner.collect()
}

fn element(reply: &Response, name: &str) -> Option<String> {
    elements(reply, name).into_iter().next()
}

/// Status, code and EC of a refusal.
fn refusal(reply: &Response) -> (u16, String, Option<String>) {
    let code = element(reply, "Code").unwrap_or_default();
    (reply.status, code, element(reply, "EC"))
}

fn refused(status: u16, code: &str, ec: Option<&str>) -> (u16, String, Option<String>) {
    (status, code.to_owned(), ec.map(str::to_owned))
}

fn bucket(text: &str) -> Bucket {
    text.parse().unwrap()
}

/// What the SDK recorded gets the answer that it was given then, with either signature. What was given there is the
/// documents' answer; what other operations there are is refused.
#[test]
fn what_an_sdk_recorded_is_answered_as_documented() {
    let key = "fc-guard/v1/prod/函数 a+b/00000007.json";
    let answers = [
        ("put-forbid-overwrite", 200, ""),
        ("put-forbid-overwrite-409", 409, "FileAlreadyExists"),
        ("put-if-match-rejected", 400, "NotImplemented"),
        ("put-sts", 200, ""),
        ("get", 200, ""),
        ("get-404", 404, "NoSuchKey"),
        ("head", 200, ""),
        ("delete", 204, ""),
        ("list-v2", 200, ""),
        ("append", 400, "PathNotSupported"),
        ("signed-url", 200, ""),
    ];
    for (version, (name, status, code)) in ["v1", "v4"]
        .iter()
        .flat_map(|version| answers.map(|answer| (version, answer)))
    {
        let (cloud, request) = recorded(&format!("oss-{version}-{name}"));
        if name != "put-forbid-overwrite" {
            cloud.object("team-state", key, b"{\"seq\":7}\n".to_vec());
        }
        let reply = cloud.handle(&request);
        assert_eq!(reply.status, status, "{version} {name}: {}", text(&reply));
        assert_eq!(element(&reply, "Code").unwrap_or_default(), code);
    }
    for (name, root) in [
        ("oss-v4-get-bucket-info", "BucketInfo"),
        ("oss-v4-get-bucket-versioning", "VersioningConfiguration"),
    ] {
        let (cloud, request) = recorded(name);
        let reply = cloud.handle(&request);
        assert_eq!(reply.status, 200, "{name}");
        assert!(element(&reply, root).is_some(), "{}", text(&reply));
    }
}

#[test]
fn what_may_not_be_overwritten_is_created_once() {
    let cloud = emulator();
    let first = put(&cloud, "/state/a.json", &[FORBID], b"1");
    assert_eq!(first.status, 200, "{}", text(&first));
    let second = put(&cloud, "/state/a.json", &[FORBID], b"2");
    let exists = refused(409, "FileAlreadyExists", Some("0026-00000201"));
    assert_eq!(refusal(&second), exists);
    assert_eq!(element(&second, "HostId").as_deref(), Some("127.0.0.1:80"));
    let id = element(&second, "RequestId");
    assert_eq!(second.header("x-oss-request-id"), id.as_deref());
    assert_eq!(cloud.stored("state", "a.json"), Some(b"1".to_vec()));
    // Without the header whatever is there is overwritten.
    let free = put(
        &cloud,
        "/state/a.json",
        &[("x-oss-forbid-overwrite", "false")],
        b"3",
    );
    assert_eq!(free.status, 200);
    let wrong = put(
        &cloud,
        "/state/b.json",
        &[("x-oss-forbid-overwrite", "yes")],
        b"1",
    );
    let invalid = refused(400, "InvalidArgument", Some("0017-00000279"));
    assert_eq!(refusal(&wrong), invalid);
    assert_eq!(cloud.stored("state", "b.json"), None);
    // What was taken out again may be created anew.
    assert_eq!(ask(&cloud, "DELETE", "/state/a.json").status, 204);
    assert_eq!(ask(&cloud, "DELETE", "/state/a.json").status, 204);
    assert_eq!(put(&cloud, "/state/a.json", &[FORBID], b"4").status, 200);
}

#[test]
fn where_versions_are_kept_the_header_says_nothing() {
    for (versioning, status) in [("never", 409), ("enabled", 200), ("suspended", 200)] {
        let cloud = emulator();
        cloud.bucket(bucket(&format!("state,versioning={versioning}")));
        assert_eq!(put(&cloud, "/state/a", &[FORBID], b"1").status, 200);
        let second = put(&cloud, "/state/a", &[FORBID], b"2");
        assert_eq!(second.status, status, "{versioning}");
    }
}

/// G53.
#[test]
fn a_write_takes_no_condition() {
    let not = |cloud: &Emulator, name: &str, status| {
        let reply = put(cloud, "/state/a", &[(name, "\"1\"")], b"1");
        let expected = refused(status, "NotImplemented", Some("0017-00000245"));
        assert_eq!(refusal(&reply), expected, "{name}");
    };
    let cloud = emulator();
    not(&cloud, "if-match", 400);
    not(&cloud, "if-none-match", 400);
    let other = Emulator::new(Config {
        oss: Oss {
            unimplemented: true,
            ..Oss::default()
        },
        ..config()
    });
    not(&other.unwrap(), "if-match", 501);
}

/// G58.
#[test]
fn the_first_of_several_mistakes_is_told() {
    let cloud = emulator();
    let code = |headers: &[(&str, &str)]| element(&put(&cloud, "/state/a", headers, b"1"), "Code");
    let digest = ("content-md5", "AAAA");
    let overwrite = ("x-oss-forbid-overwrite", "True");
    let all = [digest, overwrite, ("if-match", "\"1\"")];
    assert_eq!(code(&all).as_deref(), Some("NotImplemented"));
    assert_eq!(code(&all[..2]).as_deref(), Some("InvalidArgument"));
    assert_eq!(code(&all[..1]).as_deref(), Some("InvalidDigest"));
}

#[test]
fn a_body_must_be_the_one_that_was_signed() {
    let cloud = emulator();
    let reply = put(&cloud, "/state/a", &[("content-md5", "AAAA")], b"1");
    assert_eq!(refusal(&reply), refused(400, "InvalidDigest", None));
}

#[test]
fn an_object_comes_back_as_it_was_described() {
    let cloud = emulator();
    let headers = [
        ("content-type", "application/json"),
        ("x-oss-meta-writer", "fc-guard"),
        ("x-oss-server-side-encryption", "AES256"),
    ];
    let written = put(&cloud, "/state/a%20b.json", &headers, b"{}");
    let etag = written.header("etag").unwrap().to_owned();
    let read = ask(&cloud, "GET", "/state/a%20b.json");
    assert_eq!((read.status, read.body.as_slice()), (200, b"{}".as_slice()));
    for (name, value) in headers {
        assert_eq!(read.header(name), Some(value));
    }
    assert_eq!(read.header("etag"), Some(etag.as_str()));
    let date = Some("Mon, 21 Sep 2026 14:13:20 GMT");
    assert_eq!(
        (read.header("last-modified"), read.header("date")),
        (date, date)
    );
    let head = ask(&cloud, "HEAD", "/state/a%20b.json");
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert_eq!(head.header("content-length"), Some("2"));
    assert_eq!(head.header("etag"), Some(etag.as_str()));
    let missing = ask(&cloud, "HEAD", "/state/none");
    assert_eq!((missing.status, missing.body.len()), (404, 0));
    let wrong = [("x-oss-server-side-encryption", "none")];
    assert_eq!(put(&cloud, "/state/c", &wrong, b"").status, 400);
}

#[test]
fn a_read_may_have_a_condition() {
    let cloud = emulator();
    let etag = put(&cloud, "/state/a", &[], b"1")
        .header("etag")
        .unwrap()
        .to_owned();
    let read = |name: &str, value: &str| {
        let request = owner().oss(REGION, ("GET", "/state/a"), &[(name, value)], b"");
        cloud.handle(&request)
    };
    let same = read("if-none-match", &etag);
    assert_eq!((same.status, same.body.len()), (304, 0));
    assert_eq!(same.header("etag"), Some(etag.as_str()));
    assert_eq!(read("if-none-match", "\"0\"").status, 200);
    assert_eq!(read("if-match", &etag).status, 200);
    let moved = read("if-match", "\"0\"");
    assert_eq!(refusal(&moved), refused(412, "PreconditionFailed", None));
}

/// The clock that a story moves is the one that objects and answers have.
#[test]
fn times_are_those_of_the_clock() {
    let time = Arc::new(AtomicI64::new(NOW));
    let ticking = Arc::clone(&time);
    let cloud = Emulator::new(Config {
        clock: Clock::new(move || ticking.load(Ordering::Relaxed)),
        ..config()
    });
    let cloud = cloud.unwrap();
    put(&cloud, "/state/a", &[], b"1");
    time.fetch_add(60_000, Ordering::Relaxed);
    let read = ask(&cloud, "GET", "/state/a");
    assert_eq!(
        read.header("last-modified"),
        Some("Mon, 21 Sep 2026 14:13:20 GMT")
    );
    assert_eq!(read.header("date"), Some("Mon, 21 Sep 2026 14:14:20 GMT"));
    let listed = ask(&cloud, "GET", "/state/?list-type=2");
    let modified = element(&listed, "LastModified");
    assert_eq!(modified.as_deref(), Some("2026-09-21T14:13:20.000Z"));
    time.fetch_add(16 * 60_000, Ordering::Relaxed);
    let skewed = ask(&cloud, "GET", "/state/a");
    assert_eq!(refusal(&skewed), refused(403, "RequestTimeTooSkewed", None));
    assert!(skewed.header("date").is_some());
}

/// All keys and common prefixes, page by page.
fn pages(cloud: &Emulator, query: &str) -> Vec<(Vec<String>, Vec<String>)> {
    let mut pages = Vec::new();
    let mut token = String::new();
    loop {
        let target = format!("/state/?{token}{query}");
        let page = ask(cloud, "GET", &target);
        assert_eq!(page.status, 200, "{}", text(&page));
        let prefixes = elements(&page, "CommonPrefixes");
        let prefixes = prefixes
            .iter()
            .map(|one| one.replace("<Prefix>", "").replace("</Prefix>", ""));
        pages.push((elements(&page, "Key"), prefixes.collect::<Vec<_>>()));
        let rows = pages
            .last()
            .map(|(keys, prefixes)| keys.len() + prefixes.len());
        let count = element(&page, "KeyCount").unwrap().parse().ok();
        assert_eq!(count, rows);
        let next = element(&page, "NextContinuationToken");
        let goes_on = next.is_some().to_string();
        assert_eq!(element(&page, "IsTruncated"), Some(goes_on));
        let Some(next) = next else {
            return pages;
        };
        token = format!("continuation-token={}&", next.replace('=', "%3D"));
    }
}

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// G57.
#[test]
fn a_list_is_sorted_and_comes_in_pages() {
    let cloud = emulator();
    for key in [
        "b", "a/2", "a/1", "a/é", "a/x/1", "a/x/2", "a/x&y", "c", "a0",
    ] {
        cloud.object("state", key, b"1".to_vec());
    }
    cloud.object("another", "a/0", b"1".to_vec());
    let all = [
        "a/1",
        "a/2",
        "a/x&amp;y",
        "a/x/1",
        "a/x/2",
        "a/é",
        "a0",
        "b",
        "c",
    ];
    assert_eq!(pages(&cloud, "list-type=2"), [(names(&all), names(&[]))]);
    let by_two = pages(&cloud, "list-type=2&max-keys=2");
    assert_eq!(by_two.len(), 5);
    let joined: Vec<String> = by_two.into_iter().flat_map(|(keys, _)| keys).collect();
    assert_eq!(joined, names(&all));
    let below = pages(&cloud, "delimiter=%2F&list-type=2&max-keys=2&prefix=a%2F");
    let expected = [
        (names(&["a/1", "a/2"]), names(&[])),
        (names(&["a/x&amp;y"]), names(&["a/x/"])),
        (names(&["a/é"]), names(&[])),
    ];
    assert_eq!(below, expected);
    let by_one = pages(&cloud, "delimiter=%2F&list-type=2&max-keys=1");
    let expected = [
        (names(&[]), names(&["a/"])),
        (names(&["a0"]), names(&[])),
        (names(&["b"]), names(&[])),
        (names(&["c"]), names(&[])),
    ];
    assert_eq!(by_one, expected);
    let after = pages(&cloud, "list-type=2&prefix=a%2F&start-after=a%2Fx%2F1");
    assert_eq!(after, [(names(&["a/x/2", "a/é"]), names(&[]))]);
    // A name before the prefix changes nothing.
    let before = pages(&cloud, "list-type=2&prefix=b&start-after=a");
    assert_eq!(before, [(names(&["b"]), names(&[]))]);
    let encoded = pages(
        &cloud,
        "encoding-type=url&list-type=2&prefix=a%2Fx&start-after=a%2Fx%2F1",
    );
    assert_eq!(encoded, [(names(&["a%2Fx%2F2"]), names(&[]))]);
    assert_eq!(
        pages(&cloud, "list-type=2&prefix=none"),
        [(names(&[]), names(&[]))]
    );
}

/// G57.
#[test]
fn a_row_has_what_tells_a_change() {
    let cloud = emulator();
    cloud.object("state", "a", b"123".to_vec());
    let page = ask(&cloud, "GET", "/state/?list-type=2");
    let etag = "\"202CB962AC59075B964B07152D234B70\"";
    assert_eq!(element(&page, "ETag").as_deref(), Some(etag));
    assert_eq!(element(&page, "Size").as_deref(), Some("3"));
    assert_eq!(element(&page, "MaxKeys").as_deref(), Some("100"));
}

/// G3, G57.
#[test]
fn a_list_is_strict() {
    let cloud = emulator();
    for wrong in [
        "list-type=2&max-keys=1001",
        "list-type=2&max-keys=0",
        "list-type=2&max-keys=x",
        "encoding-type=xml&list-type=2",
        "continuation-token=x&list-type=2",
        "list-type=2&prefx=a",
        "list-type=1",
        "acl",
    ] {
        let reply = ask(&cloud, "GET", &format!("/state/?{wrong}"));
        assert_eq!(reply.status, 400, "{wrong}: {}", text(&reply));
    }
}

/// G55.
#[test]
fn a_bucket_tells_of_itself() {
    let cloud = emulator();
    let info = |name: &str| ask(&cloud, "GET", &format!("/{name}?bucketInfo"));
    let target = "/state/?bucketInfo";
    let plain = ask(&cloud, "GET", target);
    let told = |reply: &Response| {
        ["Name", "Location", "Grant", "SSEAlgorithm"].map(|name| element(reply, name).unwrap())
    };
    assert_eq!(
        told(&plain),
        ["state", "oss-cn-hangzhou", "private", "None"]
    );
    assert_eq!(element(&plain, "Versioning"), None);
    cloud.bucket(bucket(
        "state,region=cn-hangzhou,versioning=enabled,acl=public-read,encryption=KMS",
    ));
    let full = ask(&cloud, "GET", target);
    assert_eq!(
        told(&full),
        ["state", "oss-cn-hangzhou", "public-read", "KMS"]
    );
    assert_eq!(element(&full, "Versioning").as_deref(), Some("Enabled"));
    let versioning = |bucket: &str| {
        let reply = ask(&cloud, "GET", &format!("/{bucket}/?versioning"));
        assert_eq!(reply.status, 200);
        element(&reply, "Status")
    };
    assert_eq!(versioning("state").as_deref(), Some("Enabled"));
    assert_eq!(versioning("another"), None);
    // What comes in is encrypted as the bucket says.
    let written = put(&cloud, "/state/a", &[], b"1");
    assert_eq!(written.header("x-oss-server-side-encryption"), Some("KMS"));
    assert_eq!(
        cloud.state()["buckets"]["state"]["acl"],
        json!("public-read")
    );
    assert_eq!(info("state").status, 403, "a bucket is signed with a slash");
}

/// G42.
#[test]
fn a_switch_knows_declared_buckets_only() {
    let oss = Oss {
        declared: true,
        ..Oss::default()
    };
    let cloud = Emulator::new(Config { oss, ..config() }).unwrap();
    cloud.bucket(bucket("state"));
    assert_eq!(put(&cloud, "/state/a", &[], b"1").status, 200);
    for (method, target) in [
        ("PUT", "/other/a"),
        ("GET", "/other/a"),
        ("DELETE", "/other/a"),
        ("GET", "/other/?list-type=2"),
        ("GET", "/other/?versioning"),
        ("GET", "/other/?bucketInfo"),
    ] {
        let reply = ask(&cloud, method, target);
        let expected = refused(404, "NoSuchBucket", None);
        assert_eq!(refusal(&reply), expected, "{method} {target}");
    }
}

/// G56.
#[test]
fn a_bucket_is_asked_where_it_is() {
    let cloud = emulator();
    cloud.bucket(bucket("state,region=cn-shanghai"));
    let at = |host: &str, region: &str| {
        let caller = owner().at(host);
        cloud.handle(&caller.oss(region, ("GET", "/state/?list-type=2"), &[], b""))
    };
    let bare = "127.0.0.1:80";
    assert_eq!(at(bare, "cn-shanghai").status, 200);
    let signed = at(bare, "cn-hangzhou");
    let expected = refused(400, "InvalidArgument", Some("0002-00000226"));
    assert_eq!(refusal(&signed), expected);
    assert_eq!(
        at("oss-cn-shanghai-internal.aliyuncs.com", "cn-shanghai").status,
        200
    );
    assert_eq!(at("oss-accelerate.aliyuncs.com", "cn-shanghai").status, 200);
    let elsewhere = at("oss-cn-hangzhou.aliyuncs.com", "cn-shanghai");
    assert_eq!(refusal(&elsewhere), refused(403, "AccessDenied", None));
    let endpoint = element(&elsewhere, "Endpoint");
    assert_eq!(endpoint.as_deref(), Some("oss-cn-shanghai.aliyuncs.com"));
}

/// A cloud with a key that may do what the grants say, and that key's owner.
fn granted(grants: &[&str], oss: Oss) -> (Emulator, Caller) {
    let mut config = Config { oss, ..config() };
    config.keys.push("ci:ci-ak:ci-sk".parse::<Key>().unwrap());
    let grants = grants.iter().map(|grant| grant.parse::<Grant>().unwrap());
    config.grants = grants.collect();
    let cloud = Emulator::new(config).unwrap();
    cloud.object("state", "a/x", b"1".to_vec());
    cloud.object("state", "b/x", b"1".to_vec());
    (cloud, Caller::new("ci-ak", "ci-sk", NOW))
}

#[test]
fn a_key_may_do_what_it_was_granted() {
    let (cloud, ci) = granted(&["ci:read,list:state/a/"], Oss::default());
    let status = |method: &str, target: &str| {
        let reply = cloud.handle(&ci.oss(REGION, (method, target), &[], b""));
        if reply.status == 403 && method != "HEAD" {
            let denied = refused(403, "AccessDenied", Some("0003-00000001"));
            assert_eq!(refusal(&reply), denied);
        }
        reply.status
    };
    assert_eq!(status("GET", "/state/a/x"), 200);
    assert_eq!(status("HEAD", "/state/a/x"), 200);
    assert_eq!(status("GET", "/state/a/none"), 404);
    assert_eq!(status("GET", "/state/b/x"), 403);
    assert_eq!(status("PUT", "/state/a/x"), 403);
    assert_eq!(status("DELETE", "/state/a/x"), 403);
    assert_eq!(status("GET", "/state/?list-type=2&prefix=a%2F"), 200);
    assert_eq!(status("GET", "/state/?list-type=2"), 403);
    assert_eq!(status("GET", "/state/?versioning"), 403);
    assert_eq!(status("GET", "/other/a/x"), 403);
    let entry = cloud.log().pop().unwrap();
    assert_eq!((entry.key.as_deref(), entry.status), (Some("ci"), 403));
    assert_eq!(
        ask(&cloud, "PUT", "/state/a/y").status,
        200,
        "the owner's key is free"
    );
}

/// G54.
#[test]
fn what_is_missing_may_be_veiled_from_who_may_not_list_it() {
    let veiled = Oss {
        veiled: true,
        ..Oss::default()
    };
    let status = |rights: &str, oss: Oss| {
        let (cloud, ci) = granted(&[&format!("ci:{rights}:state/a/")], oss);
        let request = ci.oss(REGION, ("GET", "/state/a/none"), &[], b"");
        cloud.handle(&request).status
    };
    assert_eq!(status("read", Oss::default()), 404);
    assert_eq!(status("read", veiled), 403);
    assert_eq!(status("read,list", veiled), 404);
}

/// What is ordered to go wrong goes wrong here, too.
#[test]
fn faults_strike_a_store() {
    let cloud = emulator();
    cloud.fault(fault(Kind::Status {
        status: 503,
        code: "ServiceUnavailable".to_owned(),
        message: "later".to_owned(),
    }));
    let down = put(&cloud, "/state/a", &[FORBID], b"1");
    assert_eq!(refusal(&down), refused(503, "ServiceUnavailable", None));
    assert_eq!(cloud.stored("state", "a"), None);
    // It has its effect, and nobody hears of it.
    cloud.fault(fault(Kind::Close));
    put(&cloud, "/state/a", &[FORBID], b"1");
    assert_eq!(put(&cloud, "/state/a", &[FORBID], b"1").status, 409);
    cloud.fault(fault(Kind::UnknownFields));
    let listed = ask(&cloud, "GET", "/state/?list-type=2");
    assert!(text(&listed).contains("from the future"));
    assert!(text(&listed).trim_end().ends_with("</ListBucketResult>"));
    cloud.object("state", "b", b"{}".to_vec());
    cloud.fault(fault(Kind::UnknownFields));
    assert_eq!(ask(&cloud, "GET", "/state/b").body, b"{}");
    cloud.forget("state", "b");
    assert_eq!(ask(&cloud, "GET", "/state/b").status, 404);
}

#[test]
fn a_wrong_signature_is_told_in_the_words_of_oss() {
    let cloud = emulator();
    let code = |id: &str, secret: &str| {
        let caller = Caller::new(id, secret, NOW);
        let reply = cloud.handle(&caller.oss(REGION, ("GET", "/state/a"), &[], b""));
        (reply.status, element(&reply, "Code").unwrap())
    };
    let expected = |code: &str| (403, code.to_owned());
    assert_eq!(code("test-ak", "wrong"), expected("SignatureDoesNotMatch"));
    assert_eq!(code("nobody", "test-sk"), expected("InvalidAccessKeyId"));
    let mut tampered = owner().oss(REGION, ("GET", "/state/?list-type=2"), &[], b"");
    tampered.query.push_str("&prefix=a");
    assert_eq!(cloud.handle(&tampered).status, 403);
}

#[test]
fn a_bucket_is_declared_by_an_order() {
    let cloud = emulator();
    let order = |body: &str| {
        let mut order = Request::new("POST", "/__emulator__/buckets");
        order.body = body.as_bytes().to_vec();
        cloud.handle(&order).status
    };
    assert_eq!(
        order("{\"name\":\"state\",\"versioning\":\"enabled\"}"),
        200
    );
    assert_eq!(order("{\"name\":\"state\",\"versoning\":\"enabled\"}"), 400);
    let reply = ask(&cloud, "GET", "/state/?versioning");
    assert_eq!(element(&reply, "Status").as_deref(), Some("Enabled"));
}
