//! The view of `pgai pull`.

use crate::app::pull::Pulled;
use crate::output::{Screen, View};

impl View for Pulled {
    fn view(&self, screen: &mut Screen) {
        for (files, sign) in [(&self.created, "+"), (&self.updated, "~"), (&self.removed, "-")] {
            for file in files.iter().filter(|file| !file.starts_with("pgai/lock/")) {
                let line = format!("{sign} {file}");
                screen.line(match sign {
                    "+" => screen.green(&line),
                    "-" => screen.red(&line),
                    _ => screen.yellow(&line),
                });
            }
        }
        let locks = [&self.created, &self.updated, &self.removed]
            .iter()
            .flat_map(|files| files.iter())
            .filter(|file| file.starts_with("pgai/lock/"))
            .count();
        if !self.kept.is_empty() {
            screen.line(format!("{} with edits that are not in the database, left as they are:", self.kept.len()));
            for file in &self.kept {
                screen.line(format!("  {file}"));
            }
        }
        let changed = self.created.len() + self.updated.len() + self.removed.len();
        if changed == 0 {
            screen.line(format!("nothing changed ({} relations read from {})", self.relations_read, self.database));
        } else {
            screen.line(format!("{} files changed, {locks} of them in the lock", changed));
        }
        super::init::uncaptured(screen, &self.uncaptured);
    }
}
