/* Short, plain, and no shorter than the truth. In the order of the alphabet. */
#include "client/words.h"

const struct word words[] = {
    {"aperture", "aperture_mm", "the opening an instrument measures through",
     "The diameter of the spot an instrument sees. Through 3 mm single hairs decide the reading of "
     "stubble, so it is refused there; 8 mm with five or more readings is good. Two spots are only "
     "comparable through the same aperture: 5 and 11 mm differ by about 10 % in the red."},
    {"batch", "batch_no", "the filling a bottle comes from",
     "One filling of one product by its maker. Some labels print a batch number beside the lot "
     "number; recalls name either, so both are kept where both are printed."},
    {"coverage", NULL, "the share of skin under dots",
     "Dots per cm² times the area of a healed dot, over all sessions, less what is lost after the "
     "first. It decides, with the pigment, how dark the area looks; where a dot is as dark as "
     "it gets, only coverage helps. The model reaches up to 95 %."},
    {"diluent", "sterile", "what pigment is thinned with",
     "The liquid pigment is diluted with. It is stock like any other, with a lot and an expiry. "
     "Distilled is not sterile: a diluent whose label does not say sterile is warned about."},
    {"dilution", "fraction", "pigment in its diluent",
     "Pigment thinned with diluent, written as a ratio: 1 + 19 is one part of pigment and nineteen "
     "of diluent, a twentieth of the strength."},
    {"dot gain", "gain", "dots act larger than they were set",
     "A dot heals and scatters light wider than the needle that made it. The gain is the coverage "
     "reached, divided by the coverage planned; 1 until the studio knows better."},
    {"drop", "step step_ul drop_ul", "the step a recipe counts in",
     "The volume of one drop of a product, in its record (--drop 50ul). Where it is known, recipes "
     "count drops; else they count steps of 0.05 ml."},
    {"erythema index", "erythema redness", "how red the skin is",
     "100 · (log10(1/R568) − log10(1/R655)): more light taken by blood than by melanin. Inflamed "
     "skin misleads a match: measure before the session, or wait until the redness is gone."},
    {"FEFO", NULL, "first expired, first out",
     "The order bottles are offered in: opened ones first, then the one that expires first."},
    {"forecast", "ahead due", "what the courses under way will use up",
     "Each session that is due takes what the kept matches of its course say, or else what the "
     "last "
     "session took, from the bottles in the order of use. Appointments are not known: a session "
     "counts from the day it is due, and what is overdue counts today. Courses of which neither a "
     "match nor a session is known are counted with nothing, and named."},
    {"fresh", NULL, "just after the last session",
     "The colour just after the last session, darker than what stays. The healed colour is what a "
     "match aims at."},
    {"healed", "retention", "28 days after the last session",
     "The colour 28 days after the last session, when the skin has closed and part of the pigment "
     "has gone: about two thirds of the fresh optical density stay, and half of that after six "
     "years. These are starting values that a studio may change."},
    {"hold", "held release", "a lot that may not be used for now",
     "A lot put on hold is offered to nobody until it is released: a doubt, a recall, a damaged "
     "parcel. It may still be discarded. Both steps name a reason and stay in the history."},
    {"ITA", "ita individual typology angle", "skin tone as one angle",
     "Individual typology angle: atan2(L* − 50, b*) in degrees, under D65/10°. Very light above "
     "55, "
     "light above 41, intermediate above 28, tan above 10, brown above −30, dark below. Only "
     "meaningful where b* is above zero."},
    {"Lab", "L* a* b* cielab", "colour as three numbers",
     "CIELAB: L* from black 0 to white 100, a* from green to red, b* from blue to yellow. The "
     "numbers mean nothing without the light and observer they were measured under."},
    {"light", "illuminant observer D65/10 D65/2 D50/2 D50/10 A/2", "what a reading was taken under",
     "Illuminant and observer of a reading: D65/10 is daylight and the 10° observer, the usual "
     "setting of a colorimeter; D50/2 that of printing and ICC profiles; A/2 a tungsten lamp. The "
     "same skin has different numbers under each, so a reading without its light is refused."},
    {"lot", "lot_no", "what the maker made together",
     "One lot of one product, taken in together, with the number on its label and an expiry. The "
     "same number on two products is two lots. Recalls and inspections ask by lot."},
    {"MCDM", "repeatability", "how far repeated readings scatter",
     "Mean colour difference from the mean: the average ΔE00 between repeated readings and their "
     "mean. Careful work on skin gives 0.5 to 1.4; above 1.5 measure again."},
    {"melanin index", "melanin", "how much melanin the skin has",
     "100 · log10(1/R655): the darker the skin in red light, where blood takes little, the more "
     "melanin."},
    {"metamerism", NULL, "a match under one light only",
     "Two colours that look alike under one light and different under another. Pigment and hair "
     "have different spectra, so a match by daylight may show under a lamp."},
    {"modelled", "measured origin", "computed, not measured",
     "A pigment whose strength and colour come from the model, not from a drawdown or from healed "
     "readings. What is computed with it is a starting point: test first."},
    {"observer", NULL, "the eye a reading is computed for",
     "The CIE's standard eye: 2° for small fields, 10° for larger ones. It is the second half of a "
     "light: D65/10."},
    {"op_id", "op-id", "the number that makes a write safe to repeat",
     "A UUID that every write carries. Sent twice with the same parameters, the write is done once "
     "and the first answer comes again. So when an answer was lost, asking again is safe."},
    {"PAO", "pao_days", "period after opening",
     "How long a bottle may be used once it is open, in days, from its label. A bottle is usable "
     "until that day or its expiry, whichever comes first; opening never lengthens its life."},
    {"PCS", NULL, "the colour space everything meets in",
     "Profile connection space (ICC): CIELAB under D50 with the 2° observer. Readings are taken "
     "there through the spectrum of the skin, since simple adaptation is off by more than people "
     "can see."},
    {"purge", "erase must_go may_go", "the end of a client's record",
     "Erasing a client destroys the key to their name and their health, and leaves what was done, "
     "under the code. A purge ends the rest: what was said is taken out of the history itself, and "
     "who, when, which lot and how much stays, for the stock and for recalls. The chain of hashes "
     "stays whole, because it commits to what was said without needing it; stipple audit names "
     "each event that was purged and the one that did it, and a body that is gone otherwise is a "
     "finding. The rule packs say what has to stay, what may go and what must. Backups that were "
     "made before still hold all of it, until they are destroyed."},
    {"ratio", "1+19 parts", "parts of diluent to one of pigment",
     "How a dilution is written: 1 + 19 is one part of pigment and nineteen of diluent. A larger "
     "second number is weaker. The range beside it is what a pigment half as strong again, or "
     "that much weaker, would want."},
    {"reading", NULL, "one measured colour",
     "One measurement of one spot: Lab, XYZ, a spectrum or RGB, with its light or space. Five "
     "repeats a spot, lifting the instrument in between, make a good mean."},
    {"recall", "notice match possible drill", "from the words of a notice to the last call",
     "A notice is held against every lot there is. What it means is a match: held at once, its "
     "clients on a list to be called, written to and ticked off. What it may mean is possible: a "
     "person looks, and says include or exclude. Lots that come later are held against it too, "
     "also when the recall is closed, until it is withdrawn; only a release, lot by lot and with a "
     "reason, makes one free again. A drill goes the same way with a lot drawn by chance, holds "
     "nothing, and keeps the score."},
    {"reorder point", "reorder low", "so much left, and more is to be bought",
     "Of a product, in its record (--reorder 15ml, --reorder-pieces 20): with so much or less of "
     "it "
     "left that may be used, `stipple stock --low` lists it, and a forecast says on which day it "
     "will come to that."},
    {"seal", "seal.key fingerprint", "the history in one number, signed",
     "The number and the hash of the last event, signed with the studio's key (Ed25519). The hash "
     "depends on every event before it: handed out on paper today, it shows tomorrow whether the "
     "history up to there was changed. What it cannot show: whoever holds the key can sign a whole "
     "invented history, and only paper that was handed out before contradicts it. So hand some "
     "out. The key is made at the first start, in the file seal.key of the data directory; its "
     "fingerprint is in `stipple status` and on every seal, its public half in the history. The "
     "secret half is in no backup: copy the file, one line of 64 digits, to a place that is "
     "locked. If it is lost, the daemon makes a new one and the history says when; seals under the "
     "old one stay good. If it was stolen, move the file away and start the daemon again: what was "
     "sealed on paper before still binds whoever has it."},
    {"SMP", "scalp micropigmentation", "scalp micropigmentation",
     "Pigment set as many small dots into the scalp, to look like shaved stubble or fuller hair."},
    {"spectrum", "R400 reflectance", "a colour, wavelength by wavelength",
     "The share of light reflected at each wavelength, 0 to 1, here from 400 to 700 nm. It needs "
     "no "
     "light beside it, and is the best reading there is."},
    {"starting point", "test first", "where to begin testing",
     "What a match with a modelled pigment is: not yet measured on healed skin. Set test dots with "
     "the recipe and with both ends of the range beside it, let them heal, and choose then."},
    {"studio.key", "studio key names", "what opens the clients' names",
     "Who clients are, and every word about their health, is kept encrypted under a key for each "
     "of "
     "them, and those keys under the one in the file studio.key of the data directory. It is made "
     "at the first start and is in no backup: copy it to a locked place, for a backup without it "
     "is stock, sessions and codes, and no name ever again. If it is lost while the daemon runs, "
     "copy the names out (client list --names --json) before it is stopped: it does not start "
     "without."},
    {"stubble", NULL, "the shaved area that is to be matched",
     "The area with shaved hair that the treated area shall look like. It is measured as an area, "
     "hair and skin together, at 8 mm or wider."},
    {"swatch", NULL, "a colour that is wished for",
     "A colour to aim at where there is no stubble to measure: a patch somebody chose."},
    {"titanium white", "white CI77891", "why lightened pigments are refused",
     "A white that scatters light instead of taking it. Pigments lightened with it look pale over "
     "dark skin and can turn chalky; the model knows absorbers only, so a product with it gets no "
     "pigment profile."},
    {"too dark", "darker", "cannot be undone",
     "Pigment can be added at the next session, not taken out. Among dilutions nobody can tell "
     "apart the weakest is offered."},
    {"Yule–Nielsen", "yule-nielsen yule nielsen", "how dots and skin add up",
     "Between dots light enters the skin and comes out under a dot, so an area of dots looks "
     "darker "
     "than the plain average. The Yule–Nielsen rule averages the square roots of reflectance "
     "instead (n = 2)."},
    {"ΔE00", "dE00 deltaE delta_e00 ciede2000 dE", "how different two colours look",
     "CIEDE2000, the colour difference between two colours: below about 0.6 nobody sees it on "
     "light "
     "skin, up to about 1.8 it is acceptable; on dark skin 1.75 and 2.6. A small ΔE00 from a "
     "modelled pigment only says that the model agrees with itself."},
};
const size_t words_n = sizeof words / sizeof *words;
