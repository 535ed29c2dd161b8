//! Packages on their way from and to the service, shown as long work.

use crate::clouds::oss::OssObject;
use crate::error::Result;
use crate::model::resource::Resource;
use crate::progress;
use crate::view::screen::Screen;
use crate::wire::Client;

/// The code that is online of a function, at a version or an alias of it.
///
/// # Errors
/// As [`Client::download`].
pub async fn download(
    screen: Screen<'_>,
    client: &Client<'_>,
    (function, qualifier): (&Resource, &str),
) -> Result<Vec<u8>> {
    progress::downloading(screen, async |watch| {
        client.download(function, qualifier, watch).await
    })
    .await
}

/// Brings a package of a function to where the service finds it.
///
/// # Errors
/// As [`Client::upload`].
pub async fn upload(
    screen: Screen<'_>,
    client: &Client<'_>,
    function: &Resource,
    package: (&[u8], &str),
) -> Result<OssObject> {
    progress::uploading(screen, package.0.len() as u64, async |watch| {
        client.upload(function.service(), package, watch).await
    })
    .await
}
