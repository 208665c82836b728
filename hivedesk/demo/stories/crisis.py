"""Contacts in which a placement, or a carer, was kept; each with what shows it."""

from __future__ import annotations

from .template import story

AVERTED = (
    story(
        "De-escalation, Behaviour, Meetings and procedures",
        "<carer> [rang in tears|rang at breakfast]: [I cannot do this any more|the notice was "
        "already written]. <child> had [hit out three times in a week|run off twice], and nobody "
        "had slept. I drove over. We [got through the day hour by hour|took the day apart], "
        "found [two nights at <link>'s for <child>|a sleepover at <link>'s] and brought in the "
        "PSW. By evening <carer> [put the letter in a drawer|said: I do not want <him> to go, I "
        "want to sleep].",
        "<child> [asked whether <he> may come back after|hugged <carer> at the door of <his> own "
        "accord].",
        "[PSW twice a week for six weeks|Two planned sleepovers a month for now] and I ring every "
        "evening this week.",
        "Meet <carer> and the PSW about <child>",
        ages=(6, 15),
        ways="h",
        brought_in="psw",
        evidence="[<carer> had told <ssw> in writing that notice was coming and took it back on "
        "the same day|Notice e-mail to the team, withdrawn two days later; PSW's plan "
        "signed by all].",
    ),
    story(
        "Tired carer, School",
        "[Emergency call|Long evening] at <carer>'s. With <child> [excluded and home all day|up "
        "every night for a month], they had [decided to end it at the review|asked for a move]. "
        "We talked until [ten|past nine]. What they need is [three school mornings|one night in "
        "seven], not another home for <him>. [<link> can take day care on Mondays and "
        "Wednesdays|<link> has Fridays].",
        "<child> [came down and asked if everybody was still friends|has never been told <he> "
        "may stay; now <he> has].",
        "[<carer> withdraws the request for a move|The request waits until we have tried six "
        "weeks of this]. <ssw> agrees.",
        "See whether the weekly arrangement holds at <carer>'s",
        ages=(6, 14),
        ways="h",
        brought_in="ssw",
        evidence="[The request for a move was logged and is now withdrawn; <ssw> confirmed by "
        "e-mail|Review minutes: placement to continue, with the Hive's weekly day care "
        "named as the reason].",
    ),
    story(
        "Behaviour, Going home",
        "<child> [said <he> would keep running until somebody sends <him> home|packed three "
        "times this week]. <carer> [was at the end of it|had asked for the stability meeting]. I "
        "[sat on the back step with both|took <child> for a drive first and listened]. It is "
        "about [a promise made at family time|a brother who went home without <him>]. [Once that "
        "was said, the shouting stopped|Nobody had told <him> why].",
        "<child> [unpacked by <him>self|asked <carer> to put <his> pictures back up].",
        "[<csw> comes on Friday to explain it to <child>|The psychologist sees <carer> twice], "
        "and the meeting is put off.",
        "Hear from <csw> after the talk with <child>",
        ages=(9, 16),
        ways="ho",
        brought_in="psychology",
        evidence="[Stability meeting called and stood down by <csw> after the visit|<csw>'s "
        "note: carers had asked for a move and now wish to go on].",
    ),
)

STAYING = (
    story(
        "Tired carer, Payments",
        "<carer> had [drafted a resignation|an appointment with an agency that pays more]. We "
        "[met at the garden centre|had a long lunch] and I asked what would have to be "
        "different. [Not the money, in the end|The money, and being the last to hear things]. [A "
        "named person out of hours|The skills assessment, which nobody had started] is something "
        "we can do.",
        "[<carer> would miss this lot, and said so|Eleven years of fostering, and still moved by "
        "each child].",
        "[I ask the manager about the skills assessment|<carer> sleeps on it and comes to the "
        "group].",
        "Tell <carer> what the manager says",
        ways="o",
        only="open",
        evidence="[Resignation not sent; <carer> has agreed dates for the skills assessment with "
        "<ssw>|<carer> cancelled the agency's visit and told <ssw> why].",
    ),
)
