use serde_json::json;

use super::*;
use crate::model::resource::Kind;

fn resource(kind: Kind, name: &str) -> Resource {
    Resource::of_function("1".to_owned(), "cn-hangzhou".to_owned(), "f".to_owned())
        .sibling(kind, name)
}

fn rule(path: &str, owner: Owner) -> Rule {
    Rule {
        patterns: vec![Pattern::parse(path).expect("a path")],
        owner,
        reason: String::new(),
        until: None,
    }
}

fn rules(all: Vec<Rule>) -> Rules {
    let today = Some(jiff::civil::date(2026, 11, 23));
    Rules {
        all,
        today,
        ..Rules::default()
    }
}

fn covers(pattern: &str, path: &Path) -> bool {
    Pattern::parse(pattern).expect("a path").covers(path)
}

/// Whether a rule with that path decides about a setting.
fn decides(pattern: &str, resource: &Resource, path: &Path) -> bool {
    rule(pattern, Owner::Console).covers(resource, path)
}

/// Every kind of resource and one of its settings, the first name of which no function has.
fn settings() -> Vec<(Resource, Path)> {
    let root = Path::default();
    let routes = root.key("routeConfig").key("routes").item("/*");
    [
        (Kind::Trigger, root.key("triggerConfig").key("methods")),
        (Kind::CustomDomain, routes.key("methods")),
        (Kind::CustomDomain, root.key("protocol")),
        (Kind::AsyncInvokeConfig, root.key("maxAsyncRetryAttempts")),
        (Kind::VpcBinding, root.key("vpcIds").key("vpc-1")),
        (
            Kind::ProvisionConfig,
            root.key("scheduledActions").item("a").key("target"),
        ),
        (Kind::ScalingConfig, root.key("minInstances")),
        (Kind::ConcurrencyConfig, root.key("reservedConcurrency")),
    ]
    .map(|(kind, path)| (resource(kind, "x"), path))
    .into()
}

/// The file has a deprecated name, and a shape for one route, of its own.
#[test]
fn a_path_is_taken_as_the_file_writes_it() {
    let root = Path::default();
    let provision = resource(Kind::ProvisionConfig, "LATEST");
    let target = root.key("defaultTarget");
    for written in [
        "provisionConfig.target",
        "provisionConfig.defaultTarget",
        "defaultTarget",
        "target",
    ] {
        assert!(decides(written, &provision, &target), "{written}");
    }
    let scaling = resource(Kind::ScalingConfig, "LATEST");
    assert!(!decides("target", &scaling, &root.key("minInstances")));
    let action = root.key("scheduledActions").item("a").key("target");
    assert!(!decides("provisionConfig.target", &provision, &action));
    let domain = resource(Kind::CustomDomain, "a.example.com");
    let methods = root
        .key("routeConfig")
        .key("routes")
        .item("/*")
        .key("methods");
    for written in [
        "customDomain.route",
        "customDomain.route.methods",
        "customDomain.routeConfig.routes[/*].methods",
    ] {
        assert!(decides(written, &domain, &methods), "{written}");
    }
    assert!(!decides("customDomain.route.qualifier", &domain, &methods));
    assert!(!decides(
        "customDomain.route",
        &domain,
        &root.key("protocol")
    ));
}

/// With the name of the resource, as JSON has it, and below its title, as the others print it.
#[test]
fn a_path_is_taken_as_reports_print_it() {
    for (resource, path) in settings() {
        let address = resource.address(&path).to_string();
        for written in [address, path.to_string(), path.top().to_owned()] {
            assert!(decides(&written, &resource, &path), "{written}");
        }
        let others = settings()
            .into_iter()
            .filter(|(other, _)| other.kind != resource.kind);
        for (other, theirs) in others {
            assert!(
                !decides(&path.to_string(), &other, &theirs),
                "{path} {theirs}"
            );
        }
        // A sign for any name is meant for the function's settings, and no other kind's.
        for wide in ["*", "*Config", "*.*"] {
            let covers = covers(wide, &resource.address(&path));
            assert_eq!(decides(wide, &resource, &path), covers, "{wide} {path}");
        }
    }
    // What the function has, too, is the function's.
    let description = Path::default().key("description");
    assert!(!decides(
        "description",
        &resource(Kind::Trigger, "t"),
        &description
    ));
    assert!(decides(
        "description",
        &resource(Kind::Function, "f"),
        &description
    ));
}

