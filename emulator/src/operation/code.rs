//! The code of functions: where it comes from and where it can be read.

use jiff::SignedDuration;
use serde_json::{Value, json};

use super::{Call, text};
use crate::bucket::Address;
use crate::checksum::code_checksum;
use crate::encoding::{encode, from_base64};
use crate::error::{ApiError, ApiResult};
use crate::http::Response;
use crate::signature::signed_query;
use crate::state::{Fields, State};

const LARGEST_ZIP_FILE: usize = 100 * 1024 * 1024;
const READABLE: SignedDuration = SignedDuration::from_mins(30);

/// The package that the `code` of a request names, checked against the checksum it announces.
pub(super) fn package(state: &State, location: &Fields) -> ApiResult<Vec<u8>> {
    let package = match (text(location, "zipFile"), text(location, "ossObjectName")) {
        ("", "") => return Err(nothing_named()),
        ("", object) => stored(state, text(location, "ossBucketName"), object)?,
        (zip, _) => unpacked(zip)?,
    };
    if !package.starts_with(b"PK\x03\x04") && !package.starts_with(b"PK\x05\x06") {
        return Err(ApiError::invalid(
            "the code package is not a valid zip file",
        ));
    }
    let announced = text(location, "checksum");
    let checksum = code_checksum(&package);
    if !announced.is_empty() && announced != checksum {
        let message =
            format!("code checksum mismatch: expected '{announced}', actual '{checksum}'");
        return Err(ApiError::invalid(message));
    }
    Ok(package)
}

/// The refusal of a request that names no code where it must.
pub(super) fn nothing_named() -> ApiError {
    ApiError::invalid("Either ossBucketName/ossObjectName or zipFile must be set")
}

fn unpacked(zip: &str) -> ApiResult<Vec<u8>> {
    if zip.len() > LARGEST_ZIP_FILE {
        let message =
            format!("payload size exceeds maximum allowed size ({LARGEST_ZIP_FILE} bytes)");
        return Err(ApiError::new(400, "EntityTooLarge", message));
    }
    from_base64(zip).ok_or_else(|| ApiError::invalid("zipFile is not valid base64"))
}

fn stored(state: &State, bucket: &str, object: &str) -> ApiResult<Vec<u8>> {
    if bucket.is_empty() {
        return Err(nothing_named());
    }
    let address = Address::new(bucket, object);
    state.objects.get(&address).cloned().ok_or_else(|| {
        ApiError::invalid(format!(
            "OSS object '{object}' does not exist in bucket '{bucket}'"
        ))
    })
}

/// Writes what the service shows of a package into a function.
pub(super) fn describe(fields: &mut Fields, package: &[u8]) {
    fields.insert("codeSize".to_owned(), json!(package.len()));
    fields.insert(
        "codeChecksum".to_owned(),
        Value::String(code_checksum(package)),
    );
}

/// Gives an address from which the code of a function can be read for a while.
pub(crate) fn get(call: &mut Call<'_>) -> ApiResult<Response> {
    let name = call.name(0).to_owned();
    let package = call
        .state
        .function(&name)?
        .code
        .clone()
        .ok_or_else(|| ApiError::invalid(format!("function '{name}' has no code package")))?;
    let checksum = code_checksum(&package);
    let bucket = format!("fc-code-{}", call.config.region);
    let address = Address::new(
        &bucket,
        &format!("{}/{name}/{checksum}", call.config.account),
    );
    let url = signed_address(call, &address);
    call.state.objects.insert(address, package);
    Ok(Response::json(
        200,
        &json!({"checksum": checksum, "url": url}),
    ))
}

fn signed_address(call: &Call<'_>, address: &Address) -> String {
    let expires = call.config.clock.now() + READABLE;
    let query = signed_query(&call.caller, address, expires);
    let object = encode(&address.object).replace("%2F", "/");
    format!(
        "http://{}/{}/{object}?{query}",
        call.request.host(),
        address.bucket
    )
}
