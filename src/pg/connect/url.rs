//! Connection URLs, with several hosts. PostgreSQL docs 34.1.1.2.

use super::keyword;
use super::origin::Origin;
use super::settings::{Settings, unknown_keyword};
use crate::diagnostic::codes::connection as codes;
use crate::diagnostic::{Diagnostic, Result};

/// True when the text claims to be a connection URL.
pub(super) fn is_url(text: &str) -> bool {
    scheme_end(text).is_some()
}

fn scheme_end(text: &str) -> Option<usize> {
    ["postgresql://", "postgres://"]
        .iter()
        .find(|scheme| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
        .map(|scheme| scheme.len())
}

/// Reads `postgresql://user:password@host:port,host:port/dbname?key=value&..`.
///
/// Unlike libpq, the last `@` before the path ends the user part, so a raw `@` in a password works.
pub(super) fn parse(text: &str, origin: &Origin) -> Result<Settings> {
    let mut url = Url { text, origin, settings: Settings::default() };
    let start = scheme_end(text).ok_or_else(|| url.malformed(0, "it does not start with postgresql://"))?;
    let authority_end = text[start..].find(['/', '?', '#']).map_or(text.len(), |at| start + at);
    let query_start = text[authority_end..].find('?').map(|at| authority_end + at);
    if let Some(at) = text[start..].find('#') {
        return Err(url.malformed(start + at, "`#` has no meaning there"));
    }
    url.authority(start, authority_end)?;
    let path_end = query_start.unwrap_or(text.len());
    if path_end > authority_end + 1 {
        let dbname = url.decoded(authority_end + 1, path_end)?;
        url.set("dbname", dbname);
    }
    if let Some(at) = query_start {
        url.query(at + 1)?;
    }
    Ok(url.settings)
}

struct Url<'a> {
    text: &'a str,
    origin: &'a Origin,
    settings: Settings,
}

impl Url<'_> {
    fn set(&mut self, name: &str, value: String) {
        if let Some(keyword) = keyword::find(name) {
            self.settings.set(keyword, value);
        }
    }

    fn authority(&mut self, start: usize, end: usize) -> Result<()> {
        let mut hosts = start;
        if let Some(at) = self.text[start..end].rfind('@') {
            self.user_info(start, start + at)?;
            hosts = start + at + 1;
        }
        self.hosts(hosts, end)
    }

    fn user_info(&mut self, start: usize, end: usize) -> Result<()> {
        let colon = self.text[start..end].find(':').map(|at| start + at);
        let user = self.decoded(start, colon.unwrap_or(end))?;
        self.set("user", user);
        if let Some(colon) = colon {
            let password = self.decoded(colon + 1, end)?;
            self.set("password", password);
        }
        Ok(())
    }

    fn hosts(&mut self, start: usize, end: usize) -> Result<()> {
        let (mut hosts, mut ports) = (Vec::new(), Vec::new());
        let mut at = start;
        loop {
            let item_end = self.text[at..end].find(',').map_or(end, |comma| at + comma);
            let (host, port) = self.host_and_port(at, item_end)?;
            hosts.push(host);
            ports.push(port);
            if item_end == end {
                break;
            }
            at = item_end + 1;
        }
        if hosts.iter().any(|host| !host.is_empty()) {
            self.set("host", hosts.join(","));
        }
        if ports.iter().any(|port| !port.is_empty()) {
            self.set("port", ports.join(","));
        }
        Ok(())
    }

    fn host_and_port(&self, start: usize, end: usize) -> Result<(String, String)> {
        let text = &self.text[start..end];
        let (host, colon) = if let Some(inner) = text.strip_prefix('[') {
            let close = inner.find(']').ok_or_else(|| self.malformed(start, "`[` of an IPv6 address is not closed"))?;
            let after = start + 1 + close + 1;
            if after < end && !self.text[after..].starts_with(':') {
                return Err(self.malformed(after, "only `:port` can follow an IPv6 address"));
            }
            if close == 0 {
                return Err(self.malformed(start, "the IPv6 address is empty"));
            }
            (inner[..close].to_owned(), (after < end).then_some(after))
        } else {
            let colon = text.find(':').map(|at| start + at);
            (self.decoded(start, colon.unwrap_or(end))?, colon)
        };
        let Some(colon) = colon else { return Ok((host, String::new())) };
        let port = self.decoded(colon + 1, end)?;
        // What stands there may be a piece of a password, so it is not quoted.
        let variable = port.starts_with("${") && port.ends_with('}');
        if !port.chars().all(|c| c.is_ascii_digit()) && !variable {
            return Err(self.malformed(colon + 1, "the port is not a number"));
        }
        Ok((host, port))
    }

    fn query(&mut self, start: usize) -> Result<()> {
        let mut at = start;
        while at < self.text.len() {
            let end = self.text[at..].find('&').map_or(self.text.len(), |found| at + found);
            if end > at {
                self.pair(at, end)?;
            }
            at = end + 1;
        }
        Ok(())
    }

    fn pair(&mut self, start: usize, end: usize) -> Result<()> {
        let equals = self.text[start..end].find('=').map(|at| start + at);
        let Some(equals) = equals else { return Err(self.malformed(start, "a parameter without `=`")) };
        if let Some(second) = self.text[equals + 1..end].find('=') {
            return Err(self.malformed(equals + 1 + second, "a second `=` in one parameter (write %3D)"));
        }
        let name = self.decoded(start, equals)?;
        let value = self.decoded(equals + 1, end)?;
        // libpq knows JDBC's `ssl=true` in URLs.
        if name == "ssl" && value == "true" {
            self.set("sslmode", "require".to_owned());
            return Ok(());
        }
        match keyword::find(&name) {
            Some(keyword) => self.settings.set(keyword, value),
            None => {
                let quotable = !self.text[start..].contains('@');
                return Err(unknown_keyword(&name, self.origin, Some(self.character(start)), quotable));
            }
        }
        Ok(())
    }

    fn decoded(&self, start: usize, end: usize) -> Result<String> {
        let bytes = self.text.as_bytes();
        let mut decoded = Vec::with_capacity(end - start);
        let mut at = start;
        while at < end {
            if bytes[at] != b'%' {
                decoded.push(bytes[at]);
                at += 1;
                continue;
            }
            let digits = bytes.get(at + 1..at + 3).filter(|_| at + 3 <= end);
            let byte = digits.and_then(|two| Some(hex(two[0])? << 4 | hex(two[1])?));
            match byte {
                Some(0) => return Err(self.malformed(at, "%00 is not allowed")),
                Some(byte) => decoded.push(byte),
                None => return Err(self.malformed(at, "`%` is not followed by two hexadecimal digits (write %25)")),
            }
            at += 3;
        }
        String::from_utf8(decoded).map_err(|_| self.malformed(start, "percent-encoding that is not UTF-8"))
    }

    fn malformed(&self, at: usize, why: &str) -> Diagnostic {
        let place = self.character(at);
        let malformed =
            Diagnostic::error(&codes::MALFORMED_URL, format!("malformed URL in {} at character {place}", self.origin))
                .because(why);
        if self.text[at..].contains('@') {
            return malformed.advice("percent-encode `@ : / ? # %` of user name and password: %40 %3A %2F %3F %23 %25");
        }
        malformed.advice("write postgresql://USER@HOST:PORT/DATABASE?PARAMETER=VALUE")
    }

    fn character(&self, at: usize) -> usize {
        self.text[..at].chars().count() + 1
    }
}

fn hex(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok())
}
