//! What ARCHITECTURE.md says of the sources, and the emulator's table of its guesses, held true by reading them.

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::unwrap_used,
    reason = "the tests stand outside of the core"
)]

mod guesses;
mod kinds;
mod order;
mod shape;
#[path = "../sources/mod.rs"]
mod sources;

use std::collections::BTreeSet;

use fc_guard::model::kind::Kind;
use sources::{Source, core};

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

/// A service is data to those that call it: what it has is told to them, and they know none of it.
#[test]
fn what_calls_services_knows_no_kinds() {
    let found: Vec<String> = core()
        .iter()
        .filter(|source| order::room(source) == "wire")
        .filter(|source| shape::names(source, "Kind"))
        .map(|source| source.name.clone())
        .collect();
    assert_eq!(
        found, [""; 0],
        "wire names kinds; what it has to know of one belongs into its service"
    );
}

/// What was handed over is read once, where a command begins. From there on it is a turn, of which each room
/// sees what it uses.
#[test]
fn inputs_do_not_travel() {
    let sources = core();
    let names = sources
        .iter()
        .filter(|source| shape::names(source, "Inputs"))
        .map(|source| source.name.as_str());
    let entry_points = ["src/main.rs", "src/wasm.rs"];
    let beginning = ["src/run.rs", "src/commands.rs"];
    let themselves = ["src/inputs.rs", "src/inputs/turn.rs"];
    let may: BTreeSet<&str> = [entry_points, beginning, themselves]
        .concat()
        .into_iter()
        .collect();
    assert_eq!(names.collect::<BTreeSet<_>>(), may);
}

