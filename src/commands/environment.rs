//! The environment that the command line names. Serverless Devs only warns of one that it does not find, and
//! lays nothing over a component of another name, both without a word to the component: the command would
//! be about what the file says for all environments, which may be production.

mod absent;

use serde_json::Value;

use self::absent::{absent, absent_default, no_file};
use super::Command;
use super::file::{ProjectFile, root_of};
use crate::dialect;
use crate::error::{Error, Result};
use crate::paths::join;
use crate::stated::{Distorted, Environments, StatedResource, distorted_in};
use crate::turn::ProjectPlace;
use crate::view::screen::Tone;
use crate::words;
use crate::words::Words;
use crate::yaml::{Source, YamlStep, document};

/// What deploys functions as this component does, and was there before it.
const BEFORE: [&str; 3] = ["fc3", "fc", OWN];

/// The same of what deploys domains.
const BEFORE_OF_DOMAINS: [&str; 2] = ["fc3-domain", OWN];

/// This component by its own name.
const OWN: &str = "fc-guard";

/// The commands that make or take away something.
const WRITES: [&str; 2] = ["deploy", "remove"];

/// What tells beside the names which resources are taken away.
const TAKEN: [&str; 4] = ["customDomain", "customDomains", "routeConfig", "endpoint"];

/// Makes sure that the environment is there, and that what it says for a component reaches the resources.
///
/// # Errors
/// A usage error: there is no such environment, or a command that makes or takes away something would do so
/// without what the environment says.
pub(super) fn check(command: &Command<'_>) -> Result<()> {
    let (place, file) = (&command.turn.place, &command.file);
    // Where the shim does not know of a default, nobody can say what is laid over the file.
    let Some(name) = place.environment() else {
        return Ok(());
    };
    let Some(environment) = environment(command, name)? else {
        return Ok(());
    };
    for lost in lost(&environment["overlays"], file, place) {
        // Doubt is no reason to stop: the same text may be meant for the component that this one took over
        // from.
        let stops = lost.is_certain && lost.stops(command.turn.typed.verb());
        let error = lost.error(name, file.env_file(), stops);
        if stops {
            return Err(error);
        }
        // Of every other resource its own turn tells.
        if place.is_of(&lost.resource) {
            note(command, &error);
        }
    }
    Ok(())
}

/// The texts that the environment lays over the props of what is deployed, and that arrive as other texts.
/// What stands in the way of reading them is told by [`check`].
pub(super) fn distorted(command: &Command<'_>) -> Vec<Distorted> {
    let (place, file) = (&command.turn.place, &command.file);
    let path = join(&place.base, file.env_file());
    let text = command.world.files.read(&path).ok().flatten();
    let (Some(name), Some(bytes)) = (place.environment(), text) else {
        return Vec::new();
    };
    let text = String::from_utf8_lossy(&bytes);
    let document = document(&text).unwrap_or_default();
    let each = document["environments"].as_array().into_iter().flatten();
    let source = Source {
        path: &path,
        text: &text,
    };
    let laid = each.enumerate().filter(|(_, one)| one["name"] == name);
    let of = |(index, one): (usize, &Value)| overlays(index, &one["overlays"], (file, place));
    let paths = laid.flat_map(of);
    paths.flat_map(|at| distorted_in(source, &at)).collect()
}

/// The paths of everything that an environment lays over a resource that is deployed.
fn overlays(
    index: usize,
    overlays: &Value,
    project: (&ProjectFile, &ProjectPlace),
) -> Vec<Vec<YamlStep>> {
    let key = |name: &str| YamlStep::Key(name.to_owned());
    let at = |kind: &str, name: &str| {
        let environment = [key("environments"), YamlStep::Index(index)];
        environment
            .into_iter()
            .chain([key("overlays"), key(kind), key(name)])
            .collect()
    };
    let components = overlays["components"].as_object();
    let names = || components.into_iter().flat_map(|map| map.keys());
    let of = |one: &StatedResource| {
        let laid = names().filter(|component| is_laid(component, one, project));
        let laid = laid.map(|component| at("components", component));
        laid.chain([at("resources", &one.name)]).collect::<Vec<_>>()
    };
    project.0.deployed().flat_map(of).collect()
}

/// Tells of it, and goes on.
fn note(command: &Command<'_>, error: &Error) {
    // The CLI asks on behalf of another resource or command, whose own turn tells it.
    if command.caller.is_some() {
        return;
    }
    let screen = command.screen();
    screen.text_in(Tone::Remote, &error.render(screen.lang));
}

