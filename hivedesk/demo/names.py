"""Names of invented people, as mixed as Hampshire is."""

from __future__ import annotations

import random
from dataclasses import dataclass


@dataclass(frozen=True)
class Pool:
    """First and last names that are often met together."""

    weight: int
    women: tuple[str, ...]
    men: tuple[str, ...]
    last: tuple[str, ...]


def _pool(weight: int, women: str, men: str, last: str) -> Pool:
    return Pool(weight, tuple(women.split()), tuple(men.split()), tuple(last.split()))


BRITISH = _pool(
    72,
    "Ruth Karen Sally Denise Alison Tracey Julie Maureen Heather Gillian Lorraine Donna Wendy "
    "Carol Beverley Jackie Lynne Mandy Nicola Joanne Samantha Rachel Emma Claire Gemma Hannah "
    "Kerry Leanne Stacey Vicky Becky Charlotte Laura Kirsty Siobhan Bronwen Morag Eileen "
    "Philippa Georgina Tamsin Rosalind Bernadette Cheryl Dawn Elaine Frances Hilary Imelda "
    "Jeanette Marian Paula Sheila Tessa",
    "Graham Keith Trevor Nigel Martin Barry Clive Derek Stuart Adrian Gareth Neil Dean Lee "
    "Darren Wayne Craig Shaun Russell Ian Colin Malcolm Roger Dennis Alan Gary Kevin Simon "
    "Andrew Mark Tim Jonathan Matthew Daniel Tom Ben Chris Rob Steve Pete Owen Rhys Callum "
    "Fergus Angus Patrick Declan Hugh Leonard Maurice Noel Phil Ray Terry Vernon Warren",
    "Marsh Hollis Tanner Pocock Whitlock Fielder Budd Cleverly Light Stubbington Ransome Purkis "
    "Hibberd Cobb Prentice Sawyer Thatcher Kimber Rolfe Dibden Snook Penfold Lovelock Whitcher "
    "Blundell Ayling Hobbs Etherington Faulkner Gale Harding Ingram Jarvis Kemp Langley Merritt "
    "Norris Oakley Pragnell Quinn Redmond Sturgess Tilley Upton Vickers Warwick Yates Abbott "
    "Barfoot Caws Dyer Eames Frampton Goodall Hooper Isted Jupp Knight Lockyer Munday Noyce "
    "Osgood Pitt Rawlings Seward Trodd Unwin Veal Windebank Biddlecombe Churcher Duffield Emery "
    "Foyle Glasspool Haskell Ivory Jerrard Kitcher Lampard Mant Newland Olding Plumbley Rickman "
    "Shergold Toogood Underhill Vine Wingham Ashdown Bramley Copley Dunning Elkins Figgins Grist "
    "Halfpenny Inwood Kneller Loader Moody Nutbeam Orchard Parsons Rumbold Spicer Twyford Vokes "
    "Wakeford Arnott Bevis Chalk Draper Ellery Fry Gilchrist Hedges Jenner Keating Lister Mackie "
    "Nolan Ogden Pascoe Renshaw Stacey Travers Urquhart Vincent Wetherall Alcock Brannigan "
    "Crichton Donnelly Evans Fairclough Griffiths Hennessy Innes Jardine Kavanagh Llewellyn "
    "McBride Naughton Oldroyd Pryce Rafferty Sinclair Tregenza Vaughan Wardle Bickerstaff "
    "Crabtree Dewhurst Entwistle Fothergill Greenhalgh Haworth Kershaw Lumley Metcalfe Ollerton "
    "Pickersgill Rigby Sowerby Thwaite Ullman Varley Winstanley Airey Beamish Coulthard Dunstan "
    "Elphick Fishlock Garland Hayward Jeffery Keeble Ludlow Maidment Northover Paddick Rennie "
    "Sherwin Tuffin Wadham Yeates",
)
OTHERS = (
    _pool(
        7,
        "Ngozi Adaeze Funmi Abena Yewande Grace Comfort Blessing Marcia Sharon Yvonne Precious",
        "Emeka Tunde Kwame Kofi Chidi Samuel Winston Desmond Leroy Isaac Femi Joseph",
        "Okafor Adeyemi Mensah Boateng Campbell Bailey Nwosu Owusu Eze Bello Grant Osei Balogun",
    ),
    _pool(
        7,
        "Meena Priya Harpreet Shabana Nasreen Anjali Fatima Rukhsana Sunita Kiran Ayesha Geeta",
        "Rajesh Imran Gurdeep Tariq Sanjay Anil Yusuf Harjit Dinesh Kamran Vikram Salim",
        "Patel Begum Sandhu Hussain Sharma Rahman Gill Chaudhry Desai Mistry Qureshi Dhillon Nair",
    ),
    _pool(
        5,
        "Agnieszka Beata Ewa Magda Ioana Elena Ilze Rasa Katarzyna Monika",
        "Piotr Tomasz Marek Andrei Mihai Janis Darius Pawel Krzysztof Rafal",
        "Kowalczyk Nowak Wozniak Mazur Popescu Ionescu Duda Balan Wrobel Sikora",
    ),
    _pool(
        4,
        "Mei Ling Rosario Maricel Thuy Aiko Maya Nirmala Carmelita Sunniva",
        "Wei Jun Ramon Danilo Minh Bikash Prem Hiroshi Tenzin Luis",
        "Chan Wong Santos Reyes Nguyen Gurung Thapa Tamang Rai Cheung Limbu Villanueva",
    ),
    _pool(
        3,
        "Leyla Yasmin Zeynep Samira Rania Dilan Nadia Shirin",
        "Mehmet Karim Omar Reza Hassan Baran Idris Farid",
        "Yilmaz Haddad Karimi Demir Mansour Rezaei Nasser Aziz Kaya Saleh",
    ),
    _pool(
        2,
        "Teresa Ines Paola Giulia Lucia Marisol Eleni Despina",
        "Paulo Rui Marco Giorgos Nuno Stefano Andreas Carlos",
        "Ferreira Da-Costa Rossi Papadaki Almeida Moretti Vassiliou Pereira Lombardi",
    ),
)
GIRLS = [
    "Amelia",
    "Ava",
    "Mia",
    "Lily",
    "Poppy",
    "Evie",
    "Ellie-Mae",
    "Freya",
    "Daisy",
    "Lexi",
    "Summer",
    "Skye",
    "Ruby",
    "Scarlett",
    "Millie",
    "Maisie",
    "Layla",
    "Zara",
    "Amira",
    "Aaliyah",
    "Chloe",
    "Megan",
    "Tia",
    "Shanice",
    "Kayleigh",
    "Jasmine",
    "Nevaeh",
    "Paige",
    "Harriet",
    "Imogen",
    "Nancy",
    "Ivy",
    "Willow",
    "Orla",
    "Niamh",
    "Kasia",
    "Zofia",
    "Anya",
    "Safiya",
    "Halima",
    "Esther",
    "Naomi",
    "Keira",
    "Bethany",
    "Caitlin",
    "Libby",
    "Tilly",
    "Elsie",
    "Robyn",
    "Darcy",
    "Faith",
    "Hope",
    "Leila",
    "Mariam",
    "Thea",
    "Martha",
    "Phoebe",
    "Eden",
]
BOYS = [
    "Noah",
    "Alfie",
    "Archie",
    "Theo",
    "Finley",
    "Jayden",
    "Tyler",
    "Kai",
    "Riley",
    "Mason",
    "Logan",
    "Harley",
    "Leo",
    "Oscar",
    "Reggie",
    "Frankie",
    "Charlie",
    "Jake",
    "Connor",
    "Brandon",
    "Kian",
    "Ethan",
    "Toby",
    "Louie",
    "Rocco",
    "Ellis",
    "Jude",
    "Caleb",
    "Zac",
    "Aiden",
    "Ryan",
    "Cody",
    "Jaxon",
    "Blake",
    "Callan",
    "Dylan",
    "Levi",
    "Malachi",
    "Kwesi",
    "Yusuf",
    "Ibrahim",
    "Bilal",
    "Kacper",
    "Filip",
    "Mateo",
    "Sami",
    "Ronnie",
    "Stanley",
    "Albie",
    "Arlo",
    "Bobby",
    "Corey",
    "Danny",
    "Kieran",
    "Owen",
    "Rhys",
    "Shay",
    "Tommy",
]
CHILD_LAST = [
    "Baxter",
    "Burgess",
    "Cotton",
    "Dawes",
    "Fenn",
    "Gibbs",
    "Hurst",
    "Jennings",
    "Lacey",
    "Mills",
    "Neal",
    "Poole",
    "Reeve",
    "Slater",
    "Tibbs",
    "Wickens",
    "Arnold",
    "Bayliss",
    "Chivers",
    "Drake",
    "Eastman",
    "Fowler",
    "Goss",
    "Hannam",
    "Ives",
    "Judd",
    "Kite",
    "Legg",
    "Mayhew",
    "Nash",
    "Parrott",
    "Rudd",
    "Skinner",
    "Tull",
    "Venn",
    "Whale",
    "Aziz",
    "Bah",
    "Cooper",
    "Dhaliwal",
    "Diallo",
    "Francis",
    "Georgiou",
    "Henry",
    "Islam",
    "Jankowski",
    "Kaur",
    "Lungu",
    "Moyo",
    "Ncube",
    "Oyelaran",
    "Petrov",
    "Rahimi",
    "Sesay",
    "Tesfay",
    "Walker",
    "Young",
    "Zaman",
    "Doyle",
    "Keogh",
]


