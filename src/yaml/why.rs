//! What is said where a file cannot be read, or a place has to be edited by a person.

use crate::words;
use crate::words::Words;

/// Why the sources cannot be edited at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// Index into the sources.
    pub file: usize,
    /// The 1-based line where reading stopped.
    pub line: usize,
    /// What is wrong there.
    pub why: Words,
}

/// Why a person has to edit a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The value is computed, wholly or in part, by an expression.
    Expression,
    /// Something else uses what stands there (a variable, an anchor, a template, an extended
    /// file) and would change as well.
    Shared,
    /// The value comes in by `<<` and can only be taken away where it comes from.
    Merged,
    /// The new value has `${…}`, `{{…}}` or `<%…%>` in it, which Serverless Devs would run.
    Live,
    /// The place is written in a way that is not edited: an explicit key, a tag.
    NotWhole,
    /// The path leads through something that is no map and no list, or behind the end of a list.
    NotThere,
    /// The edited file did not say what it had to say, so it was not taken.
    Unsafe,
}

impl Why {
    /// The sentence that explains it to a person.
    pub fn words(self) -> Words {
        match self {
            Why::Expression => words!(
                "this value is computed by an expression",
                "该值由表达式计算得出"
            ),
            Why::Shared => words!(
                "something else uses this value too and would change with it",
                "该值还被其他地方引用，修改会一并影响它们"
            ),
            Why::Merged => words!(
                "this value is merged in by << from a place that others use too",
                "该值通过 << 合并而来，其来源还被其他地方引用"
            ),
            Why::Live => words!(
                "the kept value has an expression in it, which Serverless Devs would run",
                "要保留的值中含有表达式，Serverless Devs 会对其求值"
            ),
            Why::NotWhole => words!(
                "this is written in a form that cannot be edited automatically",
                "此处的写法不支持自动修改"
            ),
            Why::NotThere => words!(
                "the setting cannot be placed below what is written here",
                "无法在此处内容之下写入该设置"
            ),
            Why::Unsafe => words!(
                "an automatic edit of this place could not be verified",
                "对此处的自动修改未能通过校验"
            ),
        }
    }
}
