//! What is online beside ours and left alone.

use crate::html::Html;
use crate::model::resource::Resource;
use crate::page::Page;
use crate::words;
use crate::words::{Lang, Words};

/// What the function of an earlier name has, and then orphans and strangers, each with why it is none of ours.
pub(super) fn section(page: &Page<'_>) -> Html {
    left_behind(page).add(beside(page))
}

/// What is not as it was in the function of another name.
fn left_behind(page: &Page<'_>) -> Html {
    if page.left_behind.is_empty() {
        return Html::new();
    }
    let heading = words!("Under another name", "以另一名称");
    let mut list = Html::new();
    for words in page.left_behind {
        let text = Html::new().say(page.lang, words);
        list = list
            .raw("<li data-item>")
            .add(Html::tag("span", "", text))
            .raw("</li>");
    }
    group(page.lang, &heading, Html::tag("ul", "beside", list))
}

/// Orphans first: somebody here once wanted them.
fn beside(page: &Page<'_>) -> Html {
    if page.orphans.is_empty() && page.strangers.is_empty() {
        return Html::new();
    }
    let lang = page.lang;
    let heading = words!("Also online, left alone", "线上还有，不会改动");
    let orphan = words!("no longer in s.yaml", "已不在 s.yaml 中");
    let stranger = words!(
        "not in s.yaml, not on record here as deployed",
        "不在 s.yaml 中，本地也没有部署记录"
    );
    let orphans = page
        .orphans
        .iter()
        .map(|resource| item(resource, &orphan, lang));
    let strangers = page
        .strangers
        .iter()
        .map(|resource| item(resource, &stranger, lang));
    let list = Html::tag("ul", "beside", orphans.chain(strangers).collect());
    group(lang, &heading, list)
}

/// A heading and a list under it.
fn group(lang: Lang, heading: &Words, list: Html) -> Html {
    Html::new()
        .raw("<section data-group><h2>")
        .say(lang, heading)
        .raw("</h2><div class=\"card\">")
        .add(list)
        .raw("</div></section>")
}

/// One resource, and why it is listed.
fn item(resource: &Resource, why: &Words, lang: Lang) -> Html {
    let label = Html::new().say(lang, &resource.label());
    Html::new()
        .raw("<li data-item>")
        .add(Html::tag("span", "", label))
        .add(Html::tag("span", "standing", Html::new().say(lang, why)))
        .raw("</li>")
}
