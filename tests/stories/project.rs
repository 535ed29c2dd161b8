//! A project of several resources: all of them are looked at before anything is written.

use fc_guard::ports::Ran;
use serde_json::json;

use crate::cloud::Fate;
use crate::story::Story;
use crate::yaml::{COMPONENT, Fn};

/// Functions without anything beside them, `f1` and so on.
fn plain(count: usize) -> Vec<Fn> {
    let named = |number: usize| Fn::named(&format!("r{number}"), &format!("f{number}")).bare();
    (1..=count).map(named).collect()
}

/// A project of that many functions, deployed.
fn deployed(resources: &[Fn]) -> Story {
    let story = Story::new();
    story.yaml(resources);
    story.s("deploy").ends("changed");
    story
}

fn later(resources: &[Fn]) -> Vec<Fn> {
    resources
        .iter()
        .map(|one| one.clone().timeout(20))
        .collect()
}

#[test]
fn one_of_thirty_drifted_and_nothing_is_written() {
    let resources = plain(30);
    let story = deployed(&resources);
    story.console().change("f17", json!({"memorySize": 1024}));
    story.yaml(&later(&resources));
    let told = story.s("deploy").ends("drift").writes(&[]).says(&[
        "all 30 resources of s.yaml",
        "function f17",
        "memorySize: 512 → 1024",
        "s deploy --use-local",
        "1 difference between live and local needs a decision; nothing was written",
    ]);
    assert_eq!(
        told.said.matches("needs a decision").count(),
        1,
        "{}",
        told.transcript()
    );
    assert_eq!(told.rounds, 1, "{}", told.transcript());
    story.s("deploy --use-remote").ends("changed");
    assert_eq!(story.console().function("f17")["memorySize"], 1024);
    assert_eq!(story.console().function("f30")["timeout"], 20);
}

/// What ends a decision about one resource never acts on another one, and what is offered decides what is counted.
#[test]
fn what_stands_kept_is_ended_by_a_command_on_its_own_resource() {
    for later in [false, true] {
        let mut resources = plain(3);
        let story = deployed(&resources);
        story.console().change("f1", json!({"timeout": 40}));
        story.s("r1 deploy --use-remote --no-write-back").ok();
        story.console().change("f2", json!({"timeout": 55}));
        story.console().change("f3", json!({"timeout": 66}));
        if later {
            // What it is handed is only known in its turn.
            let line = "      description: ${env('LATER') + ''}\n";
            resources[2] = resources[2].clone().with(line);
            story.var("LATER", "x");
            story.yaml(&resources);
        }
        let told = story.s("deploy").ends("drift").writes(&[]);
        let told = told
            .says(&["s r1 deploy --config local"])
            .never_says(&["s r2 deploy --config local", "s deploy --config local"]);
        // Only a command over the file takes back what was kept in another resource.
        assert_eq!(told.said.contains("including what was kept before"), !later);
        let counted = match later {
            true => "1 difference between live and local needs a decision",
            false => "2 differences between live and local need a decision",
        };
        told.says(&[counted]);
        story.s("r1 deploy --config local").ends("changed");
        assert_eq!(story.console().function("f2")["timeout"], 55, "{later}");
    }
}

#[test]
fn one_question_answers_for_all_of_them() {
    let resources = plain(3);
    let story = deployed(&resources);
    story.console().change("f2", json!({"memorySize": 1024}));
    story.console().change("f3", json!({"memorySize": 2048}));
    story.yaml(&later(&resources));
    let told = story.keys("r").s("deploy --no-write-back").ends("changed");
    assert_eq!(
        told.said.matches("What should happen?").count(),
        1,
        "{}",
        told.transcript()
    );
    let online = |name: &str| story.console().function(name)["memorySize"].clone();
    assert_eq!((online("f2"), online("f3")), (json!(1024), json!(2048)));
    assert_eq!(
        told.wrote(),
        ["PUT functions/f1", "PUT functions/f2", "PUT functions/f3"]
    );
    story.s("deploy").ends("clean").writes(&[]);
}

