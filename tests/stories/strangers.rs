//! What others put beside a function and the file never had: it goes with the function and comes back
//! with it, and is still theirs.
//!
//! The emulator guesses here: G11, G15, G16.

use serde_json::{Value, json};

use crate::cloud::Fate;
use crate::story::Story;
use crate::told::Told;
use crate::yaml::Fn;

const OTHERS: [&str; 3] = [
    "trigger demo/theirs",
    "concurrencyConfig of demo",
    "vpcBinding of demo",
];

fn put_beside(story: &Story) {
    let console = story.console();
    let timer = json!({"cronExpression": "@every 1h", "enable": true}).to_string();
    let trigger = json!({"triggerName": "theirs", "triggerType": "timer", "triggerConfig": timer});
    console.create_trigger("demo", trigger);
    let body = json!({"reservedConcurrency": 9});
    console.put_config("demo", "concurrency", "ConcurrencyConfig", body);
    console.bind_vpc("demo", "vpc-theirs");
    console.set_variable("demo", "THEIRS", "theirs-canary");
    console.tag("demo", "cost", "center");
}

#[test]
fn whoever_is_told_of_them_does_not_read_that_nothing_changed() {
    let story = Story::new();
    story.s("deploy").ends("changed");
    let body = json!({"reservedConcurrency": 0});
    let console = story.console();
    console.put_config("demo", "concurrency", "ConcurrencyConfig", body);
    for (command, last) in [
        (
            "drift",
            "Nothing that was deployed from here has changed online since. What others added beside it is named above.",
        ),
        (
            "plan",
            "No changes: everything in s.yaml is online. What others added beside it is named above.",
        ),
    ] {
        let told = story.s(command).ends("clean").says(&[
            "concurrencyConfig of demo is online, but not in s.yaml and not on record here as deployed",
            last,
        ]);
        told.never_says(&[
            "Nothing changed online",
            "the live configuration matches s.yaml",
        ]);
    }
}

/// Everything of others that is online.
fn theirs(story: &Story) -> Value {
    let function = story.console().function("demo");
    let tags = function["tags"].as_array().cloned().unwrap_or_default();
    let mut tags: Vec<String> = tags.iter().map(Value::to_string).collect();
    tags.sort();
    json!([
        story.console().trigger("demo", "theirs"),
        function["configs"]["concurrencyConfig/LATEST"]["reservedConcurrency"],
        function["vpcIds"],
        function["environmentVariables"]["THEIRS"],
        tags,
    ])
}

/// Removed and put back. Returns what stood there before.
fn put_back(story: &Story) -> Value {
    put_beside(story);
    let before = theirs(story);
    story.s("remove -y").ends("changed");
    let id = story.newest_backup();
    story.s(&format!("restore {id} -y")).ends("changed");
    before
}

fn tells(told: Told) -> Told {
    for other in OTHERS {
        let line = format!(
            "{other} is online, but not in s.yaml and not on record here as deployed; it is left alone"
        );
        assert!(told.said.contains(&line), "{line}\n{}", told.transcript());
    }
    told.never_says(&["no longer in s.yaml", "canary"])
}

#[test]
fn what_comes_back_is_still_theirs() {
    let story = Story::new();
    story.yaml(&[Fn::demo().with("      tags: [{key: team, value: shop}]\n")]);
    story.s("deploy").ends("changed");
    let before = put_back(&story);
    assert_eq!(theirs(&story), before);
    for command in ["plan", "drift"] {
        let told = tells(story.s(command).ends("clean").writes(&[]));
        // In what is ours it stands kept.
        told.says(&[
            "environmentVariables.THEIRS: live",
            "tags.cost: live",
            "kept since",
        ]);
    }
    let told = story.s("plan --format json");
    let found = told.json()["functions"][0].clone();
    assert_eq!(found["orphans"], json!([]), "{found}");
    assert_eq!(found["strangers"].as_array().unwrap().len(), 3, "{found}");
    story.s("deploy").ends("clean").writes(&[]);
    // Whoever takes the decision back takes it back in what is ours only.
    story.s("deploy --use-local").ends("changed");
    let left = theirs(&story);
    for index in 0..3 {
        assert_eq!(left[index], before[index]);
    }
    assert_eq!(left[3], Value::Null);
    tells(story.s("plan").ends("clean"));
    // An edit leaves it alone.
    story.yaml(&[Fn::demo().timeout(20)]);
    story.s("deploy").ends("changed");
    assert_eq!(theirs(&story)[0], before[0]);
    // And it goes once more with the function, and comes back as before.
    story
        .s("remove -y")
        .ends("changed")
        .says(&["trigger demo/theirs, not on record here as deployed"]);
    let id = story.newest_backup();
    story.s(&format!("restore {id} -y")).ends("changed");
    tells(story.s("plan"));
    let mut records = story.records().into_keys();
    assert!(records.all(|name| !name.contains("theirs") && !name.contains("oncurrency")));
}

