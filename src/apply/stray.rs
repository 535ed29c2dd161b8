//! Routes that lead to functions which do not exist any more. The list of a domain goes to the service as a
//! whole, so that it may refuse any change of it because of a route that somebody else left there.

use serde_json::Value;

use crate::error::{Error, Outcome};
use crate::model::resource::Resource;
use crate::wire::Client;
use crate::words;

/// The refusal of the routes of a shared domain because of a function that is not found, with the routes
/// of others that lead nowhere, where there are such: then who has to act is whoever left them. What cannot
/// be read says nothing.
pub async fn named(
    client: &Client<'_>,
    domain: &Resource,
    others: &[Value],
    mut error: Error,
) -> Error {
    for route in others {
        let text = |name: &str| route[name].as_str().unwrap_or_default();
        let (path, other, name) = (text("path"), text("functionName"), domain.name());
        // A reading that failed is no absence.
        if !matches!(client.get_function(other).await, Ok(None)) {
            continue;
        }
        error = error
            // It is no question for this project: looking again would show nothing to decide.
            .ended(Outcome::Failed)
            .because(words!(
                "in {name} {path} leads to function {other}, which does not exist any more",
                "{name} 的 {path} 指向函数 {other}，而该函数已不存在"
            ))
            .hint(words!(
                "have whoever deployed {other} remove the route {path} from {name} (or create the function again), then run the same command again",
                "请由部署 {other} 的人从 {name} 中移除路由 {path}（或重新创建该函数），然后再次执行同一命令"
            ));
    }
    error
}

/// The same refusal, with those of our own routes that lead to a function which is not there (yet).
pub(super) async fn missing(client: &Client<'_>, own: &[Value], mut error: Error) -> Error {
    for route in own {
        let text = |name: &str| route[name].as_str().unwrap_or_default();
        let (path, function) = (text("path"), text("functionName"));
        if !matches!(client.get_function(function).await, Ok(None)) {
            continue;
        }
        error = error
            .ended(Outcome::Failed)
            .because(words!(
                "{path} leads to function {function}, which does not exist",
                "{path} 指向函数 {function}，而该函数不存在"
            ))
            .hint(words!(
                "deploy function {function} first: if s.yaml has it, write its resource above the domain, or let the route say ${{resources.NAME.output.functionName}}",
                "请先部署函数 {function}：如果它在 s.yaml 中，请将其资源写在该域名之前，或在路由中写 ${{resources.NAME.output.functionName}}"
            ));
    }
    error
}
