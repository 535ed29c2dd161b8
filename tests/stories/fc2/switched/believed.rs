//! What upstream left is believed only as far as it is whole, and of what stands online.

use serde_json::{Map, Value, json};

use super::super::edit;
use super::upstream::{change, file, leave, put, switched};
use super::{FUNCTION, NOTE};
use crate::cloud::ACCOUNT;
use crate::story::{HOME, Story};

/// Something in one of the files that makes it worth nothing.
type Spoils = fn(&Story);

fn of(story: &Story, spoils: impl FnOnce(&mut Map<String, Value>)) {
    change(story, "shop-demo", spoils);
}

/// A file that is no help is told, and the comparison goes without it: then a difference is of unknown origin.
#[test]
fn what_is_damaged_half_or_foreign_is_told_and_never_believed() {
    let path = || format!(".s/{}", file("shop-demo"));
    let all: [(Spoils, &str); 8] = [
        (
            |story| story.write(&format!(".s/{}", file("shop-demo")), ""),
            "it is damaged",
        ),
        (
            |story| {
                let path = format!(".s/{}", file("shop-demo"));
                let text = story.read(&path);
                story.write(&path, &text[..text.len() / 2]);
            },
            "it is damaged",
        ),
        (
            |story| {
                put(
                    story,
                    &format!(".s/{}", file("shop-demo")),
                    &json!({"statefulConfig": "x"}),
                )
            },
            "it is damaged",
        ),
        (
            |story| put(story, &format!(".s/{}", file("shop-demo")), &json!([1])),
            "it is damaged",
        ),
        (
            |story| {
                of(story, |state| {
                    state.remove("runtime");
                })
            },
            "it has no runtime",
        ),
        (
            |story| {
                of(story, |state| {
                    state.insert("functionName".to_owned(), json!("other"));
                })
            },
            "it is about something else",
        ),
        (
            |story| {
                of(story, |state| {
                    state.remove("createdTime");
                    state.remove("lastModifiedTime");
                })
            },
            "it does not say when",
        ),
        (
            |story| {
                of(story, |state| {
                    state.insert("functionId".to_owned(), json!("another-id"));
                })
            },
            "is not the one that was deployed then",
        ),
    ];
    for (spoils, cause) in all {
        let story = switched();
        spoils(&story);
        edit(&story, "timeout: 10", "timeout: 20");
        let left = story.read(&path());
        let told = story.s("deploy").ends("drift").writes(&[]);
        told.says(&[&file("shop-demo"), "is not used", cause, "timeout"]);
        story.var("FC_GUARD_LANG", "zh");
        story.s("drift").says(&["不会使用"]);
        story.var("FC_GUARD_LANG", "en");
        story.s("deploy --use-local").ends("changed");
        assert_eq!(story.read(&path()), left);
        // From now on there is a record, and nobody needs it.
        let told = story.s("deploy").ends("clean").writes(&[]);
        told.never_says(&["is not used"]);
    }
}

/// A removal by upstream leaves an empty file, and its first versions left something else: neither says anything.
#[test]
fn what_says_nothing_is_passed_over() {
    for nothing in [
        json!({}),
        json!({"statefulConfig": null}),
        json!({"statefulConfig": {}}),
        json!({"useRemote": true, "resolvedConfig": {"name": "demo"}}),
    ] {
        let story = switched();
        put(&story, &format!(".s/{}", file("shop-demo")), &nothing);
        edit(&story, "timeout: 10", "timeout: 20");
        let told = story.s("deploy").ends("drift").writes(&[]);
        told.never_says(&["is not used"]);
    }
}

/// Of another account, region or service there is nothing here.
#[test]
fn what_is_of_another_place_is_no_baseline() {
    for name in [
        "9999999999999999-cn-hangzhou-shop-demo.json".to_owned(),
        format!("{ACCOUNT}-cn-beijing-shop-demo.json"),
        format!("{ACCOUNT}-cn-hangzhou-stall-demo.json"),
    ] {
        let story = switched();
        let path = format!(".s/{}", file("shop-demo"));
        let text = story.read(&path);
        story.write(&format!(".s/{name}"), &text);
        story.files.delete(&format!("{HOME}/{path}"));
        edit(&story, "timeout: 10", "timeout: 20");
        story
            .s("deploy")
            .ends("drift")
            .writes(&[])
            .says(&["timeout"]);
    }
    // A domain has one file wherever it is, which says whose it is.
    let story = switched();
    let path = ".s/demo.example.com.json";
    let text = story.read(path).replace(ACCOUNT, "9999999999999999");
    story.write(path, &text);
    edit(&story, "methods: [GET]\n", "methods: [PUT]\n");
    let told = story.s("deploy").ends("drift").writes(&[]);
    told.says(&["demo.example.com.json", "it is about something else"]);
}

/// Upstream joins names by a sign that they may have themselves.
#[test]
fn a_name_that_means_two_things_is_told_by_its_content() {
    let story = switched();
    let service: Value =
        serde_json::from_str(&story.read(&format!(".s/{}", file("shop")))).unwrap();
    let mut other = service;
    other["statefulConfig"]["serviceName"] = json!("shop-demo");
    // The service `shop-demo` has the file of function `demo` of `shop`.
    put(&story, &format!(".s/{}", file("shop-demo")), &other);
    edit(&story, "timeout: 10", "timeout: 20");
    let told = story.s("deploy").ends("drift").writes(&[]);
    told.says(&["it is about something else"]);
}

/// Where Serverless Devs is started elsewhere, upstream kept its files there, or beside the file: the later one counts.
#[test]
fn both_places_are_looked_at() {
    let place = |folder: &str, stale: &str| {
        let story = switched();
        story.write("sub/code/index.py", super::upstream::CODE);
        story.write("sub/s.yaml", &story.read("s.yaml"));
        story.files.delete(&format!("{HOME}/.s"));
        if !stale.is_empty() {
            leave(&story, stale);
            story.console().change_demo(&json!({"timeout": 11}));
            story.console().change_demo(&json!({"timeout": 10}));
        }
        leave(&story, folder);
        story
    };
    for (folder, stale) in [
        (".s", ""),
        ("sub/.s", ""),
        (".s", "sub/.s"),
        ("sub/.s", ".s"),
    ] {
        let story = place(folder, stale);
        let path = "sub/s.yaml";
        if !stale.is_empty() {
            // Only the older one says something else.
            let file = format!("{stale}/{}", file("shop-demo"));
            let text = story
                .read(&file)
                .replace("\"timeout\": 10", "\"timeout\": 5");
            story.write(&file, &text.replace("08:00", "07:00"));
        }
        story
            .s(&format!("deploy -t {path}"))
            .ends("clean")
            .writes(&[])
            .says(&[NOTE]);
        story.console().change_demo(&json!({"timeout": 60}));
        let told = story
            .s(&format!("deploy -t {path}"))
            .ends("drift")
            .writes(&[]);
        told.says(&["timeout: 10 → 60"]);
        assert_eq!(
            story.console().older("GET", FUNCTION, &json!(null))["timeout"],
            60
        );
    }
}
