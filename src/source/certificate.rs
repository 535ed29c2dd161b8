//! The certificate of a domain and its key, where `s.yaml` names the place of their texts: an address, an object of
//! OSS, or the certificate service.

use serde_json::{Map, Value};

use super::download::fetch;
use crate::clouds::cas::KeptCertificate;
use crate::clouds::oss::OssObject;
use crate::error::{Error, Result};
use crate::model::pem::{BEGIN, PemSource};
use crate::view::screen::{Screen, Tone};
use crate::wire::Client;
use crate::words;

/// The properties of `certConfig` that hold a text.
const TEXTS: [&str; 2] = ["certificate", "privateKey"];

/// Puts the texts in the place of their addresses. `property` is `certConfig` as errors name it.
///
/// # Errors
/// A place that does not give what it should.
pub(super) async fn read(
    (screen, client): (Screen<'_>, &Client<'_>),
    property: &str,
    cert: &mut Map<String, Value>,
) -> Result<()> {
    let given = TEXTS.map(|name| cert.get(name).and_then(Value::as_str));
    let sources = given.map(|text| text.and_then(PemSource::of));
    // An id stands for both, and both come at once.
    if let [Some(PemSource::Kept(id)), _] = sources {
        let both = kept(screen, client, (property, id)).await?;
        let both = TEXTS.into_iter().zip(both);
        cert.extend(both.map(|(name, text)| (name.to_owned(), text.into())));
        return Ok(());
    }
    for (name, source) in TEXTS.into_iter().zip(sources) {
        let property = format!("{property}.{name}");
        let bytes = match source {
            Some(PemSource::Web(url)) => fetch(client, &property, &url, None).await?,
            Some(PemSource::Object {
                region,
                bucket,
                object,
            }) => {
                stored(
                    &client.in_region(&region),
                    &property,
                    &OssObject { bucket, object },
                )
                .await?
            }
            Some(PemSource::Kept(_)) | None => continue,
        };
        cert.insert(name.to_owned(), pem(&property, bytes)?.into());
    }
    Ok(())
}

/// An object of OSS; the client is one of its region.
async fn stored(client: &Client<'_>, property: &str, place: &OssObject) -> Result<Vec<u8>> {
    let OssObject { bucket, object } = place;
    let label = words!(
        "{property} from OSS ({bucket}/{object})",
        "{property}（来自 OSS：{bucket}/{object}）"
    );
    let bytes = client.object(place).await;
    bytes.map_err(|failure| failure.into_error(&label))
}

/// The text of a certificate and that of its key, as the certificate service has them under an id.
async fn kept(
    screen: Screen<'_>,
    client: &Client<'_>,
    (property, id): (&str, u64),
) -> Result<[String; 2]> {
    let label = words!(
        "{property}.certId {id} from the certificate service",
        "{property}.certId {id}（来自数字证书管理服务）"
    );
    let found = client.certificate(id).await;
    let KeptCertificate {
        certificate,
        key,
        expired,
    } = found.map_err(|failure| failure.into_error(&label))?;
    if let Some(day) = expired {
        let words = words!(
            "{property}.certId: certificate {id} expired on {day}; renew it, or name the id of the new one",
            "{property}.certId：证书 {id} 已于 {day} 过期；请续期，或改为新证书的 ID"
        );
        screen.say_in(Tone::Remote, &words);
    }
    match key {
        Some(key) => Ok([certificate, key]),
        None => Err(keyless(property, id)),
    }
}

/// The text of what came.
///
/// # Errors
/// A place that answers with a page of its own, as a login does, would end up online as a certificate.
fn pem(property: &str, bytes: Vec<u8>) -> Result<String> {
    let text = String::from_utf8(bytes).ok();
    let text = text.filter(|text| text.contains(BEGIN));
    text.ok_or_else(|| {
        Error::template(words!(
            "{property}: what the address gives is not PEM text",
            "{property}：该地址返回的不是 PEM 文本"
        ))
        .hint(words!(
            "the content there must start with -----BEGIN: correct the address in s.yaml",
            "该地址的内容应以 -----BEGIN 开头：请在 s.yaml 中更正地址"
        ))
    })
}

/// What was uploaded without its key serves nothing.
fn keyless(property: &str, id: u64) -> Error {
    Error::template(words!(
        "{property}.certId: the certificate service has no private key for certificate {id}",
        "{property}.certId：数字证书管理服务中证书 {id} 没有私钥"
    ))
    .hint(words!(
        "upload it again with its key, or write certName, certificate and privateKey in its place",
        "请连同私钥重新上传该证书，或改写 certName、certificate 和 privateKey"
    ))
}
