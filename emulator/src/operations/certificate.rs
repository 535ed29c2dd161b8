//! The certificate service, as far as the `certId` of a custom domain needs it: one operation that is read, in the
//! version that upstream's component asks and in the present one. What it answers of an unknown id is guessed (G48).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use sha1::{Digest as _, Sha1};

use crate::call::Call;
use crate::cloud::Cloud;
use crate::cloud::certificate::Certificate;
use crate::error::{ApiError, Result};
use crate::http::Response;

impl Cloud {
    /// `DescribeUserCertificateDetail` of 2018-07-13.
    pub(crate) fn describe_certificate(&mut self, call: &Call<'_>) -> Result<Response> {
        let body = told(self.certificate(call)?);
        Ok(self.answer(body))
    }

    /// `GetUserCertificateDetail` of 2020-04-07. With `CertFilter` neither certificate nor key is told.
    pub(crate) fn get_certificate(&mut self, call: &Call<'_>) -> Result<Response> {
        let found = self.certificate(call)?;
        let mut body = told(found);
        body["Algorithm"] = "RSA".into();
        body["BuyInAliyun"] = false.into();
        body["Expired"] = found.expired.into();
        body["Fingerprint"] = fingerprint(&found.certificate).into();
        if let (Some("true"), Some(map)) =
            (call.field("CertFilter").as_deref(), body.as_object_mut())
        {
            map.shift_remove("Cert");
            map.shift_remove("Key");
        }
        Ok(self.answer(body))
    }

    /// The certificate that the request names, or the refusal that there is none of that id.
    fn certificate(&self, call: &Call<'_>) -> Result<&Certificate> {
        let id = call.field("CertId").unwrap_or_default();
        let found = id.parse().ok().and_then(|id| self.certificates.get(&id));
        found.ok_or_else(|| ApiError::new(404, "NotFound", "Unable to find data."))
    }

    /// An answer with an id of its own in it.
    fn answer(&mut self, mut body: Value) -> Response {
        body["RequestId"] = self.ids.uuid().to_uppercase().into();
        Response::ok(&body)
    }
}

/// What both versions tell.
fn told(certificate: &Certificate) -> Value {
    let name = || format!("cert-{}", certificate.id);
    json!({
        "Cert": certificate.certificate,
        "EndDate": certificate.end_date,
        "Id": certificate.id,
        "Key": certificate.private_key,
        "Name": certificate.name.clone().unwrap_or_else(name),
        "StartDate": certificate.start_date,
    })
}

/// The SHA-1 of the leaf in capitals, by which a certificate is known; of the text where that is no PEM.
fn fingerprint(pem: &str) -> String {
    let lines = pem.lines().skip(1);
    let body: String = lines.take_while(|line| !line.starts_with('-')).collect();
    let leaf = STANDARD.decode(body);
    let bytes = leaf.unwrap_or_else(|_| pem.as_bytes().to_vec());
    Sha1::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02X}"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::fingerprint;

    #[test]
    fn the_fingerprint_is_that_of_the_leaf() {
        let leaf = "-----BEGIN CERTIFICATE-----\nMI\nIB\n-----END CERTIFICATE-----\n";
        let chain = format!("{leaf}-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        assert_eq!(
            fingerprint(leaf),
            "523C7C694F9EABCFFC2CD73A450D801EE8325300"
        );
        assert_eq!(fingerprint(&chain), fingerprint(leaf));
    }
}
