//! Ten thousand verdicts about generated documents: the service's own echo is never taken for a change, no change is
//! missed, and nothing that is damaged (state, replies, `s.yaml`) makes the core panic or write.
//!
//! The emulator guesses here: G5, G17, G19, G20.

mod generator;

use std::cell::Cell;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use serde_json::{Value, json};

use self::generator::{Change, change, garbling, props};
use crate::cloud::{Fate, Garbling};
use crate::memory::Node;
use crate::story::{HOME, Story};

/// Runs a law on that many documents, the same in every run. Where not everything is told, a tenth of them has to
/// do.
fn law<S: Strategy>(cases: u32, strategy: &S, law: impl Fn(S::Value) -> Result<(), TestCaseError>) {
    let part = if crate::thorough() { 1 } else { 10 };
    let config = Config {
        cases: cases / part,
        failure_persistence: None,
        max_shrink_iters: 400,
        ..Config::default()
    };
    let random = TestRng::from_seed(RngAlgorithm::ChaCha, &[17; 32]);
    let mut runner = TestRunner::new_with_rng(config, random);
    if let Err(error) = runner.run(strategy, law) {
        panic!("{error}");
    }
}

fn story_of(props: &Value) -> Story {
    let story = Story::new();
    let document = json!({
        "edition": "3.0.0", "name": "app", "access": "default",
        "resources": {"fn": {"component": "fc-guard", "props": props}},
    });
    // JSON is YAML.
    story.write("s.yaml", &document.to_string());
    story
}

/// A story in which the document was deployed. The emulator refuses what the service refuses, which is
/// no matter here.
fn deployed(props: &Value) -> Result<Story, TestCaseError> {
    let story = story_of(props);
    let told = story.s("deploy");
    match told.word.as_str() {
        "changed" => Ok(story),
        _ => Err(TestCaseError::reject(told.transcript())),
    }
}

/// Both laws of one document, because the deploys before them are what takes the time.
#[test]
fn the_echo_of_the_service_is_no_change_and_no_change_of_others_is_missed() {
    let tried = Cell::new(0);
    law(4_500, &(props(), change()), |(props, change)| {
        let story = deployed(&props)?;
        let told = story.s("deploy");
        let clean = told.word == "clean" && told.wrote().is_empty();
        prop_assert!(clean, "{}", told.transcript());
        let Some(name) = changes(&story, &change) else {
            return Ok(());
        };
        tried.set(tried.get() + 1);
        let told = story.s("deploy");
        prop_assert!(
            told.code == 3 && told.wrote().is_empty(),
            "{name}: {}",
            told.transcript()
        );
        Ok(())
    });
    let least = if crate::thorough() { 2_500 } else { 200 };
    let tried = tried.get();
    assert!(tried >= least, "only {tried} changes were tried");
}

/// The name of the setting that somebody changes; none where the service refuses it, or it is no change.
fn changes(story: &Story, change: &Change) -> Option<String> {
    let body = &change.body;
    let name = body.as_object()?.keys().next()?.clone();
    let value = || story.console().state()["functions"]["demo"][&name].clone();
    let before = value();
    let done = story
        .console()
        .tries("PUT", "UpdateFunction", "/functions/demo", body);
    let after = value();
    let differs = before != after && !(says_nothing(&before) && says_nothing(&after));
    (done && differs).then_some(name)
}

#[test]
fn a_clone_without_a_record_adopts_what_is_equal() {
    law(500, &props(), |props| {
        let story = deployed(&props)?;
        story.forget();
        let told = story.s("deploy");
        prop_assert!(
            told.word == "clean" && told.wrote().is_empty(),
            "{}",
            told.transcript()
        );
        Ok(())
    });
}

/// Whether a setting with this value is as good as none.
fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Object(map) => map.is_empty(),
        _ => false,
    }
}

#[test]
fn a_damaged_record_is_told_and_nothing_is_overwritten() {
    let start = Story::deployed();
    start.console().change("demo", json!({"timeout": 99}));
    let records: Vec<String> = start.files.all().into_keys().collect();
    let records: Vec<String> = records
        .into_iter()
        .filter(|path| path.starts_with(&format!("{HOME}/.s/")))
        .collect();
    let which = 0..records.len();
    law(1_000, &(which, garbling()), |(which, garbling)| {
        let story = start.forked();
        let path = &records[which];
        if let Some(Node::File { mut bytes, .. }) = story.files.all().remove(path) {
            garbling.garble(&mut bytes);
            story.files.write(path, &bytes, true);
        }
        let told = story.s("deploy");
        prop_assert!(
            told.code != 0 && told.wrote().is_empty(),
            "{path}\n{}",
            told.transcript()
        );
        prop_assert_eq!(&story.console().function("demo")["timeout"], &json!(99));
        Ok(())
    });
}

#[test]
fn a_damaged_reply_never_overwrites_what_others_did() {
    let start = Story::deployed();
    start.console().change("demo", json!({"timeout": 99}));
    start.write("code/new.py", "x = 1\n");
    law(1_000, &(0..6_usize, garbling()), |(request, garbling)| {
        let story = start.forked();
        story.fate(request, Fate::Garbled(garbling));
        let told = story.s("deploy");
        let online = &story.console().function("demo")["timeout"];
        prop_assert!(online == 99, "{}", told.transcript());
        Ok(())
    });
}

#[test]
fn a_damaged_file_is_an_error_and_no_panic() {
    law(
        500,
        &(props(), garbling()),
        |(props, garbling): (Value, Garbling)| {
            let mut text = props.to_string().into_bytes();
            garbling.garble(&mut text);
            // What is no JSON any more would never get past the CLI.
            let Ok(props) = serde_json::from_slice::<Value>(&text) else {
                return Ok(());
            };
            let told = story_of(&props).s("deploy");
            prop_assert!(!told.word.is_empty(), "{}", told.transcript());
            Ok(())
        },
    );
}