class Names:
    """Deals out names; family names only once in a county."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        self._pools = (BRITISH, *OTHERS)
        self._weights = [pool.weight for pool in self._pools]
        self._used: set[str] = set()
        self._people: set[tuple[str, str]] = set()

    def pool(self) -> Pool:
        """Where a family comes from, by weight."""
        return self._rng.choices(self._pools, self._weights)[0]

    def family(self, pool: Pool) -> str:
        """A family name nobody else in the county has."""
        rng = self._rng
        free = [name.replace("-", " ") for name in pool.last]
        free = [name for name in free if name not in self._used]
        if free and rng.random() > 0.03:
            name = rng.choice(free)
        else:
            while True:
                name = f"{rng.choice(pool.last)}-{rng.choice(BRITISH.last)}".replace("Da-", "Da ")
                first, second = name.rsplit("-", 1)
                if name not in self._used and first != second:
                    break
        self._used.add(name)
        return name

    def first(self, pool: Pool, she: bool, last: str) -> str:
        """A first name that nobody with that last name has yet."""
        names = pool.women if she else pool.men
        free = [name for name in names if (name, last) not in self._people] or list(names)
        name = self._rng.choice(free)
        self._people.add((name, last))
        return name

    def full(self) -> tuple[str, str]:
        """First and last name of somebody on the council's side."""
        pool = self.pool()
        last = self._rng.choice(pool.last).replace("-", " ")
        return self.first(pool, self._rng.random() < 0.78, last), last

    def child(self, he: bool, taken: set[str]) -> str:
        """A first name for a child, none of `taken`."""
        free = [name for name in (BOYS if he else GIRLS) if name not in taken]
        return self._rng.choice(free)

    def child_last(self) -> str:
        """A last name for a child's birth family."""
        return self._rng.choice(CHILD_LAST)


def mobile(rng: random.Random) -> str:
    """A mobile number from the range Ofcom keeps for drama."""
    return f"07700 900{rng.randrange(1000):03d}"


def landline(rng: random.Random) -> str:
    """A landline number from the range Ofcom keeps for drama."""
    return f"01632 960{rng.randrange(1000):03d}"


def email(first: str, last: str, place: str = "example.org") -> str:
    """An address that can reach nobody."""
    return f"{first}.{last}@{place}".lower().replace(" ", "").replace("'", "")
