//! The certificate service, in which an account keeps certificates: the one operation by which one is read,
//! with its key.

use serde_json::Value;

use crate::wire::{
    Action, AddressLayout, Call, Client, Codes, Failure, HostOrigin, Right, Service, Signature,
    Task, Vocabulary, unreadable,
};
use crate::words;

/// The certificate service. How it says that there is no such certificate is not documented, so every refusal is
/// one.
pub static CAS: Service = Service {
    right: Right::Action("yundun-cert"),
    title: || words!("the certificate service", "数字证书管理服务"),
    // One host for all regions, as upstream asks it.
    origin: |_| HostOrigin::public("cas.aliyuncs.com"),
    layout: AddressLayout::Rpc("2020-04-07"),
    signature: Signature::Acs3,
    codes: Codes::PLAIN,
    request_ids: &["x-acs-request-id"],
    way: || {
        words!(
            "cas.aliyuncs.com has to be reached from this machine: check the network or proxy, or have the certificate in a file (certConfig.certificate and privateKey)",
            "本机需能访问 cas.aliyuncs.com：请检查网络或代理，或改用证书文件（certConfig 的 certificate 和 privateKey）"
        )
    },
    vocabulary: &VOCABULARY,
};

static VOCABULARY: Vocabulary = Vocabulary {
    secret: &["cert", "key", "encryptprivatekey", "signprivatekey"],
    mixed: &[],
    arguments: &[],
    property: |_| None,
};

const GET: Action = Action::new(&CAS, "GetUserCertificateDetail", Task::Read);

/// A certificate that the account keeps.
pub struct KeptCertificate {
    /// In PEM.
    pub certificate: String,
    /// In PEM; `None` where it was uploaded without its key.
    pub key: Option<String>,
    /// The day on which it ended, if it has.
    pub expired: Option<String>,
}

impl Client<'_> {
    /// The certificate of that id.
    ///
    /// # Errors
    /// Whatever else than a certificate comes back.
    pub async fn certificate(&self, id: u64) -> Result<KeptCertificate, Failure> {
        let call = Call::new(GET, &[])
            .query("CertFilter", "false")
            .query("CertId", id.to_string());
        let response = self.send(&call).await?;
        let doc = self.document(GET, &response)?;
        kept(&doc).ok_or_else(|| {
            let detail = words!("the reply has no certificate", "响应中没有证书");
            unreadable(GET, &response, detail)
        })
    }
}

/// What a reply tells.
fn kept(doc: &Value) -> Option<KeptCertificate> {
    let text = |name: &str| doc[name].as_str().filter(|text| !text.trim().is_empty());
    let is_expired = doc["Expired"] == true;
    Some(KeptCertificate {
        certificate: text("Cert")?.to_owned(),
        key: text("Key").map(str::to_owned),
        expired: is_expired.then(|| text("EndDate").unwrap_or("-").to_owned()),
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::kept;
    use crate::ports::Method;
    use crate::wire::fake::{Fake, done, header};

    #[test]
    fn it_asks_as_the_sdk_does() {
        let reply = json!({"Cert": "c", "Key": "k", "Expired": false});
        let fake = Fake::new().raw(200, &[], &reply.to_string());
        let found = done(fake.client().certificate(7_246_639)).expect("a certificate");
        assert_eq!(
            (found.certificate, found.key),
            ("c".to_owned(), Some("k".to_owned()))
        );
        let request = fake.request(0);
        assert_eq!(request.method, Method::Post);
        let url = "https://cas.aliyuncs.com/?CertFilter=false&CertId=7246639";
        assert_eq!(request.url, url);
        assert_eq!(
            header(&request, "x-acs-action"),
            Some("GetUserCertificateDetail")
        );
        assert_eq!(header(&request, "x-acs-version"), Some("2020-04-07"));
        assert!(request.body.is_empty());
    }

    #[test]
    fn a_reply_may_lack_the_key_but_not_the_certificate() {
        let found =
            kept(&json!({"Cert": "c", "Key": "", "Expired": true, "EndDate": "2026-01-01"}));
        let found = found.expect("a certificate");
        assert_eq!(
            (found.key, found.expired),
            (None, Some("2026-01-01".to_owned()))
        );
        assert!(kept(&json!({"Cert": "", "Key": "k"})).is_none());
    }
}
