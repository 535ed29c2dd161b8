//! The files as a tree of folders.
//!
//! Each leaf is a link to the comparison of its file; the numbers in the links are given here and in `code`
//! in the same order.

use std::collections::BTreeMap;

use crate::html::Html;
use crate::page::CodeFile;
use crate::page::code::FileMark;
use crate::page::settings::folded;
use crate::words;
use crate::words::Lang;

/// Folders deeper than this are shown as part of a name.
const DEPTH: usize = 24;

/// Unchanged files that are named.
const NAMED: usize = 1000;

/// A file, and what happened to it.
type MarkedFile<'a> = (&'a CodeFile, FileMark);

/// A folder by the names of what is in it.
#[derive(Default)]
struct TreeFolder<'a> {
    /// By name, so that they stand in the order of paths.
    folders: BTreeMap<&'a str, TreeFolder<'a>>,
    /// In the order in which they came, which is that of their paths.
    files: Vec<TreeLeaf<'a>>,
}

/// A file in its folder.
struct TreeLeaf<'a> {
    /// The numbers of the page's function and of the file in it.
    place: (usize, usize),
    /// Its last step, or more where it is deeper than [`DEPTH`].
    name: &'a str,
    /// The whole path, for the filter and the tooltip.
    path: &'a str,
    mark: FileMark,
}

/// The tree of the files that differ, in the order of the comparisons that it leads to, and how many
/// do not.
pub(super) fn tree(
    page: usize,
    (differing, same): (&[MarkedFile<'_>], &[MarkedFile<'_>]),
    lang: Lang,
) -> Html {
    let mut root = TreeFolder::default();
    // Its place in this list is its number in the page, which the link leads to.
    for (index, (file, mark)) in differing.iter().enumerate() {
        root.insert((page, index), &file.path, *mark);
    }
    let name = words!("Files that differ", "有差异的文件");
    Html::new()
        .raw("<nav class=\"tree\" aria-label=\"")
        .quoted(name.text(lang))
        .raw("\">")
        .add(counts(differing, lang))
        .add(root.list(lang))
        .add(unchanged(same, lang))
        .raw("</nav>")
}

impl<'a> TreeFolder<'a> {
    /// Puts a file into the folder that its path names.
    fn insert(&mut self, place: (usize, usize), path: &'a str, mark: FileMark) {
        let mut folder = self;
        // Nesting without end would overflow the stack where the tree is listed.
        let mut steps = path.splitn(DEPTH, '/').peekable();
        while let Some(name) = steps.next() {
            if steps.peek().is_some() {
                folder = folder.folders.entry(name).or_default();
            } else {
                folder.files.push(TreeLeaf {
                    place,
                    name,
                    path,
                    mark,
                });
            }
        }
    }

    /// Files below it, at any depth.
    fn count(&self) -> usize {
        self.files.len() + self.folders.values().map(TreeFolder::count).sum::<usize>()
    }

    /// Its folders and then its files.
    fn list(&self, lang: Lang) -> Html {
        let folders = self.folders.iter();
        let folders = folders.map(|(name, folder)| folder.item((*name).to_owned(), lang));
        let files = self.files.iter().map(|leaf| leaf.item(lang));
        Html::tag("ul", "", folders.chain(files).collect())
    }

    /// One folder; a chain of folders that hold nothing else is one line.
    fn item(&self, name: String, lang: Lang) -> Html {
        // A single folder is worth no line of its own.
        if let (1, true, Some((next, folder))) = (
            self.folders.len(),
            self.files.is_empty(),
            self.folders.first_key_value(),
        ) {
            return folder.item(format!("{name}/{next}"), lang);
        }
        Html::new()
            .raw("<li data-group><details open><summary><span class=\"folder\">")
            .text(&name)
            .raw("</span><span class=\"count\">")
            .number(self.count())
            .raw("</span></summary>")
            .add(self.list(lang))
            .raw("</details></li>")
    }
}

impl TreeLeaf<'_> {
    /// A link to the comparison of the file.
    fn item(&self, lang: Lang) -> Html {
        Html::new()
            .raw("<li data-item=\"")
            .quoted(self.path)
            .raw("\"><a href=\"#file-")
            .number(self.place.0)
            .raw("-")
            .number(self.place.1)
            .raw("\" title=\"")
            .quoted(self.path)
            .raw("\">")
            .add(sign(self.mark, lang))
            .raw("<span>")
            .text(self.name)
            .raw("</span></a></li>")
    }
}

/// A letter for what happened, with the word for those who cannot see it.
fn sign(mark: FileMark, lang: Lang) -> Html {
    let sign = match mark {
        FileMark::Added => "+",
        FileMark::Removed => "−",
        FileMark::Changed => "~",
        FileMark::Same => "=",
    };
    Html::new()
        .raw("<span class=\"mark ")
        .raw(mark.class())
        .raw("\"><span aria-hidden=\"true\">")
        .raw(sign)
        .raw("</span><span class=\"unseen\">")
        .say(lang, &mark.word())
        .raw(" </span></span>")
}

/// How many files changed, came and went.
fn counts(differing: &[(&CodeFile, FileMark)], lang: Lang) -> Html {
    let entry = |mark: FileMark| {
        let count = differing.iter().filter(|(_, found)| *found == mark).count();
        if count == 0 {
            return Html::new();
        }
        let inside = sign_only(mark)
            .number(count)
            .raw(" ")
            .say(lang, &mark.word());
        Html::tag("li", "", inside)
    };
    let marks = [FileMark::Changed, FileMark::Added, FileMark::Removed];
    Html::tag("ul", "counts", marks.into_iter().map(entry).collect())
}

/// Only the colour; the word stands beside it.
fn sign_only(mark: FileMark) -> Html {
    Html::new()
        .raw("<span class=\"dot ")
        .raw(mark.class())
        .raw("\"></span>")
}

/// How many files do not differ, and their names behind one line.
fn unchanged(same: &[(&CodeFile, FileMark)], lang: Lang) -> Html {
    let count = same.len();
    let words = match count {
        0 => return Html::new(),
        1 => words!("1 unchanged file", "1 个文件未改动"),
        _ => words!("{count} unchanged files", "{count} 个文件未改动"),
    };
    let entry = |(file, _): &(&CodeFile, FileMark)| {
        Html::new()
            .raw("<li data-item>")
            .text(&file.path)
            .raw("</li>")
    };
    let list: Html = same.iter().take(NAMED).map(entry).collect();
    let more = count.saturating_sub(NAMED);
    let more = match more {
        0 => Html::new(),
        _ => {
            let words = words!("… and {more} more", "……还有 {more} 个");
            Html::tag("li", "", Html::new().say(lang, &words))
        }
    };
    folded(&words, Html::tag("ul", "names", list.add(more)), lang)
}
