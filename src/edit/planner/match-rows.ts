/** No row, no column. */
const NONE = -1;

/** What `matchRows` takes. */
export interface MatchRowsOptions {
  rowCount: number;
  /** At least `rowCount`. */
  columnCount: number;
  /** What it costs to give a row a column. */
  cost(row: number, column: number): number;
}

/**
 * Gives each row a column of its own so that the sum of costs is smallest: the Hungarian method with shortest augmenting
 * paths (H. Kuhn, 1955; R. Jonker and A. Volgenant, "A shortest augmenting path algorithm for dense and sparse linear
 * assignment problems", Computing 38, 1987). Rows whose cheapest column is still free take it at once; each of the others
 * pushes its way in along the path that costs least. Time grows as rows² · columns at worst.
 *
 * @returns the column of each row.
 */
export function matchRows({ rowCount, columnCount, cost }: MatchRowsOptions): number[] {
  const costs = new Float64Array(rowCount * columnCount);
  const rowPrice = new Float64Array(rowCount);
  const columnPrice = new Float64Array(columnCount);
  const columnOf = new Int32Array(rowCount).fill(NONE);
  const rowOf = new Int32Array(columnCount).fill(NONE);
  for (let row = 0; row < rowCount; row++) {
    let cheapest = 0;
    let least = Infinity;
    for (let column = 0; column < columnCount; column++) {
      const value = cost(row, column);
      costs[row * columnCount + column] = value;
      if (value < least) [cheapest, least] = [column, value];
    }
    rowPrice[row] = least;
    if (rowOf[cheapest] === NONE) {
      rowOf[cheapest] = row;
      columnOf[row] = cheapest;
    }
  }

  // shortest ways from one row over reduced costs, as E. Dijkstra finds them
  const distance = new Float64Array(columnCount);
  const cameFrom = new Int32Array(columnCount);
  // the columns that are reached for good come first
  const order = Int32Array.from({ length: columnCount }, (_, column) => column);
  for (let free = 0; free < rowCount; free++) {
    if (columnOf[free] !== NONE) continue;
    distance.fill(Infinity);
    let reached = 0;
    let row = free;
    let soFar = 0;
    let end = NONE;
    while (end === NONE) {
      const base = soFar - rowPrice[row]!;
      let nearest = reached;
      let least = Infinity;
      for (let place = reached; place < columnCount; place++) {
        const column = order[place]!;
        const way = base + costs[row * columnCount + column]! - columnPrice[column]!;
        if (way < distance[column]!) {
          distance[column] = way;
          cameFrom[column] = row;
        }
        if (distance[column]! < least) [nearest, least] = [place, distance[column]!];
      }
      const column = order[nearest]!;
      order[nearest] = order[reached]!;
      order[reached] = column;
      soFar = least;
      if (rowOf[column] === NONE) {
        end = column;
      } else {
        reached += 1;
        row = rowOf[column]!;
      }
    }
    // prices under which the ways that were found cost nothing
    rowPrice[free]! += soFar;
    for (let place = 0; place < reached; place++) {
      const column = order[place]!;
      const gain = soFar - distance[column]!;
      columnPrice[column]! -= gain;
      rowPrice[rowOf[column]!]! += gain;
    }
    for (let column = end; column !== NONE;) {
      const taker = cameFrom[column]!;
      const left = columnOf[taker]!;
      rowOf[column] = taker;
      columnOf[taker] = column;
      column = left;
    }
  }
  return [...columnOf];
}
