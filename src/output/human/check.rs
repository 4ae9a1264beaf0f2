//! The view of `pgai check`.

use crate::app::check::CheckReport;
use crate::output::{Screen, View};

impl View for CheckReport {
    fn view(&self, screen: &mut Screen) {
        let errors = self.diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).count();
        let warnings = self.diagnostics.len() - errors;
        let verdict = match (errors, warnings) {
            (0, 0) => screen.green("nothing to object"),
            (0, _) => screen.yellow(&format!("{warnings} to look at")),
            _ => screen.red(&format!("{errors} wrong, {warnings} to look at")),
        };
        screen.line(format!(
            "{verdict}: {} files, {} views, {} functions, {} endpoints",
            self.files, self.views, self.functions, self.endpoints
        ));
    }
}

impl View for crate::app::fix::Fixed {
    fn view(&self, screen: &mut Screen) {
        for file in &self.fixed {
            screen.line(screen.yellow(&format!("~ {file}")));
        }
        if self.fixed.is_empty() {
            screen.line("nothing to fix");
        }
        self.report.view(screen);
    }
}
