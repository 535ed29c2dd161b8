use super::*;

fn typed(line: &[&str]) -> Typed {
    let args: Vec<String> = line.iter().map(|word| (*word).to_owned()).collect();
    Typed::new(Some("fn"), "deploy", &args)
}

#[test]
fn who_agreed_to_a_restore_needs_not_agree_again() {
    let args = ["20261101T080000Z-1209", "-y"].map(str::to_owned);
    let restore = Typed::new(Some("fn"), "restore", &args);
    assert_eq!(
        restore.with("--use-local"),
        "s fn restore 20261101T080000Z-1209 -y --use-local"
    );
    assert_eq!(restore.with("-y"), restore.again());
}

/// Callers add the value of the last flag.
#[test]
fn what_is_new_comes_last() {
    let typed = typed(&["--code", "local"]).knowing(&[], &["fn".to_owned()]);
    assert_eq!(
        typed.with("--report"),
        "s fn deploy --code local --no-verify --report"
    );
    assert_eq!(typed.other("drift --html"), "s fn drift --no-verify --html");
}

#[test]
fn a_value_is_no_flag_and_no_name() {
    let local = typed(&["--env", "local"]);
    let with = local.with("--config local --code local");
    assert_eq!(with, "s fn deploy --env local --config local --code local");
    let code = typed(&["--code", "local"]).with("--config local");
    assert_eq!(code, "s fn deploy --code local --config local");
    let access = typed(&["prod", "-a", "prod"]).on("prod").again();
    assert_eq!(access, "s prod deploy -a prod");
}

#[test]
fn scope_and_project_stay() {
    let line = [
        "--function",
        "config",
        "--trigger=a,b",
        "--async-invoke-config",
        "--skip-push",
        "-y",
        "-t",
        "my dir/s.yaml",
        "-a",
        "prod",
        "--env",
        "staging",
        "--write-back",
        "--debug",
    ];
    assert_eq!(
        typed(&line).with("--use-local"),
        "s fn deploy --function config --trigger=a,b --async-invoke-config --skip-push \
         -t \"my dir/s.yaml\" -a prod --env staging --write-back --debug --use-local"
    );
    assert_eq!(
        typed(&line).other("plan"),
        "s fn plan -t \"my dir/s.yaml\" -a prod --env staging"
    );
}

#[test]
fn a_word_that_a_shell_would_take_apart_is_quoted() {
    for (word, text) in [
        ("my dir", r#""my dir""#),
        ("it's", r#""it's""#),
        ("", r#""""#),
        (r#"a"b\c$d`e"#, r#""a\"b\\c\$d\`e""#),
        ("stop!now", r#""stop"\!"now""#),
        ("plain-1.yaml", "plain-1.yaml"),
    ] {
        assert_eq!(quoted(word), text);
    }
}

#[test]
fn what_was_decided_stays_decided() {
    let typed = typed(&["--config", "remote", "--merge"]);
    assert_eq!(
        typed.with("--merge --use-local"),
        "s fn deploy --config remote --merge --use-local"
    );
    assert_eq!(
        typed.undecided().with("--write-back"),
        "s fn deploy --write-back"
    );
    assert!(typed.has("--config") && !typed.has("--code"));
}

#[test]
fn a_flag_without_its_value_takes_nothing_else_away() {
    let typed = typed(&["--function", "--trigger", "-t=x.yaml", "--code=local"]);
    assert_eq!(
        typed.on_whole().again(),
        "s fn deploy -t=x.yaml --code=local"
    );
    assert_eq!(
        typed.dropping(&["--code"]).again(),
        "s fn deploy --function --trigger -t=x.yaml"
    );
}

/// Whoever called the native program by itself is told of that, but for what only Serverless Devs can do.
#[test]
fn a_native_program_suggests_itself() {
    let args = ["--allow-unknown", "-t", "app.yaml", "--merge"].map(str::to_owned);
    let typed = Typed::new(Some("fn"), "deploy", &args).by_hand(3);
    assert_eq!(
        typed.with("--use-local"),
        "fc-guard deploy --merge --use-local < inputs.json"
    );
    assert_eq!(typed.other("plan"), "fc-guard plan < inputs.json");
    assert_eq!(
        typed.over_file().other("restore 1"),
        "fc-guard restore 1 < inputs.json"
    );
    // The inputs are those of one resource.
    assert_eq!(
        typed.on("other").again(),
        "s other deploy --allow-unknown -t app.yaml --merge"
    );
    assert_eq!(
        typed.other("version publish"),
        "s fn version -t app.yaml publish"
    );
}

/// What is about something else than the resource of the turn follows whoever was called, too.
#[test]
fn commands_about_something_else_are_those_of_the_caller() {
    let args = ["-t", "app.yaml", "-a", "ops"].map(str::to_owned);
    let typed = Typed::new(Some("fn"), "deploy", &args);
    assert_eq!(typed.all_commands(), "s -h");
    assert_eq!(typed.prepares_place(), "s state -t app.yaml -a ops init");
    assert_eq!(
        typed.in_file("restore 1", "my shop.yaml", Some("prod")),
        "s fn restore -a ops 1 -t \"my shop.yaml\" --env prod"
    );
    let by_hand = typed.by_hand(4);
    assert!(by_hand.is_by_hand());
    assert_eq!(by_hand.all_commands(), "fc-guard --help");
    assert_eq!(
        by_hand.prepares_place(),
        "fc-guard state init < inputs.json"
    );
    // Another file takes other inputs.
    assert_eq!(
        by_hand.in_file("restore 1", "b.yaml", None),
        "fc-guard restore 1 < inputs.json"
    );
}
