//! What the parser calls tags and styles, in our own words.

use saphyr_parser::{ScalarStyle, Tag};

use crate::words;
use crate::yaml::node::Style;
use crate::yaml::read::Trouble;

/// The tags that say what YAML would find out by itself or make a scalar a text.
pub(super) fn known(tag: &Tag, line: usize) -> Result<String, Trouble> {
    let names = ["str", "int", "float", "bool", "null", "map", "seq"];
    if tag.is_yaml_core_schema() && names.contains(&tag.suffix.as_str()) {
        return Ok(tag.suffix.clone());
    }
    let why = words!("the tag {tag} is not understood", "无法识别标签 {tag}");
    Err(Trouble { line, why })
}

/// The style in which a scalar is written.
pub(super) fn style_of(style: ScalarStyle) -> Style {
    match style {
        ScalarStyle::Plain => Style::Plain,
        ScalarStyle::SingleQuoted => Style::Single,
        ScalarStyle::DoubleQuoted => Style::Double,
        ScalarStyle::Literal => Style::Literal,
        ScalarStyle::Folded => Style::Folded,
    }
}