#[test]
fn what_moves_while_a_person_decides_is_asked_before_anything_is_written() {
    let resources = plain(3);
    let story = deployed(&resources);
    story.console().change("f1", json!({"memorySize": 1024}));
    story.yaml(&later(&resources));
    story.keys("rs").meanwhile(0, |console| {
        console.change("f3", json!({"memorySize": 2048}));
    });
    story
        .s("deploy --no-write-back")
        .ends("drift")
        .writes(&[])
        .says(&[
            "Something changed online again in the meantime",
            "memorySize: 512 → 2048",
        ]);
}

#[test]
fn an_answer_holds_only_for_what_was_shown() {
    let resources = plain(2);
    let story = deployed(&resources);
    story.console().change("f2", json!({"memorySize": 1024}));
    story.yaml(&later(&resources));
    // Between the question and its turn a colleague changes it once more.
    story.keys("l").meddle(|_, line, console| {
        if line.short() == "PUT functions/f1" {
            console.change("f2", json!({"memorySize": 2048}));
        }
        Fate::Arrives
    });
    let told = story.s("deploy").fails();
    assert_eq!(told.wrote(), ["PUT functions/f1"]);
    assert_eq!(story.console().function("f2")["memorySize"], 2048);
}

#[test]
fn what_is_refused_in_its_turn_says_what_was_written_before() {
    let story = Story::new();
    let two = Fn::named("two", "two")
        .bare()
        .with("      description: ${resources.one.output.functionName}\n");
    let one = Fn::named("one", "one").bare();
    story.yaml(&[one.clone(), two.clone()]);
    story.s("deploy").ends("changed").says(&[
        "two can be compared only in its turn",
        "${resources.one.output.functionName} is not known yet",
    ]);
    story.console().change("two", json!({"memorySize": 1024}));
    story.yaml(&[one.timeout(20), two.timeout(20)]);
    story
        .s("deploy")
        .ends("partial")
        .writes(&["PUT functions/one"])
        .says(&[
            "nothing of this resource was written",
            "other resources had already been written in the same run: function one",
            "s two deploy --no-verify --use-local",
        ])
        .never_says(&["; nothing was written"]);
}

#[test]
fn one_resource_alone_is_looked_at_alone() {
    let resources = plain(2);
    let story = deployed(&resources);
    story.console().change("f2", json!({"memorySize": 1024}));
    story.yaml(&later(&resources));
    story
        .s("r1 deploy")
        .ends("changed")
        .writes(&["PUT functions/f1"]);
}

#[test]
fn nothing_to_do_in_many_functions_is_one_look() {
    let resources: Vec<Fn> = (1..=33)
        .map(|number| Fn::named(&format!("r{number}"), &format!("f{number}")))
        .collect();
    let story = deployed(&resources);
    let told = story.s("deploy").ends("clean").writes(&[]);
    // Four are allowed. In one there would be as many requests at once as there are in all.
    assert_eq!(told.rounds, 2, "{}", told.transcript());
    assert_eq!(told.sent.len(), 99);
}

#[test]
fn a_service_that_is_too_busy_is_given_time() {
    let resources = plain(40);
    let story = deployed(&resources);
    // No more than ten requests in half a second.
    let (mut window, mut count) = (0, 0);
    story.meddle(move |_, _, console| {
        let now = console.now() / 500;
        if now != window {
            (window, count) = (now, 0);
        }
        count += 1;
        match count > 10 {
            true => Fate::RefusedWith(
                429,
                r#"{"Code":"Throttling","Message":"too busy"}"#.to_owned(),
            ),
            false => Fate::Arrives,
        }
    });
    let told = story.s("deploy").ends("clean").writes(&[]);
    assert!(told.sent.len() < 400, "{} requests", told.sent.len());
}

#[test]
fn the_resource_whose_turn_it_is_keeps_the_peace_too() {
    let resources = plain(30);
    let story = deployed(&resources);
    let mut busy = None;
    story.meddle(move |_, line, console| {
        let now = console.now();
        match busy {
            None if line.is("GET", "functions/f1") => {
                busy = Some(now);
                let body = r#"{"Code":"Throttling","Message":"too busy"}"#;
                return Fate::RefusedWith(429, body.to_owned());
            }
            Some(then) => assert!(now == then || now >= then + 500, "{}", line.short()),
            None => {}
        }
        Fate::Arrives
    });
    story.s("deploy").ends("clean").writes(&[]);
}

