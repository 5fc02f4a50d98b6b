//! How soon somebody may try a password again: after a few wrong ones each more doubles the wait.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::time::{Duration, Instant};

use sayso::record::id::sha256_hex;

/// Wrong tries without a wait: for one name, and from one address (several people may share it).
const OF_NAME: u32 = 5;
const OF_ADDRESS: u32 = 20;
/// Longest wait: so that nobody can lock another out for long.
const LONGEST: Duration = Duration::from_secs(300);
/// After this long without a wrong try all is forgotten.
const FORGOTTEN: Duration = Duration::from_secs(900);
/// Most names and addresses remembered; the oldest give way.
const MOST: usize = 4096;

#[derive(PartialEq, Eq, PartialOrd, Ord, Clone)]
enum Key {
    /// Hashed: what strangers type may be long.
    Name(String),
    Address(IpAddr),
}

/// Wrong tries by name and by address. Names without an account count as those with one.
#[derive(Default)]
pub(crate) struct Throttle(BTreeMap<Key, (u32, Instant)>);

/// A network of IPv6 is one address: whoever has one has 2^64 of them.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(six) => IpAddr::V6((six.to_bits() >> 64 << 64).into()),
        four => four,
    }
}

fn keys(name: &str, address: IpAddr) -> [(Key, u32); 2] {
    let name = sha256_hex(name.trim().to_lowercase().as_bytes());
    [
        (Key::Name(name), OF_NAME),
        (Key::Address(network(address)), OF_ADDRESS),
    ]
}

impl Throttle {
    /// Counts a try as wrong before it is looked at, so that many at once gain nothing; or says
    /// how long to wait.
    pub(crate) fn try_one(
        &mut self,
        name: &str,
        address: IpAddr,
        now: Instant,
    ) -> Result<(), Duration> {
        self.0
            .retain(|_, (_, last)| now.saturating_duration_since(*last) < FORGOTTEN);
        let keys = keys(name, address);
        let wait = keys.iter().filter_map(|(key, free)| {
            let (wrong, last) = self.0.get(key)?;
            let over = wrong.checked_sub(*free)?;
            let wait = Duration::from_secs(1 << over.min(16)).min(LONGEST);
            (*last + wait).checked_duration_since(now)
        });
        if let Some(wait) = wait.max().filter(|w| !w.is_zero()) {
            return Err(wait);
        }
        for (key, _) in keys {
            let held = self.0.entry(key).or_insert((0, now));
            *held = (held.0.saturating_add(1), now);
        }
        while self.0.len() > MOST {
            let oldest = self.0.iter().min_by_key(|(_, (_, last))| *last);
            let Some(oldest) = oldest.map(|(key, _)| key.clone()) else {
                break;
            };
            self.0.remove(&oldest);
        }
        Ok(())
    }

    /// The try was right: the name starts anew. The address is given back this one try alone, or
    /// somebody with an account could guess at another's without end.
    pub(crate) fn right(&mut self, name: &str, address: IpAddr) {
        let [(name, _), (address, _)] = keys(name, address);
        self.0.remove(&name);
        if let Some((wrong, _)) = self.0.get_mut(&address) {
            *wrong = wrong.saturating_sub(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(192, 0, 2, 1));

    #[test]
    fn each_wrong_try_after_the_fifth_doubles_the_wait() {
        let mut throttle = Throttle::default();
        let mut now = Instant::now();
        for _ in 0..5 {
            assert_eq!(throttle.try_one("ona", HERE, now), Ok(()));
        }
        let mut waits = Vec::new();
        for _ in 0..11 {
            let wait = throttle.try_one(" Ona", HERE, now).expect_err("too many");
            waits.push(wait.as_secs());
            now += wait;
            assert_eq!(throttle.try_one("ona", HERE, now), Ok(()));
        }
        assert_eq!(waits, [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
        assert_eq!(throttle.try_one("tariq", HERE, now), Ok(()), "another name");
        throttle.right("ona", HERE);
        assert_eq!(throttle.try_one("ona", HERE, now), Ok(()), "starts anew");
        let later = now + FORGOTTEN;
        assert_eq!(throttle.try_one("ona", HERE, later), Ok(()));
        assert_eq!(throttle.0.len(), 2, "the rest is forgotten");
    }

    #[test]
    fn an_address_that_tries_many_names_waits_too() {
        let mut throttle = Throttle::default();
        let now = Instant::now();
        let six = |n: u128| IpAddr::V6((0x2001_0db8_u128 << 96 | n).into());
        for n in 0..20 {
            let tried = throttle.try_one(&n.to_string(), six(n), now);
            assert_eq!(tried, Ok(()), "{n}");
        }
        assert!(throttle.try_one("x", six(99), now).is_err(), "one network");
        assert!(throttle.try_one("x", HERE, now).is_ok(), "another address");
        // Who signs in as himself between guesses gains nothing.
        let mut throttle = Throttle::default();
        let guesses = (0..30).take_while(|n| {
            let own = throttle.try_one("own", HERE, now).is_ok();
            if own {
                throttle.right("own", HERE);
            }
            own && throttle.try_one(&format!("x{n}"), HERE, now).is_ok()
        });
        assert!(guesses.count() <= 20);
    }

    #[test]
    fn names_made_up_do_not_fill_the_memory() {
        let mut throttle = Throttle::default();
        let now = Instant::now();
        for n in 0..MOST as u32 {
            let from = IpAddr::V4(std::net::Ipv4Addr::from_bits(n));
            assert!(throttle.try_one(&n.to_string(), from, now).is_ok());
        }
        assert_eq!(throttle.0.len(), MOST);
    }
}
