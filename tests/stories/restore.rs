//! `s restore`: what was overwritten or removed comes back as it was.

use serde_json::{Value, json};

use crate::cloud::Fate;
use crate::memory::Node;
use crate::story::{HOME, Story};
use crate::told::Told;
use crate::yaml::Fn;

const BACKUPS: &str = "/home/a/app/.s/fc-guard/backups/";

/// The backups that there are, the newest last.
pub(crate) fn backups(story: &Story) -> Vec<String> {
    let all = story.files.all();
    let names = all.keys().filter_map(|path| path.strip_prefix(BACKUPS));
    names
        .filter_map(|name| Some(name.strip_suffix(".json")?.to_owned()))
        .collect()
}

#[track_caller]
fn only_backup(story: &Story) -> String {
    let [id] = backups(story).try_into().unwrap();
    id
}

/// What is online, without what the service counts by itself.
fn online(story: &Story) -> Value {
    let console = story.console();
    let mut function = console.function("demo");
    for name in [
        "createdTime",
        "functionId",
        "lastModifiedTime",
        "triggers",
        "aliases",
        "vpcIds",
        "configs",
        "versions",
    ] {
        function.as_object_mut().unwrap().remove(name);
    }
    let domain = console.domain("demo.example.com");
    json!([
        function,
        console.trigger("demo", "http"),
        domain["routeConfig"]
    ])
}

/// A function that somebody changed in every part.
fn changed() -> Story {
    let story = Story::deployed();
    let console = story.console();
    console.change(
        "demo",
        json!({
            "timeout": 60,
            "environmentVariables": {"LEVEL": "info-canary", "HOT": "hot-canary"},
            "vpcConfig": {"vpcId": "vpc-1", "securityGroupId": "sg-1", "vSwitchIds": ["vsw-1"]},
        }),
    );
    console.hot_fix("demo");
    let put = json!({"triggerConfig": {"authType": "anonymous", "methods": ["PUT"]}});
    console.change_trigger("demo", "http", put);
    story
}

/// The same, overwritten, and the name of the backup.
fn overwritten() -> (Story, String) {
    let story = changed();
    story.s("deploy --use-local").ok();
    let id = only_backup(&story);
    (story, id)
}

fn restore(story: &Story, id: &str) -> Told {
    story.s(&format!("restore {id} -y"))
}

#[test]
fn after_it_was_overwritten() {
    let story = changed();
    let before = online(&story);
    assert_eq!(backups(&story), [""; 0]);
    story.s("deploy --use-local").ok().says(&["'s fn restore "]);
    assert_ne!(online(&story), before);
    let id = only_backup(&story);
    story.s("restore").ok().says(&[&id, "with code", "timeout"]);
    // Nobody said yes.
    story
        .s(&format!("restore {id}"))
        .writes(&[])
        .refused(&["~ timeout: 10 → 60", "-y' puts it back"]);
    restore(&story, &id).ok();
    assert_eq!(online(&story), before);
    // It is a decision like any other: the next deploy keeps it.
    story
        .s("deploy")
        .ok()
        .writes(&[])
        .says(&["live version kept by an earlier decision"]);
    restore(&story, &id).ok().writes(&[]);
    restore(&story, "nonsense").refused(&["there is no backup nonsense"]);
}

#[test]
fn after_it_was_removed() {
    let story = changed();
    let before = online(&story);
    story.s("remove -y").ok();
    assert_eq!(story.console().left(), json!([{}, {}]));
    restore(&story, &only_backup(&story)).ok();
    assert_eq!(online(&story), before);
}

#[test]
fn nothing_is_saved_of_what_only_we_changed() {
    let story = Story::deployed();
    story.s("remove -y").ok();
    assert_eq!(backups(&story), [""; 0]);
}

#[test]
fn the_guard_stands_before_a_restore_too() {
    let (story, id) = overwritten();
    story.console().change("demo", json!({"timeout": 33}));
    let told = restore(&story, &id)
        .writes(&[])
        .says(&["timeout", "restore", "--use-local"]);
    assert_eq!(told.code, 3);
    story.s(&format!("restore {id} -y --use-local")).ok();
    assert_eq!(story.console().function("demo")["timeout"], 60);
    // What it overwrote is saved as well.
    assert_eq!(backups(&story).len(), 2);
}

