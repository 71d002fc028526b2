"""Lines of banners that ask for consent to cookies, and of boxes that sell a subscription, told by their phrases."""

import re

from interviewer.ingest.furniture_rules import CONTROLS, PROMOTION, rule

CONSENT = "a banner that asks for consent"
_SITE = r"(?:this|our|the|your) (?:web ?)?(?:site|page|app|service|platform)s?"
_COOKIES = r"(?:cookies?|similar technolog\w+|trackers?|tracking technolog\w+)"
_PLAN = r"(?:premium|pro|plus|gold|platinum|membership|full access|all[- ]access)"
_GOODS = (
    r"(?:questions?|problems?|exercises?|quizzes|answers?|tests?|mock interviews?|flash ?cards?|challenges?|topics?)"
)
_PERIOD = r"(?:month|mo|year|yr|week|wk)"

BANNERS = (
    rule(
        CONSENT,
        80,
        r"^\W*(?:we (?:value|respect|care about|take)|(?:about )?your) (?:your )?privacy"
        r"(?: (?:matters?|is important|choices?|settings?|preferences?|very|seriously|and|to|us))*\W*$",
        rf"^\W*(?:we|{_SITE}) (?:(?:and|,)? ?(?:our|selected|third[- ]party|trusted|\d[\d,.]*) ?(?:\d[\d,.]* )?"
        rf"(?:partners?|parties|vendors?|affiliates?) )?(?:may )?(?:also )?uses? "
        rf"(?:[\w-]+ (?:and )?){{0,3}}{_COOKIES}\b"
        r".{0,200}\b(?:your (?:\w+ )?experience|best experience|(?:our|this|the) (?:web ?)?(?:site|traffic|services?)"
        r"|you (?:agree|consent|accept)|(?:targeted|personali[sz]ed) (?:ads?|content|advertis\w+)|personali[sz]e"
        r"|advertis\w+|visitors|(?:your|the|each) visit|(?:some|few|many) others)\b",
        r"^\W*we and our (?:\d[\d,.]* )?(?:\w+ )?(?:partners|vendors|affiliates)\b.{0,200}"
        r"\b(?:stor\w+|access|process|cookies?|device|data)\b",
        rf"^\W*by (?:continuing|clicking|using|browsing|visiting|accepting)\b.{{0,120}}\byou\b.{{0,40}}"
        rf"\b(?:agree|consent|accept)\b.{{0,80}}\b(?:{_COOKIES}|privacy)\b",
        rf"^\W*{_SITE} (?:is using|uses) cookies\W*$",
        r"^\W*you can (?:change|withdraw|manage|update) your (?:mind|consent|choices?|(?:cookie )?(?:preferences|"
        r"settings))\b",
    ),
    rule(
        CONTROLS,
        7,
        r"^\W*(?:accept|reject|allow|decline|deny|agree to|refuse)(?: (?:all|optional|selected|non-essential|the))*"
        r"(?: (?:all|cookies))\W*(?:and (?:close|continue|proceed|visit site)\W*)?$",
        r"^\W*(?:(?:accept|allow|use|only|strictly|essential|necessary)\s+){1,3}(?:necessary|essential)?\s?"
        r"(?:cookies)(?: only)?\W*$",
        r"^\W*(?:necessary|essential) only\W*$",
        r"^(?:\W*\b(?:accept|reject|decline|allow|deny|manage|customi[sz]e|all|cookies?|preferences|settings|options)\b)"
        r"{3,}\W*$",
        r"^\W*(?:manage|customi[sz]e|change|set|view|cookie|privacy|consent|your)\s+"
        r"(?:my |your |cookies? |consent |privacy )*"
        r"(?:preferences|settings|choices|options|cookies|policy|partners|vendors)\W*$",
        r"^\W*(?:i (?:agree|accept)|accept (?:&|and) (?:close|continue)|continue without (?:accepting|agreeing))\W*$",
        r"^\W*do not sell (?:or share )?my (?:personal )?(?:data|info\w*)\W*$",
    ),
)
_BUTTON = re.compile(
    r"\W*(?:accept|reject|decline|deny|agree|got it|ok(?:ay)?|close|dismiss|allow|refuse|customi[sz]e|more options"
    r"|learn more|more info\w*|read more|settings|preferences|i understand|yes|no|no,? thanks)\W*$",
    re.IGNORECASE,
)
"""What a banner's button says that an answer may say as well."""

