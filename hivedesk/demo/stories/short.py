"""Texts and e-mails: a few lines, as they are."""

from __future__ import annotations

from .template import story

SHORT = (
    story(
        "School",
        "[Text from <carer>|Message from <carer>] about the school gate: <child> [went in "
        "without a fuss|cried and was fine by register]. Sent [a thumbs up and a well done to "
        "both|back a word of cheer].",
        "<child> [walked in by <him>self|held the teacher's hand].",
        ages=(4, 11),
        ways="t",
    ),
    story(
        "School",
        "[Asked by text how|Texted to hear how] the [spelling test|sports day|assembly|school "
        "trip] went. [Brilliantly|Better than feared], says <carer>; <child> [came third and is "
        "telling the postman|remembered every line].",
        "<child> [was proud of <him>self|wants it framed].",
        ages=(6, 12),
        ways="t",
        months=(2, 3, 5, 6, 7, 10, 11),
    ),
    story(
        "Sleep",
        "[Short night again|Up since four], <carer> writes. [Offered to ring tonight|Said I am "
        "up early anyway, ring if you like]. [Answer: a heart|Answer: later, nap first].",
        "",
        "[I ring this evening|We look at the nights at the weekend].",
        ways="t",
    ),
    story(
        "Family time",
        "[<carer> texted from the car park|Quick message]: family time done, <child> [calm|a bit "
        "wound up|asleep in the back before the roundabout]. [Chips on the way home, as "
        "agreed|Cocoa and early night planned].",
        "[On time both ways, everybody|<child> hugged <his> mum and came away easily].",
        ages=(3, 14),
        ways="t",
    ),
    story(
        "The Hive",
        "[Reminder about|Message about] the [group on Tuesday|social on Saturday|group this week]. "
        "<carer> [is coming and bringing cake|comes if the car does|cannot, sends love].",
        "",
        ways="t",
        only="open",
    ),
    story(
        "The Hive",
        "Wished <child> a happy birthday by [text|a very bad drawing of a cake]. <He> sent a "
        "[voice message back, mostly giggling|thank you with eleven emojis].",
        "[A good day, says <carer>, only the one wobble|<child> blew out all the candles at the "
        "first try].",
        ages=(4, 15),
        ways="t",
        only="birthday",
    ),
    story(
        "Settling in",
        "[How was the first week|How are the first days]? <carer>: [tired, good, tired|quieter "
        "than expected]. <child> [has eaten beans on toast six times|sleeps with the light on "
        "and that is fine].",
        "<child> [said good night first|asked what is for tea].",
        "I ring [tomorrow|on Friday].",
        ages=(3, 13),
        ways="t",
        only="new_child",
    ),
    story(
        "Behaviour",
        "[Bad quarter of an hour after school|Wobble at teatime], writes <carer>, [over now|all "
        "calm again]. Texted back [that the ending is what counts|well held, and put the kettle "
        "on].",
        "[<child> said sorry|No door was harmed].",
        ages=(5, 15),
        ways="t",
    ),
    story(
        "Payments",
        "E-mailed <carer> the [mileage form|link for the claims page|page of the handbook on "
        "allowances] with [the box to tick marked in yellow|a line on where people go wrong].",
        "",
        "<carer> sends it [this week|back by Friday].",
        ways="e",
    ),
    story(
        "Training",
        "Sent <carer> the [dates for the autumn courses|joining link for Thursday|reading for "
        "the workshop]. [Answer came the same evening|Answer: which one first?] and I [suggested "
        "the shorter one|said, the one that sounds like home].",
        "<carer> [had already read the first part|asked a good question about it].",
        "",
        "Ask <carer> whether the course is booked",
        ways="e",
    ),
    story(
        "Meetings and procedures",
        "[Read through|Looked over] <carer>'s e-mail to <csw> before it went. [Two words softer, "
        "one date added|Only moved the question to the top]. [Clear and fair|A good e-mail].",
        "[<carer> led with what is going well|It says what <child> wants, in <his> words].",
        "",
        "Ask <carer> whether <csw> has answered",
        ages=(3, 17),
        ways="e",
    ),
    story(
        "Recording",
        "<carer> sent [Monday's entry|a page of notes] to look at. [Fair and clear|Good], wrote "
        "back with [one question|a thought on the last line: what happened next?].",
        "[The good moment is in it without being asked for|<carer> wrote what <child> said, not "
        "what it meant].",
        "",
        ages=(2, 17),
        ways="e",
    ),
    story(
        "Health",
        "[Dentist done|Jabs done|Optician done], <carer> texts. <child> [was braver than "
        "<carer>|got a sticker and lost it twice|needs glasses and has picked green ones].",
        "<child> [is proud|asked all the questions <him>self].",
        ages=(3, 12),
        ways="t",
    ),
    story(
        "Tired carer",
        "[Just checking in by text|A line to say I am thinking of them] after [last week|the "
        "weekend]. <carer>: [better|plodding on|slept]. [Left it at that|Said the door is open].",
        "",
        ways="t",
    ),
    story(
        "Sleepovers",
        "[Sorted|Settled] the times with <carer> for <link>'s: [after tea on Friday|half past "
        "four], back [Sunday lunchtime|by three on Sunday]. [Bear, toothbrush, wellies|Swimming "
        "things and the blue blanket].",
        "<child> [has been packed since Wednesday|asks how many sleeps].",
        ages=(4, 12),
        ways="t",
        only="open",
    ),
    story(
        "Friends and hobbies",
        "[Photo from <carer>|A picture came]: <child> [on a bike, no stabilisers|with a medal as "
        "big as a saucer|covered in paint, beaming|holding the neighbour's guinea pig]. Wrote "
        "back [how much that made my day|well done, from me].",
        "<child> [did it without help|kept at it until it worked].",
        ages=(4, 10),
        ways="t",
    ),
    story(
        "The Hive",
        "[No news is good news|All well], says <carer>. [Garden, washing, homework|Busy with "
        "work]. [Will shout if needed|Coffee soon].",
        "",
        ways="t",
    ),
    story(
        "Meetings and procedures",
        "[Which number was it out of hours|Who do I ring if the social worker is on leave]? Sent "
        "<carer> [both numbers|the duty number and when to use it]. [Nothing urgent|It was about "
        "a lost passport].",
        "",
        ways="t",
    ),
    story(
        "Independence",
        "<child> [got the interview|passed the theory test|has a college place], writes <carer>, "
        "[with three exclamation marks|and cannot stop smiling]. Sent [congratulations to both|a "
        "card].",
        "All <his> own work.",
        ages=(16, 17),
        ways="t",
    ),
    story(
        "The Hive",
        "Sent a line [so that <carer> knows I am here|to say hello]; [nothing needed at "
        "present|all quiet there, and content]. [Asked whether fortnightly is still right: "
        "yes|Will write again in a few weeks].",
        "",
        ways="t",
        only="connected",
    ),
    story(
        "The Hive",
        "[Thinking of you, take the time you need|No need to answer], I wrote to <carer>. [A "
        "thumbs up came back|Got a kind line in return].",
        "",
        ways="t",
        only="hold",
    ),
    story(
        "The Hive",
        "[Any news from the placements team|Heard anything yet]? [Not so far|One call, came to "
        "nothing|A maybe for next week], <carer> writes. [The room waits|Painting the shed "
        "meanwhile|Visiting <friend> on Friday instead of sitting by the phone]. [Sent a picture "
        "of my untidy kitchen|Wished them a quiet week|Said the right one will come].",
        ways="te",
        only="empty",
    ),
    story(
        "The Hive",
        "<carer> [offered the cot|offered a pile of school jumpers|offered to sit with "
        "somebody's children|wants to bake for the group]. [Passed it on to <friend>|Put it on "
        "the Hive's list|Said yes before the sentence was over]. [Collected on the way "
        "home|Handed over at the next group|<carer> drops it off].",
        ways="te",
        only="empty",
    ),
    story(
        "Tired carer, The Hive",
        "[How is the quiet|How are the days without a child]? [Strange|Good in the mornings, "
        "long in the evenings|Restful, and then not], says <carer>. [We fixed a walk|Sent the "
        "dates of the choir|Coffee on me on Thursday|Rang that evening instead of texting on].",
        ways="te",
        only="empty",
    ),
    story(
        "The Hive",
        "[A photo from|Three lines from] <carer>: [the garden in the sun|a lopsided cake|the dog "
        "in a paddling pool|a heap of ironing]. [All is well there|Nothing needed|Busy, and glad "
        "of it]. Sent [one of our own chaos back|a thumbs up|love to the whole house].",
        ways="te",
    ),
)
