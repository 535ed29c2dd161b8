//! The same at a terminal, which has to be left as it was found.

use serde_json::json;

use super::{FUNCTIONS, SIGNALS, deployed};
use crate::project::{DOORS, Project};
use crate::session::Session;
use crate::signal::{unanswered, whole};

#[test]
fn while_a_question_is_open() {
    for door in DOORS {
        for signal in SIGNALS {
            let project = Project::new(door);
            project.native(&["deploy"]).ok();
            project.change(json!({"memorySize": 1024}));
            let writes = project.emulator.writes();
            let mut session = Session::start(&project, &["deploy"]);
            session.see("stop: change nothing");
            assert!(session.is_raw(), "it waits for a key");
            session.signal(signal);
            assert_eq!(session.end(), 130, "{}", session.log());
            assert!(!session.is_raw(), "the terminal is as it was found");
            session.see("nothing was written online");
            session.see("\ninterrupted");
            assert_eq!(project.emulator.writes(), writes);
            whole(&project);
            project.native(&["deploy"]).ends_with(3);
        }
    }
}

#[test]
fn ctrl_c_twice_in_the_middle_of_a_write() {
    for door in DOORS {
        let project = Project::new(door);
        project.emulator.fault(&unanswered("POST", FUNCTIONS));
        let mut session = Session::start(&project, &["deploy"]);
        session.see("creating function demo");
        session.press("\x03");
        session.press("\x03");
        assert_eq!(session.end(), 130, "{}", session.log());
        assert!(!session.is_raw());
        session.see("under way, so not known whether it was done: function demo");
        session.see("not begun: trigger demo/http, custom domain demo.example.com");
        session.see("\ninterrupted");
        project.emulator.heal();
        whole(&project);
        project
            .native(&["deploy"])
            .ok()
            .says(&["function demo: the last run was interrupted"]);
        deployed(&project, 10);
    }
}
