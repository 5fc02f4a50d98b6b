//! A page as blocks of text that know their bytes: an own, iterative tokenizer over the HTML.
//!
//! It builds no tree and never recurses, so neither a page of one 50 MB line nor a million open
//! elements can hang or overflow it.

use sayso_record::{Run, RunKind, Span};

use super::entity::entity;

/// A stretch of text between block boundaries, white space folded.
#[derive(Debug, Default, Clone)]
pub(crate) struct Block {
    /// The words.
    pub(crate) text: String,
    /// The way back: text of this block to bytes of the HTML.
    pub(crate) runs: Vec<Run>,
    /// Where it stands.
    pub(crate) place: Place,
    /// Bytes of its text inside links.
    pub(crate) linked: usize,
}

/// What the elements around a block say of it.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    /// In a block quotation.
    pub(crate) quote: bool,
    /// In a caption.
    pub(crate) caption: bool,
    /// In a heading: 1 to 6.
    pub(crate) heading: u8,
    /// In navigation, header, footer, form or the like.
    pub(crate) chrome: bool,
    /// In a byline element.
    pub(crate) byline: bool,
    /// In a paragraph.
    pub(crate) paragraph: bool,
    /// In an embedded social-media post.
    pub(crate) embedded: bool,
    /// In a link.
    link: bool,
    /// The comment it belongs to.
    pub(crate) comment: Option<usize>,
}

/// What a comment's mark-up says of it.
#[derive(Debug, Default, Clone)]
pub(crate) struct CommentHead {
    /// Author.
    pub(crate) author: String,
    /// Time as printed or as marked up.
    pub(crate) time: String,
    /// The comment it stands inside.
    pub(crate) parent: Option<usize>,
    /// Digits of its element's id.
    key: String,
    author_done: bool,
    time_done: bool,
    used: bool,
}

/// A page taken apart.
#[derive(Debug, Default)]
pub(crate) struct Page {
    /// Blocks in order.
    pub(crate) blocks: Vec<Block>,
    /// The `title` element.
    pub(crate) title: Option<Block>,
    /// `meta` name or property, and content.
    pub(crate) metas: Vec<(String, String)>,
    /// `lang` of the page.
    pub(crate) language: Option<String>,
    /// Canonical address.
    pub(crate) canonical: Option<String>,
    /// JSON-LD scripts.
    pub(crate) linked_data: Vec<String>,
    /// Comments in order.
    pub(crate) comments: Vec<CommentHead>,
    /// First `time` or published element outside comments.
    pub(crate) time: Option<String>,
    /// Most elements open at once.
    pub(crate) depth: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum Grab {
    No,
    Author,
    Time,
}

struct Open {
    name: String,
    place: Place,
    grab: Grab,
}

const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];
/// Elements whose content is no running text.
const SKIPPED: &[&str] = &[
    "script", "style", "noscript", "template", "iframe", "object", "svg", "math", "textarea",
    "select", "button", "noframes",
];
/// Elements that stand inside a line; all others part blocks.
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike",
    "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "img",
];

struct Reader<'a> {
    html: &'a str,
    page: Page,
    open: Vec<Open>,
    block: Block,
    /// White space seen since the last word, and where.
    space: Option<Span>,
}

impl Page {
    /// Takes `html` apart.
    pub(crate) fn read(html: &str) -> Page {
        let mut reader = Reader {
            html,
            page: Page::default(),
            open: Vec::new(),
            block: Block::default(),
            space: None,
        };
        reader.run();
        reader.page
    }
}

