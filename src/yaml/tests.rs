mod lines;
mod oracle;
mod random;
mod rules;
mod variants;
mod writer;
