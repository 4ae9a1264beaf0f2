//! Tokens by PostgreSQL's lexical rules (docs 4.1; src/backend/parser/scan.l).
//!
//! Lossless: the slices of all tokens, joined, are the text. Never fails: what
//! PostgreSQL would refuse becomes an error token. Rules are those of a server
//! with `standard_conforming_strings` on and UTF-8 text.

mod scan;
#[cfg(test)]
pub(super) mod tests;
mod value;

pub use scan::tokens;

use std::ops::Range;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Blanks and line ends.
    Whitespace,
    /// `-- ..` up to, not including, the line end.
    LineComment,
    /// `/* .. */`, nested ones included.
    BlockComment,
    /// An unquoted identifier or a keyword.
    Word,
    /// `".."` or `U&".."`.
    QuotedIdentifier,
    /// `'..'` in any of its forms (plain, E, U&, B, X, N), with the segments that
    /// follow on further lines (docs 4.1.2.1).
    String(StringKind),
    /// `$tag$ .. $tag$`
    DollarString,
    /// An integer in any base, or a numeric constant.
    Number,
    /// `$1`
    Parameter,
    /// An operator of PostgreSQL's operator characters, single ones included.
    Operator,
    /// `::`
    Cast,
    /// `:=`
    Assign,
    /// `..`
    DotDot,
    /// One of `( ) [ ] , ; : .`
    Punctuation,
    /// Something PostgreSQL's scanner refuses.
    Error(LexError),
}

/// The forms of a quoted string constant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StringKind {
    /// `'..'`
    Plain,
    /// `E'..'`: backslash escapes.
    Escape,
    /// `U&'..'`: Unicode escapes.
    Unicode,
    /// `B'..'`
    Bits,
    /// `X'..'`
    Hex,
    /// `N'..'`: like plain ones.
    National,
}

/// Why a token is an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LexError {
    /// A string constant without its end.
    UnterminatedString,
    /// A dollar-quoted string without its end.
    UnterminatedDollarString,
    /// A quoted identifier without its end.
    UnterminatedIdentifier,
    /// A block comment without its end.
    UnterminatedComment,
    /// Letters directly after a number or parameter (`1abc`, `$1x`). PostgreSQL 14
    /// still reads two tokens here, later ones refuse.
    JunkAfterNumber,
    /// A character that starts no token (NUL, a lone `$`, a backslash).
    StrayCharacter,
}

/// A token: its kind and the bytes it covers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: Kind,
    /// Byte range in the text.
    pub range: Range<usize>,
}

impl Token {
    /// The token's text. `text` must be what it was made from; else the result is empty.
    pub fn text<'a>(&self, text: &'a str) -> &'a str {
        text.get(self.range.clone()).unwrap_or_default()
    }

    /// True for blanks and comments, which PostgreSQL's grammar never sees.
    pub fn is_trivia(&self) -> bool {
        matches!(self.kind, Kind::Whitespace | Kind::LineComment | Kind::BlockComment)
    }

    /// True when this is the unquoted word `keyword` (given in lower case).
    pub fn is_word(&self, text: &str, keyword: &str) -> bool {
        self.kind == Kind::Word && self.text(text).eq_ignore_ascii_case(keyword)
    }

    /// True when this is the operator or punctuation `symbol`.
    pub fn is_symbol(&self, text: &str, symbol: &str) -> bool {
        matches!(self.kind, Kind::Operator | Kind::Cast | Kind::Assign | Kind::DotDot | Kind::Punctuation)
            && self.text(text) == symbol
    }

    /// True for words and quoted identifiers.
    pub fn is_identifier(&self) -> bool {
        matches!(self.kind, Kind::Word | Kind::QuotedIdentifier)
    }
}

/// The tokens without blanks and comments.
pub fn significant(text: &str) -> Vec<Token> {
    tokens(text).into_iter().filter(|token| !token.is_trivia()).collect()
}

/// The name an identifier token stands for: unquoted words are folded to lower case
/// (ASCII only, as a UTF-8 server does), quotes are taken off, `U&` escapes decoded with
/// the given escape character. None for other tokens and for broken escapes.
pub fn identifier_value(token: &Token, text: &str, escape: char) -> Option<String> {
    let slice = token.text(text);
    match token.kind {
        Kind::Word => Some(slice.to_ascii_lowercase()),
        Kind::QuotedIdentifier => value::identifier(slice, escape),
        _ => None,
    }
}

/// The content of a string constant, with segments joined and quotes taken off.
/// None where that needs more than taking quotes off (escape, Unicode strings that
/// hold a backslash; bit strings) and for other tokens.
pub fn string_value(token: &Token, text: &str) -> Option<String> {
    let slice = token.text(text);
    match token.kind {
        Kind::String(StringKind::Bits | StringKind::Hex) => None,
        Kind::String(kind) => {
            let escapes = matches!(kind, StringKind::Escape | StringKind::Unicode);
            if escapes && slice.contains('\\') { None } else { Some(value::joined(slice)) }
        }
        Kind::DollarString => value::dollar(slice).map(str::to_owned),
        _ => None,
    }
}