/// What runs over all kinds leaves none out.
#[test]
fn all_kinds_are_listed() {
    let sources = core();
    let mut sources = sources.iter();
    let source = sources.find(|one| one.name == "src/model/kind.rs").unwrap();
    assert_eq!(
        kinds::variants(source),
        Kind::ALL.map(|kind| format!("{kind:?}"))
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
    assert_eq!(seen("fn f() { one.kind == &Kind::VpcBinding }"), 1);
    assert_eq!(seen("fn f() { one.kind == resource::Kind::Trigger }"), 1);
    assert_eq!(seen("fn f() { [Kind::Trigger].contains(&one.kind) }"), 1);
    assert_eq!(seen("use crate::model::kind::Kind::Trigger;"), 1);
    assert_eq!(
        seen("use crate::model::kind::Kind::{Trigger, Function};"),
        1
    );
    assert_eq!(seen("use crate::model::kind::Kind::*;"), 1);
    assert_eq!(seen("use crate::model::kind::Kind as K;"), 1);
    assert_eq!(seen("use crate::model::kind::{Kind as K, Naming};"), 1);
    assert_eq!(seen("fn f() { kind.name() == \"customDomain\" }"), 1);
    assert_eq!(seen("fn f() { kind.name() == other }"), 0);
    assert_eq!(seen("fn f() { all.resource(Kind::Function, &name) }"), 0);
    assert_eq!(seen("use crate::model::kind::{Kind, Naming};"), 0);
    assert_eq!(seen("fn f() { [Kind::Trigger].into_iter() }"), 0);
    assert_eq!(seen("fn f() { a == b; make(Kind::Function) }"), 0);
    assert_eq!(
        seen("fn f() { match x { Some(y) => make(Kind::Function), None => z } }"),
        0
    );
    assert_eq!(
        seen("fn f() { match x { Kind::Scalar => 1, Kind::Map => 2 } }"),
        0
    );
}

/// The rooms of a crate import only those that ARCHITECTURE.md draws below them.
fn points_down_only(all: &[Source], of: &str) {
    let drawn = order::drawn(&order::architecture(), of);
    let roots = ["lib", "main"];
    let inside = all
        .iter()
        .filter(|source| !roots.contains(&order::room(source)));
    let rooms: BTreeSet<&str> = inside.clone().map(order::room).collect();
    let known: BTreeSet<&str> = drawn.keys().map(String::as_str).collect();
    assert_eq!(
        rooms, known,
        "the rooms, and those that ARCHITECTURE.md draws"
    );
    let upward: Vec<String> = inside
        .flat_map(|source| order::upward(source, &drawn))
        .collect();
    assert_eq!(upward, [""; 0]);
}

#[test]
fn imports_of_the_core_point_down_only() {
    points_down_only(&core(), "fc-guard");
}

/// What would serve any program stands below the nouns of Function Compute, and so imports none of them.
#[test]
fn rooms_of_general_use_know_nothing_of_the_service() {
    let drawn = order::drawn(&order::architecture(), "fc-guard");
    for room in ["package", "yaml", "glob", "html", "diff", "plain"] {
        assert!(drawn[room] > drawn["model"], "{room}");
    }
}

#[test]
fn imports_of_the_emulator_point_down_only() {
    points_down_only(&sources::of("emulator/src"), "fc-emulator");
}

#[test]
fn an_import_that_points_up_is_seen() {
    let list = "<!-- the order of the rooms of x -->\n```\na b  people\nc\n```\n";
    let drawn = order::drawn(list, "x");
    let seen = |file: &str, text: &str| order::upward(&Source::of(file, text), &drawn).len();
    assert_eq!(seen("src/a.rs", "use crate::c::C;"), 0);
    assert_eq!(seen("src/c.rs", "use super::a::A;"), 1);
    assert_eq!(seen("src/c/d.rs", "use super::super::b::B;"), 1);
    assert_eq!(seen("src/c/d.rs", "use super::e::E;"), 0);
    assert_eq!(seen("src/c/x.rs", "use crate::a::{A, B};"), 1);
    assert_eq!(seen("src/a.rs", "fn f() { crate::b::f() }"), 1);
    assert_eq!(seen("src/a/y.rs", "use crate::a::z;"), 0);
    assert_eq!(seen("src/a.rs", "use crate::new::Room;"), 1);
}

/// Whoever reads a test knows what it takes for granted, and whoever reads the table where that is done.
#[test]
fn every_guess_that_is_named_is_in_the_table() {
    let rows = guesses::rows(&guesses::table()).unwrap();
    let known: BTreeSet<&str> = rows.iter().map(|[id, ..]| id.as_str()).collect();
    let below = ["emulator/src", "emulator/tests", "tests"].map(guesses::uses);
    let unknown: Vec<_> = below
        .iter()
        .flatten()
        .filter(|(_, id)| !known.contains(id.as_str()))
        .collect();
    assert_eq!(unknown, [] as [&(String, String); 0]);
    let made: BTreeSet<&str> = below[0].iter().map(|(_, id)| id.as_str()).collect();
    let nowhere: Vec<_> = known.difference(&made).collect();
    assert_eq!(nowhere, [] as [&&str; 0], "no source makes that guess");
}

#[test]
fn a_line_without_its_columns_is_seen() {
    let of = |line: &str| guesses::rows(&format!("text\n| id | … |\n|---|---|\n{line}\n")).is_ok();
    assert!(of("| G1 | a | b, see G2 | c |"));
    assert!(!of("| G1 | a | b |"));
    assert!(!of("| G1 | a | | c |"));
    assert!(!of("| G1 | a | b | c | d |"));
    assert!(!of("| 1 | a | b | c |"));
    assert!(!of("| G1 | a | b | c |\n| G1 | d | e | f |"));
    assert_eq!(
        guesses::named("G1, (G22): `G3`, G4x, TG5, G, G_6"),
        ["G1", "G22", "G3"]
    );
}

/// A file and a function are read in one sitting.
#[test]
fn files_and_functions_are_small() {
    let sources = [core(), sources::of("emulator/src")].concat();
    let long: Vec<String> = sources
        .iter()
        .filter(|source| shape::lines(source) > 400)
        .map(|source| format!("{}: {} lines", source.name, shape::lines(source)))
        .collect();
    assert_eq!(long, [""; 0]);
    let functions: Vec<_> = sources.iter().flat_map(shape::functions).collect();
    let lines = |percent| {
        let lines = functions.iter().map(|one| one.lines);
        shape::percentile(lines.collect(), percent)
    };
    let parameters = functions.iter().map(|one| one.parameters);
    let parameters = shape::percentile(parameters.collect(), 90);
    println!(
        "{} functions, lines: {} (50 %), {} (90 %), parameters: {parameters} (90 %)",
        functions.len(),
        lines(50),
        lines(90)
    );
    assert!(lines(50) <= 9 && lines(90) <= 30 && parameters <= 3);
}

#[test]
fn functions_are_measured() {
    let text = "fn a<T: Fn(u8) -> Vec<u8>>(\n    &self, x: Map<u8, u8>, (y, z): (u8, u8)\n) -> T {\n    x\n}\n\
        trait B { fn c(self); fn d() {} }";
    let functions = shape::functions(&Source::of("x.rs", text));
    let measured: Vec<_> = functions
        .iter()
        .map(|one| (one.lines, one.parameters))
        .collect();
    assert_eq!(measured, [(5, 2), (1, 0)]);
}

/// Who meets a type's name knows which one it is.
#[test]
fn a_name_means_one_type() {
    assert_eq!(shape::ambiguous(&core()), [""; 0]);
    let twice = [
        "struct A;",
        "enum A { B }",
        "trait B { type A; } impl B for A { type A = u8; }",
    ];
    let twice = twice.map(|text| Source::of("x.rs", text));
    assert_eq!(shape::ambiguous(&twice), ["A: x.rs, x.rs"]);
}
