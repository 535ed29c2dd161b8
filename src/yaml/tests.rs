mod dump;
mod rules;
