//! What ARCHITECTURE.md says of the sources, held true by reading them.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::unwrap_used,
    reason = "the tests stand outside of the core"
)]

mod kinds;
mod sources;

use sources::Source;

/// The sources of the core, without tests.
fn core() -> Vec<Source> {
    let all = sources::below("src");
    assert!(all.len() > 100, "only {} files were found", all.len());
    all
}

#[test]
fn only_the_specification_tells_kinds_apart() {
    let found: Vec<String> = core()
        .iter()
        .filter(|source| !source.name.starts_with("src/model/kind"))
        .flat_map(kinds::told_apart)
        .collect();
    assert_eq!(
        found, [""; 0],
        "a match on kinds; what differs between them belongs into Kind::spec"
    );
}

#[test]
fn a_match_on_kinds_is_seen() {
    let seen = |text: &str| kinds::told_apart(&Source::of("x.rs", text)).len();
    assert_eq!(
        seen("fn f() { match kind { Kind::Function => 1, _ => 2 } }"),
        1
    );
    assert_eq!(
        seen("fn f() { match (kind, 1) { (Kind::Trigger, _) => 1, _ => 2 } }"),
        1
    );
    assert_eq!(seen("fn f() { if let (Kind::Trigger, Some(_)) = x {} }"), 1);
    assert_eq!(
        seen("fn f() { matches!(one.kind, Kind::Function | Kind::Trigger) }"),
        1
    );
    assert_eq!(seen("fn f() { one.kind == Kind::VpcBinding }"), 1);
    assert_eq!(seen("fn f() { Kind::VpcBinding != one.kind }"), 1);
    assert_eq!(seen("fn f() { all.resource(Kind::Function, &name) }"), 0);
    assert_eq!(
        seen("fn f() { match x { Some(y) => make(Kind::Function), None => z } }"),
        0
    );
    assert_eq!(
        seen("fn f() { match x { Kind::Scalar => 1, Kind::Map => 2 } }"),
        0
    );
}
