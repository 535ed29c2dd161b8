//! The top of the page: whose it is, when it was made, and how everything stands.
//!
//! The state is said in a word, in numbers and in a sentence; colours only repeat it.

use crate::drift::{ResourceDrift, Standing, Verdict};
use crate::html::Html;
use crate::page::state::{self, BY_URGENCY, State, count, standing_count};
use crate::page::{Page, PagePart};
use crate::time::for_people;
use crate::view::mark;
use crate::words;
use crate::words::{Lang, Words};

/// The line that stays at the top while the page is scrolled.
pub(super) fn bar(parts: &[PagePart], lang: Lang) -> Html {
    // The worst of all functions.
    let states = parts.iter().map(|part| State::named(&part.state));
    let state = states.max().unwrap_or(State::Clean);
    let (name, place) = match parts {
        [part] => (Html::new().text(&part.function), part.region.as_str()),
        _ => (Html::new().say(lang, &title(parts)), ""),
    };
    let filter = words!("Filter settings and files", "筛选配置和文件");
    let open = words!("Expand all", "全部展开");
    let close = words!("Collapse all", "全部收起");
    let tools = Html::new()
        .raw("<label class=\"unseen\" for=\"filter\">")
        .say(lang, &filter)
        .raw("</label><input id=\"filter\" type=\"search\" autocomplete=\"off\" spellcheck=\"false\" placeholder=\"")
        .quoted(filter.text(lang))
        .raw("\"><button type=\"button\" id=\"open\">")
        .say(lang, &open)
        .raw("</button><button type=\"button\" id=\"close\">")
        .say(lang, &close)
        .raw("</button>");
    let inside = pill(state, lang)
        .add(Html::tag("span", "name", name))
        .add(Html::tag("span", "place", Html::new().text(place)))
        // Hidden until the script shows it: without one these would do nothing.
        .raw("<div class=\"tools\" role=\"search\" hidden>")
        .add(tools)
        .raw("</div>");
    Html::tag("header", "bar", Html::tag("div", "wide", inside))
}

/// The state as a small coloured mark.
fn pill(state: State, lang: Lang) -> Html {
    Html::new()
        .raw("<span class=\"pill ")
        .raw(state.class())
        .raw("\">")
        .say(lang, &state.word())
        .raw("</span>")
}

/// The big word with its numbers, and what the page is about.
pub(super) fn summary(page: &Page<'_>, state: State) -> Html {
    let lang = page.lang;
    let word = Html::new()
        .raw("<p class=\"word ")
        .raw(state.class())
        .raw("\">")
        .say(lang, &state.word())
        .raw("</p>");
    let sentence = Html::tag("p", "lead", Html::new().say(lang, &lead(page, state)));
    let numbers = numbers(page);
    let numbers = if numbers.is_empty() {
        numbers
    } else {
        Html::tag("ul", "numbers", numbers)
    };
    let left = Html::new()
        .raw("<h1 class=\"kicker\">")
        .say(lang, &drift_of(page.function))
        .raw("</h1>")
        .add(word)
        .add(sentence)
        .add(numbers);
    Html::new()
        .raw("<section class=\"summary ")
        .raw(state.class())
        .raw("\">")
        .add(Html::tag("div", "", left))
        .add(about(page))
        .raw("</section>")
}

/// What the big word means here.
fn lead(page: &Page<'_>, state: State) -> Words {
    let is_told = |one: &ResourceDrift| mark::of_resource(one).is_some();
    if state == State::Unknown && page.drift.resources.iter().any(is_told) {
        return words!(
            "Live and local differ, and what is online was not deployed from here; by whom stands below. A deploy asks before it overwrites anything.",
            "线上与本地不一致，线上的内容不是从这里部署的；由谁部署见下文。部署在覆盖之前会先询问。"
        );
    }
    state.sentence(!page.strangers.is_empty())
}

/// What the page is called, in its window and above the big word.
pub(super) fn title(parts: &[PagePart]) -> Words {
    match parts {
        [part] => drift_of(&part.function),
        _ => {
            let count = parts.len();
            words!("Drift of {count} resources", "{count} 个资源的线上改动")
        }
    }
}

/// The title for one function.
fn drift_of(function: &str) -> Words {
    words!("Drift of {function}", "{function} 的线上改动")
}

