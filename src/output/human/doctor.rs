//! The view of `pgai doctor`.

use crate::app::doctor::{Diagnosis, Health};
use crate::output::{Screen, View};

impl View for Diagnosis {
    fn view(&self, screen: &mut Screen) {
        for finding in &self.findings {
            let mark = match finding.state {
                Health::Good => screen.green("ok  "),
                Health::Limited => screen.yellow("note"),
                Health::Bad => screen.red("bad "),
                Health::Unknown => screen.dim("?   "),
            };
            screen.line(format!("{mark} {:<10} {}", finding.subject, finding.words));
            for advice in &finding.advice {
                screen.line(screen.dim(&format!("                {advice}")));
            }
        }
    }
}
