"""The parameters of stages that rebuild tables by an engine of choice."""

from __future__ import annotations

from sparkocr.engines.tables.structure import AUTO, structure_engine
from sparkocr.stage.declared import DeclaredParams
from sparkocr.stage.params import column, string

__all__ = ["StructureParams"]


class StructureParams(DeclaredParams):
    """Base of the stages that find tables and rebuild them."""

    structureEngine = string(
        AUTO,
        "What rebuilds a table that was found: ruled (its rulings), aligned (white space), slanet (a network, of the "
        "extra tables), auto (the best of them), or an engine of another installed package.",
        pattern=r"\w[\w.-]*",
        allowed="the name of an engine",
        example="aligned",
    )
    engineCol = column("engine", "Column for the name of the engine that rebuilt the table.")

    def structure_of(self) -> str:
        """Return the name of the engine.

        Raises
        ------
        ValueError
            If no installed package has it.
        """
        name: str = self.getOrDefault("structureEngine")
        structure_engine(name)
        return name
