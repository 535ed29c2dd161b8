//! The catalogue: what fc-guard knows about every setting. It is data; normalising, comparing,
//! masking and building requests all read this one table.
//!
//! To add a setting, add a line to the table of its kind. Field names and types are those of the
//! FC 3.0 API models (2023-03-30).

mod clearing;
mod meaning;

use serde_json::Value;

/// One setting of a resource.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    pub name: &'static str,
    pub shape: Shape,
    /// What the service has where nobody set anything.
    pub fallback: Fallback,
    /// JSON text of the value that clears a top-level setting, where the empty value of its shape
    /// does not (upstream fc3 sends these blocks for the same purpose).
    pub clear: Option<&'static str>,
    /// Whether the same says for each part of a block what takes that part away, where the rest of it stays.
    pub parted: bool,
    /// The service's own: never compared, never sent.
    pub service: bool,
    /// Kept as a keyed digest and shown as `•••`.
    pub secret: bool,
    /// Words of a command line or an address: those texts are sealed in which one looks like a secret.
    pub arguments: bool,
    /// A name, an id or one of a few words, and no text that a person is free to write: nothing in it is
    /// taken for a secret. In every other text that is guessed.
    pub id: bool,
    /// The service takes it but need not give it back.
    pub write_only: bool,
    /// Its neighbour that is shown, and says which one is there: the user of a password.
    pub beside: Option<&'static str>,
    /// A project may name the place of its text instead, see [`PemSource`](crate::model::pem::PemSource).
    pub placed: bool,
    /// Compared, but never sent: the service's answer to another setting, or the project's own note.
    pub unsent: bool,
    /// The neighbour to which it is the service's answer.
    pub answers: Option<&'static str>,
    /// The API cannot change it in place.
    pub fixed: bool,
    /// A block of which any part is valid by itself.
    pub partial: bool,
    /// The parts below it are only valid as a whole, so they are always taken from one side.
    pub together: bool,
    /// The service recomputes it when one of these other top-level settings is written.
    pub follows: &'static [&'static str],
    /// The other top-level setting that it may not be more than.
    pub at_most: Option<&'static str>,
    /// The service answers objects in this list, of which this property is what is asked for.
    pub answered: Option<&'static str>,
    /// It is not part of the resource's own update.
    pub own_call: Option<OwnCall>,
}

/// A call that writes one setting and nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OwnCall {
    /// `TagResources` and `UntagResources`.
    Tags,
    /// `ChangeResourceGroup`.
    ResourceGroup,
}

/// How a setting's value is built, and so how two values are compared.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    Scalar,
    /// A number; the service also takes and gives some numbers as text.
    Number,
    /// An ordered list, compared as a whole.
    List,
    /// A list whose order means nothing.
    Set,
    /// HTTP methods: a list whose order means nothing, of words that are the same in capital letters.
    Methods,
    Object(&'static [Field]),
    /// Free names, each a setting of its own.
    Map,
    /// As [`Shape::Map`]; the API carries it as a list of `Key` and `Value`.
    Tags,
    /// A set of names, each a setting of its own (the value is `true`); the API carries a list.
    Names,
    /// A list whose entries are told apart by one of their properties.
    Keyed {
        key: &'static str,
        entry: &'static [Field],
    },
    /// An object that the API carries as JSON in a string.
    Json(&'static [Field]),
    /// A text that holds JSON, and is the same setting however that is laid out.
    JsonText,
    /// A certificate or a key in PEM, of which what stands around it is no part.
    Pem,
    /// The name of a host, which is the same in capital letters.
    Host,
    /// Anything, nested as the user likes; every leaf is a setting.
    Free,
}

/// What is in force where a setting is absent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fallback {
    Nothing,
    Text(&'static str),
    Int(i64),
    Bool(bool),
    /// The service chooses; there is no value to compare an absent setting with.
    Served,
}

impl Field {
    pub(super) const fn new(name: &'static str, shape: Shape) -> Field {
        Field {
            name,
            shape,
            fallback: Fallback::Nothing,
            clear: None,
            parted: false,
            service: false,
            secret: false,
            arguments: false,
            id: false,
            write_only: false,
            beside: None,
            placed: false,
            unsent: false,
            answers: None,
            fixed: false,
            partial: false,
            together: false,
            follows: &[],
            at_most: None,
            answered: None,
            own_call: None,
        }
    }

    pub(super) const fn or(mut self, fallback: Fallback) -> Field {
        self.fallback = fallback;
        self
    }

    pub(super) const fn clear(mut self, json: &'static str) -> Field {
        self.clear = Some(json);
        self
    }

    /// By this JSON text it is cleared as a whole, and each of its parts.
    pub(super) const fn clear_parts(mut self, json: &'static str) -> Field {
        self.parted = true;
        self.clear(json)
    }

    pub(super) const fn service(mut self) -> Field {
        self.service = true;
        self
    }

    pub(super) const fn secret(mut self) -> Field {
        self.secret = true;
        self
    }

    pub(super) const fn arguments(mut self) -> Field {
        self.arguments = true;
        self
    }

    pub(super) const fn write_only(mut self) -> Field {
        self.write_only = true;
        self
    }

    /// A secret that the service need not give back, beside what it belongs to.
    pub(super) const fn hidden(self, beside: &'static str) -> Field {
        let mut field = self.secret().write_only();
        field.beside = Some(beside);
        field
    }

    pub(super) const fn placed(mut self) -> Field {
        self.placed = true;
        self
    }

    pub(super) const fn unsent(mut self) -> Field {
        self.unsent = true;
        // The service fills it in, so where it is absent there is no value to compare with.
        self.or(Fallback::Served)
    }

    /// The service's answer to a neighbour.
    pub(super) const fn answers(self, neighbour: &'static str) -> Field {
        let mut field = self.unsent();
        field.answers = Some(neighbour);
        field
    }

    pub(super) const fn id(mut self) -> Field {
        self.id = true;
        self
    }

    pub(super) const fn fixed(mut self) -> Field {
        self.fixed = true;
        self
    }

    pub(super) const fn partial(mut self) -> Field {
        self.partial = true;
        self
    }

    pub(super) const fn together(mut self) -> Field {
        self.together = true;
        self
    }

    pub(super) const fn own_call(mut self, call: OwnCall) -> Field {
        self.own_call = Some(call);
        self
    }

    pub(super) const fn answered(mut self, part: &'static str) -> Field {
        self.answered = Some(part);
        self
    }

    pub(super) const fn at_most(mut self, top: &'static str) -> Field {
        self.at_most = Some(top);
        self
    }

    pub(super) const fn follows(mut self, tops: &'static [&'static str]) -> Field {
        self.follows = tops;
        self
    }

    /// Whether it is made of other settings, which a table names.
    pub fn is_block(&self) -> bool {
        matches!(
            self.shape,
            Shape::Object(_) | Shape::Json(_) | Shape::Keyed { .. }
        )
    }

    /// Whether this value says no more than leaving the setting out: null, an empty container, an
    /// empty text, or the service's documented default.
    pub fn is_default(&self, value: &Value) -> bool {
        match (value, self.fallback) {
            (Value::Null, _) => true,
            (Value::Array(items), _) if items.is_empty() => true,
            (Value::Object(map), _) if map.is_empty() => true,
            (Value::String(text), Fallback::Text(default)) => text.is_empty() || text == default,
            (Value::String(text), _) => text.is_empty(),
            (Value::Number(number), Fallback::Int(default)) => number.as_i64() == Some(default),
            (Value::Bool(on), Fallback::Bool(default)) => *on == default,
            // A number or a switch without a default is a value, whatever it is.
            _ => false,
        }
    }
}