#[test]
fn all_are_looked_at_however_the_file_names_the_component() {
    let forms = [
        "${path('../fc-guard')}",
        "../fc-guard",
        "fc-guard@0.2.0",
        "${env('COMPONENT', '../fc-guard')}",
    ];
    for form in forms {
        let component = |story: &Story| {
            let text = story.read("s.yaml").replace(COMPONENT, form);
            story.write("s.yaml", &text);
        };
        let resources = plain(3);
        let story = Story::new();
        story.yaml(&resources);
        component(&story);
        story.s("deploy").ends("changed");
        story.console().change("f3", json!({"memorySize": 1024}));
        let mut resources = later(&resources);
        resources[0].function = "renamed".to_owned();
        story.yaml(&resources);
        component(&story);
        story.s("deploy").ends("drift").writes(&[]).says(&[
            "all 3 resources of s.yaml",
            "memorySize: 512 → 1024",
            "function f1 in cn-hangzhou is still online",
        ]);
        resources[1].function = "renamed".to_owned();
        story.yaml(&resources);
        component(&story);
        story.s("deploy --use-local").ends("usage").writes(&[]);
    }
}

#[test]
fn two_resources_that_are_the_same_function_are_refused() {
    let story = Story::new();
    story.yaml(&[
        Fn::named("web", "fn-a"),
        Fn::named("other", "fn-b").bare(),
        Fn::named("worker", "fn-a").bare().timeout(60),
    ]);
    for command in ["deploy", "worker deploy", "plan"] {
        let told = story
            .s(command)
            .ends("usage")
            .says(&["resources web and worker of s.yaml are both function fn-a in cn-hangzhou"]);
        assert!(told.sent.is_empty(), "{}", told.transcript());
    }
    // One at a time, each to an account of its own.
    let told = story.s("worker deploy -a other");
    assert_ne!(told.word, "usage", "{}", told.transcript());
    let story = Story::new();
    story.yaml(&[
        Fn::named("web", "fn-a").route("www.example.com", "/*"),
        Fn::named("worker", "fn-b").route("WWW.example.com", "/*"),
    ]);
    let told = story
        .s("deploy")
        .ends("usage")
        .says(&["path /* of custom domain www.example.com"]);
    assert!(told.sent.is_empty());
    // The same name in another region is another function.
    let mut there = Fn::named("there", "fn-a").bare();
    there.region = "cn-shanghai".to_owned();
    story.yaml(&[Fn::named("web", "fn-a").bare(), there]);
    let told = story.s("plan");
    assert_ne!(told.word, "usage", "{}", told.transcript());
}

#[test]
fn an_env_file_may_lay_anything_over_the_others() {
    let resources = plain(2);
    let story = deployed(&resources);
    story.write("env.yaml", "environments: []\n");
    let later = ["r2 can be compared only in its turn"];
    story.s("deploy").ends("clean").never_says(&later);
    // Whoever calls without the shim does not know whether one was chosen once.
    story.knows_default.set(false);
    story.s("deploy").ends("clean").says(&later);
}

#[test]
fn what_cannot_be_read_or_done_of_a_later_one_stops_the_first() {
    let resources = plain(3);
    let story = deployed(&resources);
    story.yaml(&later(&resources));
    story.every(
        "GET",
        "functions/f3",
        Fate::RefusedWith(403, FORBIDDEN.to_owned()),
    );
    story
        .s("deploy")
        .ends("unreadable")
        .writes(&[])
        .says(&["resource r3 of s.yaml"]);
    // A trigger's type cannot be changed in place.
    let timer = |kind: &str, config: &str| {
        let lines = format!(
            "      triggers:\n        - triggerName: t\n          triggerType: {kind}\n          triggerConfig:\n{config}"
        );
        Fn::named("r3", "f3").bare().with(&lines)
    };
    let http = "            authType: anonymous\n            methods: [GET]\n";
    let cron = "            cronExpression: '@every 1h'\n            enable: true\n";
    story.yaml(&[resources[0].clone(), timer("http", http)]);
    story.s("deploy").ends("changed");
    story.yaml(&[resources[0].clone().timeout(30), timer("timer", cron)]);
    story
        .s("deploy --use-local")
        .fails()
        .writes(&[])
        .says(&["cannot be changed in place", "resource r3 of s.yaml"]);
}

