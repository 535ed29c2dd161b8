//! Reads a text into a [`Tree`].
//!
//! Values come from the parser; where everything stands is worked out behind it (`settle`). What Serverless
//! Devs would refuse is refused here too, so that no edit is made in a file that no deploy would take.

use std::collections::{BTreeMap, BTreeSet};

use saphyr_parser::{Event, Parser, Span, Tag};

use crate::words;
use crate::words::Words;
use crate::yaml::node::{Id, MapEntry, Node, NodeKind, SeqItem, Tree};
use crate::yaml::padded::{self, Padded};
use crate::yaml::{kinds, line, settle, value};

/// Why a text cannot be read, and where.
pub(super) struct Trouble {
    /// From 1.
    pub(super) line: usize,
    /// In words for people.
    pub(super) why: Words,
}

/// How deep maps and lists may be nested: no `s.yaml` comes near, and nothing here runs out of stack.
const DEEPEST: usize = 64;

/// Reads one document with the place of every part. Where a closing bracket stands no deeper than
/// its key, which our parser refuses but others take, it is read with blanks before it.
///
/// # Errors
/// What is no YAML, and what Serverless Devs would refuse as well: two documents, one key twice,
/// unknown tags, keys that are no plain text.
pub(super) fn read(text: &str) -> Result<Tree, Trouble> {
    let mut moved = Padded::new(text);
    // Each round moves one bracket: the parser only tells of the first that it refuses.
    for _ in 0..padded::MOST {
        match parsed(text, &moved) {
            Err((_, Some(at))) if moved.pad(text, at) => {}
            Err((trouble, _)) => return Err(trouble),
            Ok(tree) => return Ok(tree),
        }
    }
    parsed(text, &moved).map_err(|(trouble, _)| trouble)
}

/// The tree, or the trouble with the place at which the parser stopped.
fn parsed(text: &str, padded: &Padded) -> Result<Tree, (Trouble, Option<usize>)> {
    let mut reader = EventReader::new(text, &padded.bytes);
    for event in Parser::new_from_str(&padded.text) {
        let (event, span) = event.map_err(|cause| {
            let what = cause.info();
            let trouble = Trouble {
                line: cause.marker().line(),
                why: words!("this is not YAML: {what}", "不是合法的 YAML：{what}"),
            };
            (trouble, padded.bytes.get(cause.marker().index()).copied())
        })?;
        reader
            .take(event, span)
            .map_err(|trouble| (trouble, None))?;
    }
    let mut tree = reader.tree;
    if let Some(root) = tree.root {
        // The parser's spans are close, and edits need the exact byte.
        settle::settle(&mut tree, text, root, 0);
    }
    Ok(tree)
}

/// Makes a tree of the parser's events.
struct EventReader<'t> {
    /// The real text, without blanks that were put in.
    text: &'t str,
    /// The byte at which every character begins: the parser counts characters.
    bytes: &'t [usize],
    /// As far as it is read.
    tree: Tree,
    /// The maps and lists that are not closed yet.
    open: Vec<OpenNode>,
    /// What the anchors name, by the numbers that the parser gives them.
    anchors: BTreeMap<usize, Id>,
    /// How many have begun.
    documents: usize,
}

/// A map or list that is being read.
struct OpenNode {
    id: Id,
    /// The key of a map whose value comes next.
    key: Option<Id>,
    /// The keys so far, each of which may stand only once.
    names: BTreeSet<String>,
}