impl Reader<'_> {
    fn place(&self) -> Place {
        self.open.last().map(|o| o.place).unwrap_or_default()
    }

    fn run(&mut self) {
        let bytes = self.html.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            if bytes[at] != b'<' {
                let end = find(bytes, at, b"<").unwrap_or(bytes.len());
                self.text(at, end);
                at = end;
                continue;
            }
            at = match bytes.get(at + 1) {
                Some(b'!') if bytes[at..].starts_with(b"<!--") => {
                    find(bytes, at + 4, b"-->").map_or(bytes.len(), |e| e + 3)
                }
                Some(b'!' | b'?') => find(bytes, at, b">").map_or(bytes.len(), |e| e + 1),
                Some(b'/') if bytes.get(at + 2).is_some_and(u8::is_ascii_alphabetic) => {
                    let end = find(bytes, at, b">").unwrap_or(bytes.len());
                    let name = tag_name(&self.html[at + 2..end]);
                    self.close(&name);
                    (end + 1).min(bytes.len())
                }
                Some(c) if c.is_ascii_alphabetic() => self.start(at),
                _ => {
                    self.text(at, at + 1);
                    at + 1
                }
            };
        }
        self.flush();
    }

    /// Reads a start tag at `at`; gives where reading goes on.
    fn start(&mut self, at: usize) -> usize {
        let name = tag_name(&self.html[at + 1..]);
        let (attributes, mut next) = attributes(self.html, at + 1 + name.len());
        let get = |key: &str| {
            attributes
                .iter()
                .find(|(k, _)| k == key)
                .map(|(_, v)| v.as_str())
        };
        if SKIPPED.contains(&name.as_str()) {
            let (inside, after) = raw(self.html, next, &name);
            if name == "script" && get("type").is_some_and(|t| t.contains("ld+json")) {
                self.page.linked_data.push(self.html[inside].to_owned());
            }
            return after;
        }
        match name.as_str() {
            "title" if self.page.title.is_none() => {
                let (inside, after) = raw(self.html, next, &name);
                self.flush();
                self.text(inside.start, inside.end);
                let block = std::mem::take(&mut self.block);
                self.space = None;
                self.page.title = (!block.text.is_empty()).then_some(block);
                next = after;
                return next;
            }
            "meta" => {
                let key = get("property").or(get("name")).or(get("itemprop"));
                if let (Some(key), Some(content)) = (key, get("content")) {
                    let content = content.trim().to_owned();
                    if let ("datepublished" | "datecreated", Some(c)) = (
                        key.to_lowercase().as_str(),
                        self.place()
                            .comment
                            .and_then(|c| self.page.comments.get_mut(c)),
                    ) {
                        if !c.time_done {
                            c.time = content;
                            c.time_done = true;
                        }
                    } else if !content.is_empty() {
                        self.page.metas.push((key.to_lowercase(), content));
                    }
                }
            }
            "link" if get("rel").is_some_and(|r| r.eq_ignore_ascii_case("canonical")) => {
                self.page.canonical = get("href").map(str::to_owned);
            }
            "html" => {
                self.page.language = get("lang").or(get("xml:lang")).map(str::to_owned);
            }
            _ => {}
        }
        if !INLINE.contains(&name.as_str()) {
            self.flush();
        }
        if VOID.contains(&name.as_str()) {
            return next;
        }
        self.implied(&name);
        let class = get("class").unwrap_or("").to_lowercase();
        let id = get("id").unwrap_or("").to_lowercase();
        let item = get("itemprop").unwrap_or("").to_lowercase();
        let sort = get("itemtype").unwrap_or("");
        let mut place = self.place();
        place.describe(&name, &class, &id, &item);
        let mut grab = Grab::No;
        if is_comment(&name, &class, &id, &item, sort) {
            place.comment = Some(self.comment(&id, place.comment));
            place.chrome = false;
        }
        let words = || class.split_ascii_whitespace();
        if let Some(comment) = place.comment.and_then(|c| self.page.comments.get_mut(c)) {
            let by = words().any(|w| AUTHOR.contains(&w))
                || item
                    .split_ascii_whitespace()
                    .any(|i| i == "author" || i == "creator")
                || get("rel").is_some_and(|r| r.contains("author"));
            if by && !comment.author_done {
                comment.author.clear();
                grab = Grab::Author;
            }
            let marked = get("datetime")
                .or(get("content").filter(|_| item.contains("date")))
                .or(get("title").filter(|_| name == "abbr"));
            let timed =
                name == "time" || item.starts_with("date") || words().any(|w| WHEN.contains(&w));
            if timed && !comment.time_done {
                comment.time.clear();
                if let Some(marked) = marked {
                    comment.time = marked.to_owned();
                    comment.time_done = true;
                } else {
                    grab = Grab::Time;
                }
            }
        } else if self.page.time.is_none()
            && (name == "time" || item == "datepublished")
            && let Some(when) = get("datetime").or(get("content"))
        {
            self.page.time = Some(when.to_owned());
        }
        self.open.push(Open { name, place, grab });
        self.page.depth = self.page.depth.max(self.open.len());
        next
    }

    /// The comment that an element with this id opens; one element inside another that has shown
    /// no text yet is the same comment (`li.comment > article.comment-body`).
    fn comment(&mut self, id: &str, around: Option<usize>) -> usize {
        let key: String = id.chars().filter(char::is_ascii_digit).collect();
        if let Some(c) = around {
            let outer = &mut self.page.comments[c];
            if !outer.used || (!key.is_empty() && outer.key == key) {
                if outer.key.is_empty() {
                    outer.key = key;
                }
                return c;
            }
        }
        self.page.comments.push(CommentHead {
            parent: around,
            key,
            ..CommentHead::default()
        });
        self.page.comments.len() - 1
    }

    /// A paragraph, list item or cell ends where the next begins.
    fn implied(&mut self, name: &str) {
        let Some(last) = self.open.last() else { return };
        let ends = match name {
            "li" => last.name == "li" || last.name == "p",
            "dt" | "dd" => matches!(last.name.as_str(), "dt" | "dd" | "p"),
            "td" | "th" => matches!(last.name.as_str(), "td" | "th"),
            "tr" => matches!(last.name.as_str(), "tr" | "td" | "th"),
            other => last.name == "p" && !INLINE.contains(&other),
        };
        if ends {
            let name = last.name.clone();
            self.close(&name);
        }
    }

    fn close(&mut self, name: &str) {
        if !INLINE.contains(&name) {
            self.flush();
        }
        // A stray end tag must not search a million open elements each time.
        let from = self.open.len().saturating_sub(64);
        let Some(at) = self.open[from..].iter().rposition(|o| o.name == name) else {
            return;
        };
        // An inline end tag closes no block.
        if INLINE.contains(&name)
            && self.open[from + at + 1..]
                .iter()
                .any(|o| !INLINE.contains(&o.name.as_str()))
        {
            return;
        }
        for gone in self.open.drain(from + at..) {
            if let Some(c) = gone
                .place
                .comment
                .and_then(|c| self.page.comments.get_mut(c))
            {
                match gone.grab {
                    Grab::Author if !c.author.trim().is_empty() => c.author_done = true,
                    Grab::Time if !c.time.trim().is_empty() => c.time_done = true,
                    _ => {}
                }
            }
        }
    }

    fn text(&mut self, start: usize, end: usize) {
        let place = self.place();
        let mut at = start;
        let bytes = self.html.as_bytes();
        let begun = self.block.text.len();
        while at < end {
            let rest = &self.html[at..end];
            let space = rest.len() - rest.trim_start().len();
            if space > 0 {
                self.white(at, at + space);
                at += space;
                continue;
            }
            if bytes[at] == b'&'
                && let Some((letters, len)) = entity(rest)
            {
                if letters.chars().all(char::is_whitespace) {
                    self.white(at, at + len);
                } else {
                    self.push(&letters, Span::new(at, at + len), RunKind::Decoded);
                }
                at += len;
                continue;
            }
            let mut stop = rest
                .char_indices()
                .skip(1)
                .find(|(_, c)| *c == '&' || c.is_whitespace())
                .map_or(rest.len(), |(i, _)| i);
            // A soft hyphen or a zero-width space is set by the page maker, not said.
            if let Some(i) = rest[..stop].find(['\u{ad}', '\u{200b}', '\u{feff}', '\0']) {
                if i == 0 {
                    at += rest.chars().next().map_or(1, char::len_utf8);
                    continue;
                }
                stop = i;
            }
            self.push(&rest[..stop], Span::new(at, at + stop), RunKind::Copied);
            at += stop;
        }
        let added = self.block.text.len() - begun;
        if place.link {
            self.block.linked += added;
        }
        // Names and times inside a comment, from the innermost element that holds one.
        if added > 0
            && let Some(comment) = place.comment
            && let Some(grab) = self
                .open
                .iter()
                .rev()
                .take(6)
                .map(|o| o.grab)
                .find(|g| *g != Grab::No)
        {
            let c = &mut self.page.comments[comment];
            let words = &self.block.text[begun..];
            match grab {
                Grab::Author if !c.author_done => c.author.push_str(words),
                Grab::Time if !c.time_done => c.time.push_str(words),
                _ => {}
            }
        }
    }

    fn white(&mut self, start: usize, end: usize) {
        let span = Span::new(start, end);
        self.space = Some(self.space.map_or(span, |s| s.join(span)));
    }

    fn push(&mut self, words: &str, source: Span, kind: RunKind) {
        let place = self.place();
        if self.block.text.is_empty() {
            self.block.place = place;
            if let Some(c) = place.comment.and_then(|c| self.page.comments.get_mut(c)) {
                c.used = true;
            }
        } else if let Some(space) = self.space {
            let kind = if &self.html[space.start..space.end] == " " {
                RunKind::Copied
            } else {
                RunKind::Decoded
            };
            self.block.add(" ", space, kind);
        }
        self.space = None;
        self.block.add(words, source, kind);
    }

    fn flush(&mut self) {
        self.space = None;
        let block = std::mem::take(&mut self.block);
        if !block.text.is_empty() {
            self.page.blocks.push(block);
        }
    }
}

