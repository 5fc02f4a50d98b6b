//! Comment threads in the mark-up of common systems: who, when, which number, answering whom.

use sayso_read::{Sidecar, Source, check_document, payload, read};
use sayso_record::{Capture, Segment, SegmentKind, id::sha256_hex};

const ARTICLE: &str = "<article><h1>Bridge shut</h1><p>The bridge at Talbaya was shut on Monday by order of the mayor, who said that shells had weakened two of its arches and that repairs would take a week.</p><p>Drivers waited on both banks until the evening, and the market was held in the school yard instead of the square by the river.</p></article>";

/// The comments of a page that holds the article and this thread, with their words.
fn comments(thread: &str) -> Vec<(Segment, String)> {
    let html = format!(
        "<html><head><title>Bridge shut</title></head><body>{ARTICLE}{thread}</body></html>"
    );
    let source = Source {
        name: "page.html".into(),
        path: None,
        id: "page".into(),
    };
    let capture = Capture {
        sha256: sha256_hex(html.as_bytes()),
        media_type: "text/html".into(),
        name: source.name.clone(),
        size: html.len() as u64,
    };
    let (documents, _) = read(&source, &capture, html.as_bytes(), &Sidecar::default());
    let document = &documents[0];
    let bytes = payload(html.as_bytes(), &document.unwrap).expect("the steps replay");
    check_document(document, &bytes).expect("law 1");
    let body: String = document
        .segments
        .iter()
        .filter(|s| s.kind == SegmentKind::Body)
        .filter_map(|s| s.span().text(&document.text))
        .collect();
    assert!(
        body.contains("two of its arches") && !body.contains("nine trucks"),
        "{body}"
    );
    document
        .segments
        .iter()
        .filter(|s| s.kind == SegmentKind::Comment)
        .map(|s| (s.clone(), document.text[s.start..s.end].to_owned()))
        .collect()
}

fn check(found: &[(Segment, String)], second_answers_first: bool) {
    assert_eq!(found.len(), 2, "{found:#?}");
    let (first, second) = (&found[0].0, &found[1].0);
    assert_eq!(first.author.as_deref(), Some("Rana Saad"), "{found:#?}");
    assert_eq!(second.author.as_deref(), Some("Omar"), "{found:#?}");
    assert!(found[0].1.contains("I saw nine trucks turn back."));
    assert!(found[1].1.contains("So did I, from the school."));
    for segment in [first, second] {
        assert!(
            segment
                .time
                .as_deref()
                .is_some_and(|t| t.starts_with("2016-12-12T")),
            "{segment:#?}"
        );
    }
    if second_answers_first {
        assert_eq!(
            second.reply_to,
            std::slice::from_ref(&first.id),
            "{found:#?}"
        );
    }
}

#[test]
fn blogger() {
    check(
        &comments(
            "<div id=comments><ol><li class=comment id=c101><div class=comment-block><div class=comment-header><cite class=user><a href=/u>Rana Saad</a></cite><span class=datetime><a href=#>2016-12-12T14:48:00Z</a></span></div><p class=comment-content>I saw nine trucks turn back.</p></div><div class=comment-replies><ol><li class=comment id=c102><div class=comment-block><div class=comment-header><cite class=user>Omar</cite><span class=datetime><a href=#>2016-12-12T14:52:00Z</a></span></div><p class=comment-content>So did I, from the school.</p></div></li></ol></div></li></ol></div>",
        ),
        true,
    );
}

#[test]
fn typepad() {
    check(
        &comments(
            "<div class=comments><div class=comment id=comment-6a00e5501><div class=comment-content><p>I saw nine trucks turn back.</p></div><p class=comment-footer>Posted by: <a href=/r>Rana Saad</a> | <a href=#c>Dec 12 2016 14:48 utc</a> | 1</p></div><div class=comment id=comment-6a00e5502><div class=comment-content><p>@1 So did I, from the school.</p></div><p class=comment-footer>Posted by: <a href=/o>Omar</a> | <a href=#d>Dec 12 2016 14:52 utc</a> | 2</p></div></div>",
        ),
        true,
    );
}

#[test]
fn discourse_for_crawlers() {
    check(
        &comments(
            "<div class='topic-body crawler-post' itemprop=comment itemscope itemtype='http://schema.org/Comment'><div class=crawler-post-meta><span class=creator itemprop=author itemscope><a href=/u/r><span itemprop=name>Rana Saad</span></a></span><time itemprop=datePublished datetime='2016-12-12T14:48:00Z' class=post-time>December 12</time><span itemprop=position>2</span></div><div class=post itemprop=text><p>I saw nine trucks turn back.</p></div></div><div class='topic-body crawler-post' itemprop=comment itemscope itemtype='http://schema.org/Comment'><div class=crawler-post-meta><span class=creator itemprop=author itemscope><a href=/u/o><span itemprop=name>Omar</span></a></span><time itemprop=datePublished datetime='2016-12-12T14:52:00Z' class=post-time>December 12</time><span itemprop=position>3</span></div><div class=post itemprop=text><p>So did I, from the school.</p></div></div>",
        ),
        false,
    );
}

#[test]
fn phpbb() {
    check(
        &comments(
            "<div id=p201 class='post bg1'><div class=postbody><p class=author>by <strong><a class=username href=/r>Rana Saad</a></strong> » <time datetime='2016-12-12T14:48:00+00:00'>Mon Dec 12, 2016</time></p><div class=content>I saw nine trucks turn back.</div></div></div><div id=p202 class='post bg2'><div class=postbody><p class=author>by <strong><a class=username href=/o>Omar</a></strong> » <time datetime='2016-12-12T14:52:00+00:00'>Mon Dec 12, 2016</time></p><div class=content><blockquote><cite>Rana Saad wrote:</cite>I saw nine trucks turn back.</blockquote>So did I, from the school.</div></div></div>",
        ),
        false,
    );
}

#[test]
fn schema_org_and_disqus_as_static_mark_up() {
    check(
        &comments(
            "<section><div itemprop=comment itemscope itemtype='https://schema.org/Comment'><span itemprop=author>Rana Saad</span> <time itemprop=dateCreated datetime='2016-12-12T14:48Z'>then</time><p itemprop=text>I saw nine trucks turn back.</p></div><div itemprop=comment itemscope itemtype='https://schema.org/Comment'><span itemprop=author>Omar</span> <time itemprop=dateCreated datetime='2016-12-12T14:52Z'>then</time><p itemprop=text>So did I, from the school.</p></div></section>",
        ),
        false,
    );
    check(
        &comments(
            "<div id=disqus_thread><ul id=dsq-comments><li id=dsq-comment-11><div class=dsq-comment-header><cite id=dsq-cite-11><span id=dsq-author-user-11 class=author>Rana Saad</span></cite><time datetime='2016-12-12T14:48Z'>a day ago</time></div><div class=dsq-comment-body><p>I saw nine trucks turn back.</p></div><ul class=children><li id=dsq-comment-12><cite><span class=author>Omar</span></cite><time datetime='2016-12-12T14:52Z'>a day ago</time><div class=dsq-comment-body><p>So did I, from the school.</p></div></li></ul></li></ul></div>",
        ),
        true,
    );
}
