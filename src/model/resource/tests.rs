use serde_json::json;

use super::*;

fn function() -> Resource {
    Resource::of_function("1".to_owned(), "r".to_owned(), "demo".to_owned())
}

#[test]
fn a_path_says_which_resource_it_is() {
    let function = function();
    for kind in Generation::THIRD.kinds() {
        let resource = function.sibling(kind, "own");
        let written = serde_json::to_value(&resource).expect("JSON");
        assert_eq!(written["generation"], 3);
        let read: Resource = serde_json::from_value(written).expect("a resource");
        assert_eq!(read, resource);
        assert!(resource.is_whole(), "{resource:?}");
        assert_eq!(resource.root() == function, !kind.is_function());
    }
}

#[test]
fn a_service_stands_above_its_functions() {
    let (account, region) = ("1".to_owned(), "r".to_owned());
    let service = Resource::of_service(account, region, "s".to_owned());
    let function = service.sibling(Kind::ServiceFunction, "f");
    assert_eq!(
        (function.service(), function.function()),
        (Some("s"), Some("f"))
    );
    assert_eq!(&*function.root_name(), "s/f");
    assert_eq!(function.lead().as_deref(), Some("s$f"));
    let expected: [(Kind, &[&str], &Resource); 6] = [
        (Kind::Service, &["own"], &service),
        (Kind::ServiceFunction, &["s", "own"], &function),
        (Kind::ServiceTrigger, &["s", "f", "own"], &function),
        (Kind::ServiceAsyncConfig, &["s", "f", "own"], &function),
        (Kind::ServiceVpcBinding, &["s"], &service),
        (Kind::ServiceDomain, &["s", "f", "own"], &function),
    ];
    for (kind, names, root) in expected {
        let resource = function.sibling(kind, "own");
        assert_eq!(resource.names(), names);
        assert!(resource.is_known() && resource.is_whole(), "{resource:?}");
        // What is a root itself is another one than that from which it was named.
        assert_eq!(resource.root() == *root, kind.spec().holder.is_some());
        let written = serde_json::to_value(&resource).expect("JSON");
        assert_eq!(written["generation"], 2);
        let read: Resource = serde_json::from_value(written).expect("a resource");
        assert_eq!(read, resource);
    }
    assert!(service.is_with(&function) && !function.is_with(&service));
    assert_eq!(function.holder(), service);
}

#[test]
fn settings_of_a_service_and_of_its_function_have_addresses_of_their_own() {
    let (account, region) = ("1".to_owned(), "r".to_owned());
    let service = Resource::of_service(account, region, "s".to_owned());
    let function = service.sibling(Kind::ServiceFunction, "f");
    let path = Path::default().key("description");
    let at = |one: &Resource| one.address(&path).to_string();
    assert_eq!(at(&service), "service.description");
    assert_eq!(at(&function), "function.description");
    let trigger = function.sibling(Kind::ServiceTrigger, "t");
    assert_eq!(at(&trigger), "triggers[t].description");
    let config = function.sibling(Kind::ServiceAsyncConfig, "LATEST");
    assert_eq!(at(&config), "function.asyncConfiguration.description");
}

#[test]
fn a_domain_may_belong_to_no_function() {
    let domain = Resource::of_domain("1".to_owned(), "r".to_owned(), "a.cn".to_owned());
    let of_function = function().sibling(Kind::CustomDomain, "a.cn");
    assert_eq!(domain.root(), domain);
    assert_eq!(
        (domain.function(), of_function.function()),
        (None, Some("demo"))
    );
    let other = domain.sibling(Kind::CustomDomain, "b.cn");
    assert!(other.is_root() && other.is_whole() && other.name() == "b.cn");
    assert_eq!(domain.under(&other), other);
    let written = serde_json::to_value(&domain).expect("JSON");
    let read: Resource = serde_json::from_value(written).expect("a resource");
    assert_eq!(read, domain);
    let protocol = Path::default().key("protocol");
    assert_eq!(domain.address(&protocol).to_string(), "protocol");
    assert_eq!(
        of_function.address(&protocol).to_string(),
        "customDomain.protocol"
    );
}

/// As earlier versions wrote them into records and backups.
#[test]
fn a_pair_of_names_says_it_too() {
    for kind in Generation::THIRD.kinds() {
        let resource = function().sibling(kind, "own");
        let written = json!({"account": "1", "region": "r", "function": resource.root_name(),
            "kind": kind, "name": resource.name()});
        let read: Resource = serde_json::from_value(written).expect("a resource");
        assert_eq!(read, resource);
    }
}

#[test]
fn a_resource_is_the_same_kind_of_thing_under_another_function() {
    let other = function().sibling(Kind::Function, "other");
    let trigger = function().sibling(Kind::Trigger, "http").under(&other);
    assert_eq!((&*trigger.root_name(), trigger.name()), ("other", "http"));
    assert_eq!(function().under(&other), other);
    let binding = function().sibling(Kind::VpcBinding, "").under(&other);
    assert_eq!((&*binding.root_name(), binding.name()), ("other", "other"));
}
