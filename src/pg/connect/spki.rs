//! The public key inside a certificate of version 1, which webpki does not parse. RFC 5280, section 4.1.

use rustls::pki_types::SubjectPublicKeyInfoDer;

const SEQUENCE: u8 = 0x30;
const VERSION: u8 = 0xa0;

/// The subjectPublicKeyInfo of a DER certificate of any version; `None` for what is no certificate.
pub(super) fn public_key(certificate: &[u8]) -> Option<SubjectPublicKeyInfoDer<'static>> {
    let (outer, _) = element(certificate).filter(|(outer, _)| outer.tag == SEQUENCE)?;
    let (signed, _) = element(outer.content).filter(|(signed, _)| signed.tag == SEQUENCE)?;
    let mut rest = signed.content;
    if rest.first() == Some(&VERSION) {
        rest = element(rest)?.1;
    }
    // Serial number, signature algorithm, issuer, validity, subject.
    for _ in 0..5 {
        rest = element(rest)?.1;
    }
    let (key, _) = element(rest).filter(|(key, _)| key.tag == SEQUENCE)?;
    Some(SubjectPublicKeyInfoDer::from(key.whole.to_vec()))
}

struct Element<'a> {
    tag: u8,
    content: &'a [u8],
    whole: &'a [u8],
}

/// The first element of DER text, and what follows it.
fn element(der: &[u8]) -> Option<(Element<'_>, &[u8])> {
    let (&tag, after_tag) = der.split_first()?;
    let (&first, after_first) = after_tag.split_first()?;
    let (length, body) = if first < 0x80 {
        (usize::from(first), after_first)
    } else {
        // No certificate needs more than four bytes of length.
        let count = usize::from(first & 0x7f);
        let bytes = after_first.get(..count).filter(|_| (1..=4).contains(&count))?;
        let length = bytes.iter().fold(0usize, |length, byte| length << 8 | usize::from(*byte));
        (length, after_first.get(count..)?)
    };
    let (content, rest) = body.split_at_checked(length)?;
    let whole = der.get(..der.len() - rest.len())?;
    Some((Element { tag, content, whole }, rest))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A sequence of elements, short enough for one byte of length.
    fn sequence(items: &[&[u8]]) -> Vec<u8> {
        let content = items.concat();
        [&[SEQUENCE, u8::try_from(content.len()).unwrap()], content.as_slice()].concat()
    }

    #[test]
    fn the_key_is_the_sixth_or_seventh() {
        let (number, empty, key) = (&[2, 1, 7][..], &[SEQUENCE, 0][..], &[SEQUENCE, 2, 5, 0][..]);
        let version = &[VERSION, 3, 2, 1, 2][..];
        let first = sequence(&[&sequence(&[number, empty, empty, empty, empty, key]), empty]);
        let third = sequence(&[&sequence(&[version, number, empty, empty, empty, empty, key, empty]), empty]);
        for certificate in [first, third] {
            assert_eq!(public_key(&certificate).unwrap().as_ref(), key);
        }
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            public_key(&bytes);
        }
    }
}
