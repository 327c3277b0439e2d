type List<Item = string> = readonly [Item, ...Item[]];

/** First words of made-up companies. None is meant to be a real one. */
export const companyWords: List = [
  "Alder", "Amberfield", "Anchor", "Ashgrove", "Beacon", "Birchwood", "Bluewater", "Bramble", "Bridgewell", "Brightside", "Cedar", "Clearbrook",
  "Cobalt", "Copperline", "Coral Bay", "Crestview", "Driftwood", "Eastgate", "Elmhurst", "Emberly", "Evergreen", "Fairhaven", "Falcon", "Fernhill",
  "Foxglove", "Glenwood", "Granite", "Greenfield", "Greystone", "Halcyon", "Harborlight", "Hawthorn", "Hazel", "Heron", "Highmoor", "Hollybank",
  "Ironbridge", "Ivory", "Juniper", "Kestrel", "Kingfisher", "Lakeshore", "Lantern", "Larkspur", "Linden", "Longmeadow", "Magnolia", "Maple Row",
  "Marlowe", "Meridian", "Millstone", "Mistral", "Moonrise", "Mossbank", "Nightingale", "Northgate", "Oakhurst", "Old Mill", "Orchard", "Osprey",
  "Pebble", "Pinecrest", "Polaris", "Primrose", "Quarry", "Quill", "Ravenwood", "Redfern", "Ridgeway", "Riverbend", "Rosewood", "Rowan",
  "Saffron", "Sandpiper", "Silverleaf", "Skylark", "Solstice", "Sparrow", "Springwell", "Starling", "Stonebridge", "Summit", "Sycamore", "Tamarack",
  "Thistle", "Tidewater", "Timberline", "Trellis", "Umber", "Valley Forge", "Vesper", "Walnut", "Westbrook", "Whitecap", "Wildrose", "Willow",
  "Windermere", "Winterset", "Wren", "Yarrow",
];

/** Second words with the industry, as the CRM's pick list has it. */
export const trades: List<readonly [word: string, industry: string]> = [
  ["Foods", "Small/Medium Enterprise"], ["Logistics", "Service Provider"], ["Software", "Technology"], ["Robotics", "Technology"],
  ["Analytics", "Technology"], ["Consulting", "Consulting"], ["Partners", "Consulting"], ["Advisors", "Financial Services"],
  ["Capital", "Financial Services"], ["Insurance", "Financial Services"], ["Academy", "Education"], ["Learning", "Education"],
  ["Textiles", "Manufacturing"], ["Tools", "Manufacturing"], ["Ceramics", "Manufacturing"], ["Furniture", "Manufacturing"],
  ["Properties", "Real Estate"], ["Homes", "Real Estate"], ["Telecom", "Communications"], ["Media", "Communications"],
  ["Networks", "Network Equipment Enterprise"], ["Storage", "Storage Service Provider"], ["Health", "Service Provider"], ["Clinics", "Service Provider"],
  ["Travel", "Small/Medium Enterprise"], ["Coffee Roasters", "Small/Medium Enterprise"], ["Brewing", "Small/Medium Enterprise"], ["Cycles", "Small/Medium Enterprise"],
  ["Energy", "Large Enterprise"], ["Systems", "Systems Integrator"], ["Mobile", "Wireless Industry"], ["Hosting", "ASP (Application Service Provider)"],
];

export const givenNames: List = [
  "Aaliyah", "Adam", "Agnieszka", "Aisha", "Alejandro", "Amelia", "Anders", "Anika", "Antonio", "Beatriz", "Benjamin", "Björn", "Camille", "Carlos",
  "Chloe", "Daniel", "Deepa", "Diego", "Elena", "Emeka", "Emma", "Ethan", "Fatima", "Felix", "Finn", "Gabriela", "Grace", "Hana", "Hannah", "Hugo",
  "Ibrahim", "Ingrid", "Isla", "Jack", "Jakub", "Jana", "Jonas", "Joanna", "Kwame", "Lars", "Laura", "Leila", "Liam", "Lucía", "Łukasz", "Maja",
  "Marcus", "Maria", "Mateo", "Mei", "Mina", "Nadia", "Naomi", "Noah", "Oliver", "Olivia", "Omar", "Priya", "Rachel", "Ravi", "Renée", "Rosa", "Ruth",
  "Samuel", "Sara", "Simone", "Sofia", "Thomas", "Tomasz", "Ursula", "Valentina", "Victor", "Wei", "Yara", "Yusuf", "Zoë",
];

