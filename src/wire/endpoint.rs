//! Where requests go.

use std::fmt;
use std::net::IpAddr;

use crate::error::{Error, Result};
use crate::model::secrecy;
use crate::words;

/// Where a deploy goes, and by which addresses: all that the origin of a service is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    pub account: String,
    pub region: String,
    /// Whether we run in the region's own network.
    pub inside: bool,
    /// The address that was given for the service that is deployed to, instead of its public one.
    pub endpoint: Option<HostOrigin>,
    /// Whether the project itself gave it: then the public network may not be what it seems.
    pub secluded: bool,
    /// The address that was given for object storage.
    pub storage: Option<HostOrigin>,
}

/// Scheme, host and, where it is not the scheme's own, port (`https://fcv3.cn-hangzhou.aliyuncs.com`,
/// `http://127.0.0.1:8080`), spelled as HTTP clients write it into `Host` (lower case, the scheme's own
/// port left out), because signatures cover that header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostOrigin {
    scheme: &'static str,
    /// With its port, if it has one of its own.
    authority: String,
}

impl HostOrigin {
    /// That of a public host.
    pub fn public(host: &str) -> HostOrigin {
        HostOrigin {
            scheme: "https",
            authority: host.to_ascii_lowercase(),
        }
    }

    /// The address that was found there. One without a scheme is `https`.
    ///
    /// # Errors
    /// One that is not an origin is a usage error that names where it was found.
    pub fn parse(value: &str, found_in: &str) -> Result<HostOrigin> {
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

    /// Its host, with its port where it has one of its own: what `Host` will say.
    pub fn authority(&self) -> &str {
        &self.authority
    }

    /// The origin of that name below its host.
    pub(super) fn below(&self, name: &str) -> HostOrigin {
        HostOrigin {
            scheme: self.scheme,
            authority: format!("{name}.{}", self.authority),
        }
    }

    /// Whether no name can be put before its host, because that is a bare address.
    pub(super) fn is_bare(&self) -> bool {
        let host = split_port(&self.authority).map_or(self.authority.as_str(), |(host, _)| host);
        host == "localhost" || host.starts_with('[') || host.parse::<IpAddr>().is_ok()
    }
}

impl fmt::Display for HostOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}://{}", self.scheme, self.authority)
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

fn parse(value: &str) -> Option<HostOrigin> {
    let value = value.to_ascii_lowercase();
    let (scheme, rest) = match value.split_once("://") {
        Some(("https", rest)) => ("https", rest),
        Some(("http", rest)) => ("http", rest),
        Some(_) => return None,
        None => ("https", value.as_str()),
    };
    let rest = rest.strip_suffix('/').unwrap_or(rest);
    let (host, port) = split_port(rest)?;
    if !is_host(host) {
        return None;
    }
    // HTTP clients leave it out of `Host`, which signatures cover.
    let own_port = if scheme == "https" { 443 } else { 80 };
    let authority = match port {
        Some(port) if port != own_port => format!("{host}:{port}"),
        _ => host.to_owned(),
    };
    Some(HostOrigin { scheme, authority })
}

/// The host, and the port if one is written; `None` for a port that is none.
fn split_port(authority: &str) -> Option<(&str, Option<u16>)> {
    // Between brackets colons are those of an IPv6 address.
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

/// Whether it could be the name of a host, or the address of one.
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

#[cfg(test)]
mod tests {
    use super::*;

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
            let origin = HostOrigin::parse(value, "test").expect(value);
            assert_eq!(origin.to_string(), expected);
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
            "http://[::1]a:80",
            "http://localhost:_[::1]:443",
            "http://a#b",
            "https://http://a",
            "http://例子",
        ];
        for value in values {
            let shown = format!(
                "{:?}",
                HostOrigin::parse(value, "props.endpoint").expect_err(value)
            );
            assert!(shown.contains("props.endpoint"), "{shown}");
            assert!(!shown.contains("pass"), "{shown}");
        }
    }
}