impl Block {
    fn add(&mut self, words: &str, source: Span, kind: RunKind) {
        let start = self.text.len();
        self.text.push_str(words);
        if kind == RunKind::Copied
            && let Some(last) = self.runs.last_mut()
            && last.kind == RunKind::Copied
            && last.source.end == source.start
        {
            last.source.end = source.end;
            last.text.end = self.text.len();
            return;
        }
        self.runs.push(Run {
            text: Span::new(start, self.text.len()),
            source,
            kind,
        });
    }
}

const AUTHOR: &[&str] = &[
    "fn",
    "author",
    "comment-author",
    "comment_author",
    "comment-author-link",
    "username",
    "comment-by",
    "commenter",
    "user",
    "creator",
    "publisher-anchor-color",
    "postprofile-name",
    "comment-name",
    "commentauthor",
];
const WHEN: &[&str] = &[
    "comment-date",
    "comment-metadata",
    "comment-time",
    "comment-timestamp",
    "timestamp",
    "published",
    "comment-permalink",
    "date",
    "datetime",
    "commentmetadata",
    "comment-footer-date",
    "post-time",
    "time",
    "time-ago",
    "comment-meta",
    "comment_date",
];

fn is_comment(name: &str, class: &str, id: &str, item: &str, sort: &str) -> bool {
    if !matches!(
        name,
        "li" | "div" | "article" | "section" | "dl" | "dd" | "tr" | "table"
    ) {
        return false;
    }
    let digits = |rest: &str| {
        let rest = rest.trim_start_matches('-');
        !rest.is_empty()
            && rest.bytes().all(|b| b.is_ascii_alphanumeric())
            && rest.bytes().any(|b| b.is_ascii_digit())
    };
    let by_id = [
        "li-comment",
        "div-comment",
        "comment",
        "dsq-comment",
        "post",
    ]
    .iter()
    .any(|p| {
        id.strip_prefix(p).is_some_and(&digits)
            && (*p != "post" || class.contains("post-content") || class.contains("comment"))
    });
    let mut words = class.split_ascii_whitespace();
    let phpbb = id
        .strip_prefix('p')
        .is_some_and(|r| !r.is_empty() && r.bytes().all(|b| b.is_ascii_digit()))
        && class.split_ascii_whitespace().any(|w| w == "post");
    by_id
        || phpbb
        || sort.ends_with("/Comment")
        || sort.ends_with("/UserComments")
        || item == "comment"
        || words.any(|w| {
            matches!(
                w,
                "comment" | "topic-post" | "crawler-post" | "comment-item" | "comment-block"
            )
        })
}

