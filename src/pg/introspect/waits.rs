//! What makes a deparse wait: relations that somebody holds exclusively, below what is to be read.

use std::collections::HashMap;

use super::rows::{LockRow, WaitRow};

/// The relations whose locks each deparse waits for.
pub(super) struct Waits {
    /// Relations that wait for the key.
    above: HashMap<u32, Vec<u32>>,
    /// Relations that each function's body names.
    functions: HashMap<u32, Vec<u32>>,
}

impl Waits {
    /// From what views read, and what else a deparse locks.
    pub(super) fn new(below: &HashMap<u32, Vec<u32>>, rows: Vec<WaitRow>) -> Self {
        let mut waits = Self { above: HashMap::new(), functions: HashMap::new() };
        for (view, bases) in below {
            waits.stands_on(*view, bases);
        }
        for row in rows {
            if row.function {
                waits.functions.insert(row.oid, row.relations);
            } else {
                waits.stands_on(row.oid, &row.relations);
            }
        }
        waits
    }

    fn stands_on(&mut self, oid: u32, bases: &[u32]) {
        for base in bases {
            self.above.entry(*base).or_default().push(oid);
        }
    }

    /// Walks upwards from the locked relations: everything that stands on one waits for it.
    pub(super) fn blocked(&self, locks: Vec<LockRow>) -> Blocked<'_> {
        let mut holders: HashMap<u32, LockRow> = HashMap::new();
        let mut todo = locks;
        while let Some(lock) = todo.pop() {
            if holders.contains_key(&lock.oid) {
                continue;
            }
            let above = self.above.get(&lock.oid).into_iter().flatten();
            todo.extend(above.map(|oid| LockRow { oid: *oid, ..lock.clone() }));
            holders.insert(lock.oid, lock);
        }
        Blocked { holders, functions: &self.functions }
    }
}

/// Who holds what, at one moment.
pub(super) struct Blocked<'a> {
    holders: HashMap<u32, LockRow>,
    functions: &'a HashMap<u32, Vec<u32>>,
}

impl Blocked<'_> {
    /// Who makes the deparse of a relation wait.
    pub(super) fn holder(&self, oid: u32) -> Option<&LockRow> {
        self.holders.get(&oid)
    }

    /// Who makes the deparse of a function wait.
    pub(super) fn function_holder(&self, oid: u32) -> Option<&LockRow> {
        self.functions.get(&oid)?.iter().find_map(|relation| self.holder(*relation))
    }

    /// Relations that would wait, and the others.
    pub(super) fn split(&self, oids: &[u32]) -> (Vec<u32>, Vec<u32>) {
        oids.iter().copied().partition(|oid| self.holder(*oid).is_some())
    }

    /// Functions that would wait, and the others.
    pub(super) fn split_functions(&self, oids: &[u32]) -> (Vec<u32>, Vec<u32>) {
        oids.iter().copied().partition(|oid| self.function_holder(*oid).is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lock(oid: u32) -> LockRow {
        LockRow { oid, pid: 7, user: None, application: None }
    }

    #[test]
    fn a_lock_blocks_all_that_stands_on_it() {
        let below = HashMap::from([(2, vec![1]), (3, vec![2]), (4, vec![9])]);
        let rows = vec![
            WaitRow { oid: 5, function: false, relations: vec![3] },
            WaitRow { oid: 4, function: true, relations: vec![5] },
        ];
        let waits = Waits::new(&below, rows);
        let blocked = waits.blocked(vec![lock(1)]);
        assert_eq!(blocked.split(&[1, 2, 3, 4, 5]), (vec![1, 2, 3, 5], vec![4]));
        assert_eq!(blocked.split_functions(&[4, 5]), (vec![4], vec![5]));
        assert!(waits.blocked(Vec::new()).holder(1).is_none());
    }

    #[test]
    fn relations_that_read_each_other_end_the_walk() {
        let below = HashMap::from([(1, vec![2]), (2, vec![1])]);
        let waits = Waits::new(&below, Vec::new());
        assert!(waits.blocked(vec![lock(1)]).holder(2).is_some());
    }
}
