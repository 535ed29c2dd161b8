use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::*;
use crate::inputs::Inputs;
use crate::model::resource::Kind;
use crate::ports::{Entry, FileError, New, Rights};

/// A folder that is only read; `None` where it cannot be listed.
struct Folder {
    files: BTreeMap<String, String>,
    is_listed: bool,
}

impl Files for Folder {
    fn read(&self, path: &str) -> Result<Option<Vec<u8>>, FileError> {
        Ok(self.files.get(path).map(|text| text.clone().into_bytes()))
    }

    fn list(&self, path: &str) -> Result<Option<Vec<Entry>>, FileError> {
        if !self.is_listed {
            return Err(FileError {
                path: path.to_owned(),
                cause: "Permission denied".to_owned(),
            });
        }
        let names = self
            .files
            .keys()
            .filter_map(|name| name.strip_prefix("/p/"));
        let entry = |name: &str| Entry {
            name: name.to_owned(),
            kind: EntryKind::File {
                executable: false,
                size: 1,
            },
            stamp: None,
        };
        Ok(Some(names.map(entry).collect()))
    }

    fn kind(&self, path: &str) -> Result<Option<EntryKind>, FileError> {
        let kind = EntryKind::File {
            executable: false,
            size: 1,
        };
        Ok(self.files.contains_key(path).then_some(kind))
    }

    fn replace(&self, _: &str, _: &[u8]) -> Result<(), FileError> {
        panic!("nothing is written")
    }

    fn claim(&self, _: &str, _: &[u8]) -> Result<bool, FileError> {
        panic!("nothing is written")
    }

    fn rewrite(&self, _: &str, _: &[u8]) -> Result<(), FileError> {
        panic!("nothing is written")
    }

    fn create(&self, _: &str, _: New<'_>, _: Rights) -> Result<(), FileError> {
        panic!("nothing is written")
    }

    fn remove(&self, _: &str) -> Result<(), FileError> {
        panic!("nothing is removed")
    }

    fn rename(&self, _: &str, _: &str) -> Result<(), FileError> {
        panic!("nothing is renamed")
    }

    fn remove_folder(&self, _: &str) -> Result<(), FileError> {
        panic!("nothing is removed")
    }
}

/// A project, and the turn of its resource `a`, which is function `a`.
struct Case {
    folder: Folder,
    args: Vec<&'static str>,
}

impl Case {
    /// With these props of resource `b`.
    fn with(b: &Value) -> Case {
        let resource = |props: &Value| json!({"component": "fc-guard", "props": props});
        let a = json!({"region": "r", "functionName": "a"});
        let text = json!({"resources": {"a": resource(&a), "b": resource(b)}}).to_string();
        Case {
            folder: Folder {
                files: [("/p/s.yaml".to_owned(), text)].into(),
                is_listed: true,
            },
            args: Vec::new(),
        }
    }

    /// Beside another file of the folder.
    fn beside(mut self, name: &str, text: &Value) -> Case {
        self.folder
            .files
            .insert(format!("/p/{name}"), text.to_string());
        self
    }

    /// In environment `e`, which lays that over the resources of that name.
    fn under(self, resources: &Value) -> Case {
        let all = json!({"environments": [
            {"name": "other", "overlays": {"resources": {"b": {"functionName": "x"}}}},
            {"name": "e", "overlays": {"resources": resources}},
        ]});
        let case = self.beside("env.yaml", &all);
        Case {
            args: vec!["--env", "e"],
            ..case
        }
    }

    /// Asks about what was deployed under that name, in which letters ever: whether it is named, whether what was
    /// deployed as `a`, `b` or something that is gone may mean it, and whether another file may name it.
    fn asks(&self, kind: Kind, name: &str) -> [bool; 5] {
        let inputs = json!({
            "command": "plan", "cwd": "/p", "args": self.args, "yaml": {"path": "/p/s.yaml"},
            "resource": {"name": "a", "component": "fc-guard"},
            "props": {"region": "r", "functionName": "a"},
        });
        let inputs = Inputs::parse(&inputs.to_string()).unwrap();
        let turn = inputs.turn();
        let file = ProjectFile::read(&self.folder, &turn, inputs.run());
        let root = |name: &str| {
            let (account, region) = ("1".to_owned(), "r".to_owned());
            match kind {
                Kind::CustomDomain => Resource::of_domain(account, region, name.to_owned()),
                _ => Resource::of_function(account, region, name.to_owned()),
            }
        };
        let own = Resource::of_function("1".to_owned(), "r".to_owned(), "a".to_owned());
        let names = NamedFunctions::of(&self.folder, &turn.place, (own, &file));
        let asked = root(name);
        let [a, b, gone] = ["a", "b", "gone"].map(|one| names.may_mean(&asked, one));
        [
            names.name(&asked),
            a,
            b,
            gone,
            names.others_may_name(&asked),
        ]
    }

    fn function(&self, name: &str) -> [bool; 5] {
        self.asks(Kind::Function, name)
    }

