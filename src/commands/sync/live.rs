//! Texts of the cloud that Serverless Devs would run once they stood in the file. It puts in what an expression
//! gives until none is left, so that no spelling keeps one as it is. They are left out, and left to the
//! console, so that the file deploys without a change all the same.

use serde_json::{Value, json};

use crate::model::path::{Path, PathStep};
use crate::view::screen::{Screen, Tone};
use crate::words;
use crate::yaml::is_live;

/// The props with a rule that leaves to the console what is not in them.
pub(super) fn ruled(screen: Screen<'_>, mut props: Value, left_out: &[Path]) -> Value {
    let paths = left_out.iter().filter(|path| can_be_ruled(path));
    let paths: Vec<String> = paths.map(Path::to_string).collect();
    if !paths.is_empty() {
        let reason = words!(
            "Serverless Devs would run the expression in it",
            "Serverless Devs 会执行其中的表达式"
        );
        let reason = reason.text(screen.lang);
        props["driftPolicy"] = json!([{"path": paths, "owner": "console", "reason": reason}]);
    }
    props
}

/// Whether a rule finds it by that path: neither by a number, nor as one route of a domain, which the file has
/// in other words, nor by a name that would be run itself.
fn can_be_ruled(path: &Path) -> bool {
    let is_told = |step: &PathStep| match step {
        PathStep::Key(name) => !is_live(name),
        PathStep::Item(name) => !is_live(name) && name.parse::<usize>().is_err(),
    };
    !["customDomain", "routeConfig"].contains(&path.top()) && path.0.iter().all(is_told)
}

/// Says what is not in the file.
pub(super) fn say(screen: Screen<'_>, left_out: &[Path]) {
    if left_out.is_empty() {
        return;
    }
    let paths: Vec<String> = left_out.iter().map(Path::to_string).collect();
    let paths = paths.join(", ");
    screen.say_in(
        Tone::Conflict,
        &words!(
            "not included, because Serverless Devs would run the expression in it: {paths}",
            "未包含（Serverless Devs 会执行其中的表达式）：{paths}"
        ),
    );
    if left_out.iter().any(can_be_ruled) {
        screen.say(&words!(
            "driftPolicy in the file leaves it to the console, so that a deploy does not touch it",
            "文件中的 driftPolicy 将其交给控制台管理，部署时不会改动"
        ));
    }
}
