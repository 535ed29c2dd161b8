//! What is saved, and what comes back, of what the service does not show.
//!
//! The emulator guesses here: G2.

use fc_emulator::Hides;
use serde_json::{Value, json};

use super::{
    ALL, DOMAIN, FILE, File, another_user, auth, certificate, change_container, deployed, key,
    source,
};
use crate::console::Console;
use crate::story::Story;
use crate::told::Told;

const KEY: &str = "customDomain.certConfig.privateKey";
const PASSWORD: &str = "customContainerConfig.registryConfig.authConfig.password";
const NOT_SAVED: &str = "not saved, because the service does not show it: ";

fn cert(console: &Console) -> Value {
    console.domain(DOMAIN)["certConfig"].clone()
}

/// A domain with a certificate of somebody else.
fn theirs() -> Value {
    let cert = json!({
        "certName": "theirs", "certificate": certificate("theirs"), "privateKey": key("theirs"),
    });
    json!({"domainName": DOMAIN, "protocol": "HTTPS", "certConfig": cert})
}

/// Somebody renews the certificate in the console.
fn renewed(console: &Console) {
    let mut theirs = theirs();
    theirs.as_object_mut().unwrap().shift_remove("domainName");
    console.change_domain(DOMAIN, theirs);
}

/// A project without a domain, deployed.
fn without_certificate() -> Story {
    let certificate = None;
    deployed(
        Hides::Keys,
        &File {
            certificate,
            ..FILE
        },
    )
}

/// Adds the domain to the file, without a certificate.
fn name_domain(story: &Story) {
    let text = format!(
        "      customDomain:\n        domainName: {DOMAIN}\n        protocol: HTTP\n        route:\n          path: /a\n"
    );
    story.write("s.yaml", &(story.read("s.yaml") + &text));
}

#[track_caller]
fn restore(story: &Story) -> Told {
    let id = story.newest_backup();
    story.s(&format!("restore {id} -y"))
}

#[test]
fn a_renewed_certificate_is_overwritten_only_where_its_loss_was_told() {
    let story = deployed(Hides::Keys, &FILE);
    let console = story.console();
    renewed(&console);
    console.change("demo", json!({"timeout": 60}));
    let lost = "the service does not show certConfig.privateKey: overwriting this loses that value";
    for command in ["deploy", "plan", "drift"] {
        story.s(command).ends("drift").says(&[lost]).writes(&[]);
    }
    let told = story.s("deploy --use-local").ends("changed");
    told.says(&[lost, &format!("{NOT_SAVED}{KEY}")]);
    assert_eq!(cert(&console)["privateKey"], key("one"));
    let list = format!("not in it, because the service does not show it: {KEY}");
    story.s("restore").says(&[&list]);
    // The rest comes back, and nothing is torn apart.
    let stays = format!(
        "{KEY} is not in the backup, since the service does not show it: what belongs to it stays"
    );
    restore(&story).ends("changed").says(&[&stays]);
    assert_eq!(console.function("demo")["timeout"], 60);
    let ours =
        json!({"certName": "one", "certificate": certificate("one"), "privateKey": key("one")});
    assert_eq!(cert(&console), ours);
    story.s("deploy").ends("clean").writes(&[]);
}

#[test]
fn a_certificate_that_is_shown_with_its_key_comes_back() {
    let story = deployed(Hides::Nothing, &FILE);
    let console = story.console();
    renewed(&console);
    let told = story.s("deploy --use-local").ends("changed");
    told.never_says(&["does not show", NOT_SAVED]);
    restore(&story)
        .ends("changed")
        .never_says(&["does not show"]);
    assert_eq!(cert(&console)["privateKey"], key("theirs"));
}

#[test]
fn what_is_removed_comes_back_with_what_the_file_has() {
    for hides in ALL {
        let story = deployed(hides, &FILE);
        let console = story.console();
        console.change("demo", json!({"timeout": 60}));
        change_container(&console, |container| container["port"] = json!(8080));
        let told = story.s("remove -y").ends("changed");
        told.never_says(&["does not show", NOT_SAVED]);
        // By now the file is another one; what was saved is whole.
        File {
            certificate: Some("two"),
            user: "",
            topic: "bills",
            ..FILE
        }
        .write(&story);
        restore(&story)
            .ends("changed")
            .never_says(&["does not show"]);
        assert_eq!(cert(&console)["privateKey"], key("one"), "{hides:?}");
        let function = console.function("demo");
        assert_eq!(
            (
                &function["timeout"],
                &function["customContainerConfig"]["port"]
            ),
            (&json!(60), &json!(8080))
        );
        assert_eq!(auth(&console)["password"], "p-canary");
        assert_eq!(source(&console)["Password"], "d-canary");
    }
}

