//! What is said when the program has a bug.

use std::panic::PanicHookInfo;

/// The place of a panic and nothing else: its message may hold a value that nobody may see.
pub fn place(info: &PanicHookInfo<'_>) -> String {
    let place = info.location().map(ToString::to_string).unwrap_or_default();
    format!("fc-guard panicked at {place}")
}

#[cfg(test)]
mod tests {
    use std::panic::{catch_unwind, set_hook, take_hook};
    use std::sync::{Arc, Mutex};

    #[test]
    fn the_message_is_not_shown() {
        let said = Arc::new(Mutex::new(Vec::new()));
        let kept = said.clone();
        let before = take_hook();
        set_hook(Box::new(move |info| {
            kept.lock().expect("whole").push(super::place(info));
        }));
        let ended = catch_unwind(|| panic!("the value is {}", "canary-panic"));
        set_hook(before);
        assert!(ended.is_err());
        let said = said.lock().expect("whole");
        assert!(said.iter().any(|text| text.contains("panic.rs:")));
        assert!(!said.iter().any(|text| text.contains("canary")));
    }
}
