//! A project that upstream's component deployed until its line was changed: what upstream left in `.s/` stands in for
//! a record, so that only what has moved online since is asked about.

mod alternating;
mod believed;
mod built;
pub(super) mod upstream;

use serde_json::{Value, json};

use self::upstream::{ASYNC, DOMAIN, MORE, TRIGGER, change, files, leave, switched};
use super::{FUNCTION, SERVICE, edit};
use crate::console::{Console, zipped};

/// What is said as long as it does so.
const NOTE: &str = "what the component fc left in .s/ is taken for the last deploy";

#[test]
fn where_nothing_has_moved_nothing_is_asked_and_nothing_written() {
    let story = switched();
    let left = files(&story);
    story.s("plan").ends("clean").writes(&[]).says(&[NOTE]);
    story.s("drift").ends("clean").writes(&[]);
    assert!(story.records().is_empty(), "a look has kept something");
    let told = story.s("deploy").ends("clean").writes(&[]).says(&[NOTE]);
    told.never_says(&["info-canary", "is recorded"]);
    // From now on the records are our own, without a word of what stood in for them.
    let records = story.records();
    assert_eq!(records.len(), 6, "{:?}", records.keys());
    for (name, text) in &records {
        assert!(!text.contains("adopted"), "{name}: {text}");
        assert!(!text.contains("info-canary"), "{name}: {text}");
    }
    story
        .s("deploy")
        .ends("clean")
        .writes(&[])
        .never_says(&[NOTE]);
    assert_eq!(files(&story), left, "what upstream left was changed");
}

/// What the file says is ours to apply, as it is with upstream; code with the same files stays as it was packed.
#[test]
fn what_was_changed_here_is_applied_without_a_question() {
    let story = switched();
    edit(&story, "timeout: 10", "timeout: 20");
    edit(&story, "methods: [GET, POST]", "methods: [GET]");
    let told = story.s("deploy").ends("changed");
    let told = told.writes(&[&format!("PUT {FUNCTION}"), &format!("PUT {TRIGGER}")]);
    assert_eq!(told.request("PUT", FUNCTION).keys, ["timeout"]);
    story
        .s("deploy")
        .ends("clean")
        .writes(&[])
        .never_says(&[NOTE]);
}

#[test]
fn changed_code_is_uploaded_without_a_question() {
    let story = switched();
    story.write("code/index.py", "def handler(e, c):\n    return 'new'\n");
    let told = story.s("deploy").ends("changed");
    let told = told.writes(&[&format!("PUT {FUNCTION}")]);
    assert_eq!(told.request("PUT", FUNCTION).keys, ["code"]);
    story.s("deploy").ends("clean").writes(&[]);
}

/// What is taken out of the file is taken back, as upstream does it.
#[test]
fn what_left_the_file_is_taken_back() {
    let story = switched();
    edit(&story, MORE, "");
    edit(
        &story,
        "        vpcBinding: [vpc-1]\n",
        "        role: ACS:ram::1234567890123456:role/aliyunfcdefaultrole\n",
    );
    edit(&story, "role: ACS", "role: acs");
    let told = story.s("deploy").ends("changed");
    told.writes(&[
        &format!("DELETE {ASYNC}"),
        &format!("DELETE {SERVICE}/binding"),
    ]);
    story.s("deploy").ends("clean").writes(&[]);
}

fn route(methods: &str) -> Value {
    let route = json!({"path": "/api/*", "serviceName": "shop", "functionName": "demo", "methods": [methods]});
    json!({"routeConfig": {"routes": [route]}})
}

/// Whatever somebody else changes after the last deploy of upstream is the question, and nothing else is.
#[test]
fn what_has_moved_online_is_asked_about() {
    type Change = fn(&Console);
    let all: [(Change, &str, &str); 7] = [
        (
            |console| console.change_service(&json!({"description": "theirs"})),
            "service shop",
            "description",
        ),
        (
            |console| console.change_demo(&json!({"timeout": 60})),
            "function shop/demo",
            "timeout: 10 → 60",
        ),
        (
            |console| {
                let variables = json!({"STAGE": "test", "TOKEN": "info-canary-4711"});
                console.change_demo(&json!({"environmentVariables": variables}));
            },
            "function shop/demo",
            "environmentVariables.STAGE",
        ),
        (
            |console| {
                let config = json!({"authType": "function", "methods": ["GET", "POST"]});
                console.older("PUT", TRIGGER, &json!({"triggerConfig": config}));
            },
            "trigger shop/demo/web",
            "authType",
        ),
        (
            |console| {
                console.older("PUT", DOMAIN, &route("POST"));
            },
            "custom domain demo.example.com",
            "methods",
        ),
        (
            |console| {
                console.older("PUT", ASYNC, &json!({"maxAsyncRetryAttempts": 5}));
            },
            "asyncConfiguration of shop/demo",
            "maxAsyncRetryAttempts: 1 → 5",
        ),
        (
            |console| {
                let path = format!("{SERVICE}/binding");
                console.older("POST", &path, &json!({"vpcId": "vpc-2"}));
            },
            "vpcBinding of service shop",
            "vpc-2",
        ),
    ];
    for (changes, label, shown) in all {
        let story = switched();
        changes(&story.console());
        let told = story.s("deploy").ends("drift").writes(&[]);
        let told = told.says(&["changed online since the last deploy", label, shown]);
        told.never_says(&["origin unknown"]);
        story
            .s("drift")
            .ends("drift")
            .writes(&[])
            .says(&[label, shown]);
        story.s("deploy --use-local").ends("changed");
        story.s("deploy").ends("clean").writes(&[]);
        assert_eq!(story.console().demo()["timeout"], 10);
    }
}

