//! How a file that is written elsewhere names the component of this one.

use crate::paths::{is_absolute, join};
use crate::turn::ProjectPlace;

/// The component as a file in `folder` names it. `stated` is how the project's file writes it: an absolute
/// path of the person's own stays one, and every other path is seen from the file, so that it holds on
/// another machine, too.
pub(super) fn named(
    place: &ProjectPlace,
    (edition, stated): (&str, Option<&str>),
    folder: &str,
) -> Option<String> {
    let resolved = place.component.as_deref()?;
    let is_path = is_absolute(resolved) || resolved.starts_with('.');
    // The name of a published component, or a path that a person wrote as it is, holds wherever the file
    // stands.
    if !is_path || stated == Some(resolved) && is_absolute(resolved) {
        return Some(resolved.to_owned());
    }
    // Serverless Devs resolves a relative path from where it is started, so only `${path(…)}` is seen from
    // the file.
    let path = join(&place.cwd, resolved);
    // Before edition 3.0.0 the component is loaded before anything is worked out.
    if edition != "3.0.0" {
        return Some(path);
    }
    let seen = relative(folder, &path).map(|path| format!("${{path('{path}')}}"));
    Some(seen.unwrap_or(path))
}

/// An absolute path, seen from an absolute folder. `None` where no way leads there: on another drive, or
/// through a name that cannot stand in quotes.
fn relative(folder: &str, path: &str) -> Option<String> {
    let parts = |path: &str| -> Vec<String> { path.split('/').map(str::to_owned).collect() };
    let (from, to) = (parts(folder), parts(path));
    let common = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    if common == 0 || path.contains(['\'', '$', '{', '}']) {
        return None;
    }
    let up = from[common..].iter().map(|_| "..".to_owned());
    let way: Vec<String> = up.chain(to[common..].iter().cloned()).collect();
    Some(match way.first().map(String::as_str) {
        None => ".".to_owned(),
        Some("..") => way.join("/"),
        Some(_) => format!("./{}", way.join("/")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(component: &str, stated: Option<&str>) -> Option<String> {
        let place = ProjectPlace {
            cwd: "/p/app".to_owned(),
            component: Some(component.to_owned()),
            ..ProjectPlace::default()
        };
        named(&place, ("3.0.0", stated), "/p/app/out")
    }

    #[test]
    fn a_path_is_seen_from_the_file_in_which_it_stands() {
        let stated = Some("${path('../fc-guard')}");
        for (component, expected) in [
            ("/p/fc-guard", "${path('../../fc-guard')}"),
            ("../fc-guard", "${path('../../fc-guard')}"),
            ("/p/app/out/guard", "${path('./guard')}"),
            ("/p/it's", "/p/it's"),
            ("fc-guard@0.2.0", "fc-guard@0.2.0"),
        ] {
            assert_eq!(seen(component, stated).as_deref(), Some(expected));
        }
    }

    #[test]
    fn an_absolute_path_of_the_file_stays_one() {
        let component = "/p/fc-guard";
        assert_eq!(seen(component, Some(component)).as_deref(), Some(component));
    }
}
