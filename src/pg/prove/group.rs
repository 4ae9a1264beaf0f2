//! Which queries share a block: those that read each other, and a bounded number of others.

use std::collections::HashMap;

use super::Item;
use crate::sql::QualifiedName;
use crate::sql::references::mentions;

/// Items per block, where fewer do not read each other.
const GROUP: usize = 100;

/// Locks that an item keeps until its block ends: the view made for it and what it reads, rounded up.
const LOCKS: u64 = 4;

/// Why the items of `too_large` are not proven.
pub(super) const TOO_LARGE: &str = "more changed views read each other than this server's lock table has room for; \
                                    raise max_locks_per_transaction, or change fewer of them at a time";

/// Items split into blocks.
pub(super) struct Groups<'a> {
    /// Each in the order of the items.
    pub(super) groups: Vec<Vec<&'a Item>>,
    /// Items whose block would take more than half of the server's lock table: a full table fails the
    /// statements of everybody else.
    pub(super) too_large: Vec<&'a Item>,
}

/// Splits `items`; no item reads one of another group.
pub(super) fn groups(items: &[Item], lock_slots: u64) -> Groups<'_> {
    let mut found = Groups { groups: Vec::new(), too_large: Vec::new() };
    let mut open: Vec<usize> = Vec::new();
    for connected in components(items) {
        let locks = connected.len() as u64 * LOCKS;
        if connected.len() > GROUP && lock_slots > 0 && locks * 2 > lock_slots {
            found.too_large.extend(connected.iter().map(|at| &items[*at]));
            continue;
        }
        if !open.is_empty() && open.len() + connected.len() > GROUP {
            found.groups.push(taken(items, &mut open));
        }
        open.extend(connected);
    }
    if !open.is_empty() {
        found.groups.push(taken(items, &mut open));
    }
    found
}

fn taken<'a>(items: &'a [Item], open: &mut Vec<usize>) -> Vec<&'a Item> {
    open.sort_unstable();
    std::mem::take(open).into_iter().map(|at| &items[at]).collect()
}

/// Items that read each other, directly or through others of the items, by number; in order of the first of each.
fn components(items: &[Item]) -> Vec<Vec<usize>> {
    let numbers: HashMap<&QualifiedName, usize> = items.iter().enumerate().map(|(at, item)| (&item.name, at)).collect();
    let mut parents: Vec<usize> = (0..items.len()).collect();
    for (at, item) in items.iter().enumerate() {
        for other in mentions(&item.query).iter().filter_map(|name| numbers.get(name)) {
            let (one, two) = (root(&mut parents, at), root(&mut parents, *other));
            parents[one.max(two)] = one.min(two);
        }
    }
    let mut members: Vec<Vec<usize>> = vec![Vec::new(); items.len()];
    for at in 0..items.len() {
        members[root(&mut parents, at)].push(at);
    }
    members.retain(|members| !members.is_empty());
    members
}

fn root(parents: &mut [usize], mut at: usize) -> usize {
    while parents[at] != at {
        parents[at] = parents[parents[at]];
        at = parents[at];
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(name: &str, query: &str) -> Item {
        Item { name: QualifiedName::new("api", name), query: query.to_owned(), live: None }
    }

    fn names(groups: &[Vec<&Item>]) -> Vec<String> {
        let one = |group: &Vec<&Item>| group.iter().map(|item| item.name.name.as_str()).collect::<Vec<_>>().join(" ");
        groups.iter().map(one).collect()
    }

    #[test]
    fn what_reads_each_other_stays_together_in_order() {
        let mut items = vec![item("a", "select 1"), item("b", "select * from api.a")];
        items.extend((0..100).map(|n| item(&format!("x{n}"), "select 1 from base.t")));
        items.push(item("c", "select * from api.b"));
        let found = groups(&items, 6_400);
        assert!(found.too_large.is_empty());
        assert_eq!(found.groups.len(), 2);
        assert!(names(&found.groups)[0].starts_with("a b x0 "));
        assert!(names(&found.groups)[0].ends_with(" c"));
        assert_eq!(found.groups.iter().map(Vec::len).sum::<usize>(), 103);
    }

    #[test]
    fn no_block_fills_the_lock_table() {
        let chain = |length: usize| -> Vec<Item> {
            let query = |n: usize| if n == 0 { "select 1".to_owned() } else { format!("select * from api.v{}", n - 1) };
            (0..length).map(|n| item(&format!("v{n}"), &query(n))).collect()
        };
        let items = chain(800);
        assert_eq!(groups(&items, 6_400).groups.len(), 1);
        let items = chain(801);
        let found = groups(&items, 6_400);
        assert!(found.groups.is_empty());
        assert_eq!(found.too_large.len(), 801);
    }
}