/// What upstream packed is not known: where the code online is another one since, nothing tells whether it was changed
/// here, too, so that no flag takes a side by that.
#[test]
fn code_that_was_changed_online_may_have_been_changed_here_too() {
    for is_edited in [true, false] {
        let story = switched();
        if is_edited {
            story.write("code/index.py", "def handler(e, c):\n    return 'new'\n");
        }
        story.console().fix_demo();
        let unknown = [
            "it cannot be told whether the code was changed here, online or on both sides",
            "index.py",
        ];
        let told = story.s("deploy").ends("drift").writes(&[]).says(&unknown);
        told.says(&["different (live → local)"])
            .never_says(&["changed online since the last deploy:", "--merge\n"]);
        story.s("drift").ends("drift").says(&unknown);
        story
            .s("deploy --merge")
            .ends("drift")
            .writes(&[])
            .says(&["index.py"]);
        // What is settled beside it is not held up by that.
        edit(&story, "timeout: 10", "timeout: 20");
        let told = story.s("deploy --use-local").ends("changed");
        told.writes(&[&format!("PUT {FUNCTION}")]);
        story
            .s("deploy")
            .ends("clean")
            .writes(&[])
            .never_says(&[unknown[0]]);
    }
    // Kept, it is kept as any other code is, and edited here it is a conflict.
    let story = switched();
    story.console().fix_demo();
    story
        .s("deploy --merge --use-remote")
        .ends("clean")
        .writes(&[]);
    story
        .s("deploy")
        .ends("clean")
        .says(&["live version kept", "code"]);
    story.write("code/index.py", "def handler(e, c):\n    return 'new'\n");
    story.s("deploy").ends("conflict").writes(&[]);
    // The same code is no difference, however it was packed.
    let story = switched();
    let code = json!({"zipFile": zipped(&[("index.py", upstream::CODE), ("other.py", "A = 1\n")])});
    story.console().change_demo(&json!({"code": code}));
    story.write("code/other.py", "A = 1\n");
    story
        .s("deploy")
        .ends("clean")
        .writes(&[])
        .never_says(&["it cannot be told"]);
}

#[test]
fn what_was_deleted_online_is_a_question() {
    for (path, label, back) in [
        (
            TRIGGER,
            "trigger shop/demo/web",
            format!("POST {FUNCTION}/triggers"),
        ),
        (
            DOMAIN,
            "custom domain demo.example.com",
            "POST 2016-08-15/custom-domains".to_owned(),
        ),
    ] {
        let story = switched();
        story.console().older("DELETE", path, &Value::Null);
        story.s("deploy").ends("drift").writes(&[]).says(&[label]);
        story
            .s("deploy --use-local")
            .ends("changed")
            .writes(&[&back]);
        story.s("deploy").ends("clean").writes(&[]);
    }
}

#[test]
fn what_was_changed_on_both_sides_is_a_conflict() {
    let story = switched();
    story.console().change_demo(&json!({"timeout": 60}));
    edit(&story, "timeout: 10", "timeout: 20");
    story
        .s("deploy")
        .ends("conflict")
        .writes(&[])
        .says(&["timeout"]);
    story.s("deploy --use-remote").ok().writes(&[]);
    assert_eq!(story.console().demo()["timeout"], 60);
}

/// What upstream recorded as its own deploy may hold a change of others. Nobody can see that any more, so it is said.
#[test]
fn what_upstream_took_for_its_own_is_not_asked_about_and_that_is_said() {
    let story = switched();
    story.console().change_demo(&json!({"timeout": 60}));
    leave(&story, ".s");
    let told = story.s("deploy").ends("changed");
    let told = told.writes(&[&format!("PUT {FUNCTION}")]);
    told.says(&[
        "cannot be told from your own",
        "before a deploy of code or configuration alone",
    ]);
    assert_eq!(story.console().demo()["timeout"], 10);
}

/// A removal leaves upstream's files, and they say nothing of what is deployed after it.
#[test]
fn what_was_removed_is_not_missed_the_next_time() {
    for deployed in [true, false] {
        let story = switched();
        let left = files(&story);
        if deployed {
            story.s("deploy").ends("clean");
        }
        story.s("remove -y").ends("changed");
        assert!(!story.console().tries_older("GET", SERVICE));
        assert_eq!(files(&story), left);
        let told = story.s("deploy").ends("changed");
        told.never_says(&[NOTE, "deleted"]);
        story.s("deploy").ends("clean").writes(&[]);
    }
}