/// What the file of environments says of the one of that name; `None` where that cannot be read here, as it
/// can be by Serverless Devs, or where a default that was chosen once is not this project's.
///
/// # Errors
/// A usage error: the environment was typed, or the command writes, and there is none of that name.
fn environment(command: &Command<'_>, name: &str) -> Result<Option<Value>> {
    let Command { turn, file, .. } = command;
    let (place, is_typed) = (file.env_file(), turn.place.typed_env.is_some());
    let text = command.world.files.read(&join(&turn.place.base, place))?;
    let known = text.map(|bytes| Environments::of(&String::from_utf8_lossy(&bytes)));
    let all = match known {
        // A project that cannot be read here is not judged by one of its files.
        _ if !file.is_read => return Ok(None),
        Some(Some(all)) => all,
        // What is no YAML to us may be to Serverless Devs.
        Some(None) => return Ok(None),
        // A default was chosen once; where there is no file of environments it is none of this project.
        None if !is_typed => return Ok(None),
        // A name that was typed is meant, so a missing file has no environment of it.
        None => return Err(no_file(name, place)),
    };
    if let Some(found) = all.named(name) {
        return Ok(Some(found.clone()));
    }
    let each = all.all().iter();
    let names: Vec<&str> = each.filter_map(|one| one["name"].as_str()).collect();
    if is_typed {
        return Err(absent(name, place, &names));
    }
    let error = absent_default(name, place, &names);
    // Nobody has typed the name now, so a command that changes nothing only tells.
    if WRITES.contains(&turn.typed.verb()) {
        return Err(error);
    }
    if file.tells_for_all() {
        note(command, &error);
    }
    Ok(None)
}

/// What an environment says for a component and a resource does not get.
struct Lost {
    /// The component, as the file of environments names it.
    component: String,
    /// The resource of `s.yaml` that does not get it.
    resource: String,
    /// The properties, `a.b` for an entry of a block.
    names: Vec<String>,
    /// Whether it says which resources are taken away.
    tells_what_goes: bool,
    /// Whether it was meant for this resource: the component is one that this one takes the place of, and
    /// no other resource of the file has it.
    is_certain: bool,
}

/// Everything that `overlays.components` says and that does not reach a resource of this component.
fn lost(overlays: &Value, file: &ProjectFile, place: &ProjectPlace) -> Vec<Lost> {
    let mine: Vec<&StatedResource> = file.deployed().collect();
    let components = overlays["components"].as_object().into_iter().flatten();
    let each = components.flat_map(|(component, values)| {
        let is_own = file.is_component(component);
        let is_ours = move |one: &StatedResource| is_own || takes_place_of(component, one);
        // A component that another resource has, too, is most likely meant for that one.
        let is_of_another = file.has_component(component);
        let mine = mine.iter().filter(move |one| {
            let may_be_meant =
                is_ours(one) || (!is_of_another && !is_of_other_kind(component, one));
            may_be_meant && !is_laid(component, one, (file, place))
        });
        mine.map(move |one| {
            let own = &overlays["resources"][&one.name];
            // What the resource's own overlay says as well is not lost.
            let names = missing(values, own);
            Lost {
                component: component.clone(),
                resource: one.name.clone(),
                tells_what_goes: tells_what_goes(&names, values, own),
                names,
                is_certain: is_ours(one) && !is_of_another,
            }
        })
    });
    each.filter(|lost| !lost.names.is_empty()).collect()
}

/// Whether Serverless Devs lays it over the resource: it compares with the whole text of its component, and
/// takes a dot in it for the end of a name.
fn is_laid(
    component: &str,
    resource: &StatedResource,
    (file, place): (&ProjectFile, &ProjectPlace),
) -> bool {
    let is_same = match file.own_component() == Some(&resource.component) {
        true => place.component.as_deref() == Some(component),
        // What it makes of an expression is only known of the resource whose turn it is.
        false => resource.component == component,
    };
    is_same && !component.contains(['.', '['])
}

/// Whether the component is one that this one takes the place of for that resource, or this one by another
/// name.
fn takes_place_of(component: &str, resource: &StatedResource) -> bool {
    let [own, _] = befores(resource);
    own.contains(&base(component))
}

/// Whether the component is one that this one takes the place of for resources of another kind: what is said for
/// it was never meant for this one.
fn is_of_other_kind(component: &str, resource: &StatedResource) -> bool {
    let [own, others] = befores(resource);
    let base = base(component);
    others.contains(&base) && !own.contains(&base)
}

/// The components that deployed such a resource before, and those that deployed the others.
fn befores(resource: &StatedResource) -> [&'static [&'static str]; 2] {
    match root_of(resource).is_shared() {
        true => [&BEFORE_OF_DOMAINS, &BEFORE],
        false => [&BEFORE, &BEFORE_OF_DOMAINS],
    }
}

/// The name of a component. Whatever names it (a path, an address, a call of `path`), its last name tells which
/// one it is.
fn base(component: &str) -> &str {
    let base = component.trim_end_matches(['\'', '"', ')', '}', ' ', '/']);
    let base = base.rsplit(['/', '\'', '"']).next().unwrap_or(base);
    base.split('@').next().unwrap_or(base)
}

/// What is said for the component and not for the resource. Of blocks that both have each entry counts:
/// Serverless Devs would merge them.
fn missing(component: &Value, resource: &Value) -> Vec<String> {
    let properties = component.as_object().into_iter().flatten();
    let missing = properties.flat_map(|(name, value)| match resource.get(name.as_str()) {
        None => vec![name.clone()],
        Some(own) if value.is_object() && own.is_object() => {
            let below = missing(value, own).into_iter();
            below.map(|one| format!("{name}.{one}")).collect()
        }
        Some(_) => Vec::new(),
    });
    missing.collect()
}

