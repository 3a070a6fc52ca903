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
 * assignment problems", Computing 38, 1987). Time grows as rows² · columns.
 *
 * @returns the column of each row.
 */
export function matchRows({ rowCount, columnCount, cost }: MatchRowsOptions): number[] {
  const costs = new Float64Array(rowCount * columnCount);
  for (let row = 0; row < rowCount; row++)
    for (let column = 0; column < columnCount; column++)
      costs[row * columnCount + column] = cost(row, column);
  // index 0 is no row and no column; rows and columns count from 1
  const rowPrice = new Float64Array(rowCount + 1);
  const columnPrice = new Float64Array(columnCount + 1);
  const rowOf = new Int32Array(columnCount + 1);
  const cameFrom = new Int32Array(columnCount + 1);
  const slack = new Float64Array(columnCount + 1);
  const isDone = new Uint8Array(columnCount + 1);
  for (let row = 1; row <= rowCount; row++) {
    rowOf[0] = row;
    let column = 0;
    slack.fill(Infinity);
    isDone.fill(0);
    do {
      isDone[column] = 1;
      const current = rowOf[column]!;
      let step = Infinity;
      let next = 0;
      for (let other = 1; other <= columnCount; other++) {
        if (isDone[other]) continue;
        const reduced =
          costs[(current - 1) * columnCount + other - 1]! - rowPrice[current]! - columnPrice[other]!;
        if (reduced < slack[other]!) {
          slack[other] = reduced;
          cameFrom[other] = column;
        }
        if (slack[other]! < step) {
          step = slack[other]!;
          next = other;
        }
      }
      for (let other = 0; other <= columnCount; other++) {
        if (isDone[other]) {
          rowPrice[rowOf[other]!]! += step;
          columnPrice[other]! -= step;
        } else slack[other]! -= step;
      }
      column = next;
    } while (rowOf[column] !== 0);
    while (column !== 0) {
      const previous = cameFrom[column]!;
      rowOf[column] = rowOf[previous]!;
      column = previous;
    }
  }
  const columns = Array.from({ length: rowCount }, () => -1);
  for (let column = 1; column <= columnCount; column++)
    if (rowOf[column] !== 0) columns[rowOf[column]! - 1] = column - 1;
  return columns;
}
