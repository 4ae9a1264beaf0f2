//! The scanner behind `lex::tokens`.

use super::{Kind, LexError, StringKind, Token};

/// The tokens of a text, blanks and comments included.
pub fn tokens(text: &str) -> Vec<Token> {
    let scanner = Scanner { text, bytes: text.as_bytes() };
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let (kind, end) = scanner.token(at);
        let end = scanner.boundary(end.max(at + 1));
        found.push(Token { kind, range: at..end });
        at = end;
    }
    found
}

struct Scanner<'a> {
    text: &'a str,
    bytes: &'a [u8],
}

impl Scanner<'_> {
    /// Kind and end of the token that starts at `at`, by PostgreSQL's longest match.
    fn token(&self, at: usize) -> (Kind, usize) {
        let byte = self.byte(at);
        match byte {
            _ if is_space(byte) => (Kind::Whitespace, self.while_(at, is_space)),
            b'-' if self.byte(at + 1) == b'-' => (Kind::LineComment, self.line_end(at)),
            b'/' if self.byte(at + 1) == b'*' => self.block_comment(at),
            b'\'' => self.string(at, 0, StringKind::Plain),
            b'"' => self.quoted_identifier(at, 1),
            b'$' => self.dollar(at),
            b'0'..=b'9' => self.number(at),
            b'.' if self.byte(at + 1).is_ascii_digit() => self.number(at),
            b'.' if self.byte(at + 1) == b'.' => (Kind::DotDot, at + 2),
            b':' if self.byte(at + 1) == b':' => (Kind::Cast, at + 2),
            b':' if self.byte(at + 1) == b'=' => (Kind::Assign, at + 2),
            b'(' | b')' | b'[' | b']' | b',' | b';' | b':' | b'.' => (Kind::Punctuation, at + 1),
            _ if is_ident_start(byte) => self.word(at),
            _ if is_operator_char(byte) => (Kind::Operator, self.operator(at)),
            _ => (Kind::Error(LexError::StrayCharacter), at + 1),
        }
    }

    /// The byte at `at`, 0 past the end (NUL starts no token either).
    fn byte(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(0)
    }

    fn boundary(&self, mut at: usize) -> usize {
        while !self.text.is_char_boundary(at) {
            at += 1;
        }
        at.min(self.text.len())
    }

    fn while_(&self, at: usize, test: fn(u8) -> bool) -> usize {
        self.bytes[at..].iter().position(|byte| !test(*byte)).map_or(self.bytes.len(), |n| at + n)
    }

    fn line_end(&self, at: usize) -> usize {
        self.while_(at, |byte| byte != b'\n' && byte != b'\r')
    }

    fn block_comment(&self, start: usize) -> (Kind, usize) {
        let mut depth = 0usize;
        let mut at = start;
        while at < self.bytes.len() {
            match (self.byte(at), self.byte(at + 1)) {
                (b'/', b'*') => (depth, at) = (depth + 1, at + 2),
                (b'*', b'/') if depth == 1 => return (Kind::BlockComment, at + 2),
                (b'*', b'/') => (depth, at) = (depth - 1, at + 2),
                _ => at += 1,
            }
        }
        (Kind::Error(LexError::UnterminatedComment), self.bytes.len())
    }

    /// A string constant whose first quote stands `prefix` bytes after `start`.
    fn string(&self, start: usize, prefix: usize, kind: StringKind) -> (Kind, usize) {
        let mut open = start + prefix;
        loop {
            let Some(end) = self.string_segment(open + 1, kind) else {
                return (Kind::Error(LexError::UnterminatedString), self.bytes.len());
            };
            match self.continuation(end) {
                Some(next) => open = next,
                None => return (Kind::String(kind), end),
            }
        }
    }

    /// The place after the closing quote of the segment whose content starts at `at`.
    fn string_segment(&self, mut at: usize, kind: StringKind) -> Option<usize> {
        let doubling = !matches!(kind, StringKind::Bits | StringKind::Hex);
        while at < self.bytes.len() {
            match self.byte(at) {
                b'\\' if kind == StringKind::Escape => at += 2,
                b'\'' if doubling && self.byte(at + 1) == b'\'' => at += 2,
                b'\'' => return Some(at + 1),
                _ => at += 1,
            }
        }
        None
    }

    /// The opening quote of the next segment: quotes separated by blanks with at least
    /// one line end (and line comments) go on as the same constant, in the same form.
    /// An `E''` constant thus keeps its backslashes on the next line.
    fn continuation(&self, mut at: usize) -> Option<usize> {
        let mut line_end_seen = false;
        loop {
            match self.byte(at) {
                b'\n' | b'\r' => (line_end_seen, at) = (true, at + 1),
                byte if is_space(byte) => at += 1,
                b'-' if self.byte(at + 1) == b'-' => {
                    at = self.line_end(at);
                    if at >= self.bytes.len() {
                        return None;
                    }
                }
                b'\'' if line_end_seen => return Some(at),
                _ => return None,
            }
        }
    }

    fn quoted_identifier(&self, start: usize, opening: usize) -> (Kind, usize) {
        let mut at = start + opening;
        while at < self.bytes.len() {
            match self.byte(at) {
                b'"' if self.byte(at + 1) == b'"' => at += 2,
                b'"' => return (Kind::QuotedIdentifier, at + 1),
                _ => at += 1,
            }
        }
        (Kind::Error(LexError::UnterminatedIdentifier), self.bytes.len())
    }

    fn dollar(&self, start: usize) -> (Kind, usize) {
        if self.byte(start + 1).is_ascii_digit() {
            let end = self.while_(start + 1, |byte| byte.is_ascii_digit());
            return self.unless_junk(Kind::Parameter, end);
        }
        let tag = start + 1;
        let tag_end = if is_ident_start(self.byte(tag)) { self.while_(tag, is_dollar_tag_char) } else { tag };
        if self.byte(tag_end) != b'$' {
            return (Kind::Error(LexError::StrayCharacter), start + 1);
        }
        let delimiter = &self.text[start..=tag_end];
        match self.text[tag_end + 1..].find(delimiter) {
            Some(length) => (Kind::DollarString, tag_end + 1 + length + delimiter.len()),
            None => (Kind::Error(LexError::UnterminatedDollarString), self.bytes.len()),
        }
    }

    fn number(&self, start: usize) -> (Kind, usize) {
        let radix_test: Option<fn(u8) -> bool> = match (self.byte(start), self.byte(start + 1)) {
            (b'0', b'x' | b'X') => Some(|byte| byte.is_ascii_hexdigit()),
            (b'0', b'o' | b'O') => Some(|byte| matches!(byte, b'0'..=b'7')),
            (b'0', b'b' | b'B') => Some(|byte| matches!(byte, b'0' | b'1')),
            _ => None,
        };
        if let Some(test) = radix_test {
            let end = self.digits(start + 2, test);
            if end > start + 2 {
                return self.unless_junk(Kind::Number, end);
            }
        }
        let digit: fn(u8) -> bool = |byte| byte.is_ascii_digit();
        let mut end = self.while_digits(start, digit);
        // `1..10` is a number and `..`, not `1.` and `.10` (PL/pgSQL ranges).
        if self.byte(end) == b'.' && self.byte(end + 1) != b'.' {
            end = self.while_digits(end + 1, digit);
        }
        if matches!(self.byte(end), b'e' | b'E') {
            let sign = usize::from(matches!(self.byte(end + 1), b'+' | b'-'));
            let exponent = self.while_digits(end + 1 + sign, digit);
            if exponent > end + 1 + sign {
                end = exponent;
            }
        }
        self.unless_junk(Kind::Number, end)
    }

    /// `(_?digit)*` from `at` (PostgreSQL 16: underscores between digits, one after `0x`).
    fn digits(&self, mut at: usize, test: fn(u8) -> bool) -> usize {
        loop {
            if test(self.byte(at)) {
                at += 1;
            } else if self.byte(at) == b'_' && test(self.byte(at + 1)) {
                at += 2;
            } else {
                return at;
            }
        }
    }

    /// `digit(_?digit)*` from `at`.
    fn while_digits(&self, at: usize, test: fn(u8) -> bool) -> usize {
        if test(self.byte(at)) { self.digits(at, test) } else { at }
    }

    fn unless_junk(&self, kind: Kind, end: usize) -> (Kind, usize) {
        if is_ident_start(self.byte(end)) {
            (Kind::Error(LexError::JunkAfterNumber), self.while_(end, is_ident_char))
        } else {
            (kind, end)
        }
    }

    fn word(&self, start: usize) -> (Kind, usize) {
        let next = self.byte(start + 1);
        match (self.byte(start), next) {
            (b'e' | b'E', b'\'') => self.string(start, 1, StringKind::Escape),
            (b'b' | b'B', b'\'') => self.string(start, 1, StringKind::Bits),
            (b'x' | b'X', b'\'') => self.string(start, 1, StringKind::Hex),
            (b'n' | b'N', b'\'') => self.string(start, 1, StringKind::National),
            (b'u' | b'U', b'&') if self.byte(start + 2) == b'\'' => self.string(start, 2, StringKind::Unicode),
            (b'u' | b'U', b'&') if self.byte(start + 2) == b'"' => self.quoted_identifier(start, 3),
            _ => (Kind::Word, self.while_(start, is_ident_char)),
        }
    }

    /// The end of an operator: it stops before a comment, and gives back trailing `+` and
    /// `-` unless it holds a character that no SQL operator has (docs 4.1.3).
    fn operator(&self, start: usize) -> usize {
        let run = &self.text[start..self.while_(start, is_operator_char)];
        let comment = [run.find("--"), run.find("/*")].into_iter().flatten().min();
        let mut operator = &run[..comment.unwrap_or(run.len())];
        let own_character = |c: char| "~!@#^&|`?%".contains(c);
        while operator.len() > 1 && operator.ends_with(['+', '-']) {
            let before = &operator[..operator.len() - 1];
            if before.contains(own_character) {
                break;
            }
            operator = before;
        }
        start + operator.len()
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c)
}

/// Letters, underscore, and every byte of a non-ASCII character.
fn is_ident_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_' || byte >= 0x80
}

fn is_ident_char(byte: u8) -> bool {
    is_ident_start(byte) || byte.is_ascii_digit() || byte == b'$'
}

fn is_dollar_tag_char(byte: u8) -> bool {
    is_ident_start(byte) || byte.is_ascii_digit()
}

fn is_operator_char(byte: u8) -> bool {
    b"~!@#^&|`?+-*/%<>=".contains(&byte)
}
