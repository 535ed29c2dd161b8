//! The nouns that every stage shares.

pub mod arguments;
pub mod auto;
pub mod claims;
pub mod desired;
pub mod document;
pub mod drawn;
pub mod edit;
pub mod fields;
pub mod hidden;
pub mod https;
pub mod identity;
pub mod kind;
pub mod mark;
pub mod open;
pub mod owner;
pub mod path;
pub mod pem;
pub mod proportion;
pub mod reference;
pub mod resource;
pub mod routes;
pub mod scope;
pub mod seal;
pub mod secrecy;
pub mod spoken;
pub mod variables;