#[test]
fn what_is_removed_without_its_key_is_told_before_and_after() {
    let lost = "the service does not show its certConfig.privateKey: that is not saved and cannot be put back";
    // The file's own certificate takes the place of the one that is lost.
    let story = deployed(Hides::Keys, &FILE);
    let console = story.console();
    renewed(&console);
    story.s("remove").fails().says(&[lost]).writes(&[]);
    let told = story.s("remove -y").ends("changed");
    told.says(&[lost, &format!("{NOT_SAVED}{KEY}")]);
    restore(&story)
        .ends("changed")
        .says(&["what belongs to it is taken from s.yaml"]);
    assert_eq!(cert(&console)["privateKey"], key("one"));
    // Without one the domain is not made into something else.
    let story = without_certificate();
    let console = story.console();
    name_domain(&story);
    story.s("deploy").ends("changed");
    renewed(&console);
    story.s("remove -y").ends("changed").says(&[lost]);
    let left = format!("custom domain {DOMAIN} is not put back: {KEY} is not in the backup");
    restore(&story).ends("changed").says(&[&left]);
    assert!(console.has_function("demo"));
    assert_eq!(console.domain(DOMAIN), Value::Null);
    story.s("deploy").ends("changed");
    assert_eq!(console.domain(DOMAIN)["protocol"], "HTTP");
}

#[test]
fn nothing_is_said_where_only_we_changed_it() {
    for hides in ALL {
        let story = deployed(hides, &FILE);
        story
            .s("remove -y")
            .ends("changed")
            .never_says(&["does not show", "saved"]);
    }
}

#[test]
fn an_image_of_others_comes_back_with_the_password() {
    for hides in ALL {
        let story = deployed(hides, &FILE);
        let console = story.console();
        change_container(&console, |container| {
            container["image"] = json!("example.com/a:9")
        });
        story
            .s("deploy --use-local")
            .ends("changed")
            .never_says(&[NOT_SAVED]);
        assert_eq!(auth(&console)["password"], "p-canary", "{hides:?}");
        restore(&story).ends("changed");
        assert_eq!(
            console.function("demo")["customContainerConfig"]["image"],
            "example.com/a:9"
        );
        assert_eq!(auth(&console)["password"], "p-canary", "{hides:?}");
    }
}

#[test]
fn a_user_of_others_whose_password_nobody_knows_stays_overwritten() {
    let story = deployed(Hides::Secrets, &FILE);
    let console = story.console();
    another_user(&console);
    console.change("demo", json!({"timeout": 60}));
    let told = story.s("deploy --use-local").ends("changed");
    told.says(&[&format!("{NOT_SAVED}{PASSWORD}")]);
    restore(&story)
        .ends("changed")
        .says(&[PASSWORD, "stays as it is online"]);
    assert_eq!(console.function("demo")["timeout"], 60);
    let ours = json!({"userName": "puller", "password": "p-canary"});
    assert_eq!(auth(&console), ours);
    // With nothing else in it there is nothing to put back.
    let story = deployed(Hides::Secrets, &FILE);
    another_user(&story.console());
    story.s("deploy --use-local").ends("changed");
    restore(&story).writes(&[]).says(&["stays as it is online"]);
}

#[test]
fn after_a_removal_it_comes_back_with_the_users_of_the_file() {
    let story = deployed(Hides::Secrets, &FILE);
    let console = story.console();
    another_user(&console);
    story
        .s("remove -y")
        .ends("changed")
        .says(&[&format!("its {PASSWORD}")]);
    restore(&story)
        .ends("changed")
        .says(&["is taken from s.yaml"]);
    assert_eq!(auth(&console)["password"], "p-canary");
    assert_eq!(source(&console)["Password"], "d-canary");
}

