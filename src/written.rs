//! Files that this program writes for people, the reports and the page: by how it begins, one of them is
//! told from a file of the person's own, which is never replaced.

use serde_json::Value;

use crate::error::Outcome;

/// Stands in the head of every page.
pub const GENERATOR: &str = "<meta name=\"generator\" content=\"fc-guard\">";

/// The commands that write reports.
const COMMANDS: [&str; 2] = ["plan", "drift"];

/// How much of a file has to hold the beginning.
const HEAD: usize = 4096;

/// Whether this program wrote a file like this.
pub fn is_ours(bytes: &[u8]) -> bool {
    // Git may have changed the line ends of a report that was committed.
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]).replace("\r\n", "\n");
    is_page(&head)
        || is_markdown(&head)
        || is_junit(&head)
        || is_text(&head)
        || is_json(&head, bytes)
}

/// By the doctype and the generator's mark.
fn is_page(head: &str) -> bool {
    head.starts_with("<!doctype html>\n<html lang=\"") && head.contains(GENERATOR)
}

/// By the heading, with a command and an outcome in it.
fn is_markdown(head: &str) -> bool {
    is_by_a_command(head, "### fc-guard ", ": `")
}

/// By the name of the suites.
fn is_junit(head: &str) -> bool {
    let suites = head.strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    suites.is_some_and(|rest| is_by_a_command(rest, "<testsuites name=\"fc-guard ", "\""))
}

/// Whether one of our commands stands between these texts at the beginning.
fn is_by_a_command(head: &str, before: &str, after: &str) -> bool {
    let rest = head.strip_prefix(before).unwrap_or_default();
    let mut after_each = COMMANDS.iter().map(|one| rest.strip_prefix(one));
    after_each.any(|rest| rest.is_some_and(|rest| rest.starts_with(after)))
}

/// `demo (cn-hangzhou, 123): drift — …`, a line a function.
fn is_text(head: &str) -> bool {
    let line = head.lines().next().unwrap_or_default();
    let Some((function, outcome)) = line.split_once("): ") else {
        return false;
    };
    let word = outcome.split(" — ").next().unwrap_or_default();
    let place = function.split_once(" (").map(|(_, place)| place);
    let is_place = place.is_some_and(|place| place.split(", ").count() == 2);
    is_place && outcome != word && Outcome::of(word).is_some()
}

/// By the fields of the schema, the whole document read.
fn is_json(head: &str, bytes: &[u8]) -> bool {
    // Other people's JSON may be large.
    if !head.trim_start().starts_with('{') || !head.contains("\"command\"") {
        return false;
    }
    let report: Value = serde_json::from_slice(bytes).unwrap_or_default();
    let text = |name: &str| report[name].as_str();
    let is_command = text("command").is_some_and(|word| COMMANDS.contains(&word));
    let is_outcome = text("outcome").is_some_and(|word| Outcome::of(word).is_some());
    report["version"].is_number() && is_command && is_outcome && report["functions"].is_array()
}

#[cfg(test)]
mod tests {
    use super::is_ours;

    #[test]
    fn what_people_wrote_is_not_ours() {
        for text in [
            "",
            "def handler(event, context):\n    return 'hello'\n",
            "<!doctype html>\n<html lang=\"en\">\n<head><title>shop</title></head>\n",
            "{\"version\": 1, \"command\": \"serve\", \"outcome\": \"clean\", \"functions\": []}",
            "{\"name\": \"app\"}",
            "# fc-guard drift\n",
            "### fc-guard drifts: `x`",
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"jest\">",
            "notes (mine, old): clean the kitchen\n",
            "notes (mine): clean — now\n",
        ] {
            assert!(!is_ours(text.as_bytes()), "{text}");
        }
        assert!(!is_ours(&[0xff, 0xfe, 0]));
    }

    #[test]
    fn a_report_is_ours_after_git_has_changed_its_line_breaks() {
        assert!(is_ours(b"<!doctype html>\r\n<html lang=\"en\">\r\n<head>\r\n<meta name=\"generator\" content=\"fc-guard\">"));
        assert!(is_ours("demo (cn-hangzhou, 123): drift — x\r\n".as_bytes()));
    }
}