/// Whether what is lost tells which resources are taken away: a property that does, or a name in a block.
fn tells_what_goes(names: &[String], component: &Value, resource: &Value) -> bool {
    names.iter().any(|name| TAKEN.contains(&name.as_str()))
        || dialect::identities()
            .any(|path| path.value(component).is_some() && path.value(resource).is_none())
}

impl Lost {
    /// Whether the command would do something else without it.
    fn stops(&self, command: &str) -> bool {
        command == "deploy" || (command == "remove" && self.tells_what_goes)
    }

    /// What is lost, and where it can stand instead. Where it does not stop the run, that may still write.
    fn error(&self, environment: &str, file: &str, stops: bool) -> Error {
        let Lost {
            component,
            resource,
            ..
        } = self;
        let names = self.names.join(", ");
        let lost = words!(
            "{file}: overlays.components.{component} of environment {environment} does not apply to resource {resource}, because Serverless Devs does not find its component by that name",
            "{file}：环境 {environment} 中 overlays.components.{component} 的配置不会作用于资源 {resource}，因为 Serverless Devs 不会按该名称找到它的组件"
        );
        let Words { en, zh } = &lost;
        let what = match stops {
            true => words!("{en}; nothing was written", "{zh}；没有写入任何内容"),
            false => lost,
        };
        Error::usage(what).hint(place(file, environment, resource, &names))
    }
}

/// Where the same values reach the resource whatever its component is called.
fn place(file: &str, environment: &str, resource: &str, names: &str) -> Words {
    words!(
        "in {file}, write the same settings under overlays.resources.{resource} of environment {environment}: {names}",
        "请在 {file} 的环境 {environment} 中，将同样的配置写到 overlays.resources.{resource} 之下：{names}"
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_last_name_of_a_component_tells_which_one_it_is() {
        for (text, name) in [
            ("fc3", "fc3"),
            ("fc3@0.1.22", "fc3"),
            ("registry/fc3-domain@1", "fc3-domain"),
            ("../fc-guard/", "fc-guard"),
            ("${path('../fc-guard')}", "fc-guard"),
            ("${ path(\"./a/fc-guard\") }", "fc-guard"),
            ("${env('COMPONENT', path('../fc-guard'))}", "fc-guard"),
            ("https://example.com/fc3", "fc3"),
            ("", ""),
        ] {
            assert_eq!(base(text), name, "{text}");
        }
    }

    #[test]
    fn what_a_component_says_and_the_resource_does_not_is_missing() {
        let said = json!({"a": 1, "b": {"c": 1, "d": {"e": 1, "f": 1}}, "g": [1]});
        let all = ["a", "b", "g"];
        assert_eq!(missing(&said, &json!({})), all);
        assert_eq!(missing(&said, &Value::Null), all);
        // Of blocks each entry counts; anything else is replaced as a whole.
        assert_eq!(
            missing(&said, &json!({"a": 2, "b": {"d": {"e": 2}}, "g": []})),
            ["b.c", "b.d.f"]
        );
        assert_eq!(missing(&said, &json!({"b": 1})), ["a", "g"]);
        assert!(missing(&Value::Null, &json!({"a": 1})).is_empty());
    }

    #[test]
    fn what_names_what_is_taken_away_tells_it() {
        let tells = |component: Value, resource: Value| {
            let names = missing(&component, &resource);
            tells_what_goes(&names, &component, &resource)
        };
        let (none, one) = (|| json!({}), |name| json!({"service": {"name": name}}));
        for said in [json!({"region": "r"}), json!({"customDomains": []})] {
            assert!(tells(said, none()));
        }
        assert!(tells(one("s"), none()));
        let other = json!({"function": {"timeout": 3}});
        assert!(tells(json!({"function": {"name": "f"}}), other.clone()));
        // What the resource says itself, or what names nothing.
        assert!(!tells(one("s"), one("t")));
        assert!(!tells(other, none()));
        assert!(!tells(json!({"timeout": 3}), none()));
    }

    #[test]
    fn a_component_takes_the_place_of_those_of_its_own_kind() {
        let file = json!({"resources": {
            "function": {"component": "x", "props": {"functionName": "f"}},
            "domain": {"component": "x", "props": {"domainName": "d"}},
        }});
        let text = file.to_string();
        let source = Source {
            path: "s.yaml",
            text: &text,
        };
        let stated = crate::stated::stated(&[source], &crate::stated::Outside::default());
        let stated = stated.map_err(|error| error.why.en).unwrap();
        let told = |name: &str, component: &str| {
            let one = stated.named(Some(name)).unwrap();
            (
                takes_place_of(component, one),
                is_of_other_kind(component, one),
            )
        };
        for (component, function, domain) in [
            ("fc3", (true, false), (false, true)),
            ("fc@1", (true, false), (false, true)),
            ("fc3-domain", (false, true), (true, false)),
            ("../fc-guard", (true, false), (true, false)),
            ("other", (false, false), (false, false)),
        ] {
            assert_eq!(told("function", component), function, "{component}");
            assert_eq!(told("domain", component), domain, "{component}");
        }
    }
}
