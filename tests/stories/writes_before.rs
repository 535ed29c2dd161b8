//! What stops a later resource of the file does not deny what the ones before it wrote, in the same run.

use serde_json::json;

use crate::cloud::Fate;
use crate::story::Story;
use crate::yaml::Fn;

/// Two functions that are deployed, one after the other in the file.
fn one_and_two() -> Story {
    let story = Story::new();
    story.yaml(&[
        Fn::named("one", "one").bare(),
        Fn::named("two", "two").bare(),
    ]);
    story.s("deploy").ends("changed");
    story
}

#[test]
fn who_stops_at_a_later_removal_is_told_what_went_before() {
    for keys in ["yn", "y^", "y⎋", "y⏎"] {
        let story = one_and_two();
        story
            .keys(keys)
            .s("remove")
            .ends("partial")
            .fails()
            .writes(&["DELETE functions/one"])
            .says(&[
                "stopped; nothing of this resource was deleted",
                "other resources had already been written in the same run: deletion of function one",
            ])
            .never_says(&["; nothing was deleted"]);
        assert!(story.console().has_function("two"));
        // Whoever stops at the first has stopped the whole run.
        let story = one_and_two();
        let told = story.keys("n").s("remove").ends("interrupted").writes(&[]);
        told.says(&["stopped; nothing was deleted"]);
    }
}

#[test]
fn what_fails_in_a_later_removal_says_what_went_before() {
    let refusal = Fate::RefusedWith(403, r#"{"Code":"AccessDenied"}"#.to_owned());
    for method in ["GET", "DELETE"] {
        let story = one_and_two();
        story
            .every(method, "functions/two", refusal.clone())
            .s("remove -y")
            .ends("partial")
            .writes(match method {
                "GET" => &["DELETE functions/one"],
                _ => &["DELETE functions/one", "DELETE functions/two"],
            })
            .says(&["deletion of function one"]);
    }
}

#[test]
fn who_stops_at_a_question_after_the_first_write_is_told_of_it() {
    let story = one_and_two();
    story.yaml(&[
        Fn::named("one", "one").bare().timeout(20),
        Fn::named("two", "two").bare().timeout(20),
    ]);
    story.meddle(|_, line, console| {
        if line.is("PUT", "functions/one") {
            console.change("two", json!({"timeout": 99}));
        }
        Fate::Arrives
    });
    story
        .keys("^")
        .s("deploy")
        .ends("partial")
        .writes(&["PUT functions/one"])
        .says(&[
            "interrupted at the question; nothing of this resource was written",
            "other resources had already been written in the same run: function one",
        ]);
}

#[test]
fn who_stops_at_a_question_after_the_write_is_told_what_went_before() {
    let story = one_and_two();
    let later = ["one", "two"].map(|name| Fn::named(name, name).bare().timeout(20));
    for name in ["one", "two"] {
        story.console().change(name, json!({"memorySize": 1024}));
    }
    story.yaml(&later);
    let told = story
        .keys("mn^")
        .s("deploy")
        .fails()
        .writes(&["PUT functions/one", "PUT functions/two"]);
    told.ends("partial").says(&[
        "this resource is deployed",
        "other resources had already been written in the same run: function one",
    ]);
}