impl Place {
    fn describe(&mut self, name: &str, class: &str, id: &str, item: &str) {
        let has = |list: &[&str]| {
            class
                .split_ascii_whitespace()
                .chain(std::iter::once(id))
                .any(|w| list.contains(&w))
        };
        match name {
            "blockquote" => self.quote = true,
            "figcaption" => self.caption = true,
            "nav" | "footer" | "aside" | "form" => self.chrome = true,
            "p" => self.paragraph = true,
            "a" => self.link = true,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading = name.as_bytes()[1] - b'0',
            _ => {}
        }
        if class.contains("caption") && !has(&["captioned"]) {
            self.caption = true;
        }
        if has(&[
            "byline",
            "author",
            "article-author",
            "post-author",
            "entry-author",
            "author-name",
            "dateline",
        ]) || class.contains("byline")
            || item == "author"
        {
            self.byline = true;
        }
        if class.contains("twitter-tweet") || class.contains("instagram-media") {
            self.embedded = true;
        }
        if has(&[
            "sidebar",
            "footer",
            "navigation",
            "menu",
            "breadcrumb",
            "breadcrumbs",
            "related",
            "newsletter",
            "social",
            "share",
        ]) {
            self.chrome = true;
        }
    }
}

/// Lower-case name at the start of `rest`.
fn tag_name(rest: &str) -> String {
    let end = rest
        .bytes()
        .position(|b| b.is_ascii_whitespace() || b == b'>' || b == b'/')
        .unwrap_or(rest.len());
    rest.get(..end).unwrap_or_default().to_ascii_lowercase()
}

