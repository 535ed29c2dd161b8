//! Everything that differs as one page for people who would rather look: one file that needs nothing
//! else, neither the network nor a script, and gives nobody's text a chance to be one.
//!
//! Like `view`, it is handed sealed values only. The code is shown as it is, because that was asked
//! for, except files that hold secrets by their names.

mod code;
mod diff;
mod header;
mod lines;
mod notes;
mod row;
mod settings;
mod state;
mod tree;
mod value;

#[cfg(test)]
mod tests;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use self::state::State;
use crate::drift::{Drift, FileDifference};
use crate::html::Html;
use crate::model::resource::Resource;
use crate::words;
use crate::words::{Lang, Words};
use crate::written::GENERATOR;

/// Both go into the page as they are, and their digests into its policy.
const STYLE: &str = include_str!("page/page.css");
const SCRIPT: &str = include_str!("page/page.js");

/// Everything that the page shows.
#[derive(Debug)]
pub struct Page<'a> {
    /// Of all words on the page; values are in their own.
    pub lang: Lang,
    /// Its name, as the cloud has it.
    pub function: &'a str,
    pub region: &'a str,
    /// The number of the account that it belongs to.
    pub account: &'a str,
    /// When it was made, in the form of RFC 3339.
    pub at: &'a str,
    /// The verdicts, with sealed values.
    pub drift: &'a Drift,
    /// Deployed from here once, no longer in `s.yaml`, still online.
    pub orphans: &'a [Resource],
    /// Online beside ours, not in s.yaml and not on record here as deployed.
    pub strangers: &'a [Resource],
    /// In what the function is not like the one that the resource was deployed as last.
    pub left_behind: &'a [Words],
    /// Whether somebody has to decide about any of that.
    pub asks_behind: bool,
    /// The commands that end what stands kept.
    pub ends: &'a [String],
    /// Both packages, where they differ and somebody wants to see how.
    pub code: Option<&'a BothPackages>,
    /// How many functions stand on the page before this one.
    /// Ids on the page begin with it, so that those of two functions differ.
    pub number: usize,
}

/// One function's part of the page, as markup that this crate made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PagePart {
    /// Its name, for the title and the list of functions.
    function: String,
    region: String,
    /// The class of its state, by which it is found again.
    /// A word and not a [`State`], because it goes through the inputs of the next resource.
    state: String,
    /// The markup itself.
    main: String,
}

/// The files of both packages. Those that are equal may be among them; they are counted.
#[derive(Debug, Default)]
pub struct BothPackages {
    /// In any order; they are sorted by path where they are shown.
    pub files: Vec<CodeFile>,
}

/// One file of the code, absent on the side that does not have it.
#[derive(Debug)]
pub struct CodeFile {
    /// Its path in the package, with slashes.
    pub path: String,
    /// Its bytes online.
    pub online: Option<Vec<u8>>,
    /// Its bytes here.
    pub yours: Option<Vec<u8>>,
    /// Who changed it, where that is known.
    pub difference: Option<FileDifference>,
}

/// The page of one function as the text of an HTML file. The same input gives the same bytes.
pub fn render(page: &Page<'_>) -> String {
    document(page.lang, &[part(page)])
}

/// One function's part of the page.
pub fn part(page: &Page<'_>) -> PagePart {
    let state = State::of(page.drift);
    // What a function of another name left behind needs a decision too, and must not look clean.
    let state = match page.asks_behind {
        true => state.max(State::Drift),
        false => state,
    };
    let code = page
        .code
        .map(|code| code::section(code, page.number, page.lang));
    let main = header::summary(page, state)
        .add(settings::section(page))
        .add(code.unwrap_or_default())
        .add(notes::section(page));
    PagePart {
        function: page.function.to_owned(),
        region: page.region.to_owned(),
        state: state.class().to_owned(),
        main: main.finish(),
    }
}

/// The part of a function of which nothing is known, and why.
pub fn unreadable(function: &str, region: &str, error: &str, lang: Lang) -> PagePart {
    PagePart {
        function: function.to_owned(),
        region: region.to_owned(),
        state: State::Unread.class().to_owned(),
        main: header::unreadable(function, error, lang).finish(),
    }
}

/// The parts of all functions of a run as the text of one HTML file.
pub fn document(lang: Lang, parts: &[PagePart]) -> String {
    let title = header::title(parts);
    let body = (1..).zip(parts).map(|(number, part)| {
        Html::new()
            .raw("<div class=\"function\" id=\"function-")
            .number(number)
            .raw("\">")
            // Parts of earlier resources come back as text; each was made by `part` of the same program.
            .add(Html::made(&part.main))
            .raw("</div>\n")
    });
    Html::new()
        .raw("<!doctype html>\n<html lang=\"")
        .raw(match lang {
            Lang::En => "en",
            Lang::Zh => "zh-CN",
        })
        .raw("\">\n<head>\n")
        .add(head(lang, &title))
        .raw("</head>\n<body>\n")
        .add(header::bar(parts, lang))
        .raw("\n<main class=\"wide\">\n")
        .add(header::functions(parts, lang))
        .add(nothing_found(lang))
        .add(body.collect())
        .raw("\n</main>\n")
        .add(footer(lang))
        // At the end of the body, so that all it looks for is there.
        .raw("<script>")
        .raw(SCRIPT)
        .raw("</script>\n</body>\n</html>\n")
        .finish()
}

/// The policy comes first, so that it governs everything after it.
fn head(lang: Lang, title: &Words) -> Html {
    Html::new()
        .raw("<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"")
        .quoted(&policy())
        .raw("\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .raw("<meta name=\"color-scheme\" content=\"light dark\">\n")
        .raw("<meta name=\"referrer\" content=\"no-referrer\">\n")
        .raw(GENERATOR)
        .raw("\n<title>")
        .say(lang, title)
        .raw("</title>\n<style>")
        .raw(STYLE)
        .raw("</style>\n")
}

/// Nothing may be loaded, and only this style sheet and this script apply.
fn policy() -> String {
    // By digest and not `unsafe-inline`: a script that got in by a mistake of ours would still not run.
    let hash = |text: &str| STANDARD.encode(Sha256::digest(text.as_bytes()));
    format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; img-src data:; \
         base-uri 'none'; form-action 'none'",
        hash(STYLE),
        hash(SCRIPT)
    )
}

/// Hidden until the script finds that the filter leaves nothing.
fn nothing_found(lang: Lang) -> Html {
    let words = words!("Nothing matches the filter.", "没有符合筛选条件的内容。");
    Html::new()
        .raw("<p id=\"nothing\" class=\"card note\" role=\"status\" hidden>")
        .say(lang, &words)
        .raw("</p>\n")
}

/// What the page cannot say where it shows secrets.
fn footer(lang: Lang) -> Html {
    let words = words!(
        "Made by fc-guard. Secrets are shown as ••• with a short tag that changes when the secret does; without a tag where the working copy has no key yet, so that they cannot be compared.",
        "由 fc-guard 生成。机密显示为 ••• 加一个简短的标记，机密改变时标记随之改变；若工作副本还没有密钥，则不带标记，无法比较。"
    );
    let inside = Html::tag("div", "wide", Html::new().say(lang, &words));
    Html::tag("footer", "", inside).raw("\n")
}