/// Where several functions are on the page: how each of them stands, and the way to it.
pub(super) fn functions(parts: &[PagePart], lang: Lang) -> Html {
    // A list of one leads nowhere.
    if parts.len() < 2 {
        return Html::new();
    }
    let entry = |(number, part): (usize, &PagePart)| {
        Html::new()
            .raw("<li>")
            .add(pill(State::named(&part.state), lang))
            .raw("<a href=\"#function-")
            .number(number)
            .raw("\">")
            .text(&part.function)
            .raw("</a>")
            .add(Html::tag("span", "place", Html::new().text(&part.region)))
            .raw("</li>")
    };
    let list: Html = (1..).zip(parts).map(entry).collect();
    let label = words!("Resources", "资源列表");
    Html::new()
        .raw("<nav class=\"functions card\" aria-label=\"")
        .quoted(label.text(lang))
        .raw("\">")
        .add(Html::tag("ul", "", list))
        .raw("</nav>\n")
}

/// What is said of a function of which nothing is known.
pub(super) fn unreadable(function: &str, error: &str, lang: Lang) -> Html {
    let state = State::Unread;
    let inside = Html::new()
        .raw("<h1 class=\"kicker\">")
        .say(lang, &drift_of(function))
        .raw("</h1><p class=\"word unread\">")
        .say(lang, &state.word())
        .raw("</p>")
        .add(Html::tag("p", "lead", Html::new().text(error)));
    Html::new()
        .raw("<section class=\"summary unread\">")
        .add(Html::tag("div", "", inside))
        .raw("</section>")
}

/// What the comparison is about, as a list of terms.
fn about(page: &Page<'_>) -> Html {
    let fact = |name: Words, value: Html| {
        let name = Html::tag("dt", "", Html::new().say(page.lang, &name));
        Html::tag("div", "", name.add(Html::tag("dd", "", value)))
    };
    let facts = fact(words!("Name", "名称"), Html::new().text(page.function))
        .add(fact(
            words!("Region", "地域"),
            Html::new().text(page.region),
        ))
        .add(fact(
            words!("Account", "账号"),
            Html::new().text(page.account),
        ))
        .add(fact(words!("Generated at", "生成时间"), time(page.at)));
    Html::tag("dl", "about", facts)
}

/// A point in time as people read it; as it came where it cannot be understood.
pub(super) fn time(text: &str) -> Html {
    let Some(spoken) = for_people(text) else {
        return Html::new().text(text);
    };
    Html::new()
        .raw("<time datetime=\"")
        .quoted(text)
        .raw("\">")
        .text(&spoken)
        .raw("</time>")
}

/// How many settings and resources have each verdict; those that nothing has are left out.
fn numbers(page: &Page<'_>) -> Html {
    let drift = page.drift;
    let verdicts = BY_URGENCY.into_iter().map(|verdict| {
        let words = verdict.badge();
        number(
            page.lang,
            count(drift, verdict),
            &words,
            state::class(verdict),
        )
    });
    let standings = [
        (
            Standing::Deleted,
            words!("deleted online", "线上已删除"),
            Verdict::Remote,
        ),
        (
            Standing::Missing,
            words!("not online, origin unknown", "不在线上，来源不明"),
            Verdict::Unknown,
        ),
        (
            Standing::Reopened,
            words!("kept deleted, changed locally", "保持删除，本地有改动"),
            Verdict::Conflict,
        ),
        (
            Standing::New,
            words!("to be created", "将创建"),
            Verdict::Local,
        ),
    ];
    // A standing has no colour of its own: it has that of the verdict which means the same.
    let standings = standings.into_iter().map(|(standing, words, like)| {
        number(
            page.lang,
            standing_count(drift, standing),
            &words,
            state::class(like),
        )
    });
    let kept = number(
        page.lang,
        state::kept(drift),
        &Verdict::Standing.badge(),
        state::class(Verdict::Standing),
    );
    verdicts.chain(standings).chain([kept]).collect()
}

/// One of the numbers, with its colour; nothing for zero.
fn number(lang: Lang, count: usize, words: &Words, class: &'static str) -> Html {
    if count == 0 {
        return Html::new();
    }
    Html::new()
        .raw("<li><span class=\"dot ")
        .raw(class)
        .raw("\"></span><b>")
        .number(count)
        .raw("</b> ")
        .say(lang, words)
        .raw("</li>")
}
