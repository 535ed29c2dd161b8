//! One setting: its verdict, its three values next to each other, and long ones line by line.
//!
//! Colours only repeat what the words say. On a narrow screen the cells of a row stand below each other, each
//! under the name of its column.

use serde_json::Value;

use crate::drift::{Difference, FileDifference, Verdict};
use crate::html::Html;
use crate::page::diff::{Sides, both, one};
use crate::page::header::time;
use crate::page::lines::{alone, compare};
use crate::page::state::class;
use crate::page::value::{cell, full, is_long};
use crate::view::value::tags;
use crate::view::{files, mark};
use crate::words;
use crate::words::{Lang, Words};

/// Rows up to which a comparison is open from the start.
const OPEN: usize = 24;

/// One setting as a group of rows of the table.
pub(super) fn row(difference: &Difference, code: Option<&[FileDifference]>, lang: Lang) -> Html {
    // The values of code are checksums, which tell nobody anything.
    if files::is_code(difference) {
        return code_row(difference, code.unwrap_or_default(), lang);
    }
    let fallback = difference.fallback();
    let Difference {
        seen,
        live,
        sent,
        desired,
        ..
    } = difference;
    // Of all four together: two secrets that differ must not have the same tag in one row.
    let tags = tags([seen, live, sent, desired].map(Option::as_ref));
    let show = |value: Option<&Value>| cell(value, fallback.as_ref(), tags, lang);
    let cells = [
        before(difference, &show, lang),
        show(difference.live.as_ref()),
        show(difference.desired.as_ref()),
    ];
    group(difference, cells, long_values(difference, lang), lang)
}

/// The code as a whole, with what happened to how many files on each side; they stand further down.
/// Where they are not known, which packages are the same.
fn code_row(difference: &Difference, code: &[FileDifference], lang: Lang) -> Html {
    let known = [
        last(difference),
        difference.live.as_ref(),
        difference.desired.as_ref(),
    ];
    let words = match (difference.verdict, code.is_empty()) {
        (_, true) => files::packages(known),
        // Nothing was deployed from here, so there is no last deploy to count from.
        _ if !difference.is_recorded => [
            words!("not known", "未知"),
            words!("the live code", "线上的代码"),
            files::summary(code),
        ],
        _ => [
            words!("what was deployed", "部署时的代码"),
            files::since_last(code, |file| file.online.as_ref()),
            files::since_last(code, |file| file.yours.as_ref()),
        ],
    };
    let cells = words.map(|words| Html::new().say(lang, &words));
    group(difference, cells, Html::new(), lang)
}

/// The row of a difference from its three cells, and what stands below it.
fn group(difference: &Difference, cells: [Html; 3], below: Html, lang: Lang) -> Html {
    let verdict = difference.verdict;
    let (online, yours) = hot(verdict);
    let [before, live, desired] = cells;
    let columns = [
        ("before", words!("Last deployed", "上次部署"), before),
        (online, words!("Live now", "线上当前"), live),
        (yours, words!("Local", "本地"), desired),
    ];
    let cells = columns.map(|(class, column, inside)| value(class, &column, inside, lang));
    let cells = td("verdict", "", Html::new())
        .add(verdict_badge(verdict, lang))
        .add(since(difference, lang))
        .raw("</td>")
        .add(path(difference))
        .add(cells.into_iter().collect());
    Html::new()
        .raw("<tbody class=\"row\" role=\"rowgroup\" data-item><tr role=\"row\">")
        .add(cells)
        .raw("</tr>")
        .add(below)
        .raw("</tbody>")
}

/// When it was decided that what is online stays.
fn since(difference: &Difference, lang: Lang) -> Html {
    let kept = difference.kept.as_ref();
    if let Some(deploy) = kept.and_then(|kept| kept.deploy.as_ref()) {
        let Words { en, zh } = mark::recorded(deploy);
        let words = words!(
            "deployed by {en}, kept until your commit contains that",
            "由 {zh} 部署，保留到你的提交包含该提交为止"
        );
        return Html::tag("small", "said", Html::new().say(lang, &words));
    }
    let Some(at) = kept.and_then(|kept| kept.since.as_ref()) else {
        return Html::new();
    };
    let words = words!("kept since", "保留自");
    let by = kept.and_then(|kept| kept.by.as_ref());
    let by = by.map(|by| words!("by {by}", "由 {by} 决定"));
    let inside = Html::new().say(lang, &words).raw(" ").add(time(at));
    let inside = match &by {
        Some(by) => inside.raw(" ").say(lang, by),
        None => inside,
    };
    Html::tag("small", "said", inside)
}

/// A verdict in words; its colour only repeats them.
pub(super) fn verdict_badge(verdict: Verdict, lang: Lang) -> Html {
    Html::new()
        .raw("<span class=\"badge ")
        .raw(class(verdict))
        .raw("\">")
        .say(lang, &verdict.badge())
        .raw("</span>")
}

/// The start of a cell, with what the column is called where the columns are below each other.
fn td(class: &'static str, column: &str, inside: Html) -> Html {
    Html::new()
        .raw("<td role=\"cell\" class=\"")
        .raw(class)
        .raw("\" data-column=\"")
        .quoted(column)
        .raw("\">")
        .add(inside)
}

/// A whole cell with a value.
fn value(class: &'static str, column: &Words, inside: Html, lang: Lang) -> Html {
    td(class, column.text(lang), inside).raw("</td>")
}

/// The path of the setting as the heading of its row.
fn path(difference: &Difference) -> Html {
    Html::new()
        .raw("<th role=\"rowheader\" scope=\"row\" class=\"path\">")
        .text(&difference.path.to_string())
        .raw("</th>")
}