    fn domain(&self, name: &str) -> [bool; 5] {
        self.asks(Kind::CustomDomain, name)
    }
}

const NOBODY: [bool; 5] = [false; 5];
const NAMED: [bool; 5] = [true, false, false, false, false];
const OPEN: [bool; 5] = [false, false, true, true, false];
const ELSEWHERE: [bool; 5] = [false, false, false, false, true];

fn fixed() -> Value {
    json!({"region": "r", "functionName": "b"})
}

#[test]
fn what_the_file_says_alone() {
    let case = Case::with(&fixed());
    assert_eq!(case.function("a"), NAMED);
    assert_eq!(case.function("b"), NAMED);
    assert_eq!(case.function("x"), NOBODY);
    // A domain of the same name is another thing.
    assert_eq!(case.domain("b"), NOBODY);
    let case = Case::with(&json!({"region": "r", "functionName": "${env('X')}"}));
    assert_eq!(case.function("x"), OPEN);
    assert_eq!(case.domain("x"), NOBODY);
}

#[test]
fn what_an_environment_lays_over_it() {
    for laid in [
        json!({}),
        json!({"b": {"timeout": 3}}),
        json!({"c": {"functionName": "x"}}),
    ] {
        let case = Case::with(&fixed()).under(&laid);
        assert_eq!(case.function("x"), NOBODY, "{laid}");
    }
    let named = [true, false, true, true, false];
    let case = Case::with(&fixed()).under(&json!({"b": {"functionName": "x"}}));
    assert_eq!((case.function("x"), case.function("y")), (named, OPEN));
    for laid in [
        json!({"b": {"region": "s"}}),
        json!({"b": {"functionName": "${source.functionName}-x"}}),
    ] {
        let case = Case::with(&fixed()).under(&laid);
        assert_eq!(case.function("y"), OPEN, "{laid}");
    }
    // What is made of something that is laid over.
    let made =
        json!({"region": "r", "functionName": "${this.props.description}", "description": "b"});
    let case = Case::with(&made).under(&json!({"b": {"description": "x"}}));
    assert_eq!(case.function("x"), named);
    // What is not there, or cannot be read, may say anything.
    let unread = Case::with(&fixed()).under(&json!({}));
    let unread = unread.beside("env.yaml", &json!({"environments": []}));
    assert_eq!(unread.function("x"), OPEN);
}

#[test]
fn what_a_domain_is_called() {
    let domain = |name: &str| {
        let routes = json!({"routes": [{"path": "/*", "functionName": "a"}]});
        json!({"region": "r", "domainName": name, "routeConfig": routes})
    };
    let case = Case::with(&domain("WWW.example.com"));
    assert_eq!(case.domain("www.example.COM"), NAMED);
    assert_eq!(case.domain("x.example.com"), NOBODY);
    for auto in ["auto", "Auto"] {
        let case = Case::with(&domain(auto));
        assert_eq!(case.domain("x.example.com"), OPEN);
        assert_eq!(case.domain("auto"), OPEN);
        assert_eq!(case.function("x"), NOBODY);
    }
}

#[test]
fn what_other_files_say() {
    let with = |props: Value| json!({"resources": {"c": {"component": "fc3", "props": props}}});
    let beside = |text: &Value| Case::with(&fixed()).beside("s2.yaml", text);
    let x = with(json!({"region": "r", "functionName": "x"}));
    assert_eq!(beside(&x).function("x"), ELSEWHERE);
    assert_eq!(beside(&x).function("y"), NOBODY);
    let domain = with(json!({"region": "r", "domainName": "X.cn"}));
    assert_eq!(beside(&domain).domain("x.CN"), ELSEWHERE);
    assert_eq!(beside(&domain).domain("y.cn"), NOBODY);
    for open in [
        with(json!({"region": "r", "functionName": "${env('X')}"})),
        with(json!({"region": "r", "domainName": "auto"})),
        json!({"extend": "gone.yaml", "resources": {}}),
    ] {
        assert_eq!(beside(&open).function("y"), ELSEWHERE, "{open}");
    }
    // Whatever environment that file is deployed to.
    let envs = |laid: Value| json!({"environments": [{"name": "z", "overlays": {"resources": {"c": laid}}}]});
    let under = |laid: Value| {
        let mut text = x.clone();
        text["env"] = json!("e2.yaml");
        beside(&text).beside("e2.yaml", &envs(laid))
    };
    assert_eq!(under(json!({"functionName": "y"})).function("y"), ELSEWHERE);
    assert_eq!(under(json!({"timeout": 3})).function("y"), NOBODY);
    let mut unread = under(json!({}));
    unread
        .folder
        .files
        .insert("/p/e2.yaml".to_owned(), "environments: [".to_owned());
    assert_eq!(unread.function("y"), ELSEWHERE);
    let mut unlisted = beside(&x);
    unlisted.folder.is_listed = false;
    assert_eq!(unlisted.function("y"), ELSEWHERE);
}
