//! Which resources of a file this component deploys, however each of them names it.

use crate::paths::{is_absolute, join};
use crate::stated::Stated;
use crate::turn::ProjectPlace;

/// The component that runs, as it may be named in the file.
/// A text that names a component is compared with two forms of the one that runs: what Serverless Devs has
/// made of it, and what the file writes.
#[derive(Debug, Default)]
pub(super) struct Component {
    /// The folder in which Serverless Devs was started: it resolves relative paths from there.
    cwd: String,
    /// The folder of the file, from where `${path('…')}` is seen.
    base: String,
    /// As Serverless Devs has resolved it.
    resolved: Option<String>,
    /// As the file writes it for the resource whose turn it is.
    stated: Option<String>,
}

impl Component {
    /// The component of the resource whose turn it is: that one runs.
    pub(super) fn new(place: &ProjectPlace, stated: &Stated) -> Component {
        let mut component = Component {
            cwd: place.cwd.clone(),
            base: place.base.clone(),
            ..Component::default()
        };
        let resolved = place.component.as_deref();
        component.resolved = resolved.map(|text| component.resolve(text));
        let own = stated.named(place.resource.as_deref());
        component.stated = own.map(|own| own.component.clone());
        component
    }

    /// Whether the text names it. What depends on something that only Serverless Devs knows, as
    /// `${env('…')}` does, is recognised where the resource whose turn it is has the same text.
    pub(super) fn is(&self, text: &str) -> bool {
        Some(text) == self.stated.as_deref() || Some(self.resolve(text)) == self.resolved
    }

    /// What tells one component from another: an absolute path, or a name without its version.
    fn resolve(&self, text: &str) -> String {
        if let Some(path) = path_call(text) {
            return join(&self.base, path);
        }
        // Serverless Devs looks such a path up from where it was started, not from the folder of the file.
        if is_absolute(text) || text.starts_with('.') {
            return join(&self.cwd, text);
        }
        // Of a published component, each version guards the same functions.
        let name = text.split_once('@').map_or(text, |(name, _)| name);
        name.to_owned()
    }
}

/// The argument where the text is one call of `path`.
fn path_call(text: &str) -> Option<&str> {
    let call = text.trim().strip_prefix("${")?.strip_suffix('}')?.trim();
    let argument = call.strip_prefix("path(")?.strip_suffix(')')?.trim();
    let unquoted = |quote: char| argument.strip_prefix(quote)?.strip_suffix(quote);
    let path = unquoted('\'').or_else(|| unquoted('"')).unwrap_or(argument);
    // Anything nested is an expression that only Serverless Devs works out.
    (!path.contains(['\'', '"', '(', '$'])).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::Component;

    fn running(resolved: &str, stated: &str) -> Component {
        let mut component = Component {
            cwd: "/projects".to_owned(),
            base: "/projects/app".to_owned(),
            stated: Some(stated.to_owned()),
            resolved: None,
        };
        component.resolved = Some(component.resolve(resolved));
        component
    }

    #[test]
    fn a_folder_may_be_named_in_many_ways() {
        let component = running("/projects/fc-guard", "${path('../fc-guard')}");
        for text in [
            "${path('../fc-guard')}",
            "${ path(\"../fc-guard/\") }",
            "${path(../fc-guard)}",
            "/projects/fc-guard",
            "./fc-guard",
            "../projects/fc-guard",
        ] {
            assert!(component.is(text), "{text}");
        }
        for text in ["${path('../fc3')}", "fc-guard", "fc3", "../fc-guard", ""] {
            assert!(!component.is(text), "{text}");
        }
    }

    #[test]
    fn what_only_the_cli_can_resolve_is_recognised_by_its_text() {
        let text = "${env('COMPONENT', path('../fc-guard'))}";
        let component = running("/elsewhere/fc-guard", text);
        assert!(component.is(text));
        assert!(!component.is("${env('COMPONENT', 'fc3')}"));
    }

    #[test]
    fn every_version_of_a_published_component_is_it() {
        let component = running("fc-guard@0.2.0", "fc-guard@0.2.0");
        assert!(component.is("fc-guard") && component.is("fc-guard@0.1.9"));
        assert!(!component.is("fc-guard-other"));
    }
}
