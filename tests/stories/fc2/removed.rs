//! What a removal refuses, says and leaves.

use serde_json::{Value, json};

use super::{FUNCTION, PROPS, SERVICE, deployed, edit, file, new};
use crate::cloud::Fate;
use crate::story::Story;

const DOMAIN: &str = "2016-08-15/custom-domains/shop.example.com";

/// Somebody else has a function in the service.
fn shared() -> Story {
    let story = deployed();
    others(&story, "shop");
    story
}

fn others(story: &Story, service: &str) {
    let other = json!({"functionName": "other", "runtime": "python3", "handler": "a.b", "code": {"zipFile": crate::caller::PACKAGE}});
    let functions = format!("2016-08-15/services/{service}/functions");
    story.console().older("POST", &functions, &other);
}

/// With the word for the whole service everything goes, so nothing beside it can be about less.
#[test]
fn a_part_beside_the_whole_service_is_refused() {
    let story = shared();
    for (flags, told) in [
        ("--function", "--function"),
        ("--trigger web", "--trigger"),
        ("--trigger", "--trigger"),
        ("--async-invoke-config", "--async-invoke-config"),
        ("--orphan shop/demo", "--orphan"),
        ("--function-name demo", "--function-name"),
        ("--trigger-name web", "--trigger-name"),
        ("--type code", "--type"),
        ("--domain-name a.cn", "--domain-name"),
    ] {
        for local in ["", " --use-local"] {
            let told_of = story.s(&format!("remove service {flags}{local} -y"));
            let told_of = told_of.ends("usage");
            assert!(told_of.sent.is_empty(), "{}", told_of.transcript());
            told_of.says(&[told]);
        }
    }
    assert!(story.console().tries_older("GET", FUNCTION));
}

/// A service that is named by a flag goes with everything in it, as the file's own does.
#[test]
fn the_whole_of_another_service_is_removed() {
    let story = deployed();
    story.console().older(
        "POST",
        "2016-08-15/services",
        &json!({"serviceName": "second"}),
    );
    others(&story, "second");
    let told = story.s("remove service --service-name second").fails();
    told.says(&["function second/other", "service second"])
        .never_says(&["shop"])
        .writes(&[]);
    story
        .s("remove service --service-name second -y")
        .ends("changed")
        .writes(&[
            "DELETE 2016-08-15/services/second/functions/other",
            "DELETE 2016-08-15/services/second",
        ]);
    story.s("deploy").ends("clean").writes(&[]);
}

/// Somebody has published the service.
fn published() -> Story {
    let story = shared();
    let console = story.console();
    console.older("POST", &format!("{SERVICE}/versions"), &json!({}));
    let alias = json!({"aliasName": "live", "versionId": "1"});
    console.older("POST", &format!("{SERVICE}/aliases"), &alias);
    story
}

/// A service that cannot go is not emptied.
#[test]
fn a_service_with_versions_is_not_emptied() {
    let story = published();
    let commands = [
        "s web remove alias --alias-name live",
        "s web remove version --version-id 1",
    ];
    for command in ["remove service", "remove service -y"] {
        let told = story.s(command).fails().writes(&[]);
        told.says(&["nothing was deleted"])
            .says(&commands)
            .never_says(&["will be deleted", "nobody can be asked"]);
    }
    // What takes away ours alone names them as well, since the service goes with nothing else.
    let told = story.s("remove -y").ends("changed");
    told.says(&["service shop stays"]).says(&commands);
    assert!(story.console().tries_older("GET", SERVICE));
    // Without them it goes as whole as ever.
    let story = published();
    let console = story.console();
    console.older("DELETE", &format!("{SERVICE}/aliases/live"), &json!(null));
    console.older("DELETE", &format!("{SERVICE}/versions/1"), &json!(null));
    story.s("remove service -y").ends("changed");
    assert!(!story.console().tries_older("GET", SERVICE));
}

/// What stays is not said to be gone.
#[test]
fn the_last_line_says_that_the_service_stays() {
    let story = shared();
    let told = story.s("remove -y").ends("changed");
    told.says(&["2 deleted; the rest of the resource stays"])
        .never_says(&["nothing is left"]);
    deployed()
        .s("remove -y")
        .ends("changed")
        .says(&["3 deleted, nothing is left"]);
}

const INSTANCES: &str = "2016-08-15/provision-configs";

