//! The settings, resource by resource.
//!
//! What somebody has to look at comes first, and what is equal or settled is folded away, so that the page
//! begins with the answer to “did anything change?”.

use crate::drift::{Difference, FileDifference, ResourceDrift, Standing, Verdict};
use crate::html::Html;
use crate::page::Page;
use crate::page::header::time;
use crate::page::row::row;
use crate::page::state::BY_URGENCY;
use crate::view::mark;
use crate::words;
use crate::words::{Lang, Words};

/// Every resource about which there is something to say, then the others by name.
pub(super) fn section(page: &Page<'_>) -> Html {
    let lang = page.lang;
    let (loud, quiet): (Vec<_>, Vec<_>) =
        page.drift.resources.iter().partition(|drift| says(drift));
    let heading = words!("Settings", "配置");
    let heading = Html::tag("h2", "", Html::new().say(lang, &heading));
    let loud = loud.into_iter();
    let loud: Html = loud.map(|drift| resource(drift, page.ends, lang)).collect();
    let inside = heading.add(loud).add(quiet_ones(&quiet, lang));
    Html::tag("section", "settings", inside)
}

/// Whether anything of a resource needs more than its name.
fn says(drift: &ResourceDrift) -> bool {
    let quiet = matches!(
        drift.standing,
        Standing::Deployed | Standing::MadeAgain | Standing::Found | Standing::Gone
    );
    !drift.differences.is_empty() || !drift.kept.is_empty() || !quiet
}

/// One resource. What changed alike on both sides is folded: there is nothing to do about it.
fn resource(drift: &ResourceDrift, ends: &[String], lang: Lang) -> Html {
    let (same, differing): (Vec<_>, Vec<_>) = drift
        .differences
        .iter()
        .partition(|found| found.verdict == Verdict::Agreed);
    let code = drift.files();
    let code = code.as_deref();
    let inside = head(drift, lang)
        .add(headline(drift, lang))
        .add(table(&by_urgency(&differing), code, lang))
        .add(agreed(&same, code, lang))
        .add(kept((&drift.kept, code), ends, lang));
    Html::new()
        .raw("<section class=\"card\" data-group>")
        .add(inside)
        .raw("</section>")
}

/// What the resource is, how it stands, and when it was changed last.
fn head(drift: &ResourceDrift, lang: Lang) -> Html {
    let label = Html::new().say(lang, &drift.resource.label());
    let standing = Html::new().say(lang, &standing(drift.standing));
    let modified = match &drift.modified {
        Some(at) => {
            let words = words!("last modified online", "线上最后修改时间");
            let at = Html::new().say(lang, &words).raw(" ").add(time(at));
            Html::tag("span", "modified", at)
        }
        None => Html::new(),
    };
    let inside = Html::tag("h3", "", label)
        .add(Html::tag("span", "standing", standing))
        .add(modified);
    Html::tag("header", "", inside)
}

/// How a resource stands as a whole, in a few words.
fn standing(standing: Standing) -> Words {
    match standing {
        Standing::New => words!("not online yet", "线上尚不存在"),
        Standing::Deleted => words!("deleted online", "线上已删除"),
        Standing::Missing => words!("not online, origin unknown", "不在线上，来源不明"),
        Standing::StaysDeleted => words!("stays deleted", "保持删除"),
        Standing::Reopened => words!("kept deleted, changed locally", "保持删除，本地有改动"),
        Standing::Found => words!("no local record", "本地没有部署记录"),
        Standing::MadeAgain => words!("created again online", "在线上被重新创建"),
        Standing::Deployed => words!("deployed from here", "由本项目部署"),
        Standing::Gone => words!("not wanted, not online", "不需要，也不在线上"),
    }
}

/// A sentence about the whole resource, where its standing alone needs one: whose deploy it is that would be
/// undone comes before how it stands.
fn headline(drift: &ResourceDrift, lang: Lang) -> Html {
    if let Some(told) = mark::of_resource(drift) {
        return banner("banner unknown", &told, lang);
    }
    let (class, words) = match drift.standing {
        Standing::Deleted => (
            "banner remote",
            words!(
                "Somebody deleted it online since the last deploy.",
                "上次部署后在线上被删除。"
            ),
        ),
        Standing::Found if drift.differences.iter().any(|found| found.asks()) => (
            "banner unknown",
            words!(
                "It is already online, and there is no local record: its origin is unknown.",
                "线上已存在，而本地没有部署记录：来源不明。"
            ),
        ),
        Standing::MadeAgain if drift.differences.iter().any(|found| found.asks()) => (
            "banner unknown",
            words!(
                "It was to stay deleted by an earlier decision, but has been created again online.",
                "按之前的决定应保持删除，而此后在线上被重新创建。"
            ),
        ),
        Standing::Missing => (
            "banner unknown",
            words!(
                "It is not online: new here, or taken away by somebody.",
                "不在线上：可能是这里新增的，也可能已被他人移除。"
            ),
        ),
        Standing::Reopened => (
            "banner unknown",
            words!(
                "It stays deleted by an earlier decision, and was changed locally since.",
                "按之前的决定保持删除，而此后本地又有改动。"
            ),
        ),
        Standing::New => (
            "banner local",
            words!("A deploy will create it.", "部署时将创建。"),
        ),
        Standing::StaysDeleted => (
            "banner agreed",
            match drift.part.authorship().and_then(|deploys| deploys.last.who) {
                Some(by) => words!(
                    "It stays deleted by an earlier decision of {by}.",
                    "按 {by} 之前的决定保持删除。"
                ),
                None => words!(
                    "It stays deleted by an earlier decision.",
                    "按之前的决定保持删除。"
                ),
            },
        ),
        // Where nothing asks, where it came from is only told in small letters.
        Standing::Found | Standing::MadeAgain | Standing::Deployed | Standing::Gone => {
            return Html::new();
        }
    };
    banner(class, &words, lang)
}