#[test]
fn after_a_crash_during_the_restore() {
    let broken = Fate::RefusedWith(500, json!({"Code": "InternalServerError"}).to_string());
    for (path, fate) in [
        ("functions/demo/triggers/http", Fate::Lost),
        ("functions/demo", Fate::Lost),
        ("functions/demo", broken),
        ("functions/demo/triggers/http", Fate::KilledAfter),
        ("functions/demo", Fate::KilledBefore),
    ] {
        let story = changed();
        let before = online(&story);
        story.s("deploy --use-local").ok();
        let id = only_backup(&story);
        story.every("PUT", path, fate);
        restore(&story, &id).fails();
        restore(&story, &id).ok();
        assert_eq!(online(&story), before, "{path}");
        story.s("deploy").ok();
        assert_eq!(online(&story), before, "{path}");
    }
}

#[test]
fn no_secret_is_in_it_and_nobody_else_may_read_it() {
    let (story, _) = overwritten();
    let mut count = 0;
    for (path, node) in story.files.all() {
        let Node::File { bytes, private, .. } = node else {
            continue;
        };
        if !path.starts_with(BACKUPS) {
            continue;
        }
        assert!(private, "{path}");
        for secret in [&b"hot-canary"[..], b"hotfix", b"info-canary"] {
            let found = bytes.windows(secret.len()).any(|window| window == secret);
            assert!(!found, "{path}");
        }
        count += 1;
    }
    assert_eq!(count, 2, "a description and the code");
}

#[test]
fn a_damaged_backup_is_never_put_back() {
    let (story, id) = overwritten();
    let path = |ending: &str| format!("{BACKUPS}{id}.{ending}");
    let all = story.files.all();
    let Some(Node::File { bytes, .. }) = all.get(&path("code")) else {
        panic!("no code in the backup");
    };
    story.files.write(&path("code"), &bytes[1..], true);
    restore(&story, &id).writes(&[]).refused(&[&id, "code"]);
    story.files.delete(&path("code"));
    restore(&story, &id).writes(&[]).refused(&[&id, "code"]);
    let json = path("json").replace(&format!("{HOME}/"), "");
    story.write(&json, "{");
    restore(&story, &id).writes(&[]).refused(&[&id]);
}

/// What stood kept before a restore, and is not touched by it, stands since then.
#[test]
fn a_restore_moves_no_other_decision() {
    let story = Story::deployed();
    let console = story.console();
    console.change("demo", json!({"memorySize": 1024}));
    story.s("deploy --use-remote").ok();
    console.change("demo", json!({"timeout": 60}));
    story.keys("l").s("deploy").ends("changed");
    let id = only_backup(&story);
    let since = |told: &Told, path: &str| {
        let lines = told.said.lines();
        let line = lines.skip_while(|line| !line.contains(path));
        let text: String = line.take(2).collect();
        let since = text.split("since ").nth(1);
        since.unwrap_or_else(|| panic!("{}", told.transcript()))[..20].to_owned()
    };
    let before = since(&story.s("plan"), "memorySize: live");
    story.cloud.pass(3_600_000);
    story.s(&format!("restore {id} -y")).ends("changed");
    let told = story.s("plan");
    let moved = told.transcript();
    assert_ne!(since(&told, "timeout: live"), before, "{moved}");
    assert_eq!(since(&told, "memorySize: live"), before, "{moved}");
}

/// Whatever is wrong with a rule: it may have been meant to keep what the console set.
#[test]
fn a_rule_that_is_not_understood_stops_no_restore_and_overwrites_nothing_of_the_console() {
    let owner = "      driftPolicy: [{path: description, owner: file, reason: ours}]\n";
    for flawed in [
        owner.replace(", reason: ours", ""),
        owner.replace("owner: file, ", ""),
        owner.replace("owner: file", "owner: me"),
        owner.replace("reason", "raeson"),
    ] {
        let story = Story::new();
        story.yaml(&[Fn::demo().bare()]);
        story.s("deploy").ends("changed");
        story
            .console()
            .change("demo", json!({"timeout": 77, "description": "first"}));
        story.s("deploy --use-local").ends("changed");
        story.yaml(&[Fn::demo().bare().with(&flawed)]);
        story
            .console()
            .change("demo", json!({"description": "second"}));
        let id = story.newest_backup();
        const SAID: &str = "the rule leaves its settings to the console";
        story.s("restore").ends("clean").says(&[SAID, &id]);
        let restore = format!("restore {id} -y --use-local");
        story.s(&restore).ends("changed").says(&[SAID]);
        let online = story.console().function("demo");
        assert_eq!(
            (&online["timeout"], &online["description"]),
            (&json!(77), &json!("second"))
        );
        story.s("deploy").ends("usage");
    }
}
