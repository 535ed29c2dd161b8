//! What is told of a bucket, and where it is.

use std::borrow::Cow;

use crate::call::Call;
use crate::cloud::Cloud;
use crate::cloud::bucket::{Bucket, Encryption};
use crate::error::{ApiError, Result};
use crate::http::Response;
use crate::sign;
use crate::xml::{document, element, text};

impl Cloud {
    /// The bucket that is asked about. One that nobody has declared is as a new one, or not there (G42).
    pub(super) fn bucket(&self, call: &Call<'_>) -> Result<Cow<'_, Bucket>> {
        let name = call.name(0);
        match self.store.buckets.get(name) {
            Some(bucket) => Ok(Cow::Borrowed(bucket)),
            None if call.config.oss.declared => {
                let message = "The specified bucket does not exist.";
                Err(ApiError::new(404, "NoSuchBucket", message).with("BucketName", name))
            }
            None => Ok(Cow::Owned(Bucket {
                name: name.to_owned(),
                ..Bucket::default()
            })),
        }
    }

    /// `GetBucketVersioning`.
    pub(crate) fn get_versioning(&mut self, call: &Call<'_>) -> Result<Response> {
        let status = self.bucket(call)?.versioning.status();
        let status = status.map_or_else(String::new, |status| text("Status", status));
        Ok(answer("VersioningConfiguration", &status))
    }

    /// `GetBucketInfo` (G55).
    pub(crate) fn get_bucket_info(&mut self, call: &Call<'_>) -> Result<Response> {
        let bucket = self.bucket(call)?;
        let region = bucket.region(call);
        let owner = text("ID", &self.account) + &text("DisplayName", &self.account);
        let versioning = bucket.versioning.status();
        let algorithm = bucket.encryption.map_or("None", Encryption::name);
        let inner = [
            text("ExtranetEndpoint", endpoint(region)),
            text(
                "IntranetEndpoint",
                format!("oss-{region}-internal.aliyuncs.com"),
            ),
            text("Location", format!("oss-{region}")),
            text("StorageClass", "Standard"),
            text("Name", &bucket.name),
            element("Owner", &owner),
            element("AccessControlList", &text("Grant", bucket.acl.name())),
            element("ServerSideEncryptionRule", &text("SSEAlgorithm", algorithm)),
            versioning.map_or_else(String::new, |status| text("Versioning", status)),
        ];
        Ok(answer("BucketInfo", &element("Bucket", &inner.concat())))
    }
}

impl Bucket {
    /// Where it is.
    fn region<'b>(&'b self, call: &'b Call<'_>) -> &'b str {
        self.region.as_deref().unwrap_or(&call.config.region)
    }

    /// Refuses a request at another region's host, or signed for another region. A host that names no region is right
    /// for all, and so is every region for a bucket that nobody has declared (G56).
    pub(super) fn check_region(&self, call: &Call<'_>) -> Result<()> {
        let Some(own) = self.region.as_deref() else {
            return Ok(());
        };
        if host_region(call).is_some_and(|region| region != own) {
            let message = "The bucket you are attempting to access must be addressed using the specified endpoint. \
                           Please send all future requests to this endpoint.";
            let refusal = ApiError::new(403, "AccessDenied", message);
            return Err(refusal.with("Endpoint", endpoint(own)));
        }
        match sign::oss::region(call.request) {
            Some(region) if region != own => {
                let message = "Invalid signing region in Authorization header.";
                let refusal = ApiError::new(400, "InvalidArgument", message);
                Err(refusal.with("EC", "0002-00000226"))
            }
            _ => Ok(()),
        }
    }
}

/// The host of a region.
fn endpoint(region: &str) -> String {
    format!("oss-{region}.aliyuncs.com")
}

/// The region in a host of the form `BUCKET.oss-REGION.aliyuncs.com` or `oss-REGION.aliyuncs.com`, in which
/// `-internal` may follow the region.
fn host_region<'c>(call: &'c Call<'_>) -> Option<&'c str> {
    let host = call.request.header("host")?.split(':').next()?;
    let name = host.strip_suffix(".aliyuncs.com")?;
    let region = name.rsplit('.').next()?.strip_prefix("oss-")?;
    let region = region.strip_suffix("-internal").unwrap_or(region);
    (region != "accelerate").then_some(region)
}

/// A document as the answer.
pub(super) fn answer(root: &str, inner: &str) -> Response {
    Response::of(200, "application/xml", document(root, inner))
}
