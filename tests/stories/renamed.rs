//! A function of another name in the file: its domain is the one that was deployed from here before.

use serde_json::{Value, json};

use crate::cloud::Line;
use crate::console::zipped;
use crate::story::Story;
use crate::yaml::Fn;

const DOMAIN: &str = "demo.example.com";

fn named(function: &str) -> Fn {
    Fn::named("fn", function).bare().route(DOMAIN, "/*")
}

/// A project whose function was deployed as `old`, with its domain, and is `new` in the file now.
fn renamed() -> Story {
    let story = Story::new();
    story.yaml(&[named("old")]);
    story.s("deploy").ends("changed");
    story.cloud.pass(1_000);
    story.yaml(&[named("new")]);
    story
}

/// The same, deployed as `new`, after what others added to the domain was saved and overwritten: the id of
/// that backup.
fn saved_and_renamed() -> (Story, String) {
    let story = Story::new();
    story.yaml(&[named("old")]);
    story.s("deploy").ends("changed");
    story.console().add_route(DOMAIN, "/hot", "old");
    story.s("deploy --use-local").ends("changed");
    let id = story.newest_backup();
    story.cloud.pass(1_000);
    story.yaml(&[named("new")]);
    story.s("deploy").ends("changed");
    (story, id)
}

fn routes(story: &Story) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let pair = |route: Value| format!("{} {}", text(&route["path"]), text(&route["functionName"]));
    let routes = story.console().routes(DOMAIN);
    routes.into_iter().map(pair).collect()
}

fn has_domain(story: &Story) -> bool {
    story.console().left()[1] != json!({})
}

#[test]
fn a_domain_that_others_deleted_stays_a_question() {
    let story = renamed();
    story.console().delete_domain(DOMAIN);
    story
        .s("plan")
        .ends("drift")
        .says(&["custom domain demo.example.com"]);
    story
        .s("drift")
        .ends("drift")
        .says(&["custom domain demo.example.com"]);
    story
        .s("deploy")
        .ends("drift")
        .writes(&[])
        .says(&["custom domain demo.example.com", "s fn deploy --use-local"]);
    // Whoever keeps it deleted is asked once, and another name is no news about that.
    let other = story.forked();
    other.s("deploy --use-remote").ends("changed");
    assert!(!has_domain(&other));
    other.s("deploy").ends("clean").writes(&[]);
    other.yaml(&[named("newer")]);
    other.s("deploy").ends("changed");
    assert!(!has_domain(&other));

    story.s("deploy --use-local").ends("changed");
    assert_eq!(routes(&story), ["/* new"]);
    story.s("deploy").ends("clean").writes(&[]);
}

#[test]
fn a_route_goes_with_its_function_to_another_name_and_back() {
    let story = renamed();
    story
        .s("plan")
        .ends("changed")
        .says(&["routes[/*].functionName: \"old\" → \"new\""]);
    story
        .s("deploy")
        .ends("changed")
        .says(&["function old in cn-hangzhou is still online"]);
    assert_eq!(routes(&story), ["/* new"]);
    story.s("deploy").ends("clean").writes(&[]);
    story.cloud.pass(1_000);
    story.yaml(&[named("old")]);
    story.s("deploy").ends("changed");
    assert_eq!(routes(&story), ["/* old"]);
    story.s("deploy").ends("clean").writes(&[]);
    story.s("remove --orphan new -y").ends("changed");
    assert_eq!(routes(&story), ["/* old"]);
}

#[test]
fn what_others_changed_in_the_domain_is_asked_about_under_the_new_name() {
    let story = renamed();
    story
        .console()
        .change_domain(DOMAIN, json!({"protocol": "HTTP,HTTPS"}));
    story.s("deploy").fails().writes(&[]).says(&["protocol"]);
    // Somebody led the route elsewhere.
    let story = renamed();
    story.s("deploy --function config").ends("changed");
    let code = json!({"zipFile": zipped(&[("i.py", "def h(e, c): pass")])});
    let body =
        json!({"functionName": "theirs", "runtime": "python3.10", "handler": "i.h", "code": code});
    story.console().create(body);
    let to = json!({"routes": [{"path": "/*", "functionName": "theirs", "methods": ["GET"]}]});
    story
        .console()
        .change_domain(DOMAIN, json!({"routeConfig": to}));
    story.s("deploy").fails().writes(&[]).says(&["theirs"]);
    assert_eq!(routes(&story), ["/* theirs"]);
}

/// The last run did not see the end of its write under the old name.
#[test]
fn a_write_that_was_interrupted_under_the_old_name_is_made_out() {
    let story = Story::new();
    story.yaml(&[named("old")]);
    story.s("deploy").ends("changed");
    story.yaml(&[Fn::named("fn", "old").bare().route(DOMAIN, "/new")]);
    let dry = story.forked().s("deploy");
    let is_it = |line: &Line| line.is("PUT", "custom-domains/demo.example.com");
    let at = dry.sent.iter().position(is_it).unwrap();
    story.interrupt(at).s("deploy").ends("interrupted");
    story.yaml(&[Fn::named("fn", "new").bare().route(DOMAIN, "/new")]);
    story.s("deploy").ends("changed");
    assert_eq!(routes(&story), ["/new new"]);
}

