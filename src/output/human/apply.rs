//! The view of `pgai apply`.

use crate::app::apply::Done;
use crate::output::{Screen, View};

impl View for Done {
    fn view(&self, screen: &mut Screen) {
        let place = screen.bold(&self.database);
        match self.outcome {
            "nothing_to_do" => {
                screen.line(format!("{place}: nothing to do, database and manifests agree"));
                if self.served.state != "not_named" {
                    screen.line(self.served());
                }
            }
            "declined" => screen.line(format!("{place}: nothing was changed")),
            "dry_run" => {
                let steps = self.plan.plan.steps.len();
                screen.line(format!("{place}: all {steps} steps ran and were rolled back; nothing was changed"));
            }
            _ => {
                super::diff::contract(screen, &self.plan.contract);
                screen.gap();
                let held = self.held_ms.unwrap_or_default();
                let tries =
                    if self.tries > 1 { format!(" after {} tries for the locks", self.tries) } else { String::new() };
                screen.line(format!(
                    "{place}: {} ({} steps, transaction {}, {held} ms{tries})",
                    screen.green("applied"),
                    self.plan.plan.steps.len(),
                    self.transaction.as_deref().unwrap_or_default()
                ));
                screen.line(self.served());
            }
        }
    }
}

impl Done {
    fn served(&self) -> String {
        let served = &self.served;
        let instances = match served.instances {
            0 => String::new(),
            1 => "; 1 instance is connected".to_owned(),
            count => format!("; {count} instances are connected, {} was asked", served.proven.max(1)),
        };
        match served.state {
            "proven" if served.not_proven.is_empty() => format!("PostgREST serves what the database has{instances}"),
            "proven" => {
                format!("PostgREST serves what can be probed{instances}; not proven: {}", served.not_proven.join(", "))
            }
            "open" => format!("PostgREST does not serve it yet: {}", served.open.join(", ")),
            "unavailable" => "PostgREST could not be asked, see above".to_owned(),
            _ => format!("PostgREST: none is named, so nothing was probed{instances}"),
        }
    }
}
