//! The view of `pgai diff`.

use crate::app::diff::{ContractChange, Difference, ServedState};
use crate::diff::{Change, What};
use crate::output::{Screen, View};

impl View for Difference {
    fn view(&self, screen: &mut Screen) {
        changes(screen, &self.changes);
        contract(screen, &self.contract);
        for (heading, names) in [
            ("Not proven, so neither equal nor different:", &self.not_proven),
            ("In managed schemas, held by no manifest and not made by pgai:", &self.unmanaged),
        ] {
            if !names.is_empty() {
                screen.gap();
                screen.line(heading);
                names.iter().for_each(|name| screen.line(format!("  {name}")));
            }
        }
        if !self.skipped.is_empty() {
            screen.gap();
            screen.line("Not looked at:");
            for skip in &self.skipped {
                screen.line(format!("  {} {}: {}", skip.kind, skip.name, skip.reason));
            }
        }
        screen.gap();
        screen.line(self.verdict(screen));
        screen.line(self.served());
    }
}

impl Difference {
    fn verdict(&self, screen: &Screen) -> String {
        let place = match &self.environment {
            Some(name) => format!("{name} ({})", self.database),
            None => self.database.clone(),
        };
        if self.has_changes() {
            let objects: std::collections::BTreeSet<_> = self.changes.iter().map(|change| &change.object).collect();
            return format!("{}: {} differences in {} objects", screen.bold(&place), self.changes.len(), objects.len());
        }
        // What was skipped is not proven, and named there with its kind.
        let named = |name: &str| self.not_proven.iter().any(|object| object.ends_with(&format!(" {name}")));
        let left = self.not_proven.len() + self.skipped.iter().filter(|skip| !named(&skip.name)).count();
        match left {
            0 => format!("{}: {}", screen.bold(&place), screen.green("database and manifests agree")),
            _ => format!("{}: what was looked at agrees; {left} objects were not", screen.bold(&place)),
        }
    }

    fn served(&self) -> String {
        let served = &self.postgrest;
        let url = served.url.clone().unwrap_or_default();
        let version = served.version.as_ref().map(|version| format!(" {version}")).unwrap_or_default();
        match served.state {
            ServedState::NotNamed => "PostgREST: none is named, so nothing was checked there".to_owned(),
            ServedState::Unavailable => format!("PostgREST at {url}: not checked, see above"),
            ServedState::OtherSchemas => format!("PostgREST{version} at {url}: serves other schemas, see above"),
            ServedState::Stale => format!("PostgREST{version} at {url}: its schema cache is stale, see above"),
            ServedState::Current if served.unchecked > 0 => format!(
                "PostgREST{version} at {url}: serves the schemas, and the {} relations asked for; {} were not asked for",
                served.checked, served.unchecked
            ),
            ServedState::Current => {
                format!("PostgREST{version} at {url}: serves the schemas and all {} relations", served.checked)
            }
        }
    }
}

/// Changes under their objects; queries as a text diff.
pub(super) fn changes(screen: &mut Screen, changes: &[Change]) {
    let mut object = None;
    for change in changes {
        if object != Some(&change.object) {
            object = Some(&change.object);
            screen.gap();
            let words = format!("{} {}", change.object.kind(), change.object.name());
            let whole = change.what == What::Existence;
            let heading = match change.action() {
                "create" if whole => screen.green(&format!("+ {words} (new)")),
                "drop" if whole => screen.red(&format!("- {words} (to be dropped)")),
                _ => screen.bold(&words),
            };
            screen.line(heading);
        }
        one(screen, change);
    }
}

fn one(screen: &mut Screen, change: &Change) {
    let label = match change.what.part() {
        Some(part) if !matches!(change.what, What::Grant(_)) => {
            format!("{} {part}", change.what.name().replace('_', " "))
        }
        Some(part) => part.to_owned(),
        None => change.what.name().replace('_', " "),
    };
    match (&change.what, &change.from, &change.to) {
        (What::Existence, ..) => {}
        (What::Query | What::Body, from, to) => {
            let rung = change.rung.map(|rung| format!(" ({rung})")).unwrap_or_default();
            screen.line(format!("  {label}{rung}"));
            screen.text_diff(from.as_deref().unwrap_or_default(), to.as_deref().unwrap_or_default(), 4);
        }
        (_, None, Some(to)) => screen.line(screen.green(&format!("  + {label}: {to}"))),
        (_, Some(from), None) => screen.line(screen.red(&format!("  - {label}: {from}"))),
        (_, Some(from), Some(to)) => screen.line(screen.yellow(&format!("  ~ {label}: {from} -> {to}"))),
        (_, None, None) => {}
    }
}

/// What clients would notice.
pub(super) fn contract(screen: &mut Screen, changes: &[ContractChange]) {
    if changes.is_empty() {
        return;
    }
    screen.gap();
    screen.line(screen.bold("What clients would notice"));
    let mut last = None;
    for change in changes {
        if last != Some(&change.route) {
            last = Some(&change.route);
            let version = match (&change.endpoint, &change.version) {
                (Some(endpoint), Some(version)) => format!(" ({endpoint} {version})"),
                _ => String::new(),
            };
            screen.line(format!("  {}{version}", change.route));
        }
        let label = match &change.part {
            Some(part) => format!("{} {part}", change.what),
            None => change.what.to_owned(),
        };
        let line = match (&change.from, &change.to) {
            (None, Some(to)) => screen.green(&format!("    + {label}: {to}")),
            (Some(from), None) => screen.red(&format!("    - {label}: {from}")),
            (Some(from), Some(to)) => screen.yellow(&format!("    ~ {label}: {from} -> {to}")),
            (None, None) => continue,
        };
        screen.line(line);
    }
}
