//! Going back behind what is online, and forward again. A rollback is decided by somebody; a pipeline that runs once
//! more for the commit that was taken back would undo it without anybody having thought of it.

use crate::commands::colleagues::is_same_person;
use crate::drift::{Difference, Drift, ResourceDrift, Standing, Verdict};
use crate::git::{Deployed, Relation};
use crate::plan::{Answers, Asked, Side};
use crate::project::Project;
use crate::snapshot::Snapshot;
use crate::view::mark as view;
use crate::view::screen::Tone;

/// The commit behind which a run goes back, as it was decided: what is older here than online is deployed.
pub(super) fn rolled_back(drift: &Drift, answers: &Answers) -> Option<String> {
    let all = drift.resources.iter();
    let mut all = all.flat_map(|one| one.differences.iter().map(move |found| (one, found)));
    let goes_back = |(one, found): &(&ResourceDrift, &Difference)| {
        let is_older = found.verdict == Verdict::Older && found.asks();
        is_older && answers.side(&Asked::about(one, found)) == Some(Side::Local)
    };
    let (one, found) = all.find(goes_back)?;
    let is_code = one.resource.kind.is_code(found.path.top());
    let colleague = one.part.colleague(is_code);
    let commit = colleague.and_then(|colleague| colleague.deploy.commit.clone());
    let marked = one.part.mark.read();
    commit.or_else(|| marked.and_then(|vouched| vouched.mark.commit.clone()))
}

/// Says of what was taken away in a removal, and is created again without a question, whose removal it was.
pub(super) async fn tell_again(project: &Project<'_>, drift: &Drift) {
    for one in &drift.resources {
        if one.standing != Standing::New || !one.part.is_removal() {
            continue;
        }
        let Some(deploys) = one.part.authorship() else {
            continue;
        };
        if is_same_person(project, &one.resource, &deploys.last).await {
            let words = view::again(&one.resource, &deploys.last);
            project.screen.say_in(Tone::Remote, &words);
        }
    }
}

/// Says in one line that what was changed here goes forward again over a rollback. By git it is what anybody would
/// want who has not heard of the rollback, so nobody is asked.
pub(super) async fn tell(project: &Project<'_>, snapshot: &Snapshot, drift: &Drift) {
    let mut differences = drift.resources.iter().flat_map(|one| &one.differences);
    if !differences.any(|found| found.verdict == Verdict::Local) {
        return;
    }
    let mut deploys = snapshot.parts().filter_map(|part| part.authorship());
    let deploy = deploys.find_map(|deploys| {
        let mut halves = [true, false]
            .map(|is_code| deploys.half(is_code))
            .into_iter();
        halves.find(|deploy| deploy.rolled_back.is_some()).cloned()
    });
    if let Some(deploy) = deploy {
        let theirs = Deployed {
            commit: deploy.commit.clone(),
            is_dirty: deploy.is_dirty != Some(false),
            repository: deploy.repository.clone(),
        };
        let checkout = project.checkout().await;
        let relation = checkout.relation(project.world.programs, &theirs).await;
        if relation == Relation::Contains {
            project
                .screen
                .say_in(Tone::Remote, &view::forward_of_record(&deploy));
        }
        return;
    }
    let mut marked = snapshot.parts().filter_map(|part| part.mark.read());
    let rollback = marked.find(|vouched| vouched.mark.flags.is_rollback);
    if let Some(vouched) = rollback.filter(|vouched| vouched.relation == Relation::Contains) {
        project
            .screen
            .say_in(Tone::Remote, &view::forward_of_mark(vouched));
    }
}