/// First place of `what` in `bytes` at or after `from`.
fn find(bytes: &[u8], from: usize, what: &[u8]) -> Option<usize> {
    let rest = bytes.get(from..)?;
    let mut at = 0;
    while let Some(next) = rest[at..].iter().position(|b| *b == what[0]) {
        if rest[at + next..].starts_with(what) {
            return Some(from + at + next);
        }
        at += next + 1;
    }
    None
}

/// The range up to the end tag of `name`, and where reading goes on.
fn raw(html: &str, from: usize, name: &str) -> (std::ops::Range<usize>, usize) {
    let bytes = html.as_bytes();
    let mut at = from;
    while let Some(end) = find(bytes, at, b"</") {
        let after = end + 2 + name.len();
        if bytes
            .get(end + 2..after)
            .is_some_and(|n| n.eq_ignore_ascii_case(name.as_bytes()))
        {
            let next = find(bytes, after, b">").map_or(bytes.len(), |e| e + 1);
            return (from..end, next);
        }
        at = end + 2;
    }
    (from..bytes.len(), bytes.len())
}

/// Attributes from `at`, names in lower case and values decoded; and where the tag ends.
fn attributes(html: &str, mut at: usize) -> (Vec<(String, String)>, usize) {
    let bytes = html.as_bytes();
    let mut found = Vec::new();
    while at < bytes.len() {
        match bytes[at] {
            b'>' => return (found, at + 1),
            b if b.is_ascii_whitespace() || b == b'/' => at += 1,
            _ => {
                let start = at;
                at += 1;
                while at < bytes.len()
                    && !matches!(bytes[at], b'=' | b'>' | b'/')
                    && !bytes[at].is_ascii_whitespace()
                {
                    at += 1;
                }
                let name = html.get(start..at).unwrap_or_default().to_ascii_lowercase();
                let mut look = at;
                while look < bytes.len() && bytes[look].is_ascii_whitespace() {
                    look += 1;
                }
                if bytes.get(look) != Some(&b'=') {
                    found.push((name, String::new()));
                    continue;
                }
                at = look + 1;
                while at < bytes.len() && bytes[at].is_ascii_whitespace() {
                    at += 1;
                }
                let value = match bytes.get(at) {
                    Some(quote @ (b'"' | b'\'')) => {
                        let start = at + 1;
                        let end = find(bytes, start, &[*quote]).unwrap_or(bytes.len());
                        at = (end + 1).min(bytes.len());
                        start..end
                    }
                    _ => {
                        let start = at;
                        while at < bytes.len()
                            && bytes[at] != b'>'
                            && !bytes[at].is_ascii_whitespace()
                        {
                            at += 1;
                        }
                        start..at
                    }
                };
                found.push((name, decoded(html.get(value).unwrap_or_default())));
            }
        }
    }
    (found, bytes.len())
}

/// `raw` with its entities decoded.
pub(crate) fn decoded(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let (letters, len) = entity(rest).unwrap_or_else(|| ("&".to_owned(), 1));
        out.push_str(&letters);
        rest = &rest[len..];
    }
    out.push_str(rest);
    out
}
