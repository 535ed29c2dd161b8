//! Where a project goes, as `s.yaml` and the environment say it.

use super::fc2::FC2;
use super::fc3::FC3;
use super::oss::OSS_OF_FC;
use crate::error::Result;
use crate::model::kind::Generation;
use crate::wire::{HostOrigin, Service, Site};

/// The address that Serverless Devs' tools for FC 2.0 take from the environment, by both of its names there, and what has
/// to say that it counts.
const OLDER: [[&str; 2]; 2] = [
    ["s-default-fc-endpoint", "s_default_fc_endpoint"],
    [
        "s-default-enable-fc-endpoint",
        "s_default_enable_fc_endpoint",
    ],
];

/// Chooses as upstream fc3 does: `props.endpoint`, else `FC_CLIENT_CUSTOM_ENDPOINT`, else the region's
/// public hosts; for the upload `FC_CODE_TEMP_OSS_ENDPOINT`, else OSS's global accelerator, or the
/// region's internal network where `FC_REGION` says that we are inside it. Unlike upstream, an address
/// without a scheme is always `https`. For FC 2.0 the address counts, too, that upstream's `fc` takes from the
/// environment.
///
/// # Errors
/// An address that is not an origin is a usage error that names where it was found.
pub fn resolve<'v>(
    (region, account, generation): (&str, &str, Generation),
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
        None => match given("FC_CLIENT_CUSTOM_ENDPOINT")? {
            None if generation == Generation::SECOND => match older(&var) {
                Some(name) => given(name)?,
                None => None,
            },
            found => found,
        },
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

/// Which variable has the address of FC 2.0, where it counts.
fn older<'v>(var: &impl Fn(&str) -> Option<&'v str>) -> Option<&'static str> {
    let set = |names: [&'static str; 2]| {
        let mut names = names.into_iter();
        names.find(|name| var(name).is_some_and(|value| !value.is_empty()))
    };
    let [address, counts] = OLDER.map(set);
    address.filter(|_| counts.and_then(&var) == Some("true"))
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
        let site = site(region, Generation::THIRD, props, vars);
        [&FC3, &FC2, &OSS_OF_FC].map(|service| (service.origin)(&site).to_string())
    }

    fn site(
        region: &str,
        generation: Generation,
        props: Option<&str>,
        vars: &[(&str, &'static str)],
    ) -> Site {
        let var = |name: &str| {
            let found = vars.iter().find(|(key, _)| *key == name);
            found.map(|(_, value)| *value)
        };
        super::resolve((region, "123", generation), props, var).expect("a site")
    }

    #[test]
    fn the_address_of_the_older_tools_counts_for_fc_2_0_where_it_is_enabled() {
        let address = ("s_default_fc_endpoint", "https://fc.example.com");
        let is_taken = |generation, vars: &[_]| {
            let site = site("cn-hangzhou", generation, None, vars);
            (FC2.origin)(&site).to_string() == "https://fc.example.com"
        };
        let enabled = ("s_default_enable_fc_endpoint", "true");
        assert!(is_taken(Generation::SECOND, &[address, enabled]));
        assert!(is_taken(
            Generation::SECOND,
            &[
                ("s-default-fc-endpoint", address.1),
                ("s-default-enable-fc-endpoint", "true")
            ]
        ));
        assert!(!is_taken(Generation::SECOND, &[address]));
        assert!(!is_taken(
            Generation::SECOND,
            &[address, (enabled.0, "false")]
        ));
        assert!(!is_taken(Generation::THIRD, &[address, enabled]));
        let own = ("FC_CLIENT_CUSTOM_ENDPOINT", "https://own.example.com");
        assert!(!is_taken(Generation::SECOND, &[own, address, enabled]));
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
        assert!(super::resolve(("cn hangzhou", "1", Generation::THIRD), None, |_| None).is_err());
    }
}
