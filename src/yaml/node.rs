//! A file as a tree that knows where everything stands.

use std::ops::Range;

/// The number of a node in its tree.
pub(super) type Id = usize;

/// One document with the place of every part of it. All positions are bytes.
pub(super) struct Tree {
    /// In the order in which they begin; an [`Id`] is the place in it.
    pub(super) nodes: Vec<Node>,
    /// None in an empty file.
    pub(super) root: Option<Id>,
}

/// One part of a file: a scalar, a map, a list, or an alias.
pub(super) struct Node {
    /// Where it begins, its anchor and tag included.
    pub(super) start: usize,
    /// Where what stands behind anchor and tag begins.
    pub(super) body: usize,
    /// Where it ends, comments and line breaks behind it not included.
    pub(super) end: usize,
    /// Whether it has an anchor, so that others may refer to it.
    pub(super) anchored: bool,
    /// The name of its tag of the core schema; any other tag is refused.
    pub(super) tag: Option<String>,
    /// The map or list that holds it, and which entry of that it is. A key has none.
    pub(super) parent: Option<(Id, usize)>,
    /// What it is, with its parts.
    pub(super) kind: NodeKind,
}

/// What a node is. `flow` is written in brackets, as JSON is.
pub(super) enum NodeKind {
    Scalar {
        text: String,
        style: Style,
    },
    Map {
        flow: bool,
        entries: Vec<MapEntry>,
    },
    List {
        flow: bool,
        items: Vec<SeqItem>,
    },
    /// Stands for the node with the anchor.
    Alias(Id),
}

/// How a scalar is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Style {
    /// Without quotes.
    Plain,
    /// In single quotes.
    Single,
    /// In double quotes.
    Double,
    /// `|`
    Literal,
    /// `>`
    Folded,
}

/// A key and its value.
pub(super) struct MapEntry {
    pub(super) key: Id,
    /// Where the colon stands; `None` where key and colon are not on one line, or there is no colon.
    pub(super) colon: Option<usize>,
    pub(super) value: Id,
}

/// An item of a list.
pub(super) struct SeqItem {
    /// Where the dash of a block list stands.
    pub(super) dash: Option<usize>,
    pub(super) value: Id,
}

impl Tree {
    /// The entries of a map; none of anything else.
    pub(super) fn entries(&self, id: Id) -> &[MapEntry] {
        match &self.nodes[id].kind {
            NodeKind::Map { entries, .. } => entries,
            _ => &[],
        }
    }

    /// The items of a list; none of anything else.
    pub(super) fn items(&self, id: Id) -> &[SeqItem] {
        match &self.nodes[id].kind {
            NodeKind::List { items, .. } => items,
            _ => &[],
        }
    }

    /// The text of a scalar as it is read.
    pub(super) fn scalar(&self, id: Id) -> Option<&str> {
        match &self.nodes[id].kind {
            NodeKind::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// Whether an entry merges other maps in (`<<`).
    pub(super) fn is_merge(&self, entry: &MapEntry) -> bool {
        matches!(&self.nodes[entry.key].kind, NodeKind::Scalar { text, style: Style::Plain } if text == "<<")
            // Quoted or tagged it is a key like others.
            && self.nodes[entry.key].tag.is_none()
    }

    /// Which entry of a map has this key itself, not by a merge.
    pub(super) fn find(&self, map: Id, name: &str) -> Option<usize> {
        let has_name =
            |entry: &MapEntry| !self.is_merge(entry) && super::value::key(self, entry.key) == name;
        self.entries(map).iter().position(has_name)
    }

    /// The maps that `<<` brings into a map, those that win first.
    pub(super) fn merged(&self, map: Id) -> Vec<Id> {
        let merges = self
            .entries(map)
            .iter()
            .filter(|entry| self.is_merge(entry));
        let sources = merges.flat_map(|entry| {
            let value = self.behind(entry.value);
            match &self.nodes[value].kind {
                NodeKind::List { items, .. } => {
                    items.iter().map(|item| self.behind(item.value)).collect()
                }
                _ => vec![value],
            }
        });
        sources.collect()
    }

    /// What an alias stands for; any other node is itself.
    pub(super) fn behind(&self, id: Id) -> Id {
        match self.nodes[id].kind {
            NodeKind::Alias(target) => target,
            _ => id,
        }
    }

    /// Whether a node is written in `{}` or `[]`, or stands inside of such.
    pub(super) fn is_in_flow(&self, id: Id) -> bool {
        let mut at = self.nodes[id].parent;
        while let Some((parent, _)) = at {
            if self.is_flow(parent) {
                return true;
            }
            at = self.nodes[parent].parent;
        }
        false
    }

    /// Whether a node is itself written in `{}` or `[]`.
    pub(super) fn is_flow(&self, id: Id) -> bool {
        matches!(
            self.nodes[id].kind,
            NodeKind::Map { flow: true, .. } | NodeKind::List { flow: true, .. }
        )
    }

    /// How many entries or items a node has.
    pub(super) fn len(&self, id: Id) -> usize {
        self.entries(id).len() + self.items(id).len()
    }

    /// Where the colon or the dash before a value ends.
    pub(super) fn slot(&self, id: Id) -> Option<usize> {
        let (parent, index) = self.nodes[id].parent?;
        let mark = match &self.nodes[parent].kind {
            NodeKind::Map { entries, .. } => entries.get(index)?.colon,
            NodeKind::List { items, .. } => items.get(index)?.dash,
            _ => None,
        };
        mark.map(|at| at + 1)
    }

    /// Where an entry of a map or list stands, from its key or dash to the end of its value.
    pub(super) fn span(&self, container: Id, index: usize) -> Option<Range<usize>> {
        match &self.nodes[container].kind {
            NodeKind::Map { entries, .. } => {
                let entry = entries.get(index)?;
                let (key, value) = (&self.nodes[entry.key], &self.nodes[entry.value]);
                Some(key.start..value.end.max(entry.colon.map_or(key.end, |at| at + 1)))
            }
            NodeKind::List { items, .. } => {
                let item = items.get(index)?;
                let value = &self.nodes[item.value];
                Some(item.dash.unwrap_or(value.start)..value.end)
            }
            _ => None,
        }
    }
}
