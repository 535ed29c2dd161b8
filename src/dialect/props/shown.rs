//! `showValues`: the variables whose values may be shown.

use serde_json::{Map, Value};

use super::problem::Fault;
use crate::model::owner::pattern::Pattern;
use crate::model::secrecy;
use crate::words;

/// Whether a name, or a pattern of names, may be listed.
pub(in crate::dialect) fn name(text: &str) -> Result<(), Fault> {
    let possible = |c: char| c.is_ascii_alphanumeric() || "_-*?".contains(c);
    if !text.chars().all(possible) || !text.contains(|c: char| c.is_ascii_alphanumeric()) {
        return Err(Fault::new(
            words!(
                "is not the name of an environment variable",
                "不是环境变量的名称"
            ),
            words!(
                "write a name, * for any letters: LOG_LEVEL, FEATURE_*",
                "请填写名称，* 表示任意字符：LOG_LEVEL、FEATURE_*"
            ),
        ));
    }
    match secrecy::name(text) {
        true => Err(Fault::new(
            words!(
                "sounds like a secret, which is never shown",
                "名称疑似机密，不会显示其值"
            ),
            words!(
                "take it out; at the question, [x] shows the values of one entry",
                "请去掉；询问时可按 [x] 查看单项的值"
            ),
        )),
        false => Ok(()),
    }
}

/// The patterns, as paths of settings.
pub(in crate::dialect) fn patterns(props: &Map<String, Value>) -> Vec<Pattern> {
    let list = props.get("showValues").and_then(Value::as_array);
    let names = list.into_iter().flatten().filter_map(Value::as_str);
    let path = |name: &str| Pattern::parse(&format!("environmentVariables.{name}"));
    names.filter_map(path).collect()
}
