//! What `s.yaml` names by an address: a code package, a certificate and its key. It is here before anything of
//! it is compared.

use std::rc::Rc;

use serde_json::Value;

use super::certificate;
use crate::error::Result;
use crate::model::desired::{Desired, Item};
use crate::model::https;
use crate::model::path::Path;
use crate::package::CodeSource;
use crate::ports::Watch;
use crate::progress;
use crate::view::screen::Screen;
use crate::wire::{Client, without_user};
use crate::words;

/// Puts the bytes of the package in the place of its address.
///
/// # Errors
/// An address that does not give what it should; the property is named, what stands behind the path
/// of the address is not: it may be a signature.
pub async fn code(screen: Screen<'_>, client: &Client<'_>, desired: &mut Desired) -> Result<()> {
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
    Ok(())
}

/// Puts the texts of the domains' certificates, and of their keys, in the place of their addresses.
///
/// # Errors
/// As [`code`].
pub async fn certificates(
    screen: Screen<'_>,
    client: &Client<'_>,
    items: impl Iterator<Item = &mut Item>,
) -> Result<()> {
    // Compared as a text with what is online, so an address is no value of it.
    for domain in items.filter(|item| item.resource.kind.is_shared()) {
        if let Some(Value::Object(cert)) = domain.document.get_mut(https::CERTIFICATE) {
            let address = domain
                .resource
                .address(&Path::default().key(https::CERTIFICATE));
            let property = format!("props.{address}");
            certificate::read((screen, client), &property, cert).await?;
        }
    }
    Ok(())
}

/// Fetches what an address of the file names; `property` is the one in which it stands, for errors.
pub(super) async fn fetch(
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
