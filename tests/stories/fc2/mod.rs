//! Projects of FC 2.0, the component that this began with: a service holds the function.

mod around;
mod beside;
mod blocks;
mod chosen;
mod commands;
mod console;
mod deploys;
mod domains;
mod edition;
mod event_bridge;
mod facts;
mod forms;
mod gone;
mod identities;
mod marks;
mod moved;
mod names;
mod online;
mod parts;
mod put_back;
mod races;
mod refused;
mod removed;
mod results;
mod sealed;
mod services;
mod shared_domains;
mod switched;
mod team;
mod triggers;

use crate::story::Story;

pub(crate) const SERVICE: &str = "2016-08-15/services/shop";
pub(crate) const FUNCTION: &str = "2016-08-15/services/shop/functions/demo";

/// The usual project of FC 2.0.
pub(crate) const PROPS: &str = "      region: cn-hangzhou
      service:
        name: shop
        description: the shop
        internetAccess: true
      function:
        name: demo
        runtime: python3
        handler: index.handler
        memorySize: 256
        timeout: 10
        codeUri: ./code
        environmentVariables:
          STAGE: prod
          TOKEN: info-canary-4711
      triggers:
        - name: web
          type: http
          config:
            authType: anonymous
            methods: [GET, POST]
";

/// A file with these props of one resource.
pub(crate) fn file(props: &str) -> String {
    format!(
        "edition: 3.0.0\nname: app\naccess: default\nresources:\n  web:\n    component: fc-guard\n    props:\n{props}"
    )
}

/// The usual project, not deployed yet.
pub(crate) fn new() -> Story {
    let story = Story::new();
    story.write("s.yaml", &file(PROPS));
    story
}

/// The usual project, deployed.
pub(crate) fn deployed() -> Story {
    thread_local! {
        static DEPLOYED: Story = {
            let story = new();
            story.s("deploy").ends("changed");
            story
        };
    }
    DEPLOYED.with(Story::forked)
}

/// Replaces a text of `s.yaml`.
pub(crate) fn edit(story: &Story, old: &str, new: &str) {
    let text = story.read("s.yaml");
    assert!(text.contains(old), "{old:?} is not in\n{text}");
    story.write("s.yaml", &text.replace(old, new));
}
