//! Signs requests, written from the documents and not from the emulator, so that one checks the other.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use fc_emulator::Request;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

/// A ZIP file without entries, in base64.
pub(crate) const PACKAGE: &str = "UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==";

/// The same as bytes.
pub(crate) const PACKAGE_BYTES: &[u8] = b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";

/// Somebody with an access key.
pub(crate) struct Caller {
    id: String,
    secret: String,
    token: Option<String>,
    host: String,
    now: jiff::Timestamp,
}

impl Caller {
    pub(crate) fn new(id: &str, secret: &str, now: i64) -> Caller {
        Caller {
            id: id.to_owned(),
            secret: secret.to_owned(),
            token: None,
            host: "127.0.0.1:80".to_owned(),
            now: jiff::Timestamp::from_millisecond(now).expect("a time"),
        }
    }

    pub(crate) fn with_token(mut self, token: &str) -> Caller {
        self.token = Some(token.to_owned());
        self
    }

    pub(crate) fn at(mut self, host: &str) -> Caller {
        self.host = host.to_owned();
        self
    }

    pub(crate) fn get(&self, action: &str, path: &str) -> Request {
        self.signed("GET", action, path, Vec::new())
    }

    pub(crate) fn post(&self, action: &str, path: &str, body: &Value) -> Request {
        self.signed("POST", action, path, body.to_string().into_bytes())
    }

    pub(crate) fn put(&self, action: &str, path: &str, body: &Value) -> Request {
        self.signed("PUT", action, path, body.to_string().into_bytes())
    }

    /// A request to FC 3.0. The path may have a query, whose parameters stand sorted and encoded.
    pub(crate) fn signed(&self, method: &str, action: &str, path: &str, body: Vec<u8>) -> Request {
        let version = "2023-03-30";
        self.acs3(
            method,
            (action, version),
            &format!("/{version}{path}"),
            body,
        )
    }

    /// A request to a service in RPC style, whose parameters stand sorted and encoded in the query.
    pub(crate) fn rpc(&self, operation: (&str, &str), query: &str) -> Request {
        self.acs3("POST", operation, &format!("/?{query}"), Vec::new())
    }

    /// A request to any service, for an operation of a version.
    fn acs3(
        &self,
        method: &str,
        (action, version): (&str, &str),
        target: &str,
        body: Vec<u8>,
    ) -> Request {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let hash = hex(&Sha256::digest(&body));
        let mut headers = vec![
            ("host", self.host.clone()),
            ("x-acs-action", action.to_owned()),
            ("x-acs-content-sha256", hash.clone()),
            (
                "x-acs-date",
                self.now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            ),
            ("x-acs-signature-nonce", "nonce".to_owned()),
            ("x-acs-version", version.to_owned()),
        ];
        if let Some(token) = &self.token {
            headers.insert(4, ("x-acs-security-token", token.clone()));
        }
        let names: Vec<&str> = headers.iter().map(|(name, _)| *name).collect();
        let names = names.join(";");
        let lines: String = headers
            .iter()
            .map(|(name, value)| format!("{name}:{value}\n"))
            .collect();
        let canonical = format!("{method}\n{path}\n{query}\n{lines}\n{names}\n{hash}");
        let text = format!("ACS3-HMAC-SHA256\n{}", hex(&Sha256::digest(canonical)));
        let signature = hex(&self.mac(&text));
        let id = &self.id;
        let authorization =
            format!("ACS3-HMAC-SHA256 Credential={id},SignedHeaders={names},Signature={signature}");
        headers.push(("Authorization", authorization));
        self.request(method, target, &headers, body)
    }

    /// A request to OSS with version 4 of its signature, for a region. The target begins with the bucket, and its
    /// parameters stand sorted and encoded; `more` are headers in small letters.
    pub(crate) fn oss(
        &self,
        region: &str,
        (method, target): (&str, &str),
        more: &[(&str, &str)],
        body: &[u8],
    ) -> Request {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let date = self.now.strftime("%Y%m%dT%H%M%SZ").to_string();
        let payload = "UNSIGNED-PAYLOAD";
        let more = more
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let mut headers: std::collections::BTreeMap<String, String> = more.collect();
        headers.insert("x-oss-content-sha256".to_owned(), payload.to_owned());
        headers.insert("x-oss-date".to_owned(), date.clone());
        if let Some(token) = &self.token {
            headers.insert("x-oss-security-token".to_owned(), token.clone());
        }
        let is_signed = |name: &str| name.starts_with("x-oss-") || name.starts_with("content-");
        let lines: String = headers
            .iter()
            .filter(|(name, _)| is_signed(name))
            .map(|(name, value)| format!("{name}:{value}\n"))
            .collect();
        let canonical = format!("{method}\n{path}\n{query}\n{lines}\n\n{payload}");
        let scope = format!("{}/{region}/oss/aliyun_v4_request", &date[..8]);
        let hash = hex(&Sha256::digest(canonical));
        let text = format!("OSS4-HMAC-SHA256\n{date}\n{scope}\n{hash}");
        let mut key = format!("aliyun_v4{}", self.secret).into_bytes();
        for part in scope.split('/').chain([text.as_str()]) {
            let mac = Hmac::<Sha256>::new_from_slice(&key).expect("any key will do");
            key = mac.chain_update(part).finalize().into_bytes().to_vec();
        }
        let (id, signature) = (&self.id, hex(&key));
        let authorization =
            format!("OSS4-HMAC-SHA256 Credential={id}/{scope},Signature={signature}");
        headers.insert("authorization".to_owned(), authorization);
        headers.insert("host".to_owned(), self.host.clone());
        let headers: Vec<(&str, String)> = headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.clone()))
            .collect();
        self.request(method, target, &headers, body.to_vec())
    }

    /// A GET of FC 2.0.
    pub(crate) fn older(&self, path: &str) -> Request {
        self.fc2(("GET", path), &[], None)
    }

    /// A request to FC 2.0, with headers in small letters, sorted.
    pub(crate) fn fc2(
        &self,
        (method, target): (&str, &str),
        more: &[(&str, &str)],
        body: Option<&Value>,
    ) -> Request {
        let path = target.split_once('?').map_or(target, |(path, _)| path);
        let date = self.now.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
        let kind = body.map_or("", |_| "application/json");
        let own = more.iter().filter(|(name, _)| name.starts_with("x-fc-"));
        let lines: String = own
            .map(|(name, value)| format!("{name}:{value}\n"))
            .collect();
        let text = format!("{method}\n\n{kind}\n{date}\n{lines}{path}");
        let authorization = format!("FC {}:{}", self.id, STANDARD.encode(self.mac(&text)));
        let mut headers = vec![("date", date), ("authorization", authorization)];
        if body.is_some() {
            headers.push(("content-type", kind.to_owned()));
        }
        headers.extend(
            more.iter()
                .map(|(name, value)| (*name, (*value).to_owned())),
        );
        let body = body.map_or(Vec::new(), |body| body.to_string().into_bytes());
        self.request(method, target, &headers, body)
    }

    fn mac(&self, text: &str) -> Vec<u8> {
        let mac = Hmac::<Sha256>::new_from_slice(self.secret.as_bytes()).expect("any key will do");
        mac.chain_update(text).finalize().into_bytes().to_vec()
    }

    fn request(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, String)],
        body: Vec<u8>,
    ) -> Request {
        let headers = headers
            .iter()
            .map(|(name, value)| ((*name).to_owned(), value.clone()));
        Request {
            headers: headers.collect(),
            body,
            ..Request::new(method, path)
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
