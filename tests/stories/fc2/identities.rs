//! Which function a resource is whose names are not the same in every run: they stand in blocks, that of the
//! service and that of the function.

use serde_json::json;

use super::{FUNCTION, SERVICE};
use crate::story::Story;
use crate::told::Told;

const DOMAIN: &str = "2016-08-15/custom-domains/shop.example.com";

/// A resource of that name. `more` stands in the block of its function.
fn resource(name: &str, service: &str, function: &str, more: &str) -> String {
    format!(
        "  {name}:
    component: fc-guard
    props:
      region: cn-hangzhou
      service:
        name: {service}
      function:
        name: {function}
        runtime: python3
        handler: index.handler
        timeout: 10
        codeUri: ./code
{more}"
    )
}

const ROUTE: &str = "      triggers:
        - name: web
          type: http
          config:
            authType: anonymous
            methods: [GET]
      customDomains:
        - domainName: shop.example.com
          protocol: HTTP
          routeConfigs:
            - path: /*
";

fn file(resources: &[String]) -> String {
    let resources = resources.concat();
    format!("edition: 3.0.0\nname: app\naccess: default\nresources:\n{resources}")
}

fn with(resources: &[String]) -> Story {
    let story = Story::new();
    story.write("s.yaml", &file(resources));
    story
}

/// Where the only route of the domain leads.
fn leads(story: &Story) -> (String, String) {
    let domain = story.console().older("GET", DOMAIN, &json!(null));
    let route = &domain["routeConfig"]["routes"][0];
    let text = |name: &str| route[name].as_str().unwrap().to_owned();
    (text("serviceName"), text("functionName"))
}

fn deleted(told: &Told) -> Vec<String> {
    let wrote = told.wrote().into_iter();
    wrote.filter(|line| line.starts_with("DELETE")).collect()
}

/// A route of another stage that is live is not taken without a question, whichever name has the stage in it.
#[test]
fn a_route_of_another_stage_is_not_taken_without_a_question() {
    let names = [
        ("shop", "api-${env('STAGE', 'dev')}"),
        ("shop-${env('STAGE', 'dev')}", "api"),
    ];
    for (service, function) in names {
        let story = with(&[resource("web", service, function, ROUTE)]);
        story.s("deploy").ends("changed");
        let before = leads(&story);
        story.var("STAGE", "prod");
        story.s("plan").never_says(&["--orphan"]);
        let told = story.s("deploy").fails();
        let told = told
            .never_says(&["--orphan"])
            .says(&["custom domain shop.example.com"]);
        assert_eq!(leads(&story), before, "{}", told.transcript());
    }
}

/// Nor where an environment lays the stage over the name.
#[test]
fn a_stage_that_an_environment_lays_over_is_one() {
    for block in [
        "function: {name: \"api-${env('STAGE', 'dev')}\"}",
        "service: {name: \"shop-${env('STAGE', 'dev')}\"}",
    ] {
        let story = with(&[resource("web", "shop", "api", ROUTE)]);
        let envs = format!(
            "environments:\n  - name: testing\n    overlays:\n      resources:\n        web: {{{block}}}\n"
        );
        story.write("env.yaml", &envs);
        story.s("deploy --env testing").ends("changed");
        let before = leads(&story);
        story.var("STAGE", "prod");
        let told = story.s("deploy --env testing").fails();
        assert_eq!(leads(&story), before, "{block}: {}", told.transcript());
    }
}

/// Whatever else stands in a block and is known in a run only: the name is the same in every run.
#[test]
fn a_name_beside_what_only_a_run_tells_is_known() {
    let more = "        environmentVariables:\n          A: \"${env('A', 'a')}\"\n          B: b\n";
    let of = |name: &str, function: &str| resource(name, "shop", function, more);
    let story = with(&[of("web", "one"), of("api", "two")]);
    story.s("deploy").ends("changed");
    for command in ["plan", "web plan", "drift"] {
        story.s(command).never_says(&["--orphan"]);
    }
    for name in ["shop/one", "shop/two"] {
        story
            .s(&format!("remove --orphan {name} -y"))
            .ends("usage")
            .writes(&[]);
    }
    // So another name in the file is another name of it, and what others changed in it is told.
    let two = "2016-08-15/services/shop/functions/two";
    story.console().older("PUT", two, &json!({"timeout": 60}));
    story.cloud.pass(1_000);
    story.write("s.yaml", &file(&[of("web", "one"), of("api", "neu")]));
    story.s("deploy").ends("drift").writes(&[]).says(&[
        "function shop/two, which",
        "put service.name: shop, function.name: two back into s.yaml",
    ]);
}

/// The usual pair: the second stands in the service of the first, whatever that is called.
fn in_the_same() -> Story {
    let story = with(&[
        resource("web", "shop", "demo", ""),
        resource("web2", "${resources.web.output.service.name}", "demo2", ""),
    ]);
    story.s("deploy").ends("changed");
    story.s("deploy").ends("clean").writes(&[]);
    story
}

#[test]
fn the_service_of_another_resource_is_known_by_every_command() {
    let story = in_the_same();
    for command in [
        "plan",
        "drift",
        "web2 plan --no-verify",
        "web2 drift --no-verify",
        "web2 info --no-verify",
        "web2 sync --no-verify",
    ] {
        story
            .s(command)
            .ok()
            .writes(&[])
            .never_says(&["${resources", "must be a block"]);
    }
    let told = story.s("web2 info --no-verify").ok();
    assert_eq!(told.results[0].1["function"]["name"], "demo2");
    story.console().change_demo(&json!({"timeout": 60}));
    let two = format!("{FUNCTION}2");
    story.console().older("PUT", &two, &json!({"timeout": 60}));
    let told = story.s("web2 drift --no-verify").ends("drift");
    told.says(&["function shop/demo2", "timeout: 10 → 60"]);
    story
        .s("web2 history --no-verify")
        .ok()
        .says(&["shop/demo2"]);
}

#[test]
fn a_removal_takes_what_stands_in_the_service_of_another_resource() {
    let story = in_the_same();
    let told = story.s("remove -y").ends("changed");
    assert_eq!(
        deleted(&told),
        [
            format!("DELETE {FUNCTION}"),
            format!("DELETE {FUNCTION}2"),
            format!("DELETE {SERVICE}")
        ]
    );
    assert!(story.records().is_empty(), "{:?}", story.records().keys());
}

/// A removal by itself, after the other one is gone.
#[test]
fn the_record_tells_where_the_other_resource_is_gone() {
    let story = in_the_same();
    story.s("web remove -y").ends("changed");
    story.s("web2 drift --no-verify").ends("clean");
    story
        .console()
        .older("PUT", &format!("{FUNCTION}2"), &json!({"timeout": 60}));
    let told = story.s("web2 remove --no-verify -y").ends("changed");
    assert_eq!(
        deleted(&told),
        [format!("DELETE {FUNCTION}2"), format!("DELETE {SERVICE}")]
    );
    let backup = story.newest_backup();
    let told = story.s(&format!("web2 restore {backup} --no-verify -y"));
    told.ends("changed");
    let two = story
        .console()
        .older("GET", &format!("{FUNCTION}2"), &json!(null));
    assert_eq!(two["timeout"], 60);
}

#[test]
fn a_name_made_of_another_one_is_known_without_what_is_online() {
    let story = with(&[
        resource("web", "shop", "demo", ""),
        resource(
            "web2",
            "shop",
            "${resources.web.output.function.name}-api",
            "",
        ),
    ]);
    story.s("deploy").ends("changed");
    let told = story.s("remove -y").ends("changed");
    assert_eq!(
        deleted(&told),
        [
            format!("DELETE {FUNCTION}"),
            format!("DELETE {FUNCTION}-api"),
            format!("DELETE {SERVICE}")
        ]
    );
}

/// A name with a size in it, which was another one when it was deployed.
fn moved_on() -> Story {
    let pair = |size: u32| {
        [
            resource("a", "shop", "fa", &format!("        memorySize: {size}\n")),
            resource(
                "b",
                "shop",
                "fb-${resources.a.output.function.memorySize}",
                "",
            ),
        ]
    };
    let story = with(&pair(256));
    story.s("deploy").ends("changed");
    story.write("s.yaml", &file(&pair(512)));
    story
}

#[test]
fn what_was_deployed_goes_by_the_record() {
    let story = moved_on();
    let (a, b) = (
        format!("DELETE {SERVICE}/functions/fa"),
        format!("DELETE {SERVICE}/functions/fb-256"),
    );
    let told = story.s("remove -y").ends("changed");
    assert_eq!(deleted(&told), [a, b, format!("DELETE {SERVICE}")]);
    // Without a record nothing is taken away by a guess.
    let clone = moved_on().cloned();
    let hint = "write the intended name itself as service.name and function.name of resource b";
    clone
        .s("b remove --no-verify -y")
        .ends("usage")
        .writes(&[])
        .says(&["shop/fb-256", hint]);
}

/// What is named to be taken away can be.
#[test]
fn a_record_of_another_stage_is_named_as_it_can_be_removed() {
    let own = "${resources.a.output.function.name}-${env('STAGE', 'x')}";
    let story = with(&[
        resource("a", "shop", "fa", ""),
        resource("b", "shop", own, ""),
    ]);
    story.var("STAGE", "prod");
    story.s("deploy").ends("changed");
    story.var("STAGE", "dev");
    let command = "b remove --no-verify --orphan shop/fa-prod";
    story
        .s("b remove --no-verify -y")
        .ends("usage")
        .writes(&[])
        .says(&[command]);
    let told = story.s(&format!("{command} -y")).ends("changed");
    assert_eq!(
        deleted(&told),
        [format!("DELETE {SERVICE}/functions/fa-prod")]
    );
}