/// What was deployed from here and has left the file is ours before and after.
#[test]
fn what_was_ours_is_still_ours() {
    let story = Story::new();
    story.yaml(&[Fn::demo()]);
    story.s("deploy").ends("changed");
    story.yaml(&[Fn::demo().bare().timeout(20)]);
    story
        .s("deploy")
        .ends("changed")
        .says(&["trigger demo/http is no longer in s.yaml"]);
    put_back(&story);
    let told = story.s("plan");
    told.says(&[
        "trigger demo/http is no longer in s.yaml",
        "trigger demo/theirs is online, but not in s.yaml and not on record here as deployed",
    ]);
}

/// A backup of an older version does not say whose it was.
#[test]
fn of_an_older_backup_it_is_taken_for_theirs() {
    let story = Story::deployed();
    put_beside(&story);
    story.s("remove -y").ends("changed");
    let id = story.newest_backup();
    let name = format!(".s/fc-guard/backups/{id}.json");
    let mut backup: Value = serde_json::from_str(&story.read(&name)).unwrap();
    assert!(
        backup
            .as_object_mut()
            .unwrap()
            .remove("strangers")
            .is_some()
    );
    story.write(&name, &backup.to_string());
    story.s(&format!("restore {id} -y")).ends("changed");
    tells(story.s("plan").ends("clean"));
}

#[test]
fn after_a_crash_halfway_it_is_theirs_too() {
    for fate in [Fate::KilledBefore, Fate::KilledAfter, Fate::Lost] {
        for path in ["functions/demo/triggers", "functions/demo/concurrency"] {
            let story = Story::deployed();
            put_beside(&story);
            let before = theirs(&story);
            story.s("remove -y").ends("changed");
            let id = story.newest_backup();
            let fate_of = fate.clone();
            let mut count = 0;
            story.meddle(move |_, line, _| {
                let hits = line.writes() && line.path == path;
                count += usize::from(hits);
                match hits && (count == 2 || path.ends_with("concurrency")) {
                    true => fate_of.clone(),
                    false => Fate::Arrives,
                }
            });
            story.s(&format!("restore {id} -y"));
            story.s("plan").never_says(&["no longer in s.yaml"]);
            story.s(&format!("restore {id} -y --use-local")).ok();
            assert_eq!(theirs(&story), before, "{path}");
            tells(story.s("plan").ends("clean"));
            story.s("deploy").ends("clean").writes(&[]);
        }
    }
}

/// Whose it is, is said by what is on record now, whatever it was when it was saved.
#[test]
fn what_became_ours_since_it_was_saved_stays_ours() {
    let story = Story::deployed();
    put_beside(&story);
    story.s("remove -y").ends("changed");
    let id = story.newest_backup();
    let back = format!("restore {id} -y --use-local");
    story.s(&back).ends("changed");
    let trigger = "        - triggerName: theirs
          triggerType: timer
          triggerConfig:
            cronExpression: '@every 1h'
            enable: true
";
    let limit = "      concurrencyConfig:\n        reservedConcurrency: 9\n";
    let adopted = Fn::demo().methods(&[]).with(limit);
    story.yaml(&[adopted.with(&format!("      triggers:\n{trigger}"))]);
    story.s("deploy").ok();
    story.yaml(&[Fn::demo().methods(&[])]);
    let ours = "trigger demo/theirs is no longer in s.yaml";
    story.s("plan").says(&[ours, "concurrencyConfig"]);
    story.s(&back).ok();
    let told = story.s("plan").says(&[ours]);
    for one in ["trigger demo/theirs", "concurrencyConfig of demo"] {
        let line = format!("{one} is online, but not in s.yaml and not on record here as deployed");
        assert!(!told.said.contains(&line), "{}", told.transcript());
    }
}

/// What has left the file stays online, and whoever reads that reads the command that takes it away.
#[test]
fn what_has_left_the_file_can_be_taken_away_as_it_is_told() {
    for look in ["deploy", "plan", "drift"] {
        let story = Story::deployed();
        story.yaml(&[Fn::demo().bare()]);
        let told = story.s(look).ok().says(&[
            "trigger demo/http is no longer in s.yaml but still online; it is left alone. To delete it:",
            "    s fn remove --trigger http\n",
            "custom domain demo.example.com is no longer in s.yaml but still online; it is left alone",
            "no command deletes it alone",
            "'s fn remove' deletes it with the function",
        ]);
        told.writes(&[]);
        story.s("fn remove --trigger http -y").ends("changed");
        let console = story.console();
        assert!(console.has_function("demo"));
        story.s(look).ok().never_says(&["trigger demo/http"]);
    }
}
