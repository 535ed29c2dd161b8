//! Where requests go.

use std::net::IpAddr;

use crate::error::{Error, Result};
use crate::model::secrecy;
use crate::words;

/// Regions whose control plane does not answer at `fcv3.{region}` (Alibaba's API metadata).
const OWN_HOST: [&str; 4] = [
    "cn-hangzhou-finance",
    "cn-heyuan-acdr-1",
    "cn-shanghai-finance-1",
    "me-central-1",
];

/// The three places that a deploy talks to. Each is an origin: scheme, host and, where it is not the
/// scheme's own, port (`https://fcv3.cn-hangzhou.aliyuncs.com`, `http://127.0.0.1:8080`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoints {
    /// Functions, triggers and domains.
    pub control: String,
    /// The account's own host, the only one that hands out temporary buckets.
    pub account: String,
    /// The object storage that takes code packages.
    pub oss: String,
}

impl Endpoints {
    /// Chooses as upstream fc3 does: `props.endpoint`, else `FC_CLIENT_CUSTOM_ENDPOINT`, else the
    /// region's public hosts; for the upload `FC_CODE_TEMP_OSS_ENDPOINT`, else OSS's global
    /// accelerator, or the region's internal network where `FC_REGION` says that we are inside it.
    /// Unlike upstream, an address without a scheme is always `https`.
    ///
    /// # Errors
    /// An address that is not an origin is a usage error that names where it was found.
    pub fn resolve<'v>(
        region: &str,
        account: &str,
        props_endpoint: Option<&str>,
        var: impl Fn(&str) -> Option<&'v str>,
    ) -> Result<Endpoints> {
        let props_endpoint = props_endpoint.filter(|value| !value.is_empty());
        let var = |name| var(name).filter(|value| !value.is_empty());
        let custom = match (props_endpoint, var("FC_CLIENT_CUSTOM_ENDPOINT")) {
            (Some(value), _) => Some(origin(value, "props.endpoint")?),
            (None, Some(value)) => Some(origin(value, "FC_CLIENT_CUSTOM_ENDPOINT")?),
            (None, None) => None,
        };
        let oss = match var("FC_CODE_TEMP_OSS_ENDPOINT") {
            Some(value) => origin(value, "FC_CODE_TEMP_OSS_ENDPOINT")?,
            None => {
                let inside = var("FC_REGION") == Some(region);
                origin(
                    &oss_host(region, inside, props_endpoint.is_some()),
                    "region",
                )?
            }
        };
        Ok(Endpoints {
            control: match &custom {
                Some(custom) => custom.clone(),
                None => origin(&control_host(region), "region")?,
            },
            account: match custom {
                Some(custom) => custom,
                None => origin(&account_host(region, account), "region")?,
            },
            oss,
        })
    }
}

/// An address without a user and a password before its host.
pub fn without_user(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return url.to_owned();
    };
    let own = secrecy::login(rest).map_or(rest, |login| &rest[login.len() + 1..]);
    format!("{scheme}://{own}")
}

fn control_host(region: &str) -> String {
    if OWN_HOST.contains(&region) {
        format!("{region}.fc.aliyuncs.com")
    } else {
        format!("fcv3.{region}.aliyuncs.com")
    }
}

fn account_host(region: &str, account: &str) -> String {
    // This region is reached from inside Alibaba Cloud only.
    let internal = if region == "cn-heyuan-acdr-1" {
        "-internal"
    } else {
        ""
    };
    format!("{account}.{region}{internal}.fc.aliyuncs.com")
}

/// A custom endpoint means that the public network may not be what it seems, so upstream then names
/// the region instead of trusting the accelerator; two regions have no other host.
fn oss_host(region: &str, inside: bool, custom: bool) -> String {
    match region {
        "cn-shanghai-finance-1" if inside => format!("oss-{region}-pub-internal.aliyuncs.com"),
        "cn-shanghai-finance-1" => format!("oss-{region}-pub.aliyuncs.com"),
        "cn-heyuan-acdr-1" => format!("oss-{region}-internal.aliyuncs.com"),
        _ if custom => format!("oss-{region}.aliyuncs.com"),
        _ if inside => format!("oss-{region}-internal.aliyuncs.com"),
        _ => "oss-accelerate.aliyuncs.com".to_owned(),
    }
}

/// The address as an origin, spelled as HTTP clients write it into `Host` (lower case, the scheme's
/// own port left out), because the signature covers that header.
fn origin(value: &str, found_in: &str) -> Result<String> {
    parse(value.trim()).ok_or_else(|| {
        // A password written into the address stays out of the message.
        let shown = value.rsplit('@').next().unwrap_or_default();
        Error::usage(words!(
            "“{shown}” ({found_in}) is not a valid endpoint",
            "“{shown}”（{found_in}）不是有效的访问地址"
        ))
        .hint(words!(
            "write it as https://HOST or http://HOST:PORT, without a path",
            "请写成 https://HOST 或 http://HOST:PORT，不带路径"
        ))
    })
}

fn parse(value: &str) -> Option<String> {
    let value = value.to_ascii_lowercase();
    let (scheme, rest) = match value.split_once("://") {
        Some((scheme @ ("http" | "https"), rest)) => (scheme, rest),
        Some(_) => return None,
        None => ("https", value.as_str()),
    };
    let rest = rest.strip_suffix('/').unwrap_or(rest);
    let (host, port) = split_port(rest)?;
    if !is_host(host) {
        return None;
    }
    let own_port = if scheme == "https" { 443 } else { 80 };
    Some(match port {
        Some(port) if port != own_port => format!("{scheme}://{host}:{port}"),
        _ => format!("{scheme}://{host}"),
    })
}

