//! What the checker says about a value that does not fit.

use serde_json::Value;

use super::{PropShape, Range, typo};
use crate::dialect::props::problem::{Fault, Sort};
use crate::words;
use crate::words::Words;

/// A property that no table knows, and the known one that was probably meant.
pub(in crate::dialect) fn unknown(meant: Option<&str>) -> Fault {
    Fault::new(
        words!("is not a known property", "未知属性"),
        match meant {
            Some(meant) => words!("did you mean {meant}?", "是否想写 {meant}？"),
            None => words!("take it out", "请删除"),
        },
    )
    .of(Sort::Unknown)
}

/// A property that the service answers, and that is no setting.
pub(in crate::dialect) fn served() -> Fault {
    Fault::new(
        words!(
            "is what the service answers, and no setting",
            "是服务返回的信息，不是配置项"
        ),
        words!("take it out", "请删除"),
    )
    .of(Sort::Served)
}

/// A required property that is not there.
pub(in crate::dialect) fn missing(name: &str, shape: PropShape) -> Fault {
    let mut fault = Fault::missing();
    match shape {
        PropShape::Flag | PropShape::OneOf(_) | PropShape::AnyCase(_) => {
            let Words { en, zh } = choices(shape);
            fault.remedy = words!("add it: {en}", "请补充：{zh}");
        }
        PropShape::List(PropShape::OneOf(words) | PropShape::AnyCase(words)) => {
            // The first of the methods would be HEAD, which nobody means.
            let usual = words.iter().find(|word| **word == "GET");
            let (one, all) = (usual.or(words.first()).unwrap_or(&""), words.join(", "));
            fault.remedy = words!(
                "add it, for example {name}: [{one}] (any of {all})",
                "请补充，例如 {name}: [{one}]（可选：{all}）"
            );
        }
        PropShape::Text | PropShape::Like(_) | PropShape::AsText | PropShape::JsonText(_) => {
            fault.remedy = words!("add it, as {name}: TEXT", "请补充，写成 {name}: TEXT");
        }
        _ => {}
    }
    fault
}

/// A block without anything that has to be in it: what else is set there has no effect.
pub(in crate::dialect) fn bare(needed: &str) -> Fault {
    Fault::new(
        words!(
            "says nothing of {needed}, so it counts as none, and what else stands in it has no effect",
            "没有设置 {needed}，视为未写，其中的其他设置不起作用"
        ),
        words!(
            "add {needed}, or take the block out",
            "请补充 {needed}，或删除该块"
        ),
    )
    .of(Sort::Doubtful)
}

/// A list that is longer than the service takes.
pub(in crate::dialect) fn too_many(most: usize) -> Fault {
    Fault::new(
        words!("has too many entries", "条目过多"),
        words!("keep at most {most}", "最多保留 {most} 个"),
    )
}

/// A value that is of another kind than the property takes, or outside of what it takes.
pub(in crate::dialect) fn expected(shape: PropShape, value: &Value) -> Fault {
    match shape {
        // A line without a value is told as that, whatever the property takes.
        _ if value.is_null() => Fault::new(
            words!("has no value", "没有值"),
            words!("give it one, or take the line out", "请填写，或删除该行"),
        ),
        PropShape::Text | PropShape::Like(_) | PropShape::AsText | PropShape::JsonText(_) => {
            text(value)
        }
        PropShape::Flag | PropShape::OneOf(_) | PropShape::AnyCase(_) => choice(shape, value),
        PropShape::Int(range) => int(range, value),
        PropShape::Whole => Fault::new(
            words!("must be a whole number", "必须是整数"),
            words!("write it without quotes or fraction", "请去掉引号和小数"),
        ),
        PropShape::List(_) | PropShape::UpTo(..) => Fault::new(
            words!("must be a list", "必须是列表"),
            words!(
                "write one line with - for each entry",
                "请每个条目写一行，以 - 开头"
            ),
        ),
        PropShape::Block(_) | PropShape::Open(_) | PropShape::Texts | PropShape::Free => {
            Fault::new(
                words!("must be a block of properties", "必须是一组属性"),
                words!("indent its properties under it", "请将其属性缩进写在其下"),
            )
        }
        PropShape::Either(_, other) | PropShape::OrAuto(other) => expected(*other, value),
        // `Anything` takes every value.
        PropShape::Number | PropShape::Anything => Fault::new(
            words!("must be a number", "必须是数字"),
            words!("write it without quotes", "请去掉引号"),
        ),
    }
}

fn text(value: &Value) -> Fault {
    let remedy = if value.is_object() || value.is_array() {
        words!("write it on one line, in quotes", "请写成一行并加引号")
    } else {
        words!("put it in quotes", "请加上引号")
    };
    Fault::new(words!("must be a string", "必须是字符串"), remedy)
}

fn choice(shape: PropShape, value: &Value) -> Fault {
    let Words { en, zh } = choices(shape);
    let wrong = words!("must be {en}", "必须是 {zh}");
    let meant = match (shape, value) {
        (PropShape::OneOf(names) | PropShape::AnyCase(names), Value::String(text)) => {
            typo::nearest(names.iter().copied(), text)
        }
        _ => None,
    };
    let remedy = match meant {
        Some(meant) => words!("did you mean {meant}?", "是否想写 {meant}？"),
        None if matches!(shape, PropShape::Flag) => {
            words!("write one of them without quotes", "请写其中之一，不加引号")
        }
        None => words!("write one of them", "请写其中之一"),
    };
    Fault::new(wrong, remedy)
}

/// What a flag or a closed set of words takes.
fn choices(shape: PropShape) -> Words {
    match shape {
        PropShape::OneOf(names) | PropShape::AnyCase(names) => {
            let names = names.join(", ");
            words!("one of {names}", "以下之一：{names}")
        }
        _ => words!("true or false", "true 或 false"),
    }
}

fn int(range: Range, value: &Value) -> Fault {
    let Range { least, most, step } = range;
    let wrong = match step {
        1 => words!(
            "must be a whole number from {least} to {most}",
            "必须是 {least} 到 {most} 之间的整数"
        ),
        _ => words!(
            "must be a multiple of {step} from {least} to {most}",
            "必须是 {least} 到 {most} 之间 {step} 的倍数"
        ),
    };
    let remedy = match value.as_i64().map(|number| range.nearest(number)) {
        Some(nearest) => words!("the nearest is {nearest}", "最接近的是 {nearest}"),
        None => words!("write it without quotes or fraction", "请去掉引号和小数"),
    };
    Fault::new(wrong, remedy)
}
