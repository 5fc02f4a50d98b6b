//! What was worked out from a ledger, as long as the file stays as it is.

use std::sync::{Arc, Mutex, PoisonError};

use crate::api::{Stamp, Trouble};

/// The last few results, each under a name.
pub(crate) struct Held<T> {
    most: usize,
    list: Mutex<Vec<(Stamp, String, Arc<T>)>>,
}

impl<T> Held<T> {
    /// Holds no more than `most`.
    pub(crate) fn new(most: usize) -> Self {
        Held {
            most,
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
        let list = || self.list.lock().unwrap_or_else(PoisonError::into_inner);
        let found = list()
            .iter()
            .find(|(then, n, _)| *then == stamp && n == name)
            .map(|h| Arc::clone(&h.2));
        if let Some(found) = found {
            return Ok(found);
        }
        let made = Arc::new(make()?);
        let mut held = list();
        held.retain(|(then, n, _)| *then == stamp && n != name);
        if held.len() >= self.most {
            held.remove(0);
        }
        held.push((stamp, name.to_owned(), Arc::clone(&made)));
        Ok(made)
    }
}
