//! YAML that readers of YAML 1.1 take for what it is, too: words that are booleans, dates or numbers only
//! there (`no`, `on`, `2026-01-01`, `12:30`) stand in quotes.

/// Quotes such words in the output of serde_yaml, which writes YAML 1.2. One scalar never spans lines there
/// but in block literals, and those are left alone.
pub(super) fn quote_old_words(text: &str) -> String {
    let mut result = String::with_capacity(text.len() + 64);
    let mut block: Option<usize> = None;
    for line in text.lines() {
        let indent = line.len() - line.trim_start_matches(' ').len();
        if block.is_some_and(|outer| line.trim().is_empty() || indent > outer) {
            result.push_str(line);
        } else {
            block = opens_block(line).then_some(indent);
            push_line(&mut result, line);
        }
        result.push('\n');
    }
    result
}

/// `key: |-`, `- >`
fn opens_block(line: &str) -> bool {
    let last = line.rsplit(' ').next().unwrap_or_default();
    let header = last.strip_prefix('|').or_else(|| last.strip_prefix('>'));
    header.is_some_and(|rest| rest.chars().all(|c| c.is_ascii_digit() || c == '-' || c == '+'))
}

fn push_line(result: &mut String, line: &str) {
    let content = line.trim_start_matches(' ');
    result.push_str(&line[..line.len() - content.len()]);
    let mut content = content;
    while let Some(rest) = content.strip_prefix("- ") {
        result.push_str("- ");
        content = rest;
    }
    if let Some(key) = content.strip_suffix(':') {
        push_word(result, key);
        result.push(':');
        return;
    }
    let (key, value) = match content.split_once(": ") {
        Some((key, value)) if !key.starts_with(['"', '\'']) => (Some(key), value),
        _ => (None, content),
    };
    if let Some(key) = key {
        push_word(result, key);
        result.push_str(": ");
    }
    push_word(result, value);
}

fn push_word(result: &mut String, word: &str) {
    if is_old_word(word) {
        result.push('\'');
        result.push_str(word);
        result.push('\'');
    } else {
        result.push_str(word);
    }
}

/// A boolean, date, time or number of YAML 1.1 that YAML 1.2 reads as text.
fn is_old_word(word: &str) -> bool {
    const BOOLEANS: [&str; 8] = ["y", "yes", "n", "no", "on", "off", "=", "<<"];
    let digit_first = word.trim_start_matches(['-', '+']).starts_with(|c: char| c.is_ascii_digit());
    let numeric = |c: char| c.is_ascii_digit() || "-+:_.TtZz ".contains(c);
    let special = word.contains([':', '_']) || word.matches('-').count() == 2;
    BOOLEANS.contains(&word.to_ascii_lowercase().as_str()) || (digit_first && special && word.chars().all(numeric))
}

#[cfg(test)]
mod tests {
    use super::quote_old_words;

    #[test]
    fn only_the_old_words_are_quoted() {
        let given = "no: on\nname: no\nplain: yes it is\n- y\n- name: off\n  'no': text\ndate: 2026-01-01\ntime: 12:30\n\
                     number: -2147483648\nfloat: 1.5\ntrue: true\nblock: |-\n  no: on\n\n  name: no\nafter: no\n\
                     quoted: 'no'\nuuid: 00000000-0000-0000-0000-000000000000\n";
        let expected = "'no': 'on'\nname: 'no'\nplain: yes it is\n- 'y'\n- name: 'off'\n  'no': text\n\
                        date: '2026-01-01'\ntime: '12:30'\nnumber: -2147483648\nfloat: 1.5\ntrue: true\nblock: |-\n  \
                        no: on\n\n  name: no\nafter: 'no'\nquoted: 'no'\nuuid: 00000000-0000-0000-0000-000000000000\n";
        assert_eq!(quote_old_words(given), expected);
    }
}
