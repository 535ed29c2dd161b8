//! Where the code is found.

use serde_json::{Value, json};

use super::wanted;
use crate::package::CodeSource;

fn code(changes: Value) -> CodeSource {
    wanted(changes).code
}

#[test]
fn a_folder_is_packed() {
    assert_eq!(code(json!({})), CodeSource::folder("/app/code".to_owned()));
    assert_eq!(
        code(json!({"code": "../other/./code/"})),
        CodeSource::folder("/other/code".to_owned())
    );
    assert_eq!(
        code(json!({"code": "/abs/code"})),
        CodeSource::folder("/abs/code".to_owned())
    );
}

#[test]
fn a_package_goes_as_it_is_and_another_file_is_packed() {
    for name in ["a.zip", "a.war", "a.jar", "a.b.ZIP"] {
        let package = CodeSource::Package(format!("/app/{name}"));
        assert_eq!(code(json!({"code": name})), package);
    }
    for name in ["main.py", "bootstrap", "zip"] {
        let file = CodeSource::File(format!("/app/{name}"));
        assert_eq!(code(json!({"code": format!("./{name}")})), file);
    }
}

#[test]
fn a_jar_that_is_started_by_name_is_a_file_in_the_code() {
    let jar = |runtime: &str, command: Value, args: Value| {
        code(json!({"code": "a.jar", "runtime": runtime,
            "customRuntimeConfig": {"command": command, "args": args}}))
    };
    let file = CodeSource::File("/app/a.jar".to_owned());
    let package = CodeSource::Package("/app/a.jar".to_owned());
    assert_eq!(
        jar("custom", json!(["java", "-jar", "a.jar"]), json!([])),
        file
    );
    assert_eq!(
        jar("custom.debian10", json!(["java"]), json!(["-jar", "a.jar"])),
        file
    );
    assert_eq!(
        jar("custom", json!(["sh", "-c", "java -jar a.jar"]), json!([])),
        file
    );
    assert_eq!(jar("custom", json!(["java"]), json!(["Launcher"])), package);
    assert_eq!(jar("java11", json!(["java", "-jar"]), json!([])), package);
}

#[test]
fn code_may_be_in_oss_already() {
    let oss = json!({"code": {"src": "./x", "ossBucketName": "b", "ossObjectName": "o"}});
    let expected = CodeSource::Oss {
        bucket: "b".to_owned(),
        object: "o".to_owned(),
    };
    assert_eq!(code(oss), expected);
}

#[test]
fn an_image_has_no_code_whatever_the_file_says() {
    for runtime in ["custom-container", "micro-sandbox"] {
        let changes = json!({"runtime": runtime, "code": "./missing",
            "customContainerConfig": {"image": "i"}});
        assert_eq!(code(changes), CodeSource::Nothing);
    }
}