/// The classes of the two cells: those in which somebody changed something stand out.
fn hot(verdict: Verdict) -> (&'static str, &'static str) {
    match verdict {
        Verdict::Remote | Verdict::Along | Verdict::Standing => ("hot remote", "yours"),
        Verdict::Local => ("online", "hot local"),
        Verdict::Conflict => ("hot remote", "hot local"),
        Verdict::Unknown | Verdict::Older => ("hot unknown", "hot unknown"),
        // Nobody changed anything that needs looking at.
        Verdict::Agreed | Verdict::Settled => ("online", "yours"),
    }
}

/// What stood after the last deploy, and beside it what the file said where the service made something else
/// of it.
fn before(difference: &Difference, show: &dyn Fn(Option<&Value>) -> Html, lang: Lang) -> Html {
    if !difference.is_recorded {
        let words = words!("not known", "未知");
        return Html::tag("span", "absent", Html::new().say(lang, &words));
    }
    let (sent, seen) = (difference.sent.as_ref(), last(difference));
    let shown = show(seen);
    match sent {
        Some(sent) if seen.is_some_and(|seen| seen != sent) => {
            let words = words!("s.yaml said then:", "当时 s.yaml 中为：");
            let note = Html::new().say(lang, &words).raw(" ").add(show(Some(sent)));
            shown.add(Html::tag("small", "said", note))
        }
        _ => shown,
    }
}

/// What the last deploy left: for a change of ours what the file said, else what stood online; and
/// what the file said too where the service does not show it.
fn last(difference: &Difference) -> Option<&Value> {
    let (sent, seen) = (difference.sent.as_ref(), difference.seen.as_ref());
    match difference.verdict {
        Verdict::Local => sent,
        _ => seen.or(sent),
    }
}

/// The values that are too long for cells, compared in the pairs that the verdict is about.
fn long_values(difference: &Difference, lang: Lang) -> Html {
    let last = (words!("last deployed", "上次部署"), last(difference));
    let online = (words!("live now", "线上当前"), difference.live.as_ref());
    let yours = (words!("local", "本地"), difference.desired.as_ref());
    let pairs = match difference.verdict {
        Verdict::Remote => vec![(last, online)],
        Verdict::Local if difference.is_recorded => vec![(last, yours)],
        // Three texts: from the last deploy to each side, and what a person has to choose between.
        Verdict::Conflict => vec![
            (last.clone(), online.clone()),
            (last, yours.clone()),
            (online, yours),
        ],
        Verdict::Unknown | Verdict::Older | Verdict::Standing | Verdict::Local => {
            vec![(online, yours)]
        }
        Verdict::Agreed | Verdict::Along | Verdict::Settled => vec![(last, online)],
    };
    let details: Html = pairs
        .into_iter()
        .map(|(a, b)| long_value(a, b, lang))
        .collect();
    // A row without anything in it would still take space.
    if details.is_empty() {
        return details;
    }
    Html::new()
        .raw("<tr role=\"row\" class=\"more\"><td role=\"cell\" colspan=\"5\">")
        .add(details)
        .raw("</td></tr>")
}

/// A value, and what its side is called.
type NamedValue<'a> = (Words, Option<&'a Value>);

/// Two values line by line. Nothing where they are equal, or short enough for their cells.
fn long_value(
    (old_name, old): NamedValue<'_>,
    (new_name, new): NamedValue<'_>,
    lang: Lang,
) -> Html {
    if old == new || ![old, new].into_iter().flatten().any(is_long) {
        return Html::new();
    }
    let (en, zh) = ((&old_name.en, &new_name.en), (&old_name.zh, &new_name.zh));
    let title = Words {
        en: format!("{} → {}", en.0, en.1),
        zh: format!("{} → {}", zh.0, zh.1),
    };
    let tags = tags([old, new]);
    let full = |value| full(value, tags);
    let texts = (old.map(full), new.map(full));
    let lines = match &texts {
        (Some(old), Some(new)) => compare(old, new),
        (Some(text), None) => Some(alone(text, false)),
        (None, Some(text)) => Some(alone(text, true)),
        // Two absent values are equal, so this has been answered above.
        (None, None) => None,
    };
    // Too long to be compared: the cells say how long they are.
    let Some(lines) = lines else {
        return Html::new();
    };
    let sides = Sides {
        old: old_name,
        new: new_name,
    };
    let table = match &texts {
        (Some(_), Some(_)) => both(&lines, &sides, lang),
        _ => one(&lines, lang),
    };
    let open = if lines.rows.len() <= OPEN {
        " open"
    } else {
        ""
    };
    Html::new()
        .raw("<details class=\"long\"")
        .raw(open)
        .raw("><summary>")
        .say(lang, &title)
        .add(tally(lines.added, lines.removed, lang))
        .raw("</summary>")
        .add(table)
        .raw("</details>")
}

/// How many lines came and went.
pub(super) fn tally(added: usize, removed: usize, lang: Lang) -> Html {
    let (mut signs, mut words) = (Html::new(), Vec::new());
    if added > 0 {
        let number = Html::new().raw("+").number(added);
        signs = signs.add(Html::tag("span", "plus", number));
        words.push(match added {
            1 => words!("1 line added", "增加 1 行"),
            _ => words!("{added} lines added", "增加 {added} 行"),
        });
    }
    if removed > 0 {
        let number = Html::new().raw("−").number(removed);
        signs = signs.raw(" ").add(Html::tag("span", "minus", number));
        words.push(match removed {
            1 => words!("1 line removed", "删除 1 行"),
            _ => words!("{removed} lines removed", "删除 {removed} 行"),
        });
    }
    Html::new()
        .raw("<span class=\"tally\"><span aria-hidden=\"true\">")
        .add(signs)
        .raw("</span><span class=\"unseen\">")
        .say(lang, &Words::list(&words))
        .raw("</span></span>")
}
