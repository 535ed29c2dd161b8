//! Brings a code package to the temporary bucket from which the API fetches it.

use crate::clouds::oss::{self, OssObject};
use crate::error::{self, Error};
use crate::ports::{Response, Watch};
use crate::wire::Client;
use crate::words;

impl Client<'_> {
    /// Uploads a package to a bucket that is lent for it: of FC 2.0 for code of that service, as far as it is there.
    /// `checksum` is the bytes' CRC-64/XZ (`package::Packed`), against which the receipt is checked.
    /// `watch` is told how much of them has gone, from nothing on with every try.
    ///
    /// # Errors
    /// The account's host does not lend a bucket, OSS does not take the bytes, or it took others.
    pub async fn upload(
        &self,
        service: Option<&str>,
        (bytes, checksum): (&[u8], &str),
        watch: Watch<'_>,
    ) -> error::Result<OssObject> {
        let label = words!("the temporary bucket for the code", "代码的临时 Bucket");
        // Each upload has a bucket and a key of its own; the service fetches the package from there.
        let ticket = self
            .temporary_bucket(service)
            .await
            .map_err(|failure| failure.into_error(&label))?;
        let bucket = &ticket.to.bucket;
        let label = words!(
            "the code to OSS bucket {bucket}",
            "代码到 OSS Bucket {bucket}"
        );
        self.hide_key(&ticket.credential);
        let receipt = self
            .put_package((&ticket.to, &ticket.credential), bytes, watch)
            .await
            .map_err(|failure| failure.into_error(&label))?;
        compare(&receipt, checksum, &ticket.to)?;
        Ok(ticket.to)
    }
}

/// OSS says which bytes it took; a proxy on the way may have changed them.
fn compare(receipt: &Response, checksum: &str, to: &OssObject) -> error::Result<()> {
    match receipt.header(oss::CHECKSUM) {
        Some(theirs) if theirs.trim() != checksum => {
            let OssObject { bucket, .. } = to;
            Err(Error::cloud(words!(
                "the code was damaged on the way to OSS bucket {bucket}",
                "代码在上传到 OSS Bucket {bucket} 时损坏"
            ))
            .because(words!(
                "its checksum there is {theirs}, here {checksum}",
                "其校验值在云端为 {theirs}，在本地为 {checksum}"
            ))
            .hint(words!(
                "deploy again: the package will be uploaded again",
                "请重新部署：代码包将重新上传"
            )))
        }
        // Without a checksum in the receipt the service's own comparison has to do: the write names it, too.
        _ => Ok(()),
    }
}
