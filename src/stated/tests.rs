use serde_json::json;

use super::*;

const PROJECT: &str = r#"
edition: 3.0.0
access: default
vars: { stage: prod, size: 512, region: cn-hangzhou, at: "${env('X')}", both: "${vars.stage}-${vars.size}" }
template:
  base: { runtime: python3.10, region: "${vars.region}" }
flow:
  deploy:
    - [one, two]
resources:
  one:
    component: fc-guard
    extend: { name: base }
    props:
      functionName: "shop-${vars.stage}"
      memorySize: "${vars.size}"
      description: "${this.props.functionName} of ${this.name}"
      both: "${vars.both}"
  two:
    component: fc-guard
    access: other
    props:
      functionName: "${resources.one.props.functionName}-two"
      role: "${resources.one.output.role}"
      late: "${vars.at}"
      region: "${vars.region}"
  three:
    component: fc-guard
    props: { functionName: "a-${env('STAGE')}", when: "x {{vars.stage}}" , self: "${this.props.self}" }
"#;

fn read() -> Stated {
    let source = Source {
        path: "s.yaml",
        text: PROJECT,
    };
    stated(&[source], &outside()).unwrap_or_else(|error| panic!("{:?}", error.why))
}

/// A run in which one variable is set.
fn outside() -> Outside {
    let variables = [("STAGE".to_owned(), Some("prod".to_owned()))];
    Outside {
        variables: variables.into(),
        account: None,
    }
}

#[test]
fn what_stands_outside_is_known_in_this_run_only() {
    let project = read();
    let three = &project.resources[2];
    let name = three.in_run().get("functionName");
    assert_eq!(name, Ok(&json!("a-prod")));
    three.prop("functionName").expect_err("the file alone");
    let late = project.resources[1].in_run().get("late");
    late.expect_err("not handed over");
}

#[test]
fn what_stands_in_the_file_is_known() {
    let project = read();
    let one = project.resources[0].props();
    assert_eq!(
        one,
        Ok(json!({
            "functionName": "shop-prod", "memorySize": 512, "runtime": "python3.10",
            "region": "cn-hangzhou", "description": "shop-prod of one", "both": "prod-512",
        }))
    );
    assert_eq!(project.access_of(&project.resources[0]), Some("default"));
}

fn unclear<'r>(resource: &'r StatedResource, name: &str) -> &'r str {
    let unclear = resource.prop(name).expect_err("nobody knows it here");
    &unclear.text
}

#[test]
fn what_only_a_run_can_tell_is_not_guessed() {
    let project = read();
    let [_, two, three] = &project.resources[..] else {
        panic!("three resources");
    };
    let late = two.props().expect_err("nobody knows it here");
    assert_eq!(late.text, "${env('X')}");
    assert_eq!(late.path.to_string(), "props.late");
    assert_eq!(two.prop("functionName"), Ok(&json!("shop-prod-two")));
    assert_eq!(unclear(two, "role"), "${resources.one.output.role}");
    assert_eq!(two.prop("memorySize"), Ok(&Value::Null));
    assert_eq!(unclear(three, "functionName"), "a-${env('STAGE')}");
    assert_eq!(unclear(three, "when"), "x {{vars.stage}}");
    assert_eq!(unclear(three, "self"), "${this.props.self}");
    assert_eq!(project.access_of(two), Some("other"));
}

#[test]
fn a_flow_names_those_on_which_a_command_runs() {
    let project = read();
    assert!(project.runs("deploy", "two") && !project.runs("deploy", "three"));
    assert!(project.runs("remove", "three"));
}

/// The same of edition 1.0.0, in its own words.
#[test]
fn an_older_file_is_understood() {
    let text = r#"
edition: 1.0.0
access: default
vars: { region: cn-hangzhou, service: { name: "shop-${env(STAGE)}" } }
services:
  one:
    component: fc-guard
    props: { region: "${vars.region}", service: "${vars.service}", function: { name: one, handler: "{{handler}}" } }
  two:
    component: fc-guard
    props:
      service: "${one.props.service}"
      function: "${services.one.props.function}"
      late: "${one.output.url.system_url}"
"#;
    let source = Source {
        path: "s.yaml",
        text,
    };
    let project = stated(&[source], &outside()).unwrap_or_else(|error| panic!("{:?}", error.why));
    let [one, two] = &project.resources[..] else {
        panic!("two resources");
    };
    let shop = json!({"name": "shop-prod"});
    assert_eq!(one.in_run().get("service"), Ok(&shop));
    assert_eq!(two.in_run().get("service"), Ok(&shop));
    one.prop("service").expect_err("the file alone");
    assert_eq!(one.prop("region"), Ok(&json!("cn-hangzhou")));
    // No other templates are known of there.
    let function = json!({"name": "one", "handler": "{{handler}}"});
    assert_eq!(two.prop("function"), Ok(&function));
    two.in_run().get("late").expect_err("only a run tells");
    assert!(project.is_of_services);
}
