//! A domain that others deleted, of which it was decided that it stays so, and the resources of the project that have
//! a part in it.

use std::slice;

use crate::claims::{DOMAIN, LIST, demo, deployed, file, routes, site};
use crate::story::Story;
use crate::yaml::{Fn, yaml};

/// A project of these resources, whose domain was deleted online and stays so.
fn gone(resources: &[String]) -> Story {
    let story = deployed(resources);
    story.console().delete_domain(DOMAIN);
    story.s("deploy").ends("drift").writes(&[]);
    story.s("deploy --use-remote").writes(&[]);
    story.s("deploy").writes(&[]);
    story
}

/// The function of another resource, with a route of its own where a path is given.
fn second(path: Option<&str>) -> String {
    let function = Fn::named("second", "second").bare();
    let function = match path {
        Some(path) => function.route(DOMAIN, path),
        None => function,
    };
    let text = yaml(&[function]);
    text.split_once("resources:\n").unwrap().1.to_owned()
}

/// Who names a route of it is not who decided that it stays deleted.
#[test]
fn it_stays_deleted_wherever_its_route_moves() {
    let (bare, routed) = (demo(None), demo(Some("/f")));
    let both = site(&[LIST[0], ("/f", "demo")], "");
    let only = site(&[("/f", "demo")], "");
    let listed = site(&LIST, "");
    let moves: [[&[String]; 2]; 5] = [
        [slice::from_ref(&routed), &[bare.clone(), only.clone()]],
        [slice::from_ref(&routed), &[only.clone(), bare.clone()]],
        [&[bare.clone(), only], slice::from_ref(&routed)],
        [
            &[bare.clone(), both.clone()],
            &[routed.clone(), listed.clone()],
        ],
        [&[both, bare], &[listed, routed.clone()]],
    ];
    for [before, after] in moves {
        let story = gone(before);
        for state in [after, before, after] {
            story.write("s.yaml", &file(state));
            for command in ["plan", "deploy", "deploy", "drift"] {
                let told = story.s(command).writes(&[]);
                assert!(
                    story.console().has_no_domain(DOMAIN),
                    "{state:?}: {}",
                    told.transcript()
                );
            }
        }
        // Until somebody decides otherwise.
        story.s("deploy --use-local").ends("changed");
        assert!(!story.console().has_no_domain(DOMAIN));
        story.s("deploy").ends("clean").writes(&[]);
    }
}

/// To another function it is a change here of what stays deleted, and asked about.
#[test]
fn it_is_not_made_silently_when_its_route_moves_to_another_function() {
    let story = gone(&[demo(Some("/f")), second(None)]);
    story.write("s.yaml", &file(&[demo(None), second(Some("/f"))]));
    story.s("deploy").ends("conflict").writes(&[]);
    assert!(story.console().has_no_domain(DOMAIN));
    story.s("deploy --use-remote").writes(&[]);
    story.s("deploy").writes(&[]);
    story.s("deploy --use-local").ends("changed");
    assert_eq!(routes(&story), ["/f second"]);
    story.s("deploy").ends("clean").writes(&[]);
}

/// What another resource adds is its own: the domain is made for that, and what was decided stays so.
#[test]
fn what_another_resource_adds_brings_nothing_back() {
    let additions = [second(Some("/o")), site(&[("/o", "second")], "")];
    for added in additions {
        let story = gone(&[demo(Some("/f")), second(None)]);
        let second = match added.contains("/o") && added.contains("site:") {
            true => second(None) + &added,
            false => added,
        };
        story.write("s.yaml", &file(&[demo(Some("/f")), second]));
        story.s("deploy").ends("changed");
        assert_eq!(routes(&story), ["/o second"]);
        for command in ["plan", "deploy", "drift", "deploy"] {
            story.s(command).writes(&[]).never_says(&[
                "made again",
                "created again",
                "its origin is unknown",
            ]);
        }
        assert_eq!(routes(&story), ["/o second"]);
        story.s("deploy --use-local").ends("changed");
        assert_eq!(routes(&story), ["/f demo", "/o second"]);
        story.s("deploy").ends("clean").writes(&[]);
        story.s("remove -y").ends("changed");
        assert!(story.console().has_no_domain(DOMAIN));
    }
}
