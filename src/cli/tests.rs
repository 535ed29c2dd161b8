//! What flags decide and what is refused.

use clap::CommandFactory;

use super::*;
use crate::model::scope::{Half, Scope, Triggers};
use crate::plan::{Policy, Side, Stance};
use crate::report::Format;

fn typed(verb: &str, args: &[&str]) -> Typed {
    let args: Vec<String> = args.iter().map(|arg| (*arg).to_owned()).collect();
    Typed::new(None, verb, &args)
}

fn flags(args: &[&str]) -> Result<DeployFlags> {
    deploy(&typed("deploy", args))
}

#[test]
fn the_clis_own_flags_are_let_through() {
    let args = [
        "-t",
        "a.yaml",
        "-o",
        "json",
        "--silent",
        "--debug",
        "-a",
        "x",
        "--use-local",
    ];
    let flags = flags(&args).expect("valid");
    assert_eq!(flags.policy, Policy::all(Side::Local));
}

#[test]
fn a_report_has_a_form_and_a_file() {
    let flags = |args: &[&str]| look(Look::Drift, &typed("drift", args));
    for (args, read) in [
        (&["--output", "junit"][..], true),
        (&["--format=junit", "-o", "json"], false),
        (&["--", "--output", "junit"], false),
    ] {
        let flags = flags(args).expect("valid");
        assert_eq!(flags.format, Some(Format::Junit), "{args:?}");
        assert_eq!(flags.is_read, read, "{args:?}");
    }
    assert_eq!(flags(&["-o", "yaml"]).expect("valid").format, None);
    for refused in [
        &["--output", "pdf"][..],
        &["--format", "yaml"],
        &["--format", "raw"],
        &["--report", "x.bogus"],
        &["--report", "a.b/x.yaml"],
    ] {
        let error = flags(refused).expect_err("refused");
        assert_eq!(error.outcome.code(), 2, "{refused:?}");
    }
    for taken in [
        &["--report", "a.b/report"][..],
        &["--report", "x.bogus", "--format", "json"],
    ] {
        assert!(flags(taken).is_ok(), "{taken:?}");
    }
    assert!(look(Look::Plan, &typed("plan", &["--html=x"])).is_err());
}

/// Serverless Devs adds its own in a parallel group.
#[test]
fn yes_may_be_said_twice() {
    for args in [["-y", "-y"], ["--assume-yes", "-y"]] {
        assert!(flags(&args).is_ok());
        assert!(restore(&typed("restore", &args)).is_ok_and(|flags| flags.assume_yes));
        assert!(remove(&typed("remove", &args)).is_ok_and(|flags| flags.assume_yes));
        assert!(sync(&typed("sync", &args)).is_ok());
        assert!(info(&typed("info", &args)).is_ok());
        assert!(look(Look::Drift, &typed("drift", &args)).is_ok());
    }
}

#[test]
fn a_flag_that_stands_there_twice_does_not_exclude_itself() {
    let error = flags(&["--use-local", "--use-local"]).expect_err("a misuse");
    let text = error.render(crate::words::Lang::En);
    assert!(text.contains("--use-local is given twice"), "{text}");
}

#[test]
fn yes_decides_nothing() {
    for yes in ["-y", "--assume-yes"] {
        assert!(!flags(&[yes]).expect("valid").policy.is_given());
    }
}

#[test]
fn what_is_said_of_one_half_goes_before_what_is_said_of_both() {
    let policy = |args: &[&str]| flags(args).expect("valid").policy;
    let stance = |merge, side| Stance { merge, side };
    let apart = policy(&["--config", "remote", "--code=local"]);
    assert_eq!(apart.config, stance(false, Some(Side::Remote)));
    assert_eq!(apart.code, stance(false, Some(Side::Local)));
    let both = policy(&["--merge", "--use-local"]);
    assert_eq!(both.config, stance(true, Some(Side::Local)));
    assert_eq!(both.code, both.config);
    let mixed = policy(&["--merge", "--code", "remote"]);
    assert_eq!(mixed.config, stance(true, None));
    assert_eq!(mixed.code, stance(false, Some(Side::Remote)));
    let config = policy(&["--config", "merge", "--use-remote"]);
    assert_eq!(config.config, stance(true, Some(Side::Remote)));
    assert_eq!(config.code, stance(false, Some(Side::Remote)));
}

#[test]
fn a_part_is_named_by_flags() {
    let scope = |args: &[&str]| flags(args).expect("valid").scope;
    assert_eq!(scope(&[]), Scope::whole());
    let code = scope(&["--function", "code"]);
    assert_eq!(code.function, Some(Half::Code));
    assert_eq!((code.triggers, code.rest), (None, false));
    assert_eq!(scope(&["--function", "-y"]).function, Some(Half::Both));
    let named = scope(&["--trigger=a, b", "--async-invoke-config"]);
    let names = vec!["a".to_owned(), "b".to_owned()];
    assert_eq!(named.triggers, Some(Triggers::Named(names)));
    assert!(named.async_invoke && named.function.is_none());
}

#[test]
fn what_is_not_understood_is_refused() {
    for args in [
        &["--use-local", "--use-remote"][..],
        &["--use-locale"],
        &["--function", "codde"],
        &["--code", "merge"],
        &["--config"],
        &["--trigger", "a,,b"],
        &["fn"],
    ] {
        assert_eq!(
            flags(args).expect_err("refused").outcome.code(),
            2,
            "{args:?}"
        );
    }
}

/// A flag that may stand alone takes nothing, too, but that is no value to type.
#[test]
fn what_a_flag_takes_is_listed_without_gaps() {
    for args in [["--function", "nothing"], ["--config", "mine"]] {
        let error = flags(&args).expect_err("refused").what.en;
        let (_, known) = error.split_once("only: ").expect("a list");
        assert!(known.split(", ").all(|one| !one.is_empty()), "{error}");
    }
}

/// A flag that is taken out of a suggested command takes its value along.
#[test]
fn every_flag_with_a_value_is_known_as_one() {
    let commands = [
        InfoFlags::command(),
        deploy::Deploy::command(),
        look::LookArgs::command(),
        remove::Remove::command(),
        restore::Restore::command(),
        SyncFlags::command(),
    ];
    let known = || {
        crate::typed::WITH_VALUE
            .iter()
            .chain(&crate::typed::OURS_WITH_VALUE)
    };
    let (mut checked, mut flags) = (0, Vec::new());
    for arg in commands.iter().flat_map(clap::Command::get_arguments) {
        let long = arg.get_long_and_visible_aliases().unwrap_or_default();
        let short = arg.get_short().map(|short| format!("-{short}"));
        let all = long.iter().map(|name| format!("--{name}")).chain(short);
        for flag in all.filter(|_| arg.get_action().takes_values()) {
            assert!(known().any(|one| *one == flag), "{flag}");
            checked += 1;
            flags.push(flag);
        }
    }
    assert!(checked > 20, "{checked}");
    for flag in known() {
        assert!(flags.iter().any(|one| one == flag), "{flag} takes none");
    }
}
