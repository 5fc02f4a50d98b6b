//! Words in their place, for lists of statements and findings.

use std::collections::BTreeMap;

use sayso::Ledger;
use sayso::record::{ChainLink, DocSpan, Document, Statement};
use serde_json::{Value, json};

use crate::api::{Trouble, around, store};
use crate::index::Told;
use crate::thread::beginning;

/// The words of each link's cue, where it has one.
pub(crate) fn cues<'t>(chain: &[ChainLink], text: &'t str) -> Vec<Option<&'t str>> {
    let words = |link: &ChainLink| link.cue.as_ref().and_then(|cue| cue.text(text));
    chain.iter().map(words).collect()
}

/// Documents as they are asked for.
pub(crate) struct Words<'l> {
    documents: BTreeMap<String, Option<Document>>,
    ledger: &'l Ledger,
}

impl<'l> Words<'l> {
    pub(crate) fn new(ledger: &'l Ledger) -> Self {
        Words {
            documents: BTreeMap::new(),
            ledger,
        }
    }

    fn document(&mut self, id: &str) -> Result<Option<&Document>, Trouble> {
        if !self.documents.contains_key(id) {
            let found = store(self.ledger.document(id))?;
            self.documents.insert(id.to_owned(), found);
        }
        Ok(self.documents.get(id).and_then(Option::as_ref))
    }

    /// Adds to what stands at a byte of a document the document's title, and who tells it when.
    pub(crate) fn name(&mut self, one: &mut Value, doc: &str, at: usize) -> Result<(), Trouble> {
        if let Some(d) = self.document(doc)? {
            let time = d.comment_at(at).and_then(|c| c.time.as_ref());
            one["title"] = json!(d.metadata.title);
            one["teller"] = json!(d.teller_at(at));
            one["published"] = json!(time.or(d.metadata.published.as_ref()));
        }
        Ok(())
    }

    /// Words in their paragraph, and who tells them when.
    pub(crate) fn place(&mut self, at: &DocSpan, role: &str) -> Result<Value, Trouble> {
        let Some(d) = self.document(&at.doc)? else {
            return Ok(json!({"doc": at.doc, "start": at.start, "end": at.end, "role": role}));
        };
        let (before, words, after) = around(&d.text, at.start, at.end);
        let mut place = json!({"doc": at.doc, "start": at.start, "end": at.end, "role": role,
            "before": before, "words": words, "after": after});
        self.name(&mut place, &at.doc, at.start)?;
        Ok(place)
    }

    /// A statement's words, told as everywhere, with those of its cues; and its claim.
    pub(crate) fn told(
        &mut self,
        s: &Statement,
        role: &str,
        claims: &Told,
    ) -> Result<Value, Trouble> {
        let place = self.place(s.evidence.first(), role)?;
        let text = self.document(&s.doc)?.map_or("", |d| &d.text);
        let cues = cues(&s.chain, text);
        let claim = claims.claim_of(&s.id);
        Ok(
            json!({"id": s.id, "places": [place], "speaker": s.speaker, "chain": s.chain,
            "cues": cues, "commitment": s.commitment, "hedge": s.hedge, "modality": s.modality,
            "claim": claim.map(|c| json!({"id": c.id, "question": c.question}))}),
        )
    }

    /// The first words of the comment that a span is the whole of.
    pub(crate) fn comment(&mut self, at: &DocSpan) -> Result<Option<String>, Trouble> {
        let Some(d) = self.document(&at.doc)? else {
            return Ok(None);
        };
        let comment = d.comment_at(at.start).filter(|c| c.span() == at.span());
        Ok(comment.map(|c| beginning(d, c)))
    }

    /// Who tells what stands there.
    pub(crate) fn teller(&mut self, at: &DocSpan) -> Result<String, Trouble> {
        let found = self.document(&at.doc)?;
        Ok(found
            .map_or(at.doc.as_str(), |d| d.teller_at(at.start))
            .to_owned())
    }
}