export const familyNames: List = [
  "Abbott", "Acosta", "Adeyemi", "Andersson", "Banerjee", "Bauer", "Becker", "Bennett", "Bianchi", "Brooks", "Campbell", "Carter", "Chen", "Coleman",
  "Costa", "Cruz", "Dąbrowski", "Diaz", "Dubois", "Edwards", "Eriksen", "Evans", "Fernández", "Fischer", "Flores", "Foster", "García", "Gupta",
  "Hansen", "Harris", "Hayes", "Hoffmann", "Hughes", "Ivanova", "Jensen", "Johansson", "Kamau", "Kaya", "Keller", "Khan", "Kim", "Kowalska", "Larsen",
  "Laurent", "Lee", "Lewis", "Lopez", "Martin", "Mendoza", "Meyer", "Mitchell", "Moreau", "Morgan", "Müller", "Nakamura", "Nguyen", "Novak", "O'Brien",
  "Okafor", "Olsen", "Ortiz", "Park", "Patel", "Pereira", "Petrov", "Phillips", "Ramirez", "Reed", "Rossi", "Sato", "Schmidt", "Silva", "Singh",
  "Suzuki", "Tanaka", "Taylor", "Turner", "Vargas", "Virtanen", "Walker", "Weber", "Wiśniewski", "Wright", "Yılmaz", "Zhang",
];

/** Titles with their department. */
export const posts: List<readonly [title: string, department: string]> = [
  ["Accounts Payable Manager", "Finance"], ["Chief Financial Officer", "Finance"], ["Controller", "Finance"], ["Buyer", "Purchasing"],
  ["Head of Purchasing", "Purchasing"], ["Chief Executive Officer", "Management"], ["Managing Director", "Management"], ["Office Manager", "Administration"],
  ["IT Manager", "IT"], ["System Administrator", "IT"], ["Head of Operations", "Operations"], ["Marketing Manager", "Marketing"],
];

export const streets: List = [
  "Abbey Road", "Canal Street", "Cherry Lane", "Chestnut Avenue", "Church Street", "Commerce Way", "Dock Street", "Garden Row", "Harbor Drive",
  "High Street", "Hill Road", "Industrial Parkway", "King Street", "Lake Avenue", "Main Street", "Market Square", "Mill Lane", "Orchard Road",
  "Park Avenue", "Queen Street", "River Road", "School Lane", "Station Road", "Sunset Boulevard", "Union Street", "Valley Road", "Willow Court",
];

/**
 * Places. `x` is a digit of chance. The phone numbers are of ranges that are given to nobody: 555-01xx in North America,
 * Ofcom's numbers for drama in Britain, the Bundesnetzagentur's for Germany.
 */
export const places: List<{ city: string; state: string; code: string; country: string; phone: string }> = [
  { city: "Boston", state: "MA", code: "021xx", country: "United States", phone: "+1 617 555 01xx" },
  { city: "Chicago", state: "IL", code: "606xx", country: "United States", phone: "+1 312 555 01xx" },
  { city: "Denver", state: "CO", code: "802xx", country: "United States", phone: "+1 303 555 01xx" },
  { city: "Portland", state: "OR", code: "972xx", country: "United States", phone: "+1 503 555 01xx" },
  { city: "Austin", state: "TX", code: "787xx", country: "United States", phone: "+1 512 555 01xx" },
  { city: "Atlanta", state: "GA", code: "303xx", country: "United States", phone: "+1 404 555 01xx" },
  { city: "Minneapolis", state: "MN", code: "554xx", country: "United States", phone: "+1 612 555 01xx" },
  { city: "Seattle", state: "WA", code: "981xx", country: "United States", phone: "+1 206 555 01xx" },
  { city: "Toronto", state: "ON", code: "M5V 2Tx", country: "Canada", phone: "+1 416 555 01xx" },
  { city: "London", state: "", code: "EC1A 1xB", country: "United Kingdom", phone: "+44 20 7946 0xxx" },
  { city: "Edinburgh", state: "", code: "EH1 1xA", country: "United Kingdom", phone: "+44 131 496 0xxx" },
  { city: "Köln", state: "Nordrhein-Westfalen", code: "506xx", country: "Germany", phone: "+49 221 4710 xxx" },
  { city: "München", state: "Bayern", code: "803xx", country: "Germany", phone: "+49 89 99998 xxx" },
];
