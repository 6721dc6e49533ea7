"""What people call things before they know the vocabulary: a chair, a fenêtre, chaux. Owns hints for them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import get_args

from campus.components.prop import Model
from campus.ids import closest, did_you_mean, slips
from campus.text import Text, bilingual

CALLED: dict[str, str] = {
    "balustrade": "railing handrail guardrail garde-corps rambarde parapet",
    "bench": "banc pew",
    "board": "poster notice picture painting affiche panneau pinboard corkboard",
    "column": "pillar post colonne pilier poteau",
    "couch": "bed lit divan examination-couch stretcher brancard",
    "desk": "bureau counter comptoir",
    "door": "doorway porte entrance",
    "emitter": "sound son noise source",
    "exhibit": "exhibition statue sculpture model maquette",
    "gallery": "balcony mezzanine balcon",
    "gate": "portail grille",
    "ground": "floor lawn grass sol pelouse terrain",
    "guide": "map signpost kiosk plan borne",
    "lamp": "light luminaire spotlight spot pendant chandelier lampe lumière downlight lustre",
    "lectern": "pulpit pupitre podium",
    "lift": "elevator ascenseur",
    "mirror": "miroir glace",
    "note-wall": "notes sticky-notes post-its",
    "path": "walkway chemin allée",
    "plant": "flower shrub bush hedge plante fleur arbuste haie pot",
    "planting": "flowerbed bed-of-plants massif parterre",
    "portal": "teleport passage exit sortie",
    "ramp": "rampe slope-ramp",
    "screen": "display projector-screen tv television écran projection",
    "seat": "chair armchair stool sofa chaise fauteuil siège tabouret canapé",
    "seat-rows": "seats rows seating chairs rangées gradins",
    "shelf": "shelves bookcase bookshelf étagère bibliothèque cupboard armoire",
    "sign": "label text lettering enseigne plaque texte inscription",
    "spawn": "start entry player arrival arrivée départ",
    "speaker": "loudspeaker enceinte haut-parleur",
    "stage": "platform estrade scène",
    "stair": "stairs staircase steps escalier marches",
    "station": "terminal poste",
    "table": "tables",
    "timer": "countdown minuteur chronomètre",
    "tree": "arbre pine olive oak-tree",
    "viewpoint": "camera view photo vue",
    "wall": "partition cloison mur",
    "water": "fountain basin pool pond fontaine bassin",
    "wheelchair-place": "wheelchair-space",
    "whiteboard": "tableau tableau-blanc",
    "window": "fenêtre glazing vitre baie",
    "zone": "area region trigger",
}
"""By component: words that designers bring with them, English and French."""

MADE_OF: dict[str, str] = {
    "bark": "écorce",
    "blackboard": "ardoise slate chalkboard",
    "brass": "laiton",
    "carpet": "moquette tapis rug",
    "carpet-sand": "moquette tapis rug",
    "ceramic": "céramique porcelaine porcelain",
    "concrete": "béton ciment cement",
    "cork": "liège",
    "faience": "faïence carrelage tiles tile azulejo",
    "felt": "feutre",
    "glass": "verre vitre",
    "grass": "herbe gazon pelouse lawn turf",
    "gravel": "gravier gravillon",
    "iron": "fer fer-forgé wrought-iron",
    "leaf": "feuillage feuille foliage leaves",
    "leather": "cuir",
    "lime-plaster": "chaux enduit enduit-chaux plâtre plaster stucco lime",
    "limestone": "pierre pierre-de-taille calcaire stone",
    "linen": "lin toile fabric cloth tissu textile",
    "linoleum": "lino linoléum vinyl vinyle pvc",
    "mirror": "miroir",
    "oak": "chêne bois wood timber",
    "oak-floor": "parquet parquet-chêne plancher floorboards wood-floor",
    "paint-white": "peinture peinture-blanche paint white blanc",
    "paper": "papier",
    "roof-tile": "tuile tuiles",
    "rubber": "caoutchouc gomme",
    "soil": "terre earth dirt",
    "steel": "acier acier-brossé brushed-steel stainless-steel inox metal métal",
    "terracotta": "terre-cuite",
    "terrazzo": "granito carrelage tiles tile",
    "tomette": "tommette carrelage tiles tile",
    "walnut": "noyer bois wood timber",
    "walnut-floor": "parquet parquet-noyer floorboards wood-floor",
    "water": "eau",
}
"""By material: words for it, English and French; a word may mean more than one."""


def _folded(word: str) -> str:
    """A word as an id would be written: small letters, no accents, hyphens."""
    split = unicodedata.normalize("NFD", word.strip().lower())
    return "".join(letter for letter in split if not unicodedata.combining(letter)).replace(" ", "-")


_MEANT = {word: component for component, words in CALLED.items() for word in words.split()}


def meant(type_: str, known: Iterable[str]) -> Text | None:
    """A hint for a node's unknown type: a slip of the pen, another word for a component, or a model of `prop`.

    Args:
        type_: as it was written.
        known: the types that there are.
    """
    known = tuple(known)
    written = type_.strip().lower()
    if any(slips(written, word, 1) <= 1 for word in known):
        return did_you_mean(type_, known)
    models = get_args(Model)
    if component := _MEANT.get(written) or _MEANT.get(written.removesuffix("s")):
        return did_you_mean(component, (component,))
    if model := closest(written, models):
        found = did_you_mean(type_, known)
        if found is None or slips(written, model, 1) <= 1:
            return bilingual(f"Write {{type: prop, model: {model}, …}}.", f"Écrivez {{type: prop, model: {model}, …}}.")
    return did_you_mean(type_, known)


_MATERIALS: dict[str, list[str]] = {}
for _material, _words in MADE_OF.items():
    for _word in _words.split():
        _MATERIALS.setdefault(_folded(_word), []).append(_material)


def names_a_material(word: str) -> bool:
    """Whether people call a material that."""
    return _folded(word) in _MATERIALS


def meant_material(written: str, known: Iterable[str]) -> Text | None:
    """A hint for the unknown name of a material: a slip of the pen, or what people call one that there is.

    Args:
        written: as it was written.
        known: the materials that there are.
    """
    known = tuple(known)
    word = _folded(written)
    if word not in known and not any(slips(word, name, 1) <= 1 for name in known):
        singular = word.removesuffix("s")
        found = [name for name in _MATERIALS.get(word) or _MATERIALS.get(singular, []) if name in known]
        if found:
            en = " or ".join(f"'{name}'" for name in found)
            fr = " ou ".join(f"« {name} »" for name in found)
            return bilingual(f"Did you mean {en}?", f"Vouliez-vous dire {fr} ?")
    return did_you_mean(word, known)
