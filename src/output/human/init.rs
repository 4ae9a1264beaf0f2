//! The view of `pgai init`.

use std::collections::BTreeMap;

use crate::app::init::Initialized;
use crate::catalog::Uncaptured;
use crate::contract::grouping::Assignment;
use crate::output::{Screen, View};

impl View for Initialized {
    fn view(&self, screen: &mut Screen) {
        let served = match &self.postgrest {
            Some(version) => {
                format!("PostgREST {version}, {} of {} settings known", self.settings_known.0, self.settings_known.1)
            }
            None => "no PostgREST asked".to_owned(),
        };
        screen.line(format!("{}: PostgreSQL {}; {served}", screen.bold(&self.database), self.postgresql));
        let manage = if self.manage.is_empty() {
            String::new()
        } else {
            format!("; managed beside: {}", self.manage.join(", "))
        };
        screen.line(format!("exposed: {}{manage}", self.schemas.join(", ")));
        screen.gap();
        groups(screen, &self.grouping);
        if !self.candidates.is_empty() {
            screen.line("Look like versions, left as endpoints of their own (see --group):");
            for candidate in &self.candidates {
                screen.line(format!("  {}: {}", candidate.route, candidate.reason));
            }
            screen.gap();
        }
        uncaptured(screen, &self.uncaptured);
        let counts = &self.counts;
        screen.line(format!(
            "{} relations read, {} views, {} functions, {} versions of {} endpoints, {} lock files",
            counts.relations_read, counts.views, counts.functions, counts.versions, counts.endpoints, counts.locks
        ));
        screen.line(format!(
            "{} files written to {}",
            self.files.created.len() + self.files.updated.len(),
            self.dir.display()
        ));
        screen.gap();
        if self.git {
            screen.line("Next: look at the files, commit them, and run `pgai diff`.");
        } else {
            screen.line("Next: `git init`, look at the files, commit them, and run `pgai diff`.");
        }
    }
}

/// One line per endpoint with more than one version.
fn groups(screen: &mut Screen, grouping: &[Assignment]) {
    let mut by_endpoint: BTreeMap<&str, Vec<&Assignment>> = BTreeMap::new();
    for assignment in grouping {
        by_endpoint.entry(&assignment.endpoint).or_default().push(assignment);
    }
    let several: Vec<_> = by_endpoint.into_iter().filter(|(_, versions)| versions.len() > 1).collect();
    if several.is_empty() {
        return;
    }
    screen.line("Versions found:");
    for (endpoint, versions) in several {
        let names: Vec<&str> = versions.iter().map(|version| version.version.as_str()).collect();
        let evidence = versions.iter().find_map(|version| version.evidence.as_deref()).unwrap_or_default();
        screen.line(format!("  {endpoint}: {} {}", names.join(", "), screen.dim(evidence)));
    }
    screen.gap();
}

/// Objects that no manifest captures, the first of them by name.
pub(super) fn uncaptured(screen: &mut Screen, objects: &[Uncaptured]) {
    const MOST: usize = 20;
    if objects.is_empty() {
        return;
    }
    screen.line("Not captured by manifests, left alone:");
    for object in objects.iter().take(MOST) {
        screen.line(format!("  {} {}.{}", object.kind, object.schema, object.name));
    }
    if objects.len() > MOST {
        screen.line(format!("  and {} more (--format json lists all)", objects.len() - MOST));
    }
    screen.gap();
}