#[test]
fn a_domain_that_leads_nowhere_and_was_never_ours_is_left_alone() {
    let story = without_certificate();
    let console = story.console();
    console.create_domain(theirs());
    name_domain(&story);
    let told = story.s("remove -y").ends("changed");
    told.says(&[&format!(
        "custom domain {DOMAIN} has no route to function demo; it is left alone"
    )]);
    assert_eq!(cert_of(&console), "theirs");
    assert!(!console.has_function("demo"));
    // Ours goes even where somebody took our route out of it.
    let story = deployed(Hides::Keys, &FILE);
    let console = story.console();
    console.change_domain(DOMAIN, json!({"routeConfig": {"routes": []}}));
    story
        .s("remove -y")
        .ends("changed")
        .never_says(&["left alone"]);
    assert_eq!(console.domain(DOMAIN), Value::Null);
}

fn cert_of(console: &Console) -> Value {
    cert(console)["certName"].clone()
}

#[test]
fn the_user_of_others_is_not_written_beside_our_password() {
    let story = deployed(Hides::Secrets, &FILE);
    let console = story.console();
    another_user(&console);
    renewed(&console);
    change_container(&console, |container| container["port"] = json!(8080));
    let file = story.read("s.yaml");
    let told = story.s("deploy --use-remote --write-back");
    told.says(&[
        "customContainerConfig.registryConfig.authConfig.userName",
        "certConfig.certificate",
        "what belongs to it is not shown by the service",
    ]);
    let expected = file.replace("port: 9000", "port: 8080");
    assert_eq!(story.read("s.yaml"), expected);
    // Where it is shown, both go in.
    let story = deployed(Hides::Nothing, &FILE);
    another_user(&story.console());
    let told = story.keys("y").s("deploy --use-remote --write-back");
    told.ends("clean");
    let file = story.read("s.yaml");
    assert!(
        file.contains("userName: theirs") && file.contains("t-canary"),
        "{file}"
    );
}

#[test]
fn what_is_synced_says_what_is_not_in_it() {
    let story = deployed(Hides::Secrets, &FILE);
    let told = story.s("sync --target-dir synced").ends("clean");
    told.says(&[
        "the service does not show it: ",
        PASSWORD,
        KEY,
        "triggers[dts].triggerConfig.eventSourceConfig.eventSourceParameters.sourceDTSParameters.Password",
    ]);
    let story = deployed(Hides::Nothing, &FILE);
    let told = story.s("sync --target-dir synced").ends("clean");
    told.never_says(&["does not show"]);
}

/// What another resource returns, where nobody can look it up.
const UNKNOWN: &str = "${resources.net.output.password}";

/// A reference that is written as it stands would be a password that lets nobody in.
#[test]
fn a_reference_is_no_password_to_put_back() {
    let story = deployed(Hides::Secrets, &FILE);
    let console = story.console();
    another_user(&console);
    story.s("deploy --use-local").ends("changed");
    File {
        user: "theirs",
        password: Some(UNKNOWN),
        ..FILE
    }
    .write(&story);
    let told = restore(&story);
    told.says(&[&format!("{PASSWORD} is not in the backup")]);
    let ours = json!({"userName": "puller", "password": "p-canary"});
    assert_eq!(auth(&console), ours);
    // Nor is it where nothing is online to stay as it is.
    console.delete_trigger("demo", "dts");
    console.delete("demo");
    let told = restore(&story);
    assert!(!told.wrote().iter().any(|line| line.contains("functions")));
    told.says(&["is not put back", PASSWORD]);
}

#[test]
fn a_backup_holds_no_reference_for_a_secret() {
    let story = deployed(Hides::Secrets, &FILE);
    let console = story.console();
    console.change("demo", json!({"timeout": 60}));
    let file = |password| File {
        password: Some(password),
        ..FILE
    };
    file(UNKNOWN).write(&story);
    let told = story.s("remove -y").ends("changed");
    told.says(&[NOT_SAVED, PASSWORD]);
    file("p-canary").write(&story);
    restore(&story).ends("changed");
    let ours = json!({"userName": "puller", "password": "p-canary"});
    assert_eq!(auth(&console), ours);
}

#[test]
fn a_reference_is_no_private_key() {
    let story = deployed(Hides::Keys, &FILE);
    let console = story.console();
    renewed(&console);
    story.s("deploy --use-local").ends("changed");
    let text = story.read("s.yaml");
    let known = json!(key("one")).to_string();
    assert!(text.contains(&known), "{text}");
    story.write(
        "s.yaml",
        &text.replace(&known, "${resources.net.output.key}"),
    );
    console.delete_domain(DOMAIN);
    let told = restore(&story);
    assert!(!told.wrote().iter().any(|line| line.contains("domains")));
    told.says(&["is not put back", KEY]);
}
