//! Which settings can be written: each by itself, so that one that cannot be holds up no other, and
//! together those that are right only with each other, such as the settings of one block.

use super::{EditByHand, Edited, Setting};
use crate::error::Result;
use crate::model::resource::Resource;

/// Tries to write settings, all of them or none.
type Attempt<'a> = &'a dyn Fn(&[Setting]) -> Result<Edited>;

/// What can only be read as a whole: a resource, and the name of a block or setting of it.
type Block = (Resource, String);

/// The settings that can be written, in a form that is right, and what is in the way of the others.
///
/// # Errors
/// As the attempt.
pub(super) fn proved(
    attempt: Attempt<'_>,
    settings: &[Setting],
) -> Result<(Vec<Setting>, Vec<EditByHand>)> {
    let (mut open, mut left) = (Vec::new(), Vec::new());
    for setting in settings {
        match alone(attempt, setting)? {
            Ok(form) => open.push(form),
            Err(place) => left.extend(place),
        }
    }
    // The smallest groups come first, so that no more is written together than has to be.
    for chosen in choices(&left) {
        let is_chosen =
            // Where a line of the text is in the way no company helps.
            |one: &EditByHand| one.at.is_none() && chosen.contains(&block(&one.setting));
        let (group, others) = left.into_iter().partition(is_chosen);
        left = others;
        left.extend(joined(attempt, &mut open, group)?);
    }
    // People read them in the order in which they were shown before.
    let order = |place: &EditByHand| settings.iter().position(|one| one.is(&place.setting));
    left.sort_by_key(order);
    Ok((open, left))
}

/// The first form of a setting in which it can be written by itself, or what is in the way of the first.
///
/// # Errors
/// As the attempt.
fn alone(
    attempt: Attempt<'_>,
    setting: &Setting,
) -> Result<std::result::Result<Setting, Option<EditByHand>>> {
    let mut first = None;
    for form in setting.forms() {
        let (_, places) = attempt(std::slice::from_ref(&form))?;
        let Some(place) = places.into_iter().next() else {
            return Ok(Ok(form));
        };
        // The first form comes closest to what is online, so what is wrong with that says most.
        first.get_or_insert(place);
    }
    Ok(Err(first))
}

/// Adds a group to what can be written, if it can be together with that. What is left of it otherwise.
///
/// # Errors
/// As the attempt.
fn joined(
    attempt: Attempt<'_>,
    open: &mut Vec<Setting>,
    mut group: Vec<EditByHand>,
) -> Result<Vec<EditByHand>> {
    if group.is_empty() {
        return Ok(group);
    }
    for all in ways(open, &group) {
        let (_, places) = attempt(&all)?;
        if places.is_empty() {
            *open = all;
            return Ok(Vec::new());
        }
        // Where the text itself is in the way, that says more than what was wrong with one alone.
        for place in places.into_iter().filter(|place| place.at.is_some()) {
            let same = group.iter_mut().find(|one| one.setting.is(&place.setting));
            same.into_iter().for_each(|one| one.clone_from(&place));
        }
    }
    Ok(group)
}

/// What can be written with a group: as the service says it, or without what is at its default. A
/// block goes as a whole, and a default that was said of it by itself would hold it there.
fn ways(open: &[Setting], group: &[EditByHand]) -> [Vec<Setting>; 2] {
    let members = || open.iter().chain(group.iter().map(|place| &place.setting));
    let is_of_group = |one: &Setting| {
        let mut group = group.iter();
        group.any(|place| block(&place.setting) == block(one))
    };
    let bare = members().map(|one| match is_of_group(one) {
        true => one.left_out(),
        false => one.clone(),
    });
    [members().cloned().collect(), bare.collect()]
}

/// What is tried together: each block, two of them, all of them.
fn choices(left: &[EditByHand]) -> Vec<Vec<Block>> {
    let mut blocks: Vec<Block> = Vec::new();
    for place in left {
        let block = block(&place.setting);
        if !blocks.contains(&block) {
            blocks.push(block);
        }
    }
    let pairs = blocks.iter().enumerate().flat_map(|(index, one)| {
        let others = blocks[index + 1..].iter();
        others.map(|other| vec![one.clone(), other.clone()])
    });
    let mut choices: Vec<Vec<Block>> = blocks.iter().map(|one| vec![one.clone()]).collect();
    choices.extend(pairs);
    // Three and more at a time are only tried as all of them: the number of groups doubles with every
    // block.
    choices.push(blocks);
    choices
}

/// The block to which a setting belongs.
fn block(setting: &Setting) -> Block {
    (setting.resource.clone(), setting.path.top().to_owned())
}
