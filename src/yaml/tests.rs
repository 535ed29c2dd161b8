mod lines;
mod oracle;
mod random;
mod rules;
mod shared;
mod variants;
mod writer;
