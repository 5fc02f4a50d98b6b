//! What was worked out from a ledger, as long as the file stays as it is.

use std::sync::{Arc, Mutex, PoisonError};

use crate::api::{Stamp, Trouble};

/// The last few results, each under a name.
pub(crate) struct Held<T> {
    most: usize,
    /// Whoever asks while something is made waits for it: it may be the same.
    turn: Mutex<()>,
    list: Mutex<Vec<(Stamp, String, Arc<T>)>>,
}

impl<T> Held<T> {
    /// Holds no more than `most`.
    pub(crate) fn new(most: usize) -> Self {
        Held {
            most,
            turn: Mutex::new(()),
            list: Mutex::new(Vec::new()),
        }
    }

    /// What is held under a name, or what `make` makes of the file as it is now.
    pub(crate) fn get(
        &self,
        stamp: Stamp,
        name: &str,
        make: impl FnOnce() -> Result<T, Trouble>,
    ) -> Result<Arc<T>, Trouble> {
        if let Some(found) = self.find(stamp, name) {
            return Ok(found);
        }
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = self.find(stamp, name) {
            return Ok(found);
        }
        let made = Arc::new(make()?);
        let mut held = self.list.lock().unwrap_or_else(PoisonError::into_inner);
        held.retain(|(then, n, _)| *then == stamp && n != name);
        if held.len() >= self.most {
            held.remove(0);
        }
        held.push((stamp, name.to_owned(), Arc::clone(&made)));
        Ok(made)
    }

    fn find(&self, stamp: Stamp, name: &str) -> Option<Arc<T>> {
        let held = self.list.lock().unwrap_or_else(PoisonError::into_inner);
        let found = held.iter().find(|(then, n, _)| *then == stamp && n == name);
        found.map(|h| Arc::clone(&h.2))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_few_are_kept_as_long_as_the_file_stays() {
        let held: Held<usize> = Held::new(2);
        let (old, new): (Stamp, Stamp) = ((None, 1, 0), (None, 2, 0));
        let get = |stamp, name: &str, n| held.get(stamp, name, || Ok(n)).ok().map(|v| *v);
        assert_eq!(get(old, "a", 1), Some(1));
        assert_eq!(get(old, "a", 2), Some(1), "kept");
        assert_eq!(get(old, "b", 3), Some(3));
        assert_eq!(get(old, "c", 4), Some(4));
        assert_eq!(get(old, "a", 5), Some(5), "gave way");
        assert_eq!(get(new, "a", 6), Some(6), "another file");
        let failed = held.get(new, "x", || {
            Err(Trouble(axum::http::StatusCode::BAD_REQUEST, "no".into()))
        });
        assert!(failed.is_err());
        assert_eq!(get(new, "x", 7), Some(7), "trouble is not kept");
    }
}
