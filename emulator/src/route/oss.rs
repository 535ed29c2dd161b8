//! The operations of OSS. To add an operation, add its line to [`OPERATIONS`].

use super::{Found, NONE, Route, route};
use crate::cloud::Cloud;
use crate::cloud::store::Place;
use crate::config::Right;
use crate::error::{ApiError, Result};
use crate::http::Request;
use crate::service::Door;
use crate::sign::oss::{SUBRESOURCES, is_carrier};

const LIST: &[&str] = &[
    "continuation-token",
    "delimiter",
    "encoding-type",
    "fetch-owner",
    "list-type",
    "max-keys",
    "prefix",
    "start-after",
];

/// Each with the right that it needs. The path is `*` for an object, and for a bucket a question mark and what in the
/// query tells the operation.
#[rustfmt::skip]
const OPERATIONS: &[(Right, Route)] = &[
    (Right::Write, route("PUT", "*", "PutObject", NONE, Cloud::put_object)),
    (Right::Read, route("GET", "*", "GetObject", NONE, Cloud::get_object)),
    (Right::Read, route("HEAD", "*", "HeadObject", NONE, Cloud::get_object)),
    (Right::Delete, route("DELETE", "*", "DeleteObject", NONE, Cloud::delete_object)),
    (Right::List, route("GET", "?list-type=2", "ListObjectsV2", LIST, Cloud::list_objects)),
    (Right::Inspect, route("GET", "?versioning", "GetBucketVersioning", &["versioning"], Cloud::get_versioning)),
    (Right::Inspect, route("GET", "?bucketInfo", "GetBucketInfo", &["bucketInfo"], Cloud::get_bucket_info)),
];

/// The operation on an object or a bucket; the names are the bucket and the key.
pub(super) fn find(request: &Request, place: Place) -> Found {
    let path = path(request, &place);
    let mut routes = OPERATIONS.iter().map(|(_, route)| route);
    Found {
        door: Door::Oss,
        route: routes.find(|route| route.method == request.method && route.path == path),
        names: vec![place.bucket, place.key],
    }
}

/// The right that an operation needs.
///
/// # Errors
/// When it is not one of these operations.
pub(crate) fn right(route: &Route) -> Result<Right> {
    let mut all = OPERATIONS.iter();
    let found = all.find(|(_, one)| one.action == route.action);
    found.map(|(right, _)| *right).ok_or_else(ApiError::denied)
}

/// A parameter that an operation on a bucket does not have is a mistake of the client's (G3). Those of objects, which
/// tell how a reply is to look, are not looked at.
pub(crate) fn check_query(request: &Request, route: &Route) -> Result<()> {
    let known = |name: &str| route.query.contains(&name) || is_carrier(name);
    let mut names = request.params().map(|(name, _)| name);
    match names.find(|name| route.path.starts_with('?') && !known(name)) {
        Some(name) => Err(ApiError::invalid(format!("unknown parameter '{name}'"))),
        None => Ok(()),
    }
}

/// What stands for the request in the table.
fn path(request: &Request, place: &Place) -> String {
    let params = request.params();
    let telling: Vec<String> = params.filter_map(|pair| telling(&pair)).collect();
    let start = if place.key.is_empty() { "?" } else { "*" };
    format!("{start}{}", telling.join("&"))
}

/// What a parameter tells of the operation that is meant, if it tells anything of that.
fn telling((name, value): &(String, String)) -> Option<String> {
    match name.as_str() {
        "list-type" => Some(format!("{name}={value}")),
        // They belong to whichever operation there is.
        "continuation-token" | "security-token" => None,
        name => SUBRESOURCES.contains(&name).then(|| name.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use crate::http::Request;
    use crate::route::find;

    fn action(method: &str, target: &str) -> Option<&'static str> {
        let mut request = Request::new(method, target);
        let host = "b.oss-cn-hangzhou.aliyuncs.com";
        request.headers.push(("host".to_owned(), host.to_owned()));
        find(&request).route.map(|route| route.action)
    }

    #[test]
    fn the_query_tells_what_is_asked_of_a_bucket() {
        assert_eq!(
            action("GET", "/?list-type=2&prefix=a"),
            Some("ListObjectsV2")
        );
        assert_eq!(action("GET", "/?versioning="), Some("GetBucketVersioning"));
        assert_eq!(action("GET", "/?bucketInfo"), Some("GetBucketInfo"));
        for unknown in ["/", "/?list-type=1", "/?acl", "/?versioning&acl"] {
            assert_eq!(action("GET", unknown), None, "{unknown}");
        }
        assert_eq!(action("PUT", "/"), None);
    }

    #[test]
    fn a_part_of_an_object_is_not_the_object() {
        assert_eq!(action("PUT", "/a/b"), Some("PutObject"));
        assert_eq!(action("DELETE", "/a"), Some("DeleteObject"));
        assert_eq!(
            action("GET", "/a?response-content-type=x"),
            Some("GetObject")
        );
        for unknown in ["/a?append&position=0", "/a?acl", "/a?tagging", "/a?uploads"] {
            assert_eq!(action("PUT", unknown), None, "{unknown}");
        }
        assert_eq!(action("GET", "/a?versionId=1"), None);
        assert_eq!(action("POST", "/a?append&position=0"), None);
    }
}