/// A write that was cut off counts as ours only where it is seen to have arrived; the rest stays what upstream left.
#[test]
fn a_run_that_was_cut_off_goes_on_from_there() {
    let story = switched();
    edit(&story, "timeout: 10", "timeout: 20");
    story.every(
        "PUT",
        FUNCTION,
        crate::cloud::Fate::RefusedWith(500, "{}".to_owned()),
    );
    story.s("deploy").fails();
    story
        .console()
        .change_service(&json!({"description": "theirs"}));
    let told = story.s("deploy").ends("drift").writes(&[]);
    told.says(&["service shop", "description"]);
    story.s("deploy --use-local").ends("changed");
    story.s("deploy").ends("clean").writes(&[]);
}

/// A change of upstream's own after a switch back is one of others to us: it is asked about, never taken back unasked.
#[test]
fn going_back_and_forth_loses_nothing() {
    let story = switched();
    story.s("deploy").ends("clean");
    story.console().change_demo(&json!({"timeout": 60}));
    leave(&story, ".s");
    story
        .s("deploy")
        .ends("drift")
        .writes(&[])
        .says(&["timeout: 10 → 60"]);
    change(&story, "shop-demo", |state| {
        state.insert("timeout".to_owned(), json!(99));
    });
    story
        .s("deploy")
        .ends("drift")
        .writes(&[])
        .says(&["timeout: 10 → 60"]);
}

/// Several modules in one service: upstream kept one file of the service, and one of each function.
#[test]
fn several_modules_of_one_service_are_silent_together() {
    let story = switched();
    upstream::deploy_function(&story.console(), "other");
    upstream::leave_function(&story, ".s", "other");
    let text = story.read("s.yaml");
    let (_, props) = text.split_once("  web:\n").unwrap();
    let (before, rest) = props.split_once("      customDomains:\n").unwrap();
    let (_, triggers) = rest.split_once("      triggers:\n").unwrap();
    let other = format!("{before}      triggers:\n{triggers}").replace("name: demo", "name: other");
    story.write("s.yaml", &format!("{text}  other:\n{other}"));
    story.s("deploy").ends("clean").writes(&[]).says(&[NOTE]);
    story
        .s("deploy")
        .ends("clean")
        .writes(&[])
        .never_says(&[NOTE]);
    story.forget();
    leave(&story, ".s");
    // Of the second function nothing is known any more; of the service it still is.
    story
        .console()
        .change_service(&json!({"description": "theirs"}));
    let told = story.s("deploy").ends("drift").writes(&[]);
    told.says(&[
        "changed online since the last deploy",
        "service shop",
        "description",
    ]);
}

/// What upstream deployed and left online when it went from the file: it is told as what we deployed ourselves, and stays.
#[test]
fn what_left_the_file_before_the_switch_is_told_and_left_alone() {
    let story = switched();
    let text = story.read("s.yaml");
    let (before, _) = text.split_once("      customDomains:\n").unwrap();
    story.write("s.yaml", before);
    let says = [
        "trigger shop/demo/web is no longer in s.yaml but still online",
        "s web remove --trigger web",
        "custom domain demo.example.com is no longer in s.yaml",
    ];
    for command in ["plan", "deploy"] {
        let told = story.s(command).ends("clean").writes(&[]).says(&says);
        told.never_says(&["What others added", "is not used"]);
    }
    // Nothing is asked, and nothing is taken over, of what is not the function's own.
    let told = story.s("deploy").ends("clean").writes(&[]).says(&says);
    told.never_says(&[NOTE]);
    assert!(story.console().tries_older("GET", TRIGGER));
    assert!(story.console().tries_older("GET", DOMAIN));
    story.console().older("DELETE", TRIGGER, &Value::Null);
    story
        .s("deploy")
        .ends("clean")
        .never_says(&["trigger shop/demo/web"]);
}

/// Names that mean several things, and what nobody wrote for this function, are passed over.
#[test]
fn what_was_left_of_others_is_no_part_of_the_function() {
    let story = switched();
    let text = story.read("s.yaml");
    let (before, _) = text.split_once("      customDomains:\n").unwrap();
    story.write("s.yaml", before);
    // A trigger `web` of the function `demo-x` has the name of a trigger `x-web` of this one.
    let trigger = story.read(&format!(".s/{}", upstream::file("shop-demo-web")));
    story.write(
        &format!(".s/{}", upstream::file("shop-demo-x-web")),
        &trigger,
    );
    story.files.delete(&format!(
        "{}/.s/{}",
        crate::story::HOME,
        upstream::file("shop-demo-web")
    ));
    // A domain whose routes all lead elsewhere.
    let path = ".s/demo.example.com.json";
    let domain = story.read(path);
    story.write(path, &domain.replace("\"demo\"", "\"other\""));
    story.write(".s/notes.json", "{");
    let told = story.s("plan").writes(&[]);
    let told = told.says(&["trigger shop/demo/web"]);
    told.never_says(&[
        "is no longer in s.yaml",
        "x-web",
        "notes.json",
        "demo.example.com",
    ]);
}
