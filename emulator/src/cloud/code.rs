//! Code packages: where they come from, and their checksum.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use crc::{CRC_64_XZ, Crc};
use serde_json::{Map, Value, json};

use super::Cloud;
use super::models::CODE;
use crate::error::{ApiError, Result};
use crate::http::{Request, Response};

/// The bucket from which packages are downloaded.
pub(super) const DOWNLOADS: &str = "fc-emulator-code";

/// The largest package that may come inside a request, in bytes.
const INLINE_LIMIT: usize = 100 * 1024 * 1024;

/// CRC-64/XZ of the bytes as an unsigned decimal number (`codeChecksum`, `x-oss-hash-crc64ecma`).
pub fn checksum(bytes: &[u8]) -> String {
    Crc::<u64>::new(&CRC_64_XZ).checksum(bytes).to_string()
}

impl Cloud {
    /// The package that an InputCodeLocation names.
    pub(super) fn take_code(&self, code: Option<&Value>) -> Result<Option<Vec<u8>>> {
        let Some(code) = code else {
            return Ok(None);
        };
        let Some(code) = code.as_object() else {
            return Err(ApiError::invalid("code must be an object"));
        };
        if let Some(name) = code.keys().find(|name| !CODE.contains(&name.as_str())) {
            return Err(ApiError::invalid(format!("unknown field 'code.{name}'")));
        }
        let bytes = self.package(code)?;
        if !bytes.starts_with(b"PK") {
            return Err(ApiError::invalid(
                "the code package is not a valid ZIP file",
            ));
        }
        match code.get("checksum").and_then(Value::as_str) {
            Some(given) if !given.is_empty() && given != checksum(&bytes) => Err(
                ApiError::invalid("the checksum of the code package does not match"),
            ),
            _ => Ok(Some(bytes)),
        }
    }

    fn package(&self, code: &Map<String, Value>) -> Result<Vec<u8>> {
        let part = |name| {
            code.get(name)
                .and_then(Value::as_str)
                .filter(|text: &&str| !text.is_empty())
        };
        match (
            part("zipFile"),
            part("ossBucketName"),
            part("ossObjectName"),
        ) {
            (Some(zip), None, None) => match STANDARD.decode(zip) {
                Ok(bytes) if bytes.len() <= INLINE_LIMIT => Ok(bytes),
                Ok(_) => Err(ApiError::new(
                    400,
                    "EntityTooLarge",
                    format!("payload size exceeds maximum allowed size ({INLINE_LIMIT} bytes)"),
                )),
                Err(_) => Err(ApiError::invalid("zipFile is not valid base64")),
            },
            (None, Some(bucket), Some(object)) => {
                let key = (bucket.to_owned(), object.to_owned());
                self.objects.get(&key).cloned().ok_or_else(|| {
                    ApiError::invalid(format!(
                        "OSS object '{object}' does not exist in bucket '{bucket}'"
                    ))
                })
            }
            _ => Err(ApiError::invalid(
                "Either ossBucketName/ossObjectName or zipFile must be set",
            )),
        }
    }

    pub(super) fn set_code(
        &mut self,
        name: &str,
        function: &mut Map<String, Value>,
        code: Option<Vec<u8>>,
    ) {
        if let Some(bytes) = code {
            function.insert("codeChecksum".to_owned(), checksum(&bytes).into());
            function.insert("codeSize".to_owned(), bytes.len().into());
            self.packages.insert(name.to_owned(), bytes);
        }
    }

    pub(crate) fn function_code(&self, name: &str, request: &Request) -> Result<Response> {
        self.function(name)?;
        self.check_qualifier(request)?;
        let Some(bytes) = self.packages.get(name) else {
            return Err(ApiError::invalid(format!(
                "function '{name}' has no code package"
            )));
        };
        let host = request.header("host").unwrap_or("127.0.0.1");
        let sum = checksum(bytes);
        let url = format!("http://{host}/{DOWNLOADS}/{name}?Signature={sum}");
        Ok(Response::json(200, &json!({"checksum": sum, "url": url})))
    }
}

#[cfg(test)]
mod tests {
    use super::checksum;

    #[test]
    fn the_checksum_is_crc_64_xz() {
        assert_eq!(checksum(b"123456789"), "11051210869376104954");
        assert_eq!(checksum(b""), "0");
    }
}