fn split_port(authority: &str) -> Option<(&str, Option<u16>)> {
    let host_end = authority.rfind(']').map_or(0, |bracket| bracket + 1);
    match authority[host_end..].find(':') {
        None => Some((authority, None)),
        Some(colon) => {
            let (host, port) = authority.split_at(host_end + colon);
            let port = port[1..].parse().ok().filter(|port| *port != 0)?;
            Some((host, Some(port)))
        }
    }
}

fn is_host(host: &str) -> bool {
    if let Some(inner) = host.strip_prefix('[') {
        return inner
            .strip_suffix(']')
            .is_some_and(|ip| ip.parse::<IpAddr>().is_ok());
    }
    host.split('.').all(|label| {
        !label.is_empty()
            && label
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
    })
}

/// The origin's host, with its port where it has one of its own: what `Host` will say.
pub(super) fn authority(origin: &str) -> &str {
    origin
        .split_once("://")
        .map_or(origin, |(_, authority)| authority)
}

/// Whether a bucket cannot be put before the origin's host, because that host is a bare address.
pub(super) fn bare(origin: &str) -> bool {
    let authority = authority(origin);
    let host = split_port(authority).map_or(authority, |(host, _)| host);
    host == "localhost" || host.starts_with('[') || host.parse::<IpAddr>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolve(region: &str, props: Option<&str>, vars: &[(&str, &'static str)]) -> [String; 3] {
        let var = |name: &str| {
            vars.iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| *value)
        };
        let Endpoints {
            control,
            account,
            oss,
        } = Endpoints::resolve(region, "123", props, var).expect("endpoints");
        [control, account, oss]
    }

    #[test]
    fn regions_have_public_hosts() {
        assert_eq!(
            resolve("cn-hangzhou", None, &[]),
            [
                "https://fcv3.cn-hangzhou.aliyuncs.com",
                "https://123.cn-hangzhou.fc.aliyuncs.com",
                "https://oss-accelerate.aliyuncs.com",
            ]
        );
        assert_eq!(
            resolve("cn-heyuan-acdr-1", None, &[]),
            [
                "https://cn-heyuan-acdr-1.fc.aliyuncs.com",
                "https://123.cn-heyuan-acdr-1-internal.fc.aliyuncs.com",
                "https://oss-cn-heyuan-acdr-1-internal.aliyuncs.com",
            ]
        );
        assert_eq!(
            resolve("cn-shanghai-finance-1", None, &[]),
            [
                "https://cn-shanghai-finance-1.fc.aliyuncs.com",
                "https://123.cn-shanghai-finance-1.fc.aliyuncs.com",
                "https://oss-cn-shanghai-finance-1-pub.aliyuncs.com",
            ]
        );
    }

    #[test]
    fn inside_the_region_uploads_stay_inside() {
        let [_, _, oss] = resolve("cn-beijing", None, &[("FC_REGION", "cn-beijing")]);
        assert_eq!(oss, "https://oss-cn-beijing-internal.aliyuncs.com");
        let [_, _, oss] = resolve("cn-beijing", None, &[("FC_REGION", "cn-hangzhou")]);
        assert_eq!(oss, "https://oss-accelerate.aliyuncs.com");
    }

    #[test]
    fn props_come_before_variables() {
        let vars = [
            ("FC_CLIENT_CUSTOM_ENDPOINT", "http://127.0.0.1:8080/"),
            ("FC_CODE_TEMP_OSS_ENDPOINT", "127.0.0.1:8081"),
        ];
        assert_eq!(
            resolve("cn-hangzhou", Some("Fc.Example.com"), &vars),
            [
                "https://fc.example.com",
                "https://fc.example.com",
                "https://127.0.0.1:8081",
            ]
        );
        assert_eq!(
            resolve("cn-hangzhou", Some(""), &vars[..1]),
            [
                "http://127.0.0.1:8080",
                "http://127.0.0.1:8080",
                "https://oss-accelerate.aliyuncs.com",
            ]
        );
        let [_, _, oss] = resolve("cn-hangzhou", Some("http://fc.example.com"), &[]);
        assert_eq!(oss, "https://oss-cn-hangzhou.aliyuncs.com");
    }

    #[test]
    fn origins_are_spelled_as_the_host_header() {
        let cases = [
            ("HTTPS://A.Example.com:443", "https://a.example.com"),
            ("http://a.example.com:80/", "http://a.example.com"),
            ("http://a.example.com:443", "http://a.example.com:443"),
            (" https://[::1]:9000 ", "https://[::1]:9000"),
            ("http://my_host", "http://my_host"),
        ];
        for (value, expected) in cases {
            assert_eq!(origin(value, "test").expect(value), expected);
        }
    }

    #[test]
    fn anything_else_is_refused() {
        let values = [
            "http://",
            "ftp://a",
            "http://a/b",
            "http://a?b",
            "http://a:0",
            "http://a:x",
            "http://a:",
            "http://a:70000",
            "http://a b",
            "http://a..b",
            "http://user:pass@a",
            "http://[::1",
            "http://[x]",
            "https://http://a",
            "http://例子",
        ];
        for value in values {
            let shown = format!("{:?}", origin(value, "props.endpoint").expect_err(value));
            assert!(shown.contains("props.endpoint"), "{shown}");
            assert!(!shown.contains("pass"), "{shown}");
        }
        assert!(Endpoints::resolve("cn hangzhou", "1", None, |_| None).is_err());
    }
}
