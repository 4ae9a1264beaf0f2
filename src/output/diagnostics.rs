//! Diagnostics for people, drawn by miette.

use std::fmt;

use miette::{GraphicalReportHandler, GraphicalTheme, LabeledSpan, NamedSource, SourceCode, SourceSpan};

use crate::diagnostic::{Diagnostic, Severity};

/// One diagnostic as text, with its place in the file where it has one.
pub(super) fn render(diagnostic: &Diagnostic, color: bool) -> String {
    let shown = Shown::new(diagnostic);
    let theme = if color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler = GraphicalReportHandler::new_themed(theme).with_links(false).with_width(width()).without_cause_chain();
    let mut text = String::new();
    match handler.render_report(&mut text, &shown) {
        Ok(()) => text,
        Err(fmt::Error) => format!("{diagnostic}\n"),
    }
}

fn width() -> usize {
    use std::io::IsTerminal;
    if !std::io::stderr().is_terminal() {
        return 120;
    }
    let (_, columns) = dialoguer::console::Term::stderr().size();
    usize::from(columns).clamp(60, 140)
}

/// Our diagnostic in miette's terms.
#[derive(Debug)]
struct Shown<'a> {
    diagnostic: &'a Diagnostic,
    message: String,
    help: Option<String>,
    source: Option<NamedSource<String>>,
    span: Option<SourceSpan>,
}

impl<'a> Shown<'a> {
    fn new(diagnostic: &'a Diagnostic) -> Self {
        let mut message = diagnostic.message().to_owned();
        let located = diagnostic.place().and_then(|place| {
            let source = place.source.as_ref()?;
            let start = place.offset()?;
            let length: usize = source[start..].chars().take(place.length).map(char::len_utf8).sum();
            Some((NamedSource::new(&place.file, source.to_string()), SourceSpan::new(start.into(), length)))
        });
        if let (Some(place), None) = (diagnostic.place(), &located) {
            message = format!("{place}: {message}");
        }
        for cause in diagnostic.causes() {
            message.push_str(&format!("\n{cause}"));
        }
        let help = match diagnostic.advices() {
            [] => None,
            [one] => Some(one.clone()),
            several => Some(several.join("\n")),
        };
        let (source, span) = located.unzip();
        Self { diagnostic, message, help, source, span }
    }
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Shown<'_> {}

impl miette::Diagnostic for Shown<'_> {
    fn code<'b>(&'b self) -> Option<Box<dyn fmt::Display + 'b>> {
        Some(Box::new(self.diagnostic.code().id))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.diagnostic.severity() {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Note => miette::Severity::Advice,
        })
    }

    fn help<'b>(&'b self) -> Option<Box<dyn fmt::Display + 'b>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.source.as_ref().map(|source| source as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let span = self.span?;
        Some(Box::new(std::iter::once(LabeledSpan::new_with_span(Some("here".to_owned()), span))))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use miette::Diagnostic as _;

    use super::*;
    use crate::diagnostic::{Place, codes};

    #[test]
    fn a_place_is_drawn_with_its_line() {
        let source: Arc<str> = Arc::from("kind: View\nquery: select 1\n");
        let place = Place::from_bytes("pgai/views/api/x.yaml", &source, 18, 24);
        let diagnostic = Diagnostic::error(&codes::database::QUERY_REFUSED, "PostgreSQL does not accept the query")
            .at(place)
            .because("syntax error")
            .advice("write it otherwise");
        let shown = Shown::new(&diagnostic);
        assert!(shown.help().is_some());
        insta::assert_snapshot!(render(&diagnostic, false));
    }
}
