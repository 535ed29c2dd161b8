//! The question, with keys pressed.

use serde_json::json;

use crate::person::Person;
use crate::restore::backups;
use crate::story::Story;
use crate::yaml::Fn;

const QUESTION: &str = "What should happen?";

/// A project whose function was changed online.
fn changed() -> Story {
    let story = Story::deployed();
    let body = json!({"memorySize": 1024, "environmentVariables": {"LEVEL": "hot-canary"}});
    story.console().change("demo", body);
    story
}

fn memory(story: &Story) -> serde_json::Value {
    story.console().function("demo")["memorySize"].clone()
}

fn level(story: &Story) -> serde_json::Value {
    story.console().function("demo")["environmentVariables"]["LEVEL"].clone()
}

#[test]
fn letters_decide() {
    let story = changed();
    let told = story.keys("l").s("deploy").ok().says(&[QUESTION]);
    assert_eq!(memory(&story), 512);
    assert!(!told.text().contains("canary"), "{}", told.text());

    let story = changed();
    story
        .keys("rn")
        .s("deploy")
        .ok()
        .says(&[QUESTION, "into s.yaml?"]);
    assert_eq!(memory(&story), 1024);
    story.s("deploy").ok().writes(&[]);
}

#[test]
fn arrows_and_enter_decide_and_enter_alone_never_overwrites() {
    let story = changed();
    story.keys("↓⏎").s("deploy").ok();
    assert_eq!(memory(&story), 512);

    let story = changed();
    story.keys("⏎").s("deploy").fails().writes(&[]);

    let story = changed();
    let told = story.keys("↑↑↑↑⏎⏎").s("deploy").ok();
    assert!(told.said.contains("into s.yaml?"), "{}", told.transcript());
    assert_eq!(memory(&story), 1024);
}

#[test]
fn one_by_one() {
    let story = changed();
    let asked = [
        "(1/2) function demo · environmentVariables.LEVEL",
        "last deployed",
        "(2/2) function demo · memorySize",
        "Do it?",
    ];
    // Enter alone decides nothing.
    let other = story.forked();
    other.keys("orl⏎^").s("deploy").fails().writes(&[]);
    story
        .keys("orlyn")
        .s("deploy")
        .ok()
        .says(&asked)
        .says(&["into s.yaml?"]);
    assert_eq!(level(&story), "hot-canary");
    assert_eq!(memory(&story), 512);
    story.s("deploy").ok();
}

#[test]
fn one_by_one_backwards_by_search_and_with_help() {
    let story = changed();
    let told = story
        .keys("o?/MEMORY⏎vl/nothing⏎lbryn")
        .s("deploy")
        .ok()
        .says(&[
            "(1/2)",
            "the live version stays, and this decision is recorded",
            "(2/2) function demo · memorySize",
            "live → local",
            "+ 512",
            "(1/2) function demo · environmentVariables.LEVEL",
            "nothing has “nothing” in its name",
            "Do it?",
            "decided: local",
            "remote  function demo · environmentVariables.LEVEL",
            "into s.yaml?",
        ]);
    assert_eq!(level(&story), "hot-canary");
    assert_eq!(memory(&story), 512);
    assert!(!told.text().contains("canary"), "{}", told.text());
}

#[test]
fn everything_is_shown_on_demand_and_the_question_comes_again() {
    let story = changed();
    let told = story.keys("dl").s("deploy").ok();
    assert_eq!(told.said.matches(QUESTION).count(), 2, "{}", told.said);
    assert_eq!(memory(&story), 512);
}

#[test]
fn a_foreign_write_during_the_question_is_noticed() {
    let story = changed();
    let told = story
        .keys("lrn")
        .meanwhile(0, |console| console.change("demo", json!({"timeout": 77})))
        .s("deploy")
        .ok()
        .says(&[
            "changed online again in the meantime",
            "timeout: 10 → 77",
            "1 difference is left to decide: function demo · timeout.",
            "into s.yaml?",
        ]);
    assert_eq!(told.said.matches(QUESTION).count(), 1, "{}", told.said);
    // Decided before, and still what was shown.
    assert_eq!(memory(&story), 512);
    assert_eq!(story.console().function("demo")["timeout"], 77);
}

#[test]
fn removing_is_confirmed_by_a_key_and_never_by_enter_alone() {
    let story = Story::deployed();
    for keys in ["⏎", "n", "^"] {
        let told = story.keys(keys).s("remove").writes(&[]).says(&[
            "will be deleted:",
            "custom domain demo.example.com",
            "Delete all of it?",
            "nothing was deleted",
        ]);
        assert_eq!(told.code, 130, "{}", told.transcript());
    }
    story.keys("y").s("remove").ok().says(&["nothing is left"]);
    assert_eq!(story.console().left(), json!([{}, {}]));
}

#[test]
fn stop_at_the_first_of_two_deploys_neither() {
    let two = |timeout| {
        let one = |name, function| Fn {
            domain: None,
            ..Fn::named(name, function).timeout(timeout)
        };
        [one("fn", "demo"), one("other", "other")]
    };
    for keys in ["^", "s"] {
        let story = Story::new();
        story.yaml(&two(10));
        story.s("deploy").ok();
        story.console().change("demo", json!({"memorySize": 1024}));
        story.yaml(&two(30));
        story
            .keys(keys)
            .s("deploy")
            .fails()
            .says(&[QUESTION])
            .writes(&[]);
    }
}

/// Somebody goes on typing while the program works, and then reads what it asks.
#[test]
fn what_was_typed_before_a_question_is_no_answer_to_it() {
    let ways = [
        ("deploy", "l"),
        ("deploy", "↓⏎"),
        ("deploy", "ollly"),
        ("remove", "y"),
        ("restore", "y"),
    ];
    for (command, early) in ways {
        let story = changed();
        let line = match command {
            "restore" => {
                story.s("deploy --use-local").ok();
                let [id] = backups(&story).try_into().unwrap();
                format!("restore {id}")
            }
            command => command.to_owned(),
        };
        let told = story
            .person(Person::in_a_hurry().early(early))
            .s(&line)
            .fails()
            .writes(&[]);
        assert!(told.said.contains("❯ ["), "{}", told.transcript());
    }
}

#[test]
fn keys_pressed_together_answer_one_question_only() {
    // The next question is not on the screen yet: whether it goes into s.yaml.
    let story = changed();
    let before = story.read("s.yaml");
    let person = Person::in_a_hurry().together("ry");
    story
        .person(person)
        .s("deploy")
        .ok()
        .says(&["into s.yaml?"]);
    assert_eq!(story.read("s.yaml"), before);

    // The next difference, or whether all of it is meant.
    for (first, together, last, unseen) in [
        ("", "oll", "(1/2)", "(2/2)"),
        ("o", "ll", "(2/2)", "Do it?"),
        ("o", "Ly", "Do it?", "into s.yaml?"),
    ] {
        let person = Person::pressing(first).together(together).together("⎋");
        let told = changed().person(person).s("deploy");
        assert_eq!(told.code, 130, "{}", told.transcript());
        let told = told.writes(&[]).says(&[last]);
        assert!(!told.said.contains(unseen), "{}", told.transcript());
    }
}

#[test]
fn ctrl_c_typed_early_still_stops() {
    for early in ["^", "l^", "^l"] {
        let story = changed();
        let told = story
            .person(Person::in_a_hurry().early(early))
            .s("deploy")
            .writes(&[]);
        assert_eq!(told.code, 130, "{}", told.transcript());
    }
}