fn banner(class: &'static str, words: &Words, lang: Lang) -> Html {
    Html::new()
        .raw("<p data-item class=\"")
        .raw(class)
        .raw("\">")
        .say(lang, words)
        .raw("</p>")
}

/// The differences in the order in which people should look at them.
fn by_urgency<'a>(differences: &[&'a Difference]) -> Vec<&'a Difference> {
    let having = |verdict| {
        let found = differences.iter().copied();
        found.filter(move |found| found.verdict == verdict)
    };
    BY_URGENCY.into_iter().flat_map(having).collect()
}

/// The differences as a table of their three values.
fn table(differences: &[&Difference], code: Option<&[FileDifference]>, lang: Lang) -> Html {
    if differences.is_empty() {
        return Html::new();
    }
    let head = |words: Words| {
        Html::new()
            .raw("<th role=\"columnheader\" scope=\"col\">")
            .say(lang, &words)
            .raw("</th>")
    };
    // On a narrow screen the columns stand below each other, and each cell says its own name.
    let head = head(words!("Verdict", "状态"))
        .add(head(words!("Setting", "配置项")))
        .add(head(words!("Last deployed", "上次部署")))
        .add(head(words!("Live now", "线上当前")))
        .add(head(words!("Local", "本地")));
    let rows = differences.iter().map(|found| row(found, code, lang));
    let rows: Html = rows.collect();
    Html::new()
        .raw("<table class=\"values\" role=\"table\"><colgroup><col class=\"verdict\">")
        .raw("<col class=\"path\"><col><col><col></colgroup>")
        .raw("<thead role=\"rowgroup\"><tr role=\"row\">")
        .add(head)
        .raw("</tr></thead>")
        .add(rows)
        .raw("</table>")
}

/// What changed on both sides to the same, behind one line.
fn agreed(differences: &[&Difference], code: Option<&[FileDifference]>, lang: Lang) -> Html {
    if differences.is_empty() {
        return Html::new();
    }
    let count = differences.len();
    let words = match count {
        1 => words!(
            "1 setting that changed and is the same on both sides",
            "1 项配置有过改动，目前两边一致"
        ),
        _ => words!(
            "{count} settings that changed and are the same on both sides",
            "{count} 项配置有过改动，目前两边一致"
        ),
    };
    folded(&words, table(differences, code, lang), lang)
}

/// What stands kept, and the commands that end that.
fn kept(
    (found, code): (&[Difference], Option<&[FileDifference]>),
    ends: &[String],
    lang: Lang,
) -> Html {
    if found.is_empty() {
        return Html::new();
    }
    let words = words!(
        "Live version kept by an earlier decision, although s.yaml or the local code says otherwise. It stays until one of these:",
        "按之前的决定保留线上的值，与 s.yaml 或本地代码不同。执行以下命令之一可结束保留："
    );
    let command = |text: &String| {
        let text = Html::new().text(text);
        Html::tag("li", "", Html::tag("code", "", text))
    };
    let list = Html::tag("ul", "", ends.iter().map(command).collect());
    let standing: Vec<&Difference> = found.iter().collect();
    Html::new()
        .raw("<div class=\"kept\" data-item><p>")
        .say(lang, &words)
        .raw("</p>")
        .add(list)
        .raw("</div>")
        .add(table(&standing, code, lang))
}

/// The resources of which there is nothing to say, behind one line.
fn quiet_ones(quiet: &[&ResourceDrift], lang: Lang) -> Html {
    if quiet.is_empty() {
        return Html::new();
    }
    let count = quiet.len();
    let words = match count {
        1 => words!("1 resource without a difference", "1 个资源没有差异"),
        _ => words!(
            "{count} resources without a difference",
            "{count} 个资源没有差异"
        ),
    };
    let entry = |drift: &&ResourceDrift| {
        Html::new()
            .raw("<li data-item>")
            .say(lang, &drift.resource.label())
            .raw("</li>")
    };
    let list = Html::tag("ul", "names", quiet.iter().map(entry).collect());
    Html::tag("div", "card quiet", folded(&words, list, lang))
}

/// Something that is out of the way until somebody asks for it.
pub(super) fn folded(title: &Words, inside: Html, lang: Lang) -> Html {
    Html::new()
        .raw("<details class=\"folded\" data-group><summary>")
        .say(lang, title)
        .raw("</summary>")
        .add(inside)
        .raw("</details>")
}
