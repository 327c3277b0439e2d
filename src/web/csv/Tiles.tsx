import { showNumber } from "#web/ui/show.ts";
import classes from "./csv.module.css";

/** A count of rows; where it can be chosen, what it counts is listed below. */
export type Tile = { id: string; title: string; count: number };

type TilesProps = {
  tiles: readonly Tile[];
  /** The tile that is chosen, and how to choose another; none where tiles only count. */
  chosen?: string | undefined;
  onChoose?: ((tile: string) => void) | undefined;
};

/** Counts side by side. */
export function Tiles({ tiles, chosen, onChoose }: TilesProps) {
  return (
    <ul className={classes.tiles} aria-label="Counts">
      {tiles.map((tile) => (
        <li key={tile.id}>
          {onChoose && tile.count > 0 ? (
            <button type="button" aria-pressed={chosen === tile.id} onClick={() => onChoose(tile.id)}>
              <Figure of={tile} />
            </button>
          ) : (
            <div>
              <Figure of={tile} />
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}

function Figure({ of: { title, count } }: { of: Tile }) {
  return (
    <>
      <strong className="figures">{showNumber(count)}</strong>
      <span>{title}</span>
    </>
  );
}