#[test]
fn what_is_wrong_with_a_later_one_stops_the_first() {
    let mut resources = plain(3);
    let story = deployed(&resources);
    let wrongs = [
        (
            "diskSize",
            resources[2].clone().with("      diskSize: much\n"),
        ),
        ("mask", resources[2].clone().variable("TOKEN", "•••")),
        (
            "code",
            Fn {
                code: "./gone".to_owned(),
                ..resources[2].clone()
            },
        ),
    ];
    for (word, wrong) in wrongs {
        story.yaml(&[
            resources[0].clone().timeout(20),
            resources[1].clone(),
            wrong,
        ]);
        let down = Ran {
            code: 1,
            stderr: "the docker daemon does not run\n".to_owned(),
            ..Ran::default()
        };
        story.docker(move |_| down.clone());
        let told = story
            .s("deploy")
            .ends("usage")
            .says(&[word, "resource r3 of s.yaml"]);
        assert!(told.sent.is_empty(), "{}", told.transcript());
    }
    // Only the first has it.
    resources[0] = Fn::named("r1", "f1").timeout(20);
    story.yaml(&resources);
    let told = story
        .s("deploy --trigger http")
        .ends("usage")
        .says(&["--trigger http", "resource r2 of s.yaml"]);
    assert!(told.sent.is_empty(), "{}", told.transcript());
}

#[test]
fn code_that_an_action_may_still_build_is_looked_for_in_its_turn() {
    let mut resources = plain(3);
    let story = deployed(&resources);
    resources[0].timeout = 20;
    resources[2].code = "./dist".to_owned();
    story.yaml(&resources);
    let told = story
        .s("deploy")
        .ends("usage")
        .says(&["dist does not exist", "resource r3 of s.yaml"]);
    assert!(told.sent.is_empty(), "{}", told.transcript());
    resources[1] = resources[1]
        .clone()
        .with("    actions:\n      pre-deploy:\n        - run: make dist\n          path: ./\n");
    story.yaml(&resources);
    story
        .s("deploy")
        .ends("partial")
        .says(&["r3 can be compared only in its turn", "dist does not exist"])
        .writes(&["PUT functions/f1"]);
}

const FORBIDDEN: &str = r#"{"Code":"AccessDenied","Message":"not for you"}"#;

#[test]
fn a_suggestion_decides_nothing_that_nobody_has_seen() {
    let resources = plain(2);
    let computed = Fn::named("r3", "f3")
        .bare()
        .with("      description: ${resources.r1.output.functionName}\n");
    let all = [resources.clone(), vec![computed]].concat();
    let story = deployed(&all);
    story.console().change("f2", json!({"memorySize": 1024}));
    story.console().change("f3", json!({"memorySize": 1024}));
    story
        .s("deploy")
        .ends("drift")
        .writes(&[])
        .says(&["s r2 deploy --use-local"])
        .never_says(&["s deploy --use-local"]);
}

#[test]
fn what_is_no_more_as_it_was_looked_at_is_looked_at_anew() {
    let mut resources = plain(2);
    // The file itself is part of the second package, and the first resource writes into it.
    resources[1].code = "./".to_owned();
    let story = deployed(&resources);
    story.console().change("f1", json!({"memorySize": 1024}));
    story
        .s("deploy --use-remote --write-back")
        .ends("changed")
        .says(&["r2 is not what s.yaml and its code said at the beginning of this run"]);
    let code = story.console().code("f2");
    let (_, text) = code.iter().find(|(path, _)| path == "s.yaml").unwrap();
    assert_eq!(*text, story.read("s.yaml"));
    assert!(text.contains("memorySize: 1024"), "{text}");
}

/// Of several resources each is named, also where nothing is to be told of it.
#[test]
fn a_plan_and_a_drift_name_what_is_clean() {
    let story = Story::new();
    let two = [Fn::named("a", "one").bare(), Fn::named("b", "two").bare()];
    story.yaml(&two);
    story.s("deploy").ends("changed");
    story.console().change("two", json!({"timeout": 99}));
    story.s("plan").ends("drift").says(&[
        "function one: No changes: the live configuration matches s.yaml.",
        "function two: A deploy would ask about 1 difference.",
    ]);
    story.s("drift").ends("drift").says(&[
        "function one: Nothing changed online since the last deploy.",
        "function two: 1 setting changed online.",
    ]);
    // Who asks about one resource has named it.
    let told = story.s("a plan").ends("clean");
    told.says(&["No changes"]).never_says(&["function one: No"]);
}
