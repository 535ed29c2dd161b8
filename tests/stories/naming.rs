//! The variables that are suggested for secrets: each setting has its own.

use serde_json::json;

use crate::story::Story;
use crate::yaml::Fn;

fn suggested(said: &str) -> Vec<String> {
    let names = said.split("${env('").skip(1);
    let names = names.filter_map(|rest| Some(rest.split_once("')")?.0.to_owned()));
    names.collect()
}

#[test]
fn triggers_of_like_names_have_variables_of_their_own() {
    let story = Story::new();
    let mut more = "      triggers:\n".to_owned();
    for name in ["a-b", "a_b", "aB"] {
        more.push_str(&format!(
            "        - triggerName: {name}
          triggerType: timer
          triggerConfig: {{cronExpression: '@every 4m', enable: true, payload: go}}
"
        ));
    }
    story.yaml(&[Fn::demo().bare().with(&more)]);
    story.s("deploy").ends("changed");
    for name in ["a-b", "a_b", "aB"] {
        let config = json!({"cronExpression": "@every 4m", "enable": true, "payload": format!("token=Qz7{name}Hx")});
        story
            .console()
            .change_trigger("demo", name, json!({"triggerConfig": config.to_string()}));
    }
    let told = story.s("deploy --use-remote").ends("clean");
    let mut names = suggested(&told.said);
    assert_eq!(names.len(), 3, "{}", told.said);
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), 3, "{}", told.said);
}

#[test]
fn resources_have_variables_of_their_own() {
    let story = Story::new();
    story.yaml(&[
        Fn::named("one", "one").bare(),
        Fn::named("two", "two").bare(),
    ]);
    story.s("deploy").ends("changed");
    for name in ["one", "two"] {
        story
            .console()
            .set_variable(name, "DB_PASSWORD", &format!("Qz{name}7Hx"));
    }
    let told = story.s("deploy --use-remote").ends("clean");
    let mut names = suggested(&told.said);
    assert_eq!(names.len(), 2, "{}", told.said);
    names.dedup();
    assert_eq!(names.len(), 2, "{}", told.said);
}

/// What the file takes from the environment for something else is no place for it.
#[test]
fn a_variable_that_the_file_uses_is_not_suggested() {
    let story = Story::new();
    story.var("DB_PASSWORD", "QzOther77Pw");
    story.yaml(&[Fn::demo()
        .bare()
        .variable("OLD", "\"${env('DB_PASSWORD')}\"")]);
    story.s("deploy").ends("changed");
    story
        .console()
        .set_variable("demo", "DB_PASSWORD", "QzNew77Pw");
    let told = story.s("deploy --use-remote").ends("clean");
    assert!(
        !suggested(&told.said).contains(&"DB_PASSWORD".to_owned()),
        "{}",
        told.said
    );
}
