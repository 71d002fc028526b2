"""Lines of pages and letters that are told by a phrase: mailing lists, newsletters, notes to contributors, feedback."""

from interviewer.ingest.furniture_rules import BYLINE, CONTROLS, PROMOTION, rule

LETTER = "around the text of an e-mail"
_DATE = r"(?:\d{1,4}[ ./-](?:\d{1,2}|[^\W\d_]{3,9}\.?)[ ./-]\d{1,4}|[^\W\d_]{3,9}\.? \d{1,2},? \d{4})"

PHRASES = (
    rule(
        LETTER,
        40,
        rf"^\W*on .{{0,20}}{_DATE}\b.{{0,80}}\b(?:wrote|writes)\s*:$",
        r"^\W*-{2,} ?(?:original|forwarded) message ?-{2,}\W*$",
        r"^\W*(?:to )?unsubscribe\b.{0,30}(?:\bvisit\b|\bsend\b|\bgo to\b|:|https?://).*$",
        r"^\W*[\w.+-]+ mailing list\W*$",
        r"^\W*[\w.+-]{1,60}@[\w-]+(?:\.[\w-]+)+\W*$",
        r"^\W*this (?:e-?mail|message|communication)\b.{0,60}\b(?:is|are|may be) (?:strictly )?"
        r"(?:confidential|privileged)",
        r"^\W*if you (?:are not|have received) (?:the (?:intended|named)|this (?:e-?mail|message) in error).*$",
        r"^\W*(?:intended )?recipient,? please (?:delete|destroy|notify)\b.*$",
        r"^\W*(?:sent|get outlook|sent with) (?:from|for|via|by) (?:my |outlook|i|proton|mobile|yahoo|samsung|the )"
        r"[^.?!]{0,60}(?:[.!]|$)$",
    ),
    rule(
        PROMOTION,
        40,
        r"\b(?:my|our|the|this) (?:free |weekly |monthly )?newsletter\b.{0,60}\b(?:lands?|every|each|week\w*|month\w*"
        r"|subscri\w+|inbox|sign)\b",
        r"\bsubscribe for free\b",
        r"^\W*(?:sponsored|promoted|advertisement|sponsor)(?: by \w[\w ]{0,30}| message| post)?\s*[:–—]\s*\S",
        r"\bstart (?:your|a|the) (?:free )?\d+[- ]days? (?:free )?trial\b|\bfree trial\b.{0,30}\b(?:today|now)\b",
        r"\b\d{1,2}\s?% (?:off|discount)\b.{0,60}\b(?:only|today|now|week\w*|sale|code|courses?|tracks?|plans?)\b",
        r"\btry (?:it |us )?(?:for )?free (?:for \d+ (?:days?|weeks?|months?)|today|now)\b",
        r"\b(?:buy me|buy us) a (?:coffee|beer|ko-?fi)\b",
    ),
    rule(
        CONTROLS,
        40,
        r"^\W*(?:show|hide|open|see|view|reveal|toggle|click (?:here )?(?:for|to (?:see|show|reveal|expand)))"
        r"(?: (?:the|an?|my|model|sample|full))* ?(?:answers?|solutions?|explanations?|hints?)\W*$",
        r"^[^\w#]*(?:todo|tbd|to be (?:written|done)|coming soon|work in progress|wip)\b\W*(?:(?:pull requests?|prs?"
        r"|contributions?|help|patches)\b.{0,30}\b(?:welcome|wanted|appreciated)\b)?\W*$",
        r"^\W*(?:pull requests?|prs?|contributions?) (?:are )?(?:very )?welcome\W*$",
        r"^\W*(?:is |was )?(?:something|anything) (?:is )?(?:wrong|missing|unclear|broken|outdated)\b"
        r".{0,15}\b(?:page|article|post|site)\W+",
        r"^\W*(?:found|spotted|noticed) (?:an? )?(?:error|mistake|typo|bug)s?\b.{0,60}"
        r"\b(?:tell|let|write|report|open|mail)\b",
        r"^\W*did (?:i|we) (?:miss|forget)\b.{0,60}\b(?:comments?|below|tell|let (?:me|us))\b",
        r"\b(?:tell me|let (?:me|us) know|write) (?:\w+ ){0,4}in the comments?\b",
        r"^\W*\d+ (?:responses?|comments?|replies|thoughts) (?:to|on) [“\"‘'«].{1,120}$",
        r"^\W*\(no (?:model|sample|set) answer\b.{0,60}\)$",
        r"^\W*\d{1,3}(?:\.\d+)?\s?(?:%|percent) of (?:all |our )?(?:users?|people|players?|learners?|students?|readers?"
        r"|candidates?|participants?|(?:test[- ])?takers?|respondents?|visitors?) (?:got|answered|chose|picked)\b"
        r".{0,70}$",
        r"^\W*(?:you |your )(?:scored?|got)\b\W+\d.{0,40}(?:points?|questions?|%|right|correct|passed|failed).{0,60}$",
        r"^\W*(?:answered (?:correctly|wrongly|right) by|success rate|solved by|correct answers? rate)\b"
        r".{0,50}\d.{0,40}$",
        r"^\W*(?:report|flag|discuss|bookmark|skip)(?: (?:an?|this|the))? (?:problem|question|error|issue|answer)\b"
        r"(?:\W+(?:report|flag|discuss|bookmark|skip|next|previous|share|this|an?|question|problem|error|issue))*\W*$",
        r"^\W*(?:your|you) (?:answer(?:ed)?|selection|selected|chose)\b\W{0,3}\(?[a-h]\)?(?:\W+(?:in)?correct)?\W*$",
        r"^\W*(?:retake|restart|retry|share|submit|finish|next) (?:the |this )?(?:quiz|test|result|question|set)s?"
        r"\b\W*$",
        r"^\W*(?:more|other|related) (?:sets|quizzes|tests|question sets)\s*:.{0,160}$",
    ),
    rule(
        BYLINE,
        16,
        rf"^\W*(?:this page was )?(?:last |page )?(?:changed|edited|revised|updated|modified)(?: on| at|:)? {_DATE}"
        r"(?: (?:by|at|um) .{1,60})?\W*$",
    ),
)