OFFERS = (
    rule(
        PROMOTION,
        30,
        rf"^\W*(?:want|need|looking for) (?:\d+\+? |many |even )?more (?:[\w-]+ ){{0,4}}{_GOODS}\b[^?]{{0,40}}\?",
        rf"^\W*(?:want|need|looking for|ready for|craving|like)\b.{{0,60}}\b{_GOODS}\b[^?]{{0,40}}\?\W*"
        r"(?:try|get|go|join|upgrade|check|unlock|start|sign|download|see|visit|head|subscribe|browse|practi[cs]e)\b",
        r"^\W*(?:enjoy(?:ing|ed)?|lik(?:ing|ed?)|found) (?:this|it|what you (?:read|see))(?: \w+){0,2}\?",
        r"\b(?:next|new|latest|every) (?:posts?|articles?|issues?|lessons?) (?:\w+ ){0,2}(?:in|to|into) your inbox\b",
        rf"^\W*(?:upgrade|go|switch|get|try|join|subscribe)\b(?: (?:to|for|our|the|now|\w+)){{0,3}} {_PLAN}\b"
        r"(?: (?:to|for|and|today|now|plan|members?hip)\b.{0,80})?\W*$",
        rf"^\W*(?:get|unlock|access|practi[cs]e|browse|solve|see|explore)\b(?: (?:instant|full|unlimited))?"
        rf"(?: access)?(?: to)? (?:all |over |more than |the other )*(?:\d[\d,.]+k?\+?|\d[k+]) "
        rf"(?:more )?(?:[\w-]+ ){{0,3}}{_GOODS}\b"
        r"(?! (?:in|per|of|from)\b).{0,60}$",
        rf"^\W*(?:only )?(?:from |for )?(?:just )?[$€£₹]\s?\d[\d.,]*\s?(?:/|per|a)\s?{_PERIOD}\b.{{0,50}}$",
        r"^\W*(?:this|the (?:full|rest)|see the|read the|to (?:see|read|unlock))\b.{0,60}\b(?:for|to|is|with)\b.{0,20}"
        r"\b(?:premium|pro|paid|paying|plus) (?:members?|users?|subscribers?|only|plan|content|feature)\W*$",
    ),
    rule(
        PROMOTION,
        12,
        r"^\W*(?:(?:start|begin|get|try|includes?|with|your|a|my|our|the) )*\d+[- ]?(?:days?|weeks?|months?)"
        r" (?:risk[- ])?(?:free )?(?:trial|money[- ]back guarantee)\b[^.?!]{0,40}\W*$",
        r"^\W*(?:(?:start|begin|get|claim|try)\s+)?(?:your|a|my|our) free trial\W*$",
        r"^\W*(?:free trial|no credit card|no card|cancel any ?time)"
        r"(?: (?:available|required|needed|necessary|included))?"
        r"(?:\W+(?:no credit card|cancel any ?time|free trial)(?: (?:required|needed))?)*\W*$",
        r"^\W*(?:trusted|loved|used) by (?:over |more than )?\d[\d,.]*[km]?\+? (?:\w+ ){0,2}(?:learners|developers"
        r"|engineers|students|users|candidates|professionals)\b.{0,30}$",
    ),
    rule(
        CONTROLS,
        5,
        r"^\W*(?:explain|copy|ask|run|try|open|download|view|edit|fork|execute|expand|collapse|wrap)"
        r" (?:this |the |with |in |on |it |an? )*"
        r"(?:code|snippet|ai|ai assistant|ai tutor|chatgpt|copilot|colab|playground|editor|sandbox|codepen|replit)\W*$",
        r"^\W*(?:copy|copied|copy to clipboard|explain (?:this )?with ai|try it yourself)\W*[!»]*$",
    ),
)


def is_button(text: str) -> bool:
    """Whether the line says no more than a button does that stands below a banner."""
    return bool(_BUTTON.match(text))
