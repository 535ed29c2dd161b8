//! What a person can be told of a project, and whether a secret is in it.

use crate::memory::Node;
use crate::story::{HOME, Story};
use crate::told::Told;

/// Everything that a person may ask for.
pub(crate) fn asked_for(story: &Story) -> Vec<Told> {
    let mut shown = vec![story.s("info"), story.s("drift --html page.html")];
    for form in ["text", "json", "markdown", "junit"] {
        shown.push(story.s(&format!("plan --format {form}")));
        shown.push(story.s(&format!("drift --format {form} --report {form}.txt")));
    }
    shown
}

/// Makes sure that none of the secrets was told, or stands in a file that is not the person's own.
#[track_caller]
pub(crate) fn none_of(secrets: &[&str], story: &Story, shown: &[Told]) {
    let has_one = |text: &str| secrets.iter().any(|one| text.contains(one));
    for told in shown {
        let all = told.text() + &told.transcript();
        assert!(!has_one(&all), "{all}");
    }
    let own = ["s.yaml", "code/"].map(|name| format!("{HOME}/{name}"));
    let mut searched = 0;
    for (path, node) in story.files.all() {
        if let Node::File { bytes, .. } = node
            && !own.iter().any(|own| path.starts_with(own))
        {
            let text = String::from_utf8_lossy(&bytes);
            assert!(!has_one(&text), "{path}: {text}");
            searched += 1;
        }
    }
    assert!(searched > 3, "{searched} files");
}