/// The tables of a kind.
#[derive(Clone, Copy, Debug)]
pub enum Fields {
    One(&'static [Field]),
    /// One for each type, which this setting of a document names.
    ByType {
        setting: &'static str,
        /// The setting in which they differ.
        typed: &'static str,
        types: &'static [(&'static str, &'static [Field])],
        /// That of a type that nobody here has heard of.
        other: &'static [Field],
    },
}

impl Fields {
    /// The top-level settings of that document.
    pub fn of(self, document: &Value) -> &'static [Field] {
        match self {
            Fields::One(table) => table,
            Fields::ByType {
                setting,
                types,
                other,
                ..
            } => {
                let is_documents = |(name, _): &&(&str, _)| document[setting] == **name;
                types
                    .iter()
                    .find(is_documents)
                    .map_or(other, |(_, table)| table)
            }
        }
    }

    /// All tables, of every type that is known.
    pub(super) fn all(self) -> Vec<&'static [Field]> {
        match self {
            Fields::One(table) => vec![table],
            Fields::ByType { types, .. } => types.iter().map(|(_, table)| *table).collect(),
        }
    }
}

/// The setting of that name in a table.
pub fn find<'a>(table: &'a [Field], name: &str) -> Option<&'a Field> {
    table.iter().find(|field| field.name == name)
}

/// The setting of that name in a table, however deep.
pub(super) fn find_below(table: &'static [Field], name: &str) -> Option<&'static Field> {
    // What stands further up is meant before what is buried in a block.
    let below = |field: &Field| match field.shape {
        Shape::Object(table) | Shape::Json(table) | Shape::Keyed { entry: table, .. } => {
            find_below(table, name)
        }
        _ => None,
    };
    find(table, name).or_else(|| table.iter().find_map(below))
}

/// Whether a name says that nobody is to see its value, for settings that no table knows.
pub fn sounds_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["password", "passwd", "secret"]
        .iter()
        .any(|word| name.contains(word))
}

pub(super) const fn scalar(name: &'static str) -> Field {
    Field::new(name, Shape::Scalar)
}

/// A name, an id, or one of a few words.
pub(super) const fn id(name: &'static str) -> Field {
    scalar(name).id()
}

pub(super) const fn json_text(name: &'static str) -> Field {
    Field::new(name, Shape::JsonText)
}

pub(super) const fn number(name: &'static str) -> Field {
    Field::new(name, Shape::Number)
}

pub(super) const fn flag(name: &'static str) -> Field {
    // As one of two words it holds no secret.
    id(name).or(Fallback::Bool(false))
}

pub(super) const fn list(name: &'static str) -> Field {
    Field::new(name, Shape::List)
}

pub(super) const fn set(name: &'static str) -> Field {
    Field::new(name, Shape::Set)
}

pub(super) const fn methods(name: &'static str) -> Field {
    Field::new(name, Shape::Methods)
}

pub(super) const fn map(name: &'static str) -> Field {
    Field::new(name, Shape::Map)
}

pub(super) const fn free(name: &'static str) -> Field {
    Field::new(name, Shape::Free)
}

pub(super) const fn object(name: &'static str, fields: &'static [Field]) -> Field {
    Field::new(name, Shape::Object(fields))
}

#[cfg(test)]
mod tests;

#[cfg(test)]
pub(crate) use tests::secret_names;