#[test]
fn whatever_is_printed_is_taken() {
    for name in [
        "a.b",
        "a[b]",
        "a]b",
        "[",
        "\"quoted\"",
        "a\\b",
        "/{id}/*",
        "a b",
        "team:x",
        "中文",
        "!",
        "**",
        "it's",
    ] {
        let tag = Path::default().key("tags").key(name);
        let route = Path::default()
            .key("routeConfig")
            .key("routes")
            .item(name)
            .key("methods");
        for path in [tag, route] {
            let printed = path.to_string();
            let pattern = Pattern::parse(&printed);
            assert!(pattern.is_some_and(|one| one.covers(&path)), "{printed}");
        }
    }
}

/// The service's answer to a setting is whose the setting is.
#[test]
fn an_answer_follows_what_it_answers() {
    let function = resource(Kind::Function, "f");
    let container = Path::default().key("customContainerConfig");
    let digest = container.key("resolvedImageUri");
    for pattern in [
        "customContainerConfig.image",
        "customContainerConfig",
        "**.image",
    ] {
        assert!(decides(pattern, &function, &digest), "{pattern}");
    }
    for pattern in [
        "customContainerConfig.port",
        "customContainerConfig.imageId",
        "image",
    ] {
        assert!(!decides(pattern, &function, &digest), "{pattern}");
    }
    assert!(!decides(
        "customContainerConfig.resolvedImageUri",
        &function,
        &container.key("image")
    ));
}

#[test]
fn a_path_covers_what_is_below_it() {
    let level = Path::default().key("environmentVariables").key("LOG_LEVEL");
    for pattern in [
        "environmentVariables",
        "environmentVariables.LOG_LEVEL",
        "environmentVariables.LOG_*",
        "environmentVariables.LOG_LEVE?",
        "**.LOG_LEVEL",
        "**",
        "*.LOG_LEVEL",
    ] {
        assert!(covers(pattern, &level), "{pattern}");
    }
    for pattern in [
        "environmentVariables.LOG",
        "LOG_LEVEL",
        "environmentVariables.LOG_LEVEL.x",
        "environmentvariables",
        "environmentVariables.[LOG_LEVEL",
    ] {
        let pattern = Pattern::parse(pattern);
        assert!(pattern.is_none_or(|pattern| !pattern.covers(&level)));
    }
}

#[test]
fn entries_and_odd_names_can_be_named() {
    let trigger = resource(Kind::Trigger, "nightly");
    let cron = trigger.address(&Path::default().key("triggerConfig").key("cronExpression"));
    assert_eq!(
        cron.to_string(),
        "triggers[nightly].triggerConfig.cronExpression"
    );
    assert!(covers(&cron.to_string(), &cron));
    assert!(covers("triggers[*].triggerConfig", &cron));
    assert!(!covers("triggers[other]", &cron));
    let route = Path::default()
        .key("routeConfig")
        .key("routes")
        .item("/{id}/*");
    let route = resource(Kind::CustomDomain, "d").address(&route.key("methods"));
    assert!(covers("customDomain.routeConfig.routes[/{id}/*]", &route));
    let dotted = Path::default().key("environmentVariables").key("a.b");
    assert!(covers(&dotted.to_string(), &dotted));
}

#[test]
fn what_is_no_path_is_refused() {
    for text in [
        "", "  ", ".a", "a.", "a..b", "a[b", "a[]", "a[b]c", "a\"b\"", "\"a",
    ] {
        let parsed = Pattern::parse(text);
        assert!(parsed.is_none() || text == "a\"b\"", "{text:?}");
    }
}

#[test]
fn the_last_rule_that_applies_decides() {
    let over = Rule {
        until: Some(jiff::civil::date(2026, 11, 22)),
        ..rule("timeout", Owner::File)
    };
    let last_day = Rule {
        until: Some(jiff::civil::date(2026, 11, 23)),
        ..rule("cpu", Owner::Console)
    };
    let all = vec![
        rule("*", Owner::Console),
        over,
        rule("memorySize", Owner::File),
        last_day,
    ];
    let rules = rules(all);
    let function = resource(Kind::Function, "f");
    let owner = |name: &str| rules.owner(&function, &Path::default().key(name));
    assert_eq!(owner("timeout"), Some(Owner::Console));
    assert_eq!(owner("memorySize"), Some(Owner::File));
    assert_eq!(owner("cpu"), Some(Owner::Console));
    assert!(rules.is_over(&rules.all[1]) && !rules.is_over(&rules.all[3]));
}

#[test]
fn what_is_the_consoles_is_not_ours_to_send() {
    let rules = rules(vec![
        rule("environmentVariables.LOG_*", Owner::Console),
        rule("handler", Owner::Console),
    ]);
    let function = resource(Kind::Function, "f");
    let document = json!({"handler": "a.b", "environmentVariables": {"LOG_LEVEL": "x", "A": "y"}});
    assert_eq!(
        rules.ours(&function, &document),
        json!({"environmentVariables": {"A": "y"}})
    );
}