impl<'t> EventReader<'t> {
    fn new(text: &'t str, bytes: &'t [usize]) -> EventReader<'t> {
        let tree = Tree {
            nodes: Vec::new(),
            root: None,
        };
        EventReader {
            text,
            bytes,
            tree,
            open: Vec::new(),
            anchors: BTreeMap::new(),
            documents: 0,
        }
    }

    /// Takes one event.
    fn take(&mut self, event: Event<'_>, span: Span) -> Result<(), Trouble> {
        let line = span.start.line();
        match event {
            Event::DocumentStart(_) => {
                self.documents += 1;
                if self.documents > 1 {
                    let why = words!("a second document begins here", "这里开始了第二个文档");
                    return Err(Trouble { line, why });
                }
            }
            Event::Scalar(text, style, anchor, tag) => {
                let kind = NodeKind::Scalar {
                    text: text.into_owned(),
                    style: kinds::style_of(style),
                };
                self.add(kind, span, anchor, tag.as_deref())?;
            }
            Event::Alias(anchor) => {
                let kind = NodeKind::Alias(self.target(anchor, line)?);
                self.add(kind, span, 0, None)?;
            }
            Event::MappingStart(anchor, tag) => {
                let (flow, entries) = (self.is_flow(span, '{'), Vec::new());
                self.begin(
                    NodeKind::Map { flow, entries },
                    span,
                    anchor,
                    tag.as_deref(),
                )?;
            }
            Event::SequenceStart(anchor, tag) => {
                let (flow, items) = (self.is_flow(span, '['), Vec::new());
                self.begin(NodeKind::List { flow, items }, span, anchor, tag.as_deref())?;
            }
            Event::MappingEnd | Event::SequenceEnd => self.close(span),
            _ => {}
        }
        Ok(())
    }

    /// What an alias stands for. A node that is still open would contain itself.
    fn target(&self, anchor: usize, line: usize) -> Result<Id, Trouble> {
        let found = self.anchors.get(&anchor).copied();
        let is_open = |id: &Id| self.open.iter().any(|open| open.id == *id);
        found.filter(|id| !is_open(id)).ok_or_else(|| Trouble {
            line,
            why: words!("this alias has no anchor", "该别名没有对应的锚点"),
        })
    }

    /// Whether a map or list is written in brackets. A list beside its key begins, for the parser,
    /// at its first item, which can have a bracket, but takes no room there.
    fn is_flow(&self, span: Span, bracket: char) -> bool {
        let (start, end) = (self.byte(span.start.index()), self.byte(span.end.index()));
        let body = line::rest(self.text, settle::body(self.text, start));
        start < end && body.starts_with(bracket)
    }

    /// The byte of the real text at which a character of the parser's begins.
    fn byte(&self, index: usize) -> usize {
        self.bytes.get(index).copied().unwrap_or(self.text.len())
    }

    /// Opens a map or list.
    fn begin(
        &mut self,
        kind: NodeKind,
        span: Span,
        anchor: usize,
        tag: Option<&Tag>,
    ) -> Result<(), Trouble> {
        let id = self.add(kind, span, anchor, tag)?;
        if self.open.len() == DEEPEST {
            let why = words!("this is nested too deep", "此处嵌套过深");
            return Err(Trouble {
                line: span.start.line(),
                why,
            });
        }
        self.open.push(OpenNode {
            id,
            key: None,
            names: BTreeSet::new(),
        });
        Ok(())
    }

    /// Closes the one that was opened last.
    fn close(&mut self, span: Span) {
        let end = self.byte(span.end.index());
        if let Some(open) = self.open.pop() {
            self.tree.nodes[open.id].end = end;
        }
    }

    /// Adds a node to the tree, and to the map or list that is open.
    fn add(
        &mut self,
        kind: NodeKind,
        span: Span,
        anchor: usize,
        tag: Option<&Tag>,
    ) -> Result<Id, Trouble> {
        let line = span.start.line();
        let (start, end) = (self.byte(span.start.index()), self.byte(span.end.index()));
        let id = self.tree.nodes.len();
        self.tree.nodes.push(Node {
            start,
            body: start,
            end,
            anchored: anchor > 0,
            tag: tag.map(|tag| kinds::known(tag, line)).transpose()?,
            parent: None,
            kind,
        });
        if anchor > 0 {
            self.anchors.insert(anchor, id);
        }
        self.attach(id, line)?;
        Ok(id)
    }

    /// Puts a node where it belongs: as the root, an item, a key, or the value of the last key.
    fn attach(&mut self, id: Id, line: usize) -> Result<(), Trouble> {
        let Some(open) = self.open.last_mut() else {
            self.tree.root = Some(id);
            return Ok(());
        };
        let holder = open.id;
        if let NodeKind::List { items, .. } = &mut self.tree.nodes[holder].kind {
            let (dash, value) = (None, id);
            items.push(SeqItem { dash, value });
            let index = items.len() - 1;
            self.tree.nodes[id].parent = Some((holder, index));
            return Ok(());
        }
        let Some(key) = open.key.take() else {
            let is_text = self.tree.scalar(id).is_some();
            let name = value::key(&self.tree, id);
            // `<<` may stand several times: each merges something in.
            if !is_text || (name != "<<" && !open.names.insert(name.clone())) {
                let why = match is_text {
                    true => words!(
                        "the key {name} appears here a second time",
                        "键 {name} 在此重复出现"
                    ),
                    false => words!("this key is not plain text", "该键不是普通文本"),
                };
                return Err(Trouble { line, why });
            }
            open.key = Some(id);
            return Ok(());
        };
        if let NodeKind::Map { entries, .. } = &mut self.tree.nodes[holder].kind {
            entries.push(MapEntry {
                key,
                colon: None,
                value: id,
            });
            let index = entries.len() - 1;
            self.tree.nodes[id].parent = Some((holder, index));
        }
        Ok(())
    }
}