/// Whether instances keep the function is known before anything is deleted, or nothing is.
#[test]
fn instances_that_cannot_be_read_stop_a_removal() {
    let story = deployed();
    let busy = json!({"ErrorCode": "InternalServerError", "ErrorMessage": "x"}).to_string();
    story.every("GET", INSTANCES, Fate::RefusedWith(500, busy));
    let told = story.s("remove -y").fails().writes(&[]);
    told.says(&["nothing was deleted"]);
    story.every("GET", INSTANCES, Fate::Dropped);
    story.s("remove -y").fails().writes(&[]);
    // Nor is an answer of a form that nobody knows that there are none.
    for resource in [json!("1#shop#live"), json!(null), json!("shop.live/demo")] {
        let odd = json!({"provisionConfigs": [{"resource": resource, "target": 3, "current": 3}]});
        story.every("GET", INSTANCES, Fate::AnsweredWith(200, odd.to_string()));
        let told = story.s("remove -y").fails().writes(&[]);
        let told = told.says(&["it is not known whether instances are provisioned"]);
        // Whoever has to find out is told which one it is.
        match resource.as_str() {
            Some(name) => told.says(&[&format!("resource \"{name}\", target 3")]),
            None => told.says(&["entry 1 has no resource"]),
        };
    }
    // Those of another service are none of this one's.
    let theirs =
        json!({"provisionConfigs": [{"resource": "1#their#live#demo", "target": 3, "current": 3}]});
    story.every(
        "GET",
        INSTANCES,
        Fate::AnsweredWith(200, theirs.to_string()),
    );
    story.s("remove -y").ends("changed");
    // Who may not list them is told by the service itself.
    let story = deployed();
    let denied = json!({"ErrorCode": "AccessDenied", "ErrorMessage": "no right"}).to_string();
    story.every("GET", INSTANCES, Fate::RefusedWith(403, denied));
    story.s("remove -y").ends("changed");
}

/// An entry that nobody understands, but which says itself that there is nothing and that nothing will be, keeps nothing.
#[test]
fn an_unknown_entry_without_instances_stops_no_removal() {
    let entry = |more: Value| {
        let mut entry = json!({"resource": "1#shop#live", "target": 0, "current": 0});
        entry
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        json!({"provisionConfigs": [entry]}).to_string()
    };
    for goes in [
        json!({}),
        json!({"scheduledActions": [], "targetTrackingPolicies": null}),
    ] {
        let story = deployed();
        story.every("GET", INSTANCES, Fate::AnsweredWith(200, entry(goes)));
        story.s("remove -y").ends("changed");
    }
    for stops in [
        json!({"current": 3}),
        json!({"current": null}),
        json!({"target": null}),
        json!({"target": "0"}),
        json!({"scheduledActions": [{"name": "night", "target": 3}]}),
        json!({"targetTrackingPolicies": {"minCapacity": 1}}),
    ] {
        let story = deployed();
        story.every("GET", INSTANCES, Fate::AnsweredWith(200, entry(stops)));
        let told = story.s("remove -y").fails().writes(&[]);
        told.says(&["unknown form: resource \"1#shop#live\""]);
    }
    // A limit of what comes on demand keeps nothing, whatever its form.
    let story = deployed();
    let limits = json!({"configs": [{"resource": "shop.live/demo", "maximumInstanceCount": 3}]});
    story.every(
        "GET",
        "2016-08-15/on-demand-configs",
        Fate::AnsweredWith(200, limits.to_string()),
    );
    story
        .s("drift")
        .ok()
        .says(&["unknown form: resource \"shop.live/demo\", maximumInstanceCount 3"]);
    story.s("remove -y").ends("changed");
}

/// The usual project with a domain, deployed.
fn routed() -> Story {
    let story = new();
    let domain = "      customDomains:
        - domainName: shop.example.com
          protocol: HTTP
          routeConfigs:
            - path: /*
";
    story.write("s.yaml", &format!("{}{domain}", story.read("s.yaml")));
    story.s("deploy").ends("changed");
    story
}

/// Routes that lead nowhere are told, before the question and afterwards.
#[test]
fn routes_that_will_lead_nowhere_are_told() {
    let story = routed();
    let told = story.s("remove function -y").ends("changed");
    told.says(&[
        "custom domain shop.example.com stays, and so do its routes to function shop/demo (/*)",
        "custom domain shop.example.com still has routes to function shop/demo, which is gone (/*)",
    ]);
    assert!(story.console().tries_older("GET", DOMAIN));
}

/// A domain that is left alone, because others lead it to a function of an earlier name, goes with that one.
#[test]
fn what_is_on_record_of_an_earlier_name_is_kept_as_long_as_the_domain_leads_there() {
    let story = routed();
    edit(&story, "name: demo", "name: neu");
    story.cloud.pass(1_000);
    story.s("deploy --use-local").ends("changed");
    // Somebody leads the domain back.
    let route = json!({"routeConfig": {"routes": [{"path": "/*", "serviceName": "shop", "functionName": "demo"}]}});
    story.console().older("PUT", DOMAIN, &route);
    let before = story.records();
    let is_of_demo = |name: &&String| name.contains("shop_demo.serviceDomain.");
    let earlier = before.keys().find(is_of_demo);
    let earlier = earlier.unwrap_or_else(|| panic!("{:?}", before.keys()));
    story.s("remove -y").ends("changed");
    let after = story.records();
    assert!(after.contains_key(earlier), "{:?}", after.keys());
}

/// The rest is there for the file's own resource: what others in the file deploy is not touched.
#[test]
fn what_another_resource_deploys_into_the_service_stays() {
    let story = new();
    let second = PROPS.replace("name: demo", "name: second");
    let text = file(PROPS) + "  second:\n    component: fc-guard\n    props:\n" + &second;
    story.write("s.yaml", &text);
    story.s("deploy").ends("changed");
    let told = story.s("web remove -y").ends("changed");
    told.says(&["service shop stays: it holds function second"])
        .never_says(&["nothing is left"]);
    story.s("second plan").ends("clean");
}