/// A route that leads to a function of somebody else, or to one that the file still names, is not ours.
#[test]
fn a_route_of_another_function_is_never_taken() {
    let story = renamed();
    let theirs = Fn::named("other", "old").bare();
    story.yaml(&[named("new"), theirs]);
    story.s("deploy --use-local").ends("usage").writes(&[]);
    assert_eq!(routes(&story), ["/* old"]);
}

/// Without a record nobody knows that it was ours: what would end with an error is not offered.
#[test]
fn a_route_that_cannot_be_taken_is_told_before_anybody_decides() {
    let story = renamed();
    story.forget();
    let why = "/* of demo.example.com leads to function old and never belonged to this function";
    story
        .s("deploy")
        .fails()
        .writes(&[])
        .says(&[why, "'s plan' tells", "--use-remote"])
        .never_says(&["--use-local"]);
    story
        .keys("⏎")
        .s("deploy")
        .fails()
        .writes(&[])
        .says(&[why, "[r] use remote"])
        .never_says(&["[l] use local"]);
    story.s("deploy --use-remote").ends("changed");
    assert_eq!(routes(&story), ["/* old"]);
}

/// Two functions behind one domain, deployed; a colleague changed the first one's route, and what the
/// second one's deploy has on record of the domain is newer than that.
fn neighbours() -> (Story, [Fn; 2]) {
    let story = Story::new();
    let both = ["one", "two"].map(|name| {
        let path = format!("/{name}");
        Fn::named(name, name).bare().route(DOMAIN, &path)
    });
    story.yaml(&both);
    story.s("deploy").ends("changed");
    let mut all = story.console().routes(DOMAIN);
    let first = all.iter_mut().find(|route| route["path"] == "/one");
    first.unwrap()["methods"] = json!(["GET", "POST", "PUT"]);
    let body = json!({"routeConfig": {"routes": all}});
    story.console().change_domain(DOMAIN, body);
    story.cloud.pass(2_000);
    story.s("two deploy").ends("clean");
    (story, both)
}

/// What another resource put on record of a domain says nothing of this one's part in it.
#[test]
fn a_neighbour_that_leaves_the_file_takes_no_change_of_others_along() {
    let (story, [one, two]) = neighbours();
    let renamed = Fn {
        function: "zwei".to_owned(),
        ..two
    };
    for file in [vec![one.clone(), renamed], vec![one]] {
        let story = story.forked();
        story.yaml(&file);
        for command in ["plan", "drift", "deploy"] {
            story
                .s(command)
                .ends("drift")
                .writes(&[])
                .says(&["methods"]);
        }
        let told = story.s("one deploy").fails().writes(&[]);
        told.says(&["methods"]).never_says(&["  changed locally:"]);
        story.s("deploy --merge").ok();
        let all = story.console().routes(DOMAIN);
        let first = all.iter().find(|route| route["path"] == "/one");
        assert_eq!(first.unwrap()["methods"], json!(["GET", "POST", "PUT"]));
    }
}

/// The domain was led to the new name by our own deploy. Whoever puts back what the old one had decides
/// that, and it stands kept against the file.
#[test]
fn a_backup_of_the_old_name_knows_what_the_new_one_deployed() {
    let (story, id) = saved_and_renamed();
    assert_eq!(routes(&story), ["/* new"]);
    story.cloud.pass(1_000);
    let told = story.s(&format!("restore {id} -y")).ends("changed");
    told.says(&["~ routeConfig.routes[/*].functionName: \"new\" → \"old\""])
        .never_says(&["changed online", "saved what others"]);
    assert_eq!(routes(&story), ["/* old", "/hot old"]);
    let told = story.s("plan").ends("clean");
    told.says(&[
        "live version kept",
        "routes[/*].functionName: live \"old\", local \"new\"",
    ]);
    story.s("deploy").ends("clean").writes(&[]);
    story.s("deploy --use-local").ends("changed");
    assert_eq!(routes(&story), ["/* new", "/hot old"]);
}

/// Whoever removed it here knows that: nobody else deleted it.
#[test]
fn a_domain_that_was_removed_here_is_no_deletion_by_others() {
    let story = renamed();
    story.s("deploy").ends("changed");
    story.cloud.pass(1_000);
    story.s("remove -y").ends("changed");
    assert!(!has_domain(&story));
    for name in ["new", "old"] {
        let again = story.forked();
        again.yaml(&[named(name)]);
        again
            .s("deploy")
            .ends("changed")
            .never_says(&["deleted online"]);
        assert!(has_domain(&again), "{name}");
    }
}

/// A domain that leads to the function of the earlier name is left alone, and goes with that one.
#[test]
fn a_domain_that_was_left_alone_goes_with_its_own_function() {
    let (story, id) = saved_and_renamed();
    story.s(&format!("restore {id} -y")).ends("changed");
    story.cloud.pass(1_000);
    story.s("deploy").ends("clean");
    assert_eq!(routes(&story), ["/* old", "/hot old"]);
    let told = story.s("remove -y").ends("changed");
    told.says(&["demo.example.com has no route to function new; it is left alone"]);
    let told = story.s("remove --orphan old -y").ends("changed");
    told.says(&["- custom domain demo.example.com", "- function old"]);
    assert!(!has_domain(&story));
}
