//! What `s.yaml` names by an address: a code package, a certificate and its key. All of it is here
//! before anything of it is compared.

use std::rc::Rc;

use serde_json::{Map, Value};

use crate::error::{Error, Result};
use crate::model::desired::Desired;
use crate::package::CodeSource;
use crate::paths::is_address;
use crate::ports::Watch;
use crate::progress;
use crate::view::screen::Screen;
use crate::wire::{Client, without_user};
use crate::words;

/// What every PEM text starts with.
const BEGIN: &str = "-----BEGIN";

/// Puts the bytes and texts in the place of their addresses.
///
/// # Errors
/// An address that does not give what it should; the property is named, what stands behind the path
/// of the address is not: it may be a signature.
pub async fn all(screen: Screen<'_>, client: &Client<'_>, desired: &mut Desired) -> Result<()> {
    // Only the code is shown as long work: a certificate is a few kilobytes.
    if let CodeSource::Url(url) = &desired.code {
        let bytes = progress::downloading(screen, async |watch| {
            fetch(client, "props.code", url, Some(watch)).await
        })
        .await?;
        desired.code = CodeSource::Downloaded {
            from: shown(url),
            bytes: Rc::new(bytes),
        };
    }
    // The certificate is compared as text with what is online, so an address is no value of it.
    let items = desired.items.iter_mut();
    for domain in items.filter(|item| item.resource.kind.is_shared()) {
        if let Some(Value::Object(cert)) = domain.document.get_mut("certConfig") {
            certificate(client, cert).await?;
        }
    }
    Ok(())
}

/// The texts of a certificate and of its key.
async fn certificate(client: &Client<'_>, cert: &mut Map<String, Value>) -> Result<()> {
    for name in ["certificate", "privateKey"] {
        let Some(url) = cert
            .get(name)
            .and_then(Value::as_str)
            .filter(|url| is_address(url))
        else {
            continue;
        };
        let property = format!("props.customDomain.certConfig.{name}");
        let bytes = fetch(client, &property, url, None).await?;
        // An address that answers with a page of its own, as a login does, would end up online as a
        // certificate.
        let text = String::from_utf8(bytes)
            .ok()
            .filter(|text| text.contains(BEGIN));
        let text = text.ok_or_else(|| no_pem(&property))?;
        cert.insert(name.to_owned(), text.into());
    }
    Ok(())
}

/// Fetches what an address of the file names; `property` is the one in which it stands, for errors.
async fn fetch(
    client: &Client<'_>,
    property: &str,
    url: &str,
    watch: Option<Watch<'_>>,
) -> Result<Vec<u8>> {
    let place = shown(url);
    let label = words!("{property} from {place}", "{property}（来自 {place}）");
    client.fetch(url.trim(), &label, watch).await
}

/// The address without what may be a signature, and without a user and a password.
fn shown(url: &str) -> String {
    let url = without_user(url.trim());
    url.split(['?', '#']).next().unwrap_or_default().to_owned()
}

/// What came is no certificate and no key.
fn no_pem(property: &str) -> Error {
    Error::template(words!(
        "{property}: what the address gives is not PEM text",
        "{property}：该地址返回的不是 PEM 文本"
    ))
    .hint(words!(
        "the content there must start with -----BEGIN: correct the address in s.yaml",
        "该地址的内容应以 -----BEGIN 开头：请在 s.yaml 中更正地址"
    ))
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn an_address_is_shown_without_its_secrets() {
        assert_eq!(
            shown(" https://u:p@w@h/a@b.zip?Signature=x#y "),
            "https://h/a@b.zip"
        );
        assert_eq!(shown("https://u:p/w?x#y@h/a.zip?S=x"), "https://h/a.zip");
        assert_eq!(shown("http://h"), "http://h");
    }
}
