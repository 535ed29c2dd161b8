//! Where a project goes, as `s.yaml` and the environment say it.

use super::fc2::FC2;
use super::fc3::FC3;
use super::oss::OSS_OF_FC;
use crate::error::Result;
use crate::wire::{HostOrigin, Service, Site};

/// Chooses as upstream fc3 does: `props.endpoint`, else `FC_CLIENT_CUSTOM_ENDPOINT`, else the region's
/// public hosts; for the upload `FC_CODE_TEMP_OSS_ENDPOINT`, else OSS's global accelerator, or the
/// region's internal network where `FC_REGION` says that we are inside it. Unlike upstream, an address
/// without a scheme is always `https`.
///
/// # Errors
/// An address that is not an origin is a usage error that names where it was found.
pub fn resolve<'v>(
    region: &str,
    account: &str,
    props_endpoint: Option<&str>,
    var: impl Fn(&str) -> Option<&'v str>,
) -> Result<Site> {
    let props_endpoint = props_endpoint.filter(|value| !value.is_empty());
    let given = |name| match var(name).filter(|value| !value.is_empty()) {
        Some(value) => HostOrigin::parse(value, name).map(Some),
        None => Ok(None),
    };
    let endpoint = match props_endpoint {
        Some(value) => Some(HostOrigin::parse(value, "props.endpoint")?),
        None => given("FC_CLIENT_CUSTOM_ENDPOINT")?,
    };
    let site = Site {
        account: account.to_owned(),
        region: region.to_owned(),
        // Of another region's network the internal host cannot be reached.
        inside: var("FC_REGION").is_some_and(|inside| !inside.is_empty() && inside == region),
        endpoint,
        // The variable does not count here, as upstream has it.
        secluded: props_endpoint.is_some(),
        storage: given("FC_CODE_TEMP_OSS_ENDPOINT")?,
    };
    for service in [&OSS_OF_FC, &FC3, &FC2] {
        callable(service, &site)?;
    }
    Ok(site)
}

/// A public host is made of the region's name, which a person wrote.
fn callable(service: &Service, site: &Site) -> Result<()> {
    let origin = (service.origin)(site);
    HostOrigin::parse(origin.authority(), "region").map(|_| ())
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
        let site = super::resolve(region, "123", props, var).expect("a site");
        [&FC3, &FC2, &OSS_OF_FC].map(|service| (service.origin)(&site).to_string())
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
    fn a_region_that_makes_no_host_is_refused() {
        assert!(super::resolve("cn hangzhou", "1", None, |_| None).is_err());
    }
}
