mod lines;
mod oracle;
mod rules;
mod variants;
